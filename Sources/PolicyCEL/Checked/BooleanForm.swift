package import PolicyDiagnostics

/// A condition as joints and clauses: negations pushed down to the clauses, definitions still closed.
///
/// Everyone who follows the logic of a condition reads it in this form: the compiler of tests, what is
/// known to be present, what a condition demands of a string, explanations, lint. It is a view of the
/// tree and of the joints around it, made as far as it is looked at. Pushing a negation down is right
/// for the three values of a condition too: `&&`, `||` and `!` follow Kleene's logic, in which an error
/// is the third value (CEL specification, "Logical Operators"), and De Morgan's laws hold there. `?:` is
/// no joint but a clause, for it never absorbs an error in its condition.
package struct BooleanForm: Sendable {
  /// The forms.
  package enum Kind: Sendable {
    /// Every one of these holds; true without parts.
    case all([BooleanForm])
    /// At least one of these holds; false without parts.
    case any([BooleanForm])
    /// Something that joins nothing.
    case clause(BooleanClause)
  }

  private enum Source: Sendable {
    case formula(Formula)
    case expression(Expr, in: CheckedExpression)
  }

  private let source: Source
  private let isNegated: Bool
  /// The node with the negations right before it.
  private var written: Expr?
  /// The operator that the node is an operand of.
  private var joint: Operator?
  /// Where the definition is used that the node stands in.
  private var place: SourceLocation?

  /// Reads joined conditions.
  package init(_ formula: Formula, isNegated: Bool = false) {
    source = .formula(formula)
    self.isNegated = isNegated
  }

  /// Reads an expression, or a part of one.
  package init(_ expr: Expr, in checked: CheckedExpression, isNegated: Bool = false) {
    source = .expression(expr, in: checked)
    self.isNegated = isNegated
  }

  /// The outermost joint, or the clause that this is.
  ///
  /// - Complexity: O(*n*) for a joint of *n* parts.
  package var kind: Kind {
    switch source {
    case .formula(.expression(let checked)):
      return BooleanForm(checked.expression.root, in: checked, isNegated: isNegated).kind
    case .formula(.all(let parts)):
      return joined(parts.map { BooleanForm($0, isNegated: isNegated) }, areAll: !isNegated)
    case .formula(.any(let parts)):
      return joined(parts.map { BooleanForm($0, isNegated: isNegated) }, areAll: isNegated)
    case .formula(.none(let parts)):
      return joined(parts.map { BooleanForm($0, isNegated: !isNegated) }, areAll: !isNegated)
    case .expression(let expr, let checked):
      switch expr.kind {
      case .unary(.not, let operand):
        var form = part(operand, checked, isNegated: !isNegated, joint: .not)
        form.written = written ?? expr
        return form.kind
      case .binary(let operation, _, _) where operation.isLogical:
        return joined(
          expr.operands(ofChain: operation).map {
            part($0, checked, isNegated: isNegated, joint: operation)
          }, areAll: (operation == .and) != isNegated)
      default:
        return .clause(
          BooleanClause(
            expr: expr, checked: checked, isNegated: isNegated, written: written ?? expr,
            joint: joint, place: place))
      }
    }
  }

  /// The clauses, in the order written, definitions closed.
  package var clauses: [BooleanClause] {
    switch kind {
    case .all(let parts), .any(let parts): parts.flatMap(\.clauses)
    case .clause(let clause): [clause]
    }
  }

  private func joined(_ parts: [BooleanForm], areAll: Bool) -> Kind {
    areAll ? .all(parts) : .any(parts)
  }

  private func part(
    _ expr: Expr, _ checked: CheckedExpression, isNegated: Bool, joint: Operator
  ) -> BooleanForm {
    var form = BooleanForm(expr, in: checked, isNegated: isNegated)
    form.place = place
    form.joint = joint
    return form
  }

  /// What a definition says, where a clause names it.
  fileprivate init(_ definition: CheckedExpression, for clause: BooleanClause) {
    self.init(definition.expression.root, in: definition, isNegated: clause.isNegated)
    place = clause.location
  }
}

/// A part of a condition that joins nothing, or the negation of one.
package struct BooleanClause: Sendable {
  /// The part, without the negations before it.
  package let expr: Expr
  /// The expression it stands in.
  package let checked: CheckedExpression
  /// Whether the condition asks for its opposite.
  package let isNegated: Bool
  /// The part as it is written, with the negations right before it.
  package let written: Expr
  /// The operator that it is an operand of.
  let joint: Operator?
  /// Where the definition is used that it stands in; `nil` if it stands in the condition itself.
  package let place: SourceLocation?

  /// Where it stands in the condition; where a definition is used, if it stands in that.
  package var location: SourceLocation {
    place ?? checked.expression.location(of: written.range)
  }

  /// The definition that it names, opened.
  package var definition: (name: String, form: BooleanForm)? {
    checked.definition(of: expr).map { ($0.name, BooleanForm($0.expression, for: self)) }
  }
}
