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
  }

  /// A rule, a reason, or both.
  struct Note: Equatable {
    var section: Section
    var code: ReasonCode?
    /// The number of the rule; `nil` for none.
    var rule: Int32?
  }

  /// An input that nobody knows and why, or what CEL refused.
  ///
  /// As it is told: where in a rule it is wanted, by the condition or by the requirement, is not, and so
  /// makes no difference.
  struct MissingInput: Hashable {
    /// `nil` for what CEL refused.
    let attribute: String?
    let cause: String

    init(_ attribute: String, _ cause: InputCause) {
      self.attribute = attribute
      self.cause = cause.rawValue
    }

    init(_ failure: EvaluationError.Kind) {
      attribute = failure.input?.path.description
      cause = failure.input?.cause.rawValue ?? EvaluationError(failure).description
    }
  }

  /// What nobody knows of a rule.
  struct Unknown: Equatable {
    /// The number of the rule.
    var rule: Int32
    /// What is missing or failed for its condition and its requirement.
    var inputs: Set<MissingInput>
  }

  /// What is decided.
  private(set) var joint = Joint(Tally<Int128>(), hasWay: { true })
  /// Whether the session itself is live.
  var isLive = true
  /// What is missing to tell whether it is, or in which state its identity is.
  var missingOfSession: MissingInput?
  /// The notes of each section in order; sections are mixed.
  private(set) var notes: ContiguousArray<Note> = []
  /// The ways to meet what is asked for, the shortest first; none unless re-authentication is due.
  var ways: [Way] = []
  /// Whether there were more ways than are followed.
  var isLimited = false
  /// What nobody knows, by rule.
  var unknowns: [Unknown] = []

  var outcome: Decision.Outcome { joint.outcome }
  var isRefreshAllowed: Bool { joint.isRefreshAllowed }
  var isExtendAllowed: Bool { joint.lengthening != nil }
  /// The new expiry as a distance from now, in nanoseconds.
  var lengthening: Int128? { joint.lengthening }
  /// When extending would be allowed, in nanoseconds since 1970.
  var notBefore: Int128? { joint.notBefore }

  /// Makes this the ruling of rules joined, without reasons.
  mutating func clear(_ joint: Joint<Int128>) {
    self.joint = joint
    isLive = true
    missingOfSession = nil
    notes.removeAll(keepingCapacity: true)
    (ways, isLimited) = ([], false)
    unknowns.removeAll(keepingCapacity: true)
  }

  mutating func note(_ section: Section, _ code: ReasonCode? = nil, rule: Int32? = nil) {
    if notes.isEmpty { notes.reserveCapacity(16) }
    notes.append(Note(section: section, code: code, rule: rule))
  }

  /// The rule of the first note of a section; `nil` where there is none.
  func firstRule(_ section: Section) -> Int32? { notes.first { $0.section == section }?.rule }
}
