import PolicyAnalysis
import PolicyDiagnostics
import PolicyJSON
import SessionPolicy

/// How NEW differs from OLD, with everything that is shown of it in whatever form.
struct DiffReport {
  /// A change with the decisions that show it.
  struct Change {
    let difference: PolicyDifference.Change
    /// What OLD and NEW decide of the witness; `nil` without one.
    let decisions: (old: Decision, new: Decision)?
    /// What the change is in one line: `proceed → sign_in`.
    let transition: String
    /// What tells this change from others, twelve digits that are the same wherever the same sessions are
    /// decided otherwise in the same way: names of files and rules and the order of rules do not matter.
    ///
    /// Whoever approves a change approves how far it goes: `15m → 1h` is not `15m → 30d`, though it is about the
    /// same sessions; nor is what was assumed left out.
    let fingerprint: String
    /// The witness as a suite for NEW; `nil` without one, and where suites have no such case.
    var sample: String?
    var approval: Approval?

    init(
      _ difference: PolicyDifference.Change, _ decisions: (old: Decision, new: Decision)?,
      assuming assumptions: [String]
    ) {
      let (part, direction) = (difference.part.rawValue, difference.direction.rawValue)
      var transition = "\(part) may be \(direction)"
      if let (old, new) = decisions {
        let now = difference.witness?.now
        let isNamed = difference.part == .extend || difference.part == .refresh
        transition =
          (isNamed ? part + ": " : "") + old.words(for: difference.part, at: now) + " → "
          + new.words(for: difference.part, at: now)
      }
      let parts =
        [part, direction, JSONWriter.text(of: difference.region.json), transition]
        + assumptions.map(Text.init).sorted().map(\.string)
      (self.difference, self.decisions, self.transition) = (difference, decisions, transition)
      fingerprint = SHA256.text(of: parts.joined(separator: "\n").utf8, count: 6)
    }
  }

  let old: PolicyOperand
  let new: PolicyOperand
  let difference: PolicyDifference
  let changes: [Change]
  let assumptions: [String]
  let gate: DiffGate?

  var verdict: DifferenceVerdict { difference.verdict }

  /// What the verdict says, in a line.
  var headline: String {
    switch verdict {
    case .equivalent: "equivalent: NEW decides every session as OLD does"
    case .stricter: "stricter: NEW asks more of some sessions, and less of none"
    case .looser: "looser: NEW asks less of some sessions, and more of none"
    case .both: "both: NEW asks more of some sessions, and less of others"
    case .undecided: "undecided: whether NEW decides every session as OLD does was not found out"
    }
  }

  /// How many changes there are, and what became of them; `nil` without any.
  var counts: String? {
    guard !changes.isEmpty else { return nil }
    var parts = [counted(changes.count, "change")]
    for direction in Direction.allCases {
      let count = changes.count { $0.difference.direction == direction }
      if count > 0 { parts.append("\(count) \(direction.rawValue)") }
    }
    let possible = changes.count(where: \.difference.isPossible)
    if possible > 0 { parts.append("\(possible) only possible") }
    let approved = changes.count { $0.approval != nil }
    if approved > 0 { parts.append("\(approved) approved") }
    return parts.joined(separator: ", ")
  }

  /// The rules that changed.
  var changedRules: [PolicyDifference.RuleChange] {
    difference.rules.filter { $0.kind != .same }
  }

  /// The parts of which there are more regions than are told apart.
  var omissions: [String] {
    difference.omitted.map { Self.words(forOmitted: $0.part, $0.direction) }
  }

  /// What is told of further changes of a part, in a line.
  static func words(forOmitted part: DecisionPart, _ direction: Direction) -> String {
    "`\(part.rawValue)` is \(direction.rawValue) for further sessions, which are not told apart"
  }
}

/// Which changes fail.
enum DiffGate: String, CaseIterable {
  case looser, stricter, any

  /// What a comparison fails for; `nil` if it passes.
  func objection(to report: DiffReport) -> String? {
    let difference = report.difference
    guard difference.undecided.isEmpty else {
      return "--fail-if \(rawValue): it was not found out whether NEW differs"
    }
    func counts(_ direction: Direction) -> Bool {
      self == .any || rawValue == direction.rawValue
    }
    let open = report.changes.count { counts($0.difference.direction) && $0.approval == nil }
    let hasMore = difference.omitted.contains { counts($0.direction) }
    guard open > 0 || hasMore else { return nil }
    let what = self == .any ? "changed" : rawValue
    return open > 0
      ? "--fail-if \(rawValue): \(open) \(what) decision\(open == 1 ? " is" : "s are") not approved"
      : "--fail-if \(rawValue): there are more \(what) decisions than are told apart"
  }
}

extension Decision {
  /// What it says of a part, in a few words.
  func words(for part: DecisionPart, at now: Timestamp?) -> String {
    switch part {
    case .outcome: outcome.rawValue
    case .extend: extend.isAllowed ? extend.length(from: now) : "no"
    case .refresh: refresh.isAllowed ? "yes" : "no"
    case .demand: demand
    }
  }

  private var demand: String {
    guard let due = reauthentication else { return outcome.rawValue }
    var parts: [String] = []
    if let level = due.aal { parts.append(level.name) }
    if let methods = due.methods { parts.append(methods.joined(separator: " or ")) }
    if let age = due.maxAge?.policyText { parts.append("within \(age)") }
    return parts.isEmpty ? "any factor" : parts.joined(separator: ", ")
  }

  /// The rules that decided a part, each once.
  func rules(for part: DecisionPart) -> [String] {
    let found: [String]
    switch part {
    case .outcome: found = reasons.compactMap(\.rule)
    case .extend: found = extend.isAllowed ? extend.rules : extend.reasons.compactMap(\.rule)
    case .refresh: found = refresh.isAllowed ? refresh.rules : refresh.reasons.compactMap(\.rule)
    case .demand: found = reauthentication?.rules ?? reasons.compactMap(\.rule)
    }
    var seen: Set<String> = []
    return found.filter { seen.insert($0).inserted }
  }
}

extension Decision.Extend {
  /// How far from now the new expiry is.
  fileprivate func length(from now: Timestamp?) -> String {
    guard let expiresAt, let now, let length = expiresAt.elapsed(since: now).policyText else {
      return "yes"
    }
    return "by \(length)"
  }
}
