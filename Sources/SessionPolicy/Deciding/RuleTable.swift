import PolicyCEL
import PolicyDiagnostics

/// Rules in the form that they are assessed in: plain bits without references.
final class RuleTable: Sendable {
  /// A rule. Spans are in nanoseconds.
  struct Rule: Sendable {
    var effect: Effect
    /// The rank of the level that is required; -1 for none.
    var level: Int8 = -1
    /// Whether anything is required.
    var isDemanding: Bool
    /// Whether its parts are too long for 64 bits or too many, so that no verdict is given by it.
    var isLarge = false
    /// The number of the set of methods that is required; -1 for none.
    var methods: Int32 = -1
    /// The limits that are required, among ``RuleTable/limits``.
    var limits: Range<Int32> = 0..<0
    /// The limits that an extension stays within.
    var caps: Range<Int32> = 0..<0
    /// How far an extension puts the expiry; -1 for the lifespan of the server.
    var by: Int128 = -1
    /// How long before the expiry extending begins; -1 for as soon as the server does.
    var within: Int128 = -1
  }

  /// A limit on the time since an instant, in nanoseconds.
  struct Limit: Sendable {
    var slot: Int32
    var part: Shortfall
    var length: Int128
  }

  /// The conditions, by the number of the rule.
  let conditions: PredicateTable
  private let ruleTable: PlainTable<Rule>
  private let limitTable: PlainTable<Limit>
  /// The rules, by their number.
  var rules: UnsafeBufferPointer<Rule> { ruleTable.elements }
  /// The limits of all rules.
  var limits: UnsafeBufferPointer<Limit> { limitTable.elements }
  /// The different sets of methods that rules require.
  let methodSets: [[String]]

  init(_ plans: [RulePlan]) {
    var rules: ContiguousArray<Rule> = []
    var limits: ContiguousArray<Limit> = []
    var methodSets: [[String]] = []
    for plan in plans {
      var rule = Rule(effect: plan.rule.effect, isDemanding: !plan.rule.requirement.isEmpty)
      rule.level = plan.requirement.requirement.aal.map { Int8($0.value.rank) } ?? -1
      if let methods = plan.requirement.requirement.methods?.value.sorted() {
        let number =
          methodSets.firstIndex { $0.map(Text.init) == methods.map(Text.init) } ?? methodSets.count
        if number == methodSets.count { methodSets.append(methods) }
        rule.methods = Int32(clamping: number)
        rule.isLarge = number >= 64
      }
      func add(_ more: [RequirementPlan.Limit]) -> Range<Int32> {
        let start = Int32(clamping: limits.count)
        for limit in more {
          let length = limit.limit.clampedNanoseconds
          rule.isLarge = rule.isLarge || !Self.isShort(length)
          limits.append(
            Limit(slot: Int32(clamping: limit.slot), part: limit.part, length: length))
        }
        return start..<Int32(clamping: limits.count)
      }
      rule.limits = add(plan.requirement.limits)
      if plan.rule.effect == .mayExtend {
        rule.caps = add(
          [plan.requirement.maxAge, plan.requirement.maxLifetime].compactMap { $0 })
      }
      for (span, path) in [(plan.by, \Rule.by), (plan.within, \Rule.within)] {
        guard let span else { continue }
        rule[keyPath: path] = span.clampedNanoseconds
        rule.isLarge = rule.isLarge || !Self.isShort(rule[keyPath: path])
      }
      rules.append(rule)
    }
    conditions = PredicateTable(plans.map(\.condition))
    ruleTable = PlainTable(rules)
    limitTable = PlainTable(limits)
    self.methodSets = methodSets
  }

  /// Whether a few such spans can be added to an instant in 64 bits.
  private static func isShort(_ span: Int128) -> Bool { span.magnitude < 1 << 60 }
}
