import PolicyCEL
import PolicyDiagnostics

/// The smallest part of a condition: an expression that joins nothing, or its negation.
struct Clause {
  let expr: Expr
  let checked: CheckedExpression
  let isNegated: Bool
  /// Where it stands; where a definition is used, if it stands in that.
  let location: SourceLocation
  /// Whether it stands in a definition, and not in the condition itself.
  let isBorrowed: Bool
  /// The expression as it would be written by hand, the same for the same expression.
  let text: String

  init(_ clause: BooleanClause) {
    expr = clause.expr
    checked = clause.checked
    isNegated = clause.isNegated
    location = clause.location
    isBorrowed = clause.place != nil
    text = expr.formatted
  }

  /// The clause as it reads: with `!` before it if it is negated.
  var reading: String { isNegated ? "!(\(text))" : text }
  /// What is the same for two clauses that say the same.
  var key: String { isNegated ? "!\(text)" : text }
  /// What the opposite clause has for its key.
  var oppositeKey: String { isNegated ? text : "!\(text)" }

  /// The value of a clause that is `true` or `false` as it is written.
  var literal: Bool? {
    guard case .literal(.bool(let flag)) = expr.kind else { return nil }
    return flag != isNegated
  }

  /// Whether it is all that its expression says.
  var isWhole: Bool { !isBorrowed && checked.expression.root.id == expr.id && !isNegated }
}
