import PolicyCEL
import PolicyDiagnostics

/// Takes a clause out of the expression it is joined in.
///
/// Only where the clause itself stands in the condition, joined by the operator: a clause in a
/// definition may matter elsewhere, and items of a list are left to people.
struct ClauseRemoval {
  /// The change; `nil` where it is not plain.
  let fix: Fix?

  init(of clause: Clause, joinedBy operation: Operator) {
    fix = Self.range(of: clause, joinedBy: operation).map { range in
      Fix(
        "remove `\(clause.reading)`", isSafe: true,
        edits: [
          Fix.Edit(clause.checked.expression.location(of: range), replacement: "")
        ])
    }
  }

  private static func range(of clause: Clause, joinedBy operation: Operator) -> SourceRange? {
    guard !clause.isBorrowed, !clause.isNegated else { return nil }
    return range(of: clause.expr, in: clause.checked.expression.root, joinedBy: operation)
  }

  private static func range(
    of target: Expr, in expr: Expr, joinedBy operation: Operator
  ) -> SourceRange? {
    if case .binary(operation, let left, let right) = expr.kind {
      // A bracket around an operand is in neither range, so nothing is cut where there is one.
      if right.id == target.id, right.range.end == expr.range.end {
        return SourceRange(left.range.end, right.range.end)
      }
      if left.id == target.id, left.range.start == expr.range.start {
        return SourceRange(left.range.start, right.range.start)
      }
    }
    for child in expr.children {
      if let range = range(of: target, in: child, joinedBy: operation) { return range }
    }
    return nil
  }
}
