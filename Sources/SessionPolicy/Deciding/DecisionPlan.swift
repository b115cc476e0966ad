import PolicyCEL
import PolicyDiagnostics
import Synchronization

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
  private let identified: IdentifiedPolicies
  /// What the policies are, whatever they are called and in whatever order they were loaded.
  var identity: Decision.Policies { identified.identity }
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
    var types = AttributeTypes(policies)
    rules = Self.rules(
      of: policies, names: AttributeNames(policies, types), context, isAftermath: isAftermath)
    var layout = context.layout
    index = RuleIndex(rules, isUsed: isIndexed)
    conditions = PredicateTable(rules.map(\.condition))
    table = RuleTable(rules.map(\.rule), layout: &layout)
    self.layout = layout
    types.remember(layout.attributes)
    self.types = types
    declaredContext = policies.declaredContext
    identified = IdentifiedPolicies(isAftermath ? [] : policies)
    guard !isAftermath else {
      (reading, aftermath, refusesWays) = (nil, nil, false)
      return
    }
    reading = ReadingPlan(
      layout, types: types, context: declaredContext, methodSets: table.methodSets)
    aftermath = AftermathPlan(policies, rules: rules, layout)
    refusesWays = aftermath?.refusesWays ?? false
  }

  /// Plans the rules of policies, in an order that does not hang on that of files and rules.
  private static func rules(
    of policies: [Policy], names: AttributeNames, _ context: PlanContext, isAftermath: Bool
  ) -> [RulePlan] {
    var rules: [RulePlan] = []
    for (number, policy) in policies.enumerated() {
      let canonical = names.canonical(in: number)
      context.forgetNames()
      if !names.isPlain { context.layout.rename(canonical) }
      for rule in policy.rules where !isAftermath || AftermathPlan.concerns(rule, of: policy) {
        rules.append(RulePlan(rule, of: policy, canonical, context: context))
      }
    }
    context.forgetNames()
    // The order of files and rules must not show in any decision.
    return rules.sorted { $0.rule.qualifiedID < $1.rule.qualifiedID }
  }

  // MARK: Two sets over one layout

  /// Plans two sets over one layout, so that what is read of a session once answers for both.
  ///
  /// - Returns: Both, and what to look for in a document; `nil` where the sets read an attribute each in
  ///   its own way, and where only all of a document will do.
  static func pair(
    _ old: [Policy], _ new: [Policy]
  ) -> (old: DecisionPlan, new: DecisionPlan, reading: ReadingPlan)? {
    let both = old + new
    var types = AttributeTypes(both)
    guard AttributeNames(both, types).isPlain, both.agreeOnTypes else { return nil }
    let context = PlanContext(layout: InputLayout(canonical: { SessionSchema.canonicalPath($0) }))
    let rules = [old, new].map {
      Self.rules(of: $0, names: AttributeNames($0, types), context, isAftermath: false)
    }
    var layout = context.layout
    var methodSets: [[String]] = []
    // The second table knows the sets of methods of the first under the same numbers.
    let tables = rules.map { rules in
      let table = RuleTable(rules.map(\.rule), methodSets: methodSets, layout: &layout)
      methodSets = table.methodSets
      return table
    }
    types.remember(layout.attributes)
    guard
      let reading = ReadingPlan(
        layout, types: types, context: both.declaredContext, methodSets: methodSets)
    else { return nil }
    let plans = zip([old, new], zip(rules, tables)).map { [types] in
      DecisionPlan($0, rules: $1.0, table: $1.1, layout: layout, types: types)
    }
    return (plans[0], plans[1], reading)
  }

  private init(
    _ policies: [Policy], rules: [RulePlan], table: RuleTable, layout: InputLayout,
    types: AttributeTypes
  ) {
    self.rules = rules
    self.table = table
    self.layout = layout
    self.types = types
    index = RuleIndex(rules)
    conditions = PredicateTable(rules.map(\.condition))
    declaredContext = policies.declaredContext
    identified = IdentifiedPolicies(policies)
    reading = nil
    aftermath = AftermathPlan(policies, rules: rules, layout)
    refusesWays = aftermath?.refusesWays ?? false
  }
}

/// What policies are, worked out when it is first asked for: a digest of all their bytes, which takes as
/// long as reading a tenth of them.
private final class IdentifiedPolicies: Sendable {
  private let policies: [Policy]
  private let known = Mutex<Decision.Policies?>(nil)

  init(_ policies: [Policy]) { self.policies = policies }

  var identity: Decision.Policies {
    known.withLock { known in
      let identity = known ?? Decision.Policies(policies)
      known = identity
      return identity
    }
  }
}

extension [Policy] {
  /// The attributes below `context` that they declare, sorted.
  fileprivate var declaredContext: [AttributePath] {
    Set(flatMap(\.attributes).map { $0.path.value }.filter { $0.components.first == "context" })
      .sorted { $0.description < $1.description }
  }

  /// Whether all of them declare what they share as the same.
  fileprivate var agreeOnTypes: Bool {
    var known: [AttributePath: ValueType] = [:]
    return flatMap(\.attributes).allSatisfy { attribute in
      let path = SessionSchema.canonicalPath(attribute.path.value)
      defer { known[path] = attribute.type }
      return known[path].map { $0 == attribute.type } ?? true
    }
  }
}
