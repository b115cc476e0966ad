import PolicyAnalysis
import PolicyJSON
import PolicyTime
import SessionPolicy

/// What two sets of policies say about a population, counted.
struct ImpactTally: Sendable {
  /// What is answered about a session, in short.
  struct Answer: Hashable, Sendable, Comparable {
    let outcome: Decision.Outcome
    let extend: Bool
    let refresh: Bool

    init(_ verdict: Verdict) {
      outcome = verdict.outcome
      extend = verdict.isExtendAllowed
      refresh = verdict.isRefreshAllowed
    }

    static func < (left: Answer, right: Answer) -> Bool {
      if left.outcome != right.outcome { return left.outcome < right.outcome }
      if left.extend != right.extend { return left.extend }
      return left.refresh && !right.refresh
    }

    var json: JSONValue {
      ["outcome": .string(outcome.rawValue), "extend": .bool(extend), "refresh": .bool(refresh)]
    }

    var words: String {
      outcome.rawValue + (extend ? ", extend" : "") + (refresh ? ", refresh" : "")
    }
  }

  /// From what to what.
  struct Cell: Hashable, Sendable {
    let old: Answer
    let new: Answer
    let direction: DifferenceVerdict
  }

  /// Counts of a group, as by a rule or by an attribute.
  struct Group: Sendable {
    var sessions = 0
    var signedOut = 0
    var askedAgain = 0
    var stricter = 0
    var looser = 0

    mutating func add(_ other: Group) {
      sessions += other.sessions
      signedOut += other.signedOut
      askedAgain += other.askedAgain
      stricter += other.stricter
      looser += other.looser
    }
  }

  /// A document that is no session.
  struct Problem: Sendable {
    let number: Int
    let message: String
  }

  /// How many problems are kept.
  static let listed = 20
  /// How many values of an attribute are told apart.
  static let groupLimit = 1_000
  /// What is counted of values beyond those.
  static let otherValues = "(other values)"

  var sessions = 0
  var unreadable = 0
  var problems: [Problem] = []
  var cells: [Cell: Int] = [:]
  var examples: [Cell: [JSONValue]] = [:]
  /// Over now under NEW and not under OLD, and the other way round.
  var signedOut = 0
  var letIn = 0
  /// Asked again now under NEW, where OLD lets the session go on.
  var askedAgain = 0
  /// Asked again within a day by time alone, under NEW and not under OLD.
  var askedWithinDay = 0
  /// Asked again under both, and for something else.
  var askedForOther = 0
  /// The longest time that a session of which nobody does anything goes on longer, and shorter.
  var gained = Duration.zero
  var lost = Duration.zero
  /// Sessions for which an answer of NEW hangs on an input that is missing, and those of each input.
  var lacking = 0
  var missing: [String: Int] = [:]
  /// By the rule that decides what is decided otherwise: NEW's where it is stricter, OLD's where it is looser.
  var rules: [String: Group] = [:]
  /// By the value of an attribute.
  var values: [String: Group] = [:]

  /// Adds the counts of later documents.
  mutating func add(_ other: ImpactTally, examples limit: Int) {
    sessions += other.sessions
    unreadable += other.unreadable
    problems += other.problems.prefix(Self.listed - problems.count)
    cells.merge(other.cells, uniquingKeysWith: +)
    for (cell, more) in other.examples {
      let known = examples[cell] ?? []
      if known.count < limit { examples[cell] = known + more.prefix(limit - known.count) }
    }
    signedOut += other.signedOut
    letIn += other.letIn
    askedAgain += other.askedAgain
    askedWithinDay += other.askedWithinDay
    askedForOther += other.askedForOther
    gained = max(gained, other.gained)
    lost = max(lost, other.lost)
    lacking += other.lacking
    missing.merge(other.missing, uniquingKeysWith: +)
    for (name, group) in other.rules { rules[name, default: Group()].add(group) }
    for (value, group) in other.values { count(group, at: value) }
  }

  /// Counts a group of a value; of many values the later ones together.
  mutating func count(_ group: Group, at value: String) {
    let name = values[value] != nil || values.count < Self.groupLimit ? value : Self.otherValues
    values[name, default: Group()].add(group)
  }

  /// How many sessions are answered otherwise in a direction.
  func count(_ directions: Set<DifferenceVerdict>) -> Int {
    cells.reduce(0) { $0 + (directions.contains($1.key.direction) ? $1.value : 0) }
  }

  /// How much of the sessions a count is, in words.
  func share(of count: Int) -> String {
    let share = Double(count) / Double(max(1, sessions)) * 100
    return count > 0 && share < 0.01 ? "below 0.01 %" : "\(share.short) %"
  }

  /// What is counted by name, the largest counts first.
  static func sorted<Counted>(
    _ named: [String: Counted], by count: (Counted) -> Int
  ) -> [(name: String, counted: Counted)] {
    named.map { (name: $0.key, counted: $0.value) }
      .sorted { (count($1.counted), $0.name) < (count($0.counted), $1.name) }
  }

  /// The cells: those that change first, the most frequent of them first.
  var sortedCells: [(cell: Cell, count: Int)] {
    cells.map { (cell: $0.key, count: $0.value) }.sorted { left, right in
      let (a, b) = (left.cell.direction == .equivalent, right.cell.direction == .equivalent)
      if a != b { return b }
      if left.count != right.count { return left.count > right.count }
      return (left.cell.old, left.cell.new) < (right.cell.old, right.cell.new)
    }
  }
}
