import PolicyCEL
import PolicyDiagnostics

/// What the rules say of one snapshot at one instant, before they are joined.
struct Assessment {
  /// Why the session is not live; `nil` if it is.
  var lifeless = Liveness()
  /// The rules that apply or may apply, in the order of the plan; none for a session that is not live.
  var rules: ContiguousArray<RuledRule> = []
  /// Why conditions have no answer, by ``RuledRule/failure``.
  var failures: [EvaluationError] = []
  /// The first instant, in nanoseconds since 1970, at which any of this may change by time alone.
  var until = Int128.max
}

/// Whether a session is live, and what tells.
struct Liveness: Hashable {
  /// Why it is not live; `nil` if it is.
  var reason: ReasonCode?
  /// The attribute that is missing, if that is why.
  var missing: String?
}

/// What one rule says; plain bits. Instants and spans are in nanoseconds.
struct RuledRule {
  /// Whether the rule's condition holds; an unknown condition counts against the session.
  enum Applicability: UInt8 {
    case applies, doesNotApply, unknown
  }

  /// The number of the rule in the plan.
  let number: Int32
  let effect: Effect
  /// Whether the rule has a requirement.
  let isDemanding: Bool
  var applicability: Applicability
  /// Where the reason stands why the condition has no answer; -1 if it has one.
  var failure: Int32 = -1
  /// What of the requirement is not met.
  var unmet: Shortfall = []
  /// What of the requirement nobody knows, because an attribute is missing.
  var missing: Shortfall = []
  /// For `may: extend`: what stands in the way besides the requirement.
  var obstacle: ReasonCode?
  /// For `may: extend`: when the window opens, if it has not.
  var opensAt: Int128?
  /// For `may: extend`: the new expiry as a distance from now.
  var lengthening: Int128?

  /// Whether the rule must be reckoned with: `never` and `must` count an unknown condition as true.
  var isFeared: Bool { applicability != .doesNotApply }

  /// Whether a `may` rule grants.
  var grants: Bool { applicability == .applies && unmet.isEmpty && obstacle == nil }

  /// Whether a `must` rule is in force.
  var isInForce: Bool { isFeared && (!isDemanding || !unmet.isEmpty) }
}

/// An instant of evaluation that notes when comparisons with it flip; in nanoseconds since 1970.
struct Clock {
  let now: Int128
  /// The first flip noted.
  var until = Int128.max

  init(now: Int128) { self.now = now }

  /// Whether now is before an instant; if so, the answer flips at that instant.
  @inline(__always)
  mutating func isBefore(_ instant: Int128) -> Bool {
    guard now < instant else { return false }
    until = min(until, instant)
    return true
  }
}
