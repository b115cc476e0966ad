import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

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
  /// What it says of one attribute, if it compares that with data.
  let atom: Atom?

  init(_ clause: BooleanClause) {
    expr = clause.expr
    checked = clause.checked
    isNegated = clause.isNegated
    location = clause.location
    isBorrowed = clause.place != nil
    text = expr.formatted
    atom = Atom(expr, in: checked, isNegated: isNegated)
  }

  /// Stands for a whole condition of which nothing is looked at; `nil` for one without any expression.
  init?(closed condition: Condition) {
    guard let first = Self.first(of: condition) else { return nil }
    expr = Expr(
      id: -1, range: SourceRange(0, 0), kind: .identifier(Self.closedName, isRooted: false))
    (checked, isNegated, isBorrowed) = (first, false, true)
    (location, text, atom) = (condition.location, Self.closedName, nil)
  }

  private static func first(of condition: Condition) -> CheckedExpression? {
    switch condition.kind {
    case .expression(let checked): checked
    case .all(let parts), .any(let parts), .none(let parts):
      parts.lazy.compactMap { first(of: $0) }.first
    }
  }

  /// What no expression is written as.
  private static let closedName = "(when)"

  /// The clause as it reads: with `!` before it if it is negated.
  var reading: String { isNegated ? "!(\(text))" : text }

  /// The value of a clause that is `true` or `false` as it is written.
  var literal: Bool? {
    guard case .literal(.bool(let flag)) = expr.kind else { return nil }
    return flag != isNegated
  }

  /// Whether it is all that its expression says.
  var isWhole: Bool { !isBorrowed && checked.expression.root.id == expr.id && !isNegated }
}
