import PolicyTime
import SessionPolicy

/// How often rules fired, and how often each clause of a condition was true, false or in error.
public struct PolicyCoverage: Sendable {
  /// What was seen of one rule.
  public struct RuleCount: Sendable, Hashable {
    /// The rule by its full name.
    public let rule: String
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
  public struct ConditionCount: Sendable, Hashable {
    /// The rule that the clause belongs to.
    public let rule: String
    /// The machine path of the condition, such as `$.rules[2].when.any[0]`.
    public let path: String
    /// The clause in normal form.
    public let expression: String
    /// How often it held.
    public internal(set) var isTrue = 0
    /// How often it did not.
    public internal(set) var isFalse = 0
    /// How often it could not be told.
    public internal(set) var isError = 0

    /// Whether it was seen both ways.
    public var isCovered: Bool { isTrue > 0 && isFalse > 0 }
  }

  private struct Clause: Hashable {
    let rule: String
    let path: String
    let expression: String
  }

  private struct Alternative: Hashable {
    let rule: String
    let number: Int
  }

  private var ruleCounts: [String: RuleCount] = [:]
  private var conditionCounts: [Clause: ConditionCount] = [:]
  private var limitCounts: [String: [LimitCoverage]] = [:]
  /// The alternatives that were met, by rule and number.
  private var metAlternatives: Set<Alternative> = []
  /// The reasons that were given.
  package private(set) var reasons: Set<ReasonCode> = []
  /// Whether anything is counted.
  let isEnabled: Bool

  /// Starts with nothing seen.
  ///
  /// - Parameter isEnabled: Whether anything is counted, which takes an explanation of every decision.
  public init(isEnabled: Bool = true) { self.isEnabled = isEnabled }

  /// The rules, by name.
  public var rules: [RuleCount] { ruleCounts.values.sorted { $0.rule < $1.rule } }

  /// The clauses, by rule and place.
  public var conditions: [ConditionCount] {
    conditionCounts.values.sorted {
      ($0.rule, $0.path, $0.expression) < ($1.rule, $1.path, $1.expression)
    }
  }

  /// The limits of rules that applied to some case, by rule, in the order of their keys.
  public var limits: [LimitCoverage] {
    limitCounts.sorted { $0.key < $1.key }.flatMap(\.value)
  }

  /// How many things there are to cover: each rule firing and not firing, each clause true and false.
  public var total: Int {
    2 * (ruleCounts.count + conditionCounts.count)
      - ruleCounts.values.count { $0.alwaysFires }
  }

  /// How many of them were seen.
  public var covered: Int {
    ruleCounts.values.reduce(0) {
      $0 + ($1.fired > 0 ? 1 : 0) + ($1.notFired > 0 && !$1.alwaysFires ? 1 : 0)
    }
      + conditionCounts.values.reduce(0) { $0 + ($1.isTrue > 0 ? 1 : 0) + ($1.isFalse > 0 ? 1 : 0) }
  }

  /// How many different things were seen: what is counted as covered, and besides the instants around
  /// limits, alternatives that were met, and reasons.
  package var seen: Int {
    let instants = limits.reduce(0) {
      $0 + ($1.isTestedBefore ? 1 : 0) + ($1.isTestedAt ? 1 : 0) + ($1.isTestedAfter ? 1 : 0)
    }
    return covered + instants + metAlternatives.count + reasons.count
  }

  /// Notes the reasons of a decision.
  mutating func note(_ decision: Decision) {
    guard isEnabled else { return }
    reasons.formUnion(decision.reasons.map(\.code))
    reasons.formUnion(decision.extend.reasons.map(\.code))
    reasons.formUnion(decision.refresh.reasons.map(\.code))
  }

  /// Counts the rules of policies among what there is to cover, so that a rule is missed which no test
  /// comes near.
  mutating func expect(_ policies: PolicySet) {
    guard isEnabled else { return }
    for policy in policies.policies {
      for rule in policy.rules where ruleCounts[rule.qualifiedID] == nil {
        var count = RuleCount(rule: rule.qualifiedID)
        count.alwaysFires =
          policy.when == nil && rule.condition == nil && !rule.isDemanding
          && rule.effect != .mayExtend
        ruleCounts[rule.qualifiedID] = count
      }
    }
  }

  /// Counts what a decision covered.
  mutating func note(
    _ explanation: Explanation, of snapshot: Snapshot, at now: Timestamp,
    settings: KratosSettings, by policies: PolicySet
  ) {
    expect(policies)
    for rule in explanation.rules {
      let name = rule.rule.qualifiedID
      let fired = rule.standing == .grants || rule.standing == .inForce
      var count = ruleCounts[name] ?? RuleCount(rule: name)
      if fired { count.fired += 1 } else { count.notFired += 1 }
      ruleCounts[name] = count
      for clause in rule.clauses { note(clause, of: name) }
      guard rule.standing != .doesNotApply else { continue }
      for number in rule.metAlternatives where rule.rule.hasAlternatives {
        metAlternatives.insert(Alternative(rule: name, number: number))
      }
      for (place, limit) in rule.rule.excesses(of: snapshot, at: now, settings).enumerated() {
        if limitCounts[name, default: []].count <= place {
          limitCounts[name, default: []].append(LimitCoverage(rule: name, key: limit.key))
        }
        for excess in limit.excesses { limitCounts[name]?[place].note(excess) }
      }
    }
  }

  private mutating func note(_ clause: Explanation.Clause, of rule: String) {
    let key = Clause(rule: rule, path: clause.path, expression: clause.text)
    var count =
      conditionCounts[key]
      ?? ConditionCount(rule: rule, path: clause.path, expression: clause.text)
    switch clause.result {
    case .success(true): count.isTrue += 1
    case .success(false): count.isFalse += 1
    case .failure: count.isError += 1
    }
    conditionCounts[key] = count
  }
}
