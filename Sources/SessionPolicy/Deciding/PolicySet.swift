/// Policies that were loaded together and decide together.
///
/// A set is immutable and may be used from any number of threads.
public struct PolicySet: Sendable {
  /// The policies, in the order in which they were loaded.
  public let policies: [Policy]
  /// The policies as deciding reads them.
  let plan: DecisionPlan
  /// What explanations evaluate; planned by the first of them.
  let explaining = PlannedClauses()

  /// Takes policies that were read, whether or not anything is wrong beside them.
  package init(policies: [Policy], isIndexed: Bool = true) {
    self.policies = policies
    plan = DecisionPlan(policies, isIndexed: isIndexed)
  }
}
