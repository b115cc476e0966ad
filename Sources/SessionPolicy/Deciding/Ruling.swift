import PolicyCEL

/// The joined answer of all rules at one instant: a decision without deadlines and requests.
///
/// Plain numbers in one array, so that looking ahead in time makes rulings without making anything
/// else. Two rulings are equal exactly when nothing about the decision differs but what moves along
/// with now.
struct Ruling: Equatable {
  /// Where in the decision a note belongs.
  enum Section: UInt8 {
    case reason, extendReason, extendRule, refreshReason, refreshRule
    /// The rules that ask for re-authentication, and what of it the session lacks.
    case demandingRule, missing
    /// An attribute that a requirement needs, by its part; a condition that failed.
    case unknownPart, failure
  }

  /// A rule, a reason, or both.
  struct Note: Equatable {
    var section: Section
    var code: ReasonCode?
    /// The number of the rule; -1 for none.
    var rule: Int32 = -1
    /// What of the requirement nobody knows, or the number of a failure.
    var detail: Int32 = -1
  }

  var outcome = Decision.Outcome.proceed
  var isExtendAllowed = false
  /// The new expiry as a distance from now, in nanoseconds.
  var lengthening: Int128?
  /// When extending would be allowed, in nanoseconds since 1970.
  var notBefore: Int128?
  var isRefreshAllowed = false
  /// Whether the session itself is live.
  var isLive = true
  /// The attribute that is missing to tell whether it is.
  var missingOfSession: String?
  /// The notes of each section in order; sections are mixed.
  var notes: ContiguousArray<Note> = []
  /// Why conditions failed. Where in the condition is not told, and so makes no difference.
  var failures: [EvaluationError.Kind] = []

  /// Makes this the ruling of a session that goes on and may do nothing.
  mutating func clear() {
    outcome = .proceed
    isExtendAllowed = false
    lengthening = nil
    notBefore = nil
    isRefreshAllowed = false
    isLive = true
    missingOfSession = nil
    notes.removeAll(keepingCapacity: true)
    failures.removeAll(keepingCapacity: true)
  }

  mutating func note(
    _ section: Section, _ code: ReasonCode? = nil, rule: Int32 = -1, detail: Int32 = -1
  ) {
    notes.append(Note(section: section, code: code, rule: rule, detail: detail))
  }

  /// Notes why a `must` rule is in force.
  mutating func noteForce(of rule: RuledRule, _ failures: [EvaluationError]) {
    if rule.failure >= 0 {
      note(.reason, failures[Int(rule.failure)].reasonCode, rule: rule.number)
    }
    if rule.isDemanding {
      rule.unmet.forEach { note(.reason, $0, rule: rule.number) }
    } else {
      note(.reason, .ruleInForce, rule: rule.number)
    }
  }

  /// Whether a section has any notes.
  func has(_ section: Section) -> Bool { notes.contains { $0.section == section } }

  /// The rule of the first note of a section; `nil` where there is none.
  func firstRule(_ section: Section) -> Int32? {
    notes.first { $0.section == section }.flatMap { $0.rule >= 0 ? $0.rule : nil }
  }
}

extension EvaluationError {
  /// The reason that an error in a condition is.
  var reasonCode: ReasonCode {
    if case .missingAttribute = kind { return .inputMissing }
    return .evaluationError
  }
}
