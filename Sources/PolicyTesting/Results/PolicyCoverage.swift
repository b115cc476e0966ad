public import PolicyDiagnostics
import PolicyTime
import SessionPolicy

/// What was seen of policies: how often rules fired, each clause of a condition or a definition was true,
/// false or in error, each requirement and each alternative was met.
///
/// Everything is told by where it is written, so that a clause in the `when` of a whole file is counted
/// once for each decision, however many rules it is asked for.
public struct PolicyCoverage: Sendable {
  /// What was seen of one rule.
  public struct RuleCount: Sendable {
    /// The rule by its full name.
    public let rule: String
    /// Where it stands.
    public let location: SourceLocation
    /// The machine path, such as `$.rules[2]`.
    public let path: String
    /// How often it granted, forbade or was in force.
    public internal(set) var fired = 0
    /// How often it did not.
    public internal(set) var notFired = 0
    /// Whether it always fires: it has no condition and requires nothing.
    public internal(set) var alwaysFires = false

    /// Whether it was seen both ways, as far as there are two.
    public var isCovered: Bool { fired > 0 && (alwaysFires || notFired > 0) }
  }

  /// What was seen of one clause.
  public struct ConditionCount: Sendable {
    /// The rule that the clause belongs to; `nil` for one of a whole file or of a definition.
    public let rule: String?
    /// The policy.
    public let policy: String
    /// The definition that it stands in.
    public let definition: String?
    /// The machine path of the condition, such as `$.rules[2].when.any[0]`.
    public let path: String
    /// The clause in normal form.
    public let expression: String
    /// Where it stands.
    public let location: SourceLocation
    /// How often it held.
    public internal(set) var trueCount = 0
    /// How often it did not.
    public internal(set) var falseCount = 0
    /// How often it could not be told.
    public internal(set) var errorCount = 0

    /// Whether it was seen both ways.
    public var isCovered: Bool { trueCount > 0 && falseCount > 0 }

    /// What it belongs to: the rule, or the policy with what of it.
    package var owner: String {
      rule ?? "\(policy), " + (definition.map { "definition \($0)" } ?? "when")
    }
  }

  /// What was seen of something that a rule requires, where the rule applied.
  public struct RequirementCount: Sendable {
    /// The rule by its full name.
    public let rule: String
    /// The key, with its alternative if it stands in one: `one_of[0].max_age`; for a whole alternative
    /// `one_of[0]`.
    public let key: String
    /// The machine path, such as `$.rules[2].max_age`.
    public let path: String
    /// Where it stands.
    public let location: SourceLocation
    /// How often it was met.
    public internal(set) var met = 0
    /// How often it was not.
    public internal(set) var unmet = 0
    /// How often nobody could tell, which counts as not met and shows nothing.
    public internal(set) var unknown = 0
    /// Whether it is a whole alternative.
    public let isAlternative: Bool

    /// Whether it was seen both ways.
    public var isCovered: Bool { met > 0 && unmet > 0 }

    /// It as it is written, in one line.
    package var text: String {
      let value = location.file.text(of: location.range)
        .split { $0 == " " || $0.isNewline }.joined(separator: " ")
      let name = isAlternative ? "" : "\(key.split(separator: ".").last ?? ""): "
      return name + shortened(value, to: 80)
    }
  }

  /// Where something stands.
  private struct Place: Hashable {
    let file: String
    let path: String
    let start: Int
    let end: Int

    init(_ path: String, _ location: SourceLocation) {
      (file, self.path) = (location.file.name, path)
      (start, end) = (location.range.start, location.range.end)
    }
  }

  private var ruleCounts: [String: RuleCount] = [:]
  private var conditionCounts: [Place: ConditionCount] = [:]
  private var requirementCounts: [Place: RequirementCount] = [:]
  private var limitCounts: [String: [LimitCoverage]] = [:]
  /// The policies whose parts are all counted, by their files.
  private var known: [ObjectIdentifier: SourceFile] = [:]
  /// The reasons that were given.
  package private(set) var reasons: Set<ReasonCode> = []
  /// Whether anything is counted.
  let isEnabled: Bool

  /// Starts with nothing seen.
  ///
  /// - Parameter isEnabled: Whether anything is counted, which takes an explanation of every decision.
  public init(isEnabled: Bool = true) { self.isEnabled = isEnabled }

  // MARK: What was seen

  /// The rules, by name.
  public var rules: [RuleCount] { ruleCounts.values.sorted { $0.rule < $1.rule } }

  /// The clauses, by what they belong to and place; those of whole files and definitions first.
  public var conditions: [ConditionCount] {
    conditionCounts.values.sorted {
      ($0.policy, $0.rule ?? "", $0.location.file.name, $0.location.range.start, $0.expression)
        < ($1.policy, $1.rule ?? "", $1.location.file.name, $1.location.range.start, $1.expression)
    }
  }

  /// What rules require, by rule and place, an alternative before what it asks for.
  public var requirements: [RequirementCount] {
    requirementCounts.values.sorted {
      ($0.rule, $0.location.file.name, $0.location.range.start, $1.location.range.end, $0.path)
        < ($1.rule, $1.location.file.name, $1.location.range.start, $0.location.range.end, $1.path)
    }
  }

  /// The limits of rules that applied to some case, by rule, in the order of their keys.
  public var limits: [LimitCoverage] {
    limitCounts.sorted { $0.key < $1.key }.flatMap(\.value)
  }

  /// The limit behind a requirement, as far as some case came to it.
  package func limit(of requirement: RequirementCount) -> LimitCoverage? {
    limitCounts[requirement.rule]?.first { $0.key == requirement.key }
  }

  /// How many things there are to cover: each rule firing and not firing, each clause true and false, each
  /// requirement and alternative met and not met.
  public var total: Int {
    2 * (ruleCounts.count + conditionCounts.count + requirementCounts.count)
      - ruleCounts.values.count { $0.alwaysFires }
  }

  /// How many of them were seen.
  public var covered: Int {
    ruleCounts.values.reduce(0) {
      $0 + ($1.fired > 0 ? 1 : 0) + ($1.notFired > 0 && !$1.alwaysFires ? 1 : 0)
    }
      + conditionCounts.values.reduce(0) {
        $0 + ($1.trueCount > 0 ? 1 : 0) + ($1.falseCount > 0 ? 1 : 0)
      }
      + requirementCounts.values.reduce(0) { $0 + ($1.met > 0 ? 1 : 0) + ($1.unmet > 0 ? 1 : 0) }
  }

  /// How many different things were seen: what is counted as covered, and besides the instants around
  /// limits, and reasons.
  package var seen: Int {
    let instants = limits.reduce(0) {
      $0 + ($1.isTestedBefore ? 1 : 0) + ($1.isTestedAt ? 1 : 0) + ($1.isTestedAfter ? 1 : 0)
    }
    return covered + instants + reasons.count
  }

  // MARK: Counting

  /// Notes the reasons of a decision.
  mutating func note(_ decision: Decision) {
    guard isEnabled else { return }
    reasons.formUnion(decision.reasons.map(\.code))
    reasons.formUnion(decision.extend.reasons.map(\.code))
    reasons.formUnion(decision.refresh.reasons.map(\.code))
  }

  /// Counts everything in policies among what there is to cover, so that it is missed where no test comes
  /// near.
  mutating func expect(_ policies: PolicySet) {
    guard isEnabled else { return }
    for policy in policies.policies where known[ObjectIdentifier(policy.file)] == nil {
      known[ObjectIdentifier(policy.file)] = policy.file
      let name = policy.name.value
      if let when = policy.when { expect(when, nil, name, nil) }
      for definition in policy.definitions {
        if let condition = definition.condition {
          expect(condition, nil, name, definition.name.value)
        }
      }
      for rule in policy.rules { expect(rule, of: policy) }
    }
  }

  private mutating func expect(_ rule: Rule, of policy: Policy) {
    let name = rule.qualifiedID
    if ruleCounts[name] == nil {
      ruleCounts[name] = RuleCount(
        rule: name, location: rule.location, path: rule.path,
        alwaysFires: policy.when == nil && rule.condition == nil && !rule.isDemanding
          && rule.effect != .mayExtend)
    }
    if let condition = rule.condition { expect(condition, name, policy.name.value, nil) }
    for (key, path, location) in rule.writtenRequirements {
      let place = Place(path, location)
      guard requirementCounts[place] == nil else { continue }
      requirementCounts[place] = RequirementCount(
        rule: name, key: key, path: path, location: location,
        isAlternative: key.hasSuffix("]"))
    }
  }

  private mutating func expect(
    _ condition: Condition, _ rule: String?, _ policy: String, _ definition: String?
  ) {
    for (path, clause) in condition.clauses {
      let place = Place(path, clause.location)
      guard conditionCounts[place] == nil else { continue }
      conditionCounts[place] = ConditionCount(
        rule: rule, policy: policy, definition: definition, path: path,
        expression: clause.written.formatted, location: clause.location)
    }
  }

  /// Counts what a decision covered.
  mutating func note(
    _ explanation: Explanation, of snapshot: Snapshot, at now: Timestamp,
    settings: KratosSettings, by policies: PolicySet
  ) {
    expect(policies)
    // What gates all rules of a file comes with each of them.
    var gates: Set<Place> = []
    for rule in explanation.rules {
      let name = rule.rule.qualifiedID
      let fired = rule.standing == .grants || rule.standing == .inForce
      if fired { ruleCounts[name]?.fired += 1 } else { ruleCounts[name]?.notFired += 1 }
      for clause in rule.clauses {
        let place = Place(clause.path, clause.location)
        guard !clause.path.hasPrefix("$.when") || gates.insert(place).inserted else { continue }
        note(clause, at: place)
      }
      guard rule.standing != .doesNotApply else { continue }
      note(rule.checks, metAlternatives: rule.metAlternatives, of: rule.rule)
      for (place, limit) in rule.rule.excesses(of: snapshot, at: now, settings).enumerated() {
        if limitCounts[name, default: []].count <= place {
          limitCounts[name, default: []].append(LimitCoverage(rule: name, key: limit.key))
        }
        for excess in limit.excesses { limitCounts[name]?[place].note(excess) }
      }
    }
    for definition in explanation.definitions {
      for clause in definition.clauses { note(clause, at: Place(clause.path, clause.location)) }
    }
  }

  private mutating func note(_ clause: Explanation.Clause, at place: Place) {
    switch clause.result {
    case .success(true): conditionCounts[place]?.trueCount += 1
    case .success(false): conditionCounts[place]?.falseCount += 1
    case .failure: conditionCounts[place]?.errorCount += 1
    }
  }

  private mutating func note(
    _ checks: [Explanation.Check], metAlternatives: [Int], of rule: Rule
  ) {
    for check in checks where check.kind == .requirement || check.kind == .window {
      guard let path = check.path, let location = check.location else { continue }
      let place = Place(path, location)
      switch check.isMet {
      case true?: requirementCounts[place]?.met += 1
      case false?: requirementCounts[place]?.unmet += 1
      case nil: requirementCounts[place]?.unknown += 1
      }
    }
    for (number, alternative) in rule.alternatives.enumerated() {
      guard let location = alternative.location else { continue }
      let place = Place("\(rule.path).one_of[\(number)]", location)
      if metAlternatives.contains(number) {
        requirementCounts[place]?.met += 1
      } else {
        requirementCounts[place]?.unmet += 1
      }
    }
  }
}

extension Rule {
  /// All that it requires as it is written, each once: alternatives, their keys, and `within`.
  fileprivate var writtenRequirements: [(key: String, path: String, location: SourceLocation)] {
    var found: [(String, SourceLocation)] = []
    for (number, alternative) in alternatives.enumerated() {
      if let location = alternative.location {
        found.append(("\(path).one_of[\(number)]", location))
      }
    }
    found += written("aal") { $0.aal }.map { ($0.path, $0.value.location) }
    found += written("methods") { $0.methods }.map { ($0.path, $0.value.location) }
    found += writtenLimits.map { ($0.path, $0.value.location) }
    if effect == .mayExtend, let within { found.append(("\(path).within", within.location)) }
    return found.map { (String($0.0.dropFirst(path.count + 1)), $0.0, $0.1) }
  }
}
