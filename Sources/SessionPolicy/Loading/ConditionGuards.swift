import PolicyCEL
import PolicyDiagnostics

/// Finds reads of optional attributes that no clause of a condition guards.
///
/// `all`, `any` and `none` join as `&&` and `||` do, so a guard protects the clauses before it as well
/// as those after it: with `all`, a `has(…)` that is false decides whatever another clause comes to.
struct ConditionGuards {
  private(set) var diagnostics: [Diagnostic] = []

  /// Searches a condition, given the attributes that are present wherever it decides anything.
  mutating func search(_ condition: Condition, knowing known: [Set<String>] = []) {
    guard condition.mayReadUnguarded else { return }
    switch condition.kind {
    case .expression(let checked):
      for var diagnostic in checked.unguardedReads(knowing: known) {
        diagnostic.path = condition.path
        diagnostics.append(diagnostic)
      }
    case .all(let parts):
      search(parts, knowing: known, whenOthersAre: true)
    case .any(let parts), .none(let parts):
      search(parts, knowing: known, whenOthersAre: false)
    }
  }

  private mutating func search(
    _ parts: [Condition], knowing known: [Set<String>], whenOthersAre value: Bool
  ) {
    BooleanForm.eachWithPathsPresent(
      parts, joining: { BooleanForm($0.formula, isNegated: !value) }
    ) { part, others in
      if part.mayReadUnguarded { search(part, knowing: known + [others]) }
    }
  }
}
