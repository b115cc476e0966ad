/// An expression whose names are resolved and whose types are known.
package struct CheckedExpression: Sendable {
  /// What an identifier or a selection turned out to be.
  package enum Reference: Sendable {
    /// A declared variable, by its full name.
    case variable(String)
    /// A variable bound by a macro around it.
    case local(String)
    /// A field reached from a variable through records only.
    case attribute(AttributePath)
    /// A type name used as a value.
    case type(ValueType)
  }

  /// What the same text means wherever it stands.
  private final class Meaning: Sendable {
    let environment: Environment
    let types: [ValueType]
    let references: NodeTable<Reference>
    let functions: NodeTable<String>
    let mayReadUnguarded: Bool

    init(
      environment: Environment, types: [ValueType], references: NodeTable<Reference>,
      functions: NodeTable<String>, mayReadUnguarded: Bool
    ) {
      self.environment = environment
      self.types = types
      self.references = references
      self.functions = functions
      self.mayReadUnguarded = mayReadUnguarded
    }
  }

  /// What is known, in one piece: conditions are handed about more often than they are made.
  private final class Contents: Sendable {
    let expression: ParsedExpression
    let meaning: Meaning

    init(_ expression: ParsedExpression, _ meaning: Meaning) {
      self.expression = expression
      self.meaning = meaning
    }
  }

  private let contents: Contents

  /// What tells it from other expressions as long as it is kept; the same wherever one text stands.
  var identity: ObjectIdentifier { ObjectIdentifier(contents.meaning) }

  /// The tree and its text.
  package var expression: ParsedExpression { contents.expression }
  /// The environment it was checked against.
  package var environment: Environment { contents.meaning.environment }
  /// The type of each node, by ``Expr/id``.
  package var types: [ValueType] { contents.meaning.types }
  /// What identifiers and selections mean, by ``Expr/id``. A selection without an entry is an ordinary one.
  package var references: NodeTable<Reference> { contents.meaning.references }
  /// The full names of called functions, by ``Expr/id``; operators are none.
  ///
  /// A name-spaced function is found where a target was written: `math.greatest(a, b)` is a call of
  /// `greatest` on `math` to the parser, and of `math.greatest` without a target here.
  package var functions: NodeTable<String> { contents.meaning.functions }
  /// Whether it may read a field that may be absent and that it does not guard itself; `false` is certain.
  package var mayReadUnguarded: Bool { contents.meaning.mayReadUnguarded }

  private init(_ contents: Contents) { self.contents = contents }

  /// Assembles a checked expression.
  package init(
    expression: ParsedExpression, environment: Environment, types: [ValueType],
    references: NodeTable<Reference>, functions: NodeTable<String>
  ) {
    contents = Contents(
      expression,
      Meaning(
        environment: environment, types: types, references: references, functions: functions,
        mayReadUnguarded: true))
  }

  /// The same, known to guard all that it reads.
  var guarded: CheckedExpression {
    CheckedExpression(
      Contents(
        expression,
        Meaning(
          environment: environment, types: types, references: references, functions: functions,
          mayReadUnguarded: false)))
  }

  /// The same for an expression of the same text that stands elsewhere.
  package func moved(to expression: ParsedExpression) -> CheckedExpression {
    CheckedExpression(Contents(expression, contents.meaning))
  }

  /// The type of the whole.
  package var type: ValueType { types[expression.root.id] }
}
