package import PolicyCEL
package import PolicyDiagnostics

/// Where a rule applies: a CEL expression, or conditions joined by `all`, `any` or `none`.
package struct Condition: Sendable {
  /// Where the condition stands in the document, such as `$.rules[2].when.any[0]`.
  package let path: String
  /// The condition in its file.
  package let location: SourceLocation
  /// What it says.
  package let kind: Kind

  /// The forms of conditions.
  package indirect enum Kind: Sendable {
    /// An expression of type bool.
    case expression(CheckedExpression)
    /// Every one of these holds.
    case all([Condition])
    /// At least one of these holds.
    case any([Condition])
    /// Not one of these holds.
    case none([Condition])
  }
}

extension Condition {
  /// The condition as the expression module joins it.
  package var formula: Formula {
    switch kind {
    case .expression(let checked): .expression(checked)
    case .all(let parts): .all(parts.map(\.formula))
    case .any(let parts): .any(parts.map(\.formula))
    case .none(let parts): .none(parts.map(\.formula))
    }
  }

  /// The clauses of all its expressions, in their order, each with the path of the condition it stands in.
  package var clauses: [(path: String, clause: BooleanClause)] {
    switch kind {
    case .expression(let checked):
      BooleanForm(checked.expression.root, in: checked).clauses.map { (path, $0) }
    case .all(let parts), .any(let parts), .none(let parts): parts.flatMap(\.clauses)
    }
  }

  /// Whether it may read a field that may be absent and that no clause guards itself; `false` is certain.
  var mayReadUnguarded: Bool {
    switch kind {
    case .expression(let checked): checked.mayReadUnguarded
    case .all(let parts), .any(let parts), .none(let parts):
      parts.contains(where: \.mayReadUnguarded)
    }
  }

  /// Whether every name in it could be resolved, so that it says what its author meant.
  var isKnown: Bool {
    switch kind {
    case .expression(let checked): !checked.types.contains(.error)
    case .all(let parts), .any(let parts), .none(let parts): parts.allSatisfy(\.isKnown)
    }
  }
}
