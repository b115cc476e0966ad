import CEL
import Diagnostics

/// Rules in the form that verdicts are given by: plain bits without references.
final class VerdictPlan: Sendable {
  /// A rule.
  struct Rule: Sendable {
    var effect: Effect
    /// The rank of the level that is required; 0 for none.
    var level: UInt8 = 0
    /// Whether anything is required.
    var isDemanding: Bool
    /// Whether its parts do not fit into bits, so that it is assessed in full.
    var isLarge = false
    /// The number of the set of methods that is required; -1 for none.
    var methods: Int32 = -1
    /// The limits that are required, among ``VerdictPlan/limits``.
    var limits: Range<Int32> = 0..<0
    /// The limits that an extension stays within.
    var caps: Range<Int32> = 0..<0
    /// How far an extension puts the expiry, in nanoseconds; -1 for the lifespan of the server.
    var by: Int64 = -1
    /// How long before the expiry extending begins, in nanoseconds; -1 for as soon as the server does.
    var within: Int64 = -1
  }

  /// A limit on the time since an instant, in nanoseconds.
  struct Limit: Sendable {
    var slot: Int32
    var length: Int64
  }

  /// The conditions, by the number of the rule.
  let conditions: PredicateTable
  let rules: ContiguousArray<Rule>
  let limits: ContiguousArray<Limit>
  /// The different sets of methods that rules require.
  let methodSets: [[String]]

  init(_ plans: [RulePlan]) {
    var conditions = PredicateTable()
    var rules: ContiguousArray<Rule> = []
    var limits: ContiguousArray<Limit> = []
    var methodSets: [[String]] = []
    for plan in plans {
      conditions.append(plan.condition)
      var rule = Rule(effect: plan.rule.effect, isDemanding: !plan.rule.requirement.isEmpty)
      rule.level = plan.requirement.requirement.aal?.value.rank ?? 0
      if let methods = plan.requirement.requirement.methods?.value.sorted() {
        let number = methodSets.firstIndex(of: methods) ?? methodSets.count
        if number == methodSets.count { methodSets.append(methods) }
        rule.methods = Int32(clamping: number)
        rule.isLarge = number >= 64
      }
      func add(_ more: [RequirementPlan.Limit]) -> Range<Int32> {
        let start = Int32(clamping: limits.count)
        for limit in more {
          let length = Self.nanoseconds(limit.limit)
          rule.isLarge = rule.isLarge || length == nil
          limits.append(Limit(slot: Int32(clamping: limit.slot), length: length ?? 0))
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
        let length = Self.nanoseconds(span)
        rule.isLarge = rule.isLarge || length == nil
        rule[keyPath: path] = length ?? 0
      }
      rules.append(rule)
    }
    self.conditions = conditions
    self.rules = rules
    self.limits = limits
    self.methodSets = methodSets
  }

  /// A count of nanoseconds of which a few can be added without overflow.
  static func nanoseconds(_ span: Duration) -> Int64? {
    span.wholeNanoseconds.flatMap { $0.magnitude < 1 << 60 ? Int64($0) : nil }
  }
}
