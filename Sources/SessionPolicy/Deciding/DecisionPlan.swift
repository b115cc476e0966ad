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
  /// The rules that may ask otherwise after steps; `nil` where none may.
  let aftermath: AftermathPlan?
  /// Whether any may so that a way is refused.
  let refusesWays: Bool

  /// Plans policies.
  ///
  /// - Parameter isAftermath: Whether only those rules are planned that may ask otherwise after steps, for
  ///   sessions in which steps have just been done; see ``AftermathPlan``.
  init(_ policies: [Policy], isIndexed: Bool = true, isAftermath: Bool = false) {
    let context = PlanContext(
      layout: InputLayout(canonical: { SessionSchema.canonicalPath($0) }),
      companions: isAftermath ? SessionSchema.companionsOfSteps : [:])
    var rules: [RulePlan] = []
    types = AttributeTypes(policies)
    let names = AttributeNames(policies, types)
    for (number, policy) in policies.enumerated() {
      let canonical = names.canonical(in: number)
      context.forgetNames()
      if !names.isPlain { context.layout.rename(canonical) }
      for rule in policy.rules where !isAftermath || AftermathPlan.concerns(rule, of: policy) {
        rules.append(RulePlan(rule, of: policy, canonical, context: context))
      }
    }
    context.forgetNames()
    var layout = context.layout
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
    guard !isAftermath else {
      (identity, reading, aftermath, refusesWays) = (Decision.Policies(), nil, nil, false)
      return
    }
    identity = Decision.Policies(policies)
    reading = ReadingPlan(
      layout, types: types, context: declaredContext, methodSets: table.methodSets)
    aftermath = AftermathPlan(policies, rules: rules)
    refusesWays = aftermath?.refusesWays ?? false
  }
}
