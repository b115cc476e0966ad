import PolicyCEL
import PolicyDiagnostics

/// Policies ready to decide: every rule planned over one layout.
final class DecisionPlan: Sendable {
  let rules: [RulePlan]
  let index: RuleIndex
  /// The conditions of the rules, by their number.
  let conditions: PredicateTable
  /// What the rules require, by their number.
  let table: RuleTable
  let layout: InputLayout
  let types: AttributeTypes
  /// The attributes below `context` that policies declare, sorted.
  let declaredContext: [AttributePath]
  /// What the policies are, whatever they are called and in whatever order they were loaded.
  let identity: Decision.Policies
  /// What to look for in a document; `nil` where only all of it will do.
  let reading: ReadingPlan?

  init(_ policies: [Policy], isIndexed: Bool = true) {
    var layout = InputLayout(canonical: { SessionSchema.canonicalPath($0) })
    var rules: [RulePlan] = []
    types = AttributeTypes(policies)
    let names = AttributeNames(policies, types)
    for (number, policy) in policies.enumerated() {
      let canonical = names.canonical(in: number)
      if !names.isPlain { layout.rename(canonical) }
      for rule in policy.rules {
        rules.append(RulePlan(rule, of: policy, canonical, layout: &layout))
      }
    }
    // The order of files and rules must not show in any decision.
    rules.sort { $0.rule.qualifiedID < $1.rule.qualifiedID }
    self.rules = rules
    index = RuleIndex(rules, isUsed: isIndexed)
    conditions = PredicateTable(rules.map(\.condition))
    table = RuleTable(rules.map(\.rule), layout: &layout)
    self.layout = layout
    let declared = Set(policies.flatMap(\.attributes).map { $0.path.value })
    declaredContext = declared.filter { $0.components.first == "context" }
      .sorted { $0.description < $1.description }
    identity = Decision.Policies(policies)
    reading = ReadingPlan(
      layout, types: types, context: declaredContext, methodSets: table.methodSets)
  }
}
