/// An expression whose names are resolved and whose types are known.
public struct CheckedExpression: Sendable {
  /// What an identifier or a selection turned out to be.
  public enum Reference: Sendable {
    /// A declared variable, by its full name.
    case variable(String)
    /// A variable bound by a macro around it.
    case local(String)
    /// A field reached from a variable through records only.
    case attribute(AttributePath)
    /// A type name used as a value.
    case type(ValueType)
  }

  /// The tree and its text.
  public let expression: ParsedExpression
  /// The environment it was checked against.
  public let environment: Environment
  /// The type of each node, by ``Expr/id``.
  public let types: [ValueType]
  /// What identifiers and selections mean, by ``Expr/id``. A selection without an entry is an ordinary one.
  public let references: [Int: Reference]
  /// The full names of called functions, by ``Expr/id``.
  ///
  /// A name-spaced function is found where a target was written: `math.greatest(a, b)` is a call of
  /// `greatest` on `math` to the parser, and of `math.greatest` without a target here.
  public let functions: [Int: String]

  /// Assembles a checked expression.
  public init(
    expression: ParsedExpression, environment: Environment, types: [ValueType],
    references: [Int: Reference], functions: [Int: String]
  ) {
    self.expression = expression
    self.environment = environment
    self.types = types
    self.references = references
    self.functions = functions
  }

  /// The type of the whole.
  public var type: ValueType { types[expression.root.id] }
}
