/// What one rule says at one instant, its condition being true or unknown.
///
/// A rule whose condition is false says nothing and has no standing.
struct Standing<Number: LawNumber, Failure> {
  /// The number of the rule in the plan.
  let number: Int32
  let effect: Effect
  /// Whether the rule requires anything.
  let isDemanding: Bool
  /// Whether no steps may exist that meet the rule together with others.
  let canBeUnmeetable: Bool
  /// Whether the rule may ask for a second factor.
  let asksForSecondFactor: Bool
  /// Why nobody knows whether the condition holds; `nil` if it does.
  let failure: Failure?
  /// What of the requirement is not met.
  var unmet = Shortfall.none
  /// What of the requirement nobody knows, because an attribute is missing.
  var missing = Shortfall.none
  /// For `may: extend`: what stands in the way of alternatives that are met.
  var obstacles = Obstacles.none
  /// For `may: extend`: when the window opens, if nothing but time is missing.
  var opensAt: Number?
  /// For `may: extend`: the new expiry as a distance from now.
  var lengthening: Number?

  /// Whether a `may` rule grants. An unknown condition counts against the session.
  @inline(__always)
  var grants: Bool { failure == nil && unmet.isEmpty && obstacles.isEmpty }

  /// Whether the rule decides anything now: whether it grants, forbids or is in force.
  @inline(__always)
  var speaks: Bool {
    switch effect.verb {
    case .may: grants
    case .never: true
    case .must: isInForce
    }
  }

  /// Whether a `must` rule is in force, as it also is where its condition is unknown.
  @inline(__always)
  var isInForce: Bool { !isDemanding || !unmet.isEmpty }
}

/// What stands in the way of an extension besides the requirement.
struct Obstacles: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  // Not `[]`, which makes a list first: these are the innermost steps of a decision.
  static var none: Obstacles { Obstacles(rawValue: 0) }
  static let cap = Obstacles(rawValue: 1)
  static let window = Obstacles(rawValue: 2)
  static let gain = Obstacles(rawValue: 4)

  /// The reasons that they are, in order.
  var reasons: [ReasonCode] {
    guard !isEmpty else { return [] }
    return [
      (Self.cap, ReasonCode.extendCapReached), (.window, .extendWindowNotOpen),
      (.gain, .extendNoGain),
    ].filter { contains($0.0) }.map(\.1)
  }
}

extension Standing: Sendable where Failure: Sendable {}
