import PolicyCEL
import PolicyDiagnostics

/// A rule as it was written, and its condition ready to be tested.
///
/// What the rule requires is numbers in the ``RuleTable``, under the same number.
struct RulePlan: Sendable {
  let rule: Rule
  /// `nil` where the rule always applies.
  let condition: Predicate?
  /// The policy's `when` and the rule's own, as they were written.
  let conditions: [Condition]
  /// The one name of an attribute as the rule's policy reads it.
  let canonical: @Sendable (AttributePath) -> AttributePath

  init(
    _ rule: Rule, of policy: Policy,
    _ canonical: @escaping @Sendable (AttributePath) -> AttributePath, context: PlanContext
  ) {
    self.rule = rule
    self.canonical = canonical
    conditions = [policy.when, rule.condition].compactMap { $0 }
    condition =
      conditions.isEmpty ? nil : Predicate(.all(conditions.map(\.formula)), context: context)
  }

  /// A reason that cites this rule.
  func reason(_ code: ReasonCode) -> Reason {
    Reason(code, rule: rule.qualifiedID, message: rule.because?.value)
  }
}
