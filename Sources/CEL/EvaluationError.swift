/// Why an evaluation gave no value.
///
/// Such an error is a normal event: `&&` and `||` absorb it when the other side decides.
public struct EvaluationError: Error, Hashable, Sendable {
  /// The kinds of errors.
  public enum Kind: Hashable, Sendable {
    /// No overload of a function fits the kinds of its arguments.
    case noSuchOverload(function: String)
    /// A map has no such key.
    case noSuchKey(String)
    /// A value has no such field.
    case noSuchField(String)
    /// A declared attribute is missing or null in the input.
    case missingAttribute(AttributePath)
    /// A name that nothing declares.
    case undeclaredReference(String)
    /// A list index out of range, or of the wrong kind.
    case invalidIndex(String)
    /// Integer division or remainder by zero.
    case divisionByZero
    /// A number, timestamp or duration out of its range.
    case overflow(String)
    /// A conversion or an argument that makes no sense; the text says which.
    case invalidArgument(String)
    /// A map literal with the same key twice.
    case duplicateKey(String)
    /// The cost budget is used up. Nothing absorbs this.
    case budgetExceeded
  }

  /// What happened.
  public var kind: Kind
  /// The node at which it happened, by ``Expr/id``, once known.
  public var node: Int?

  /// Describes an error.
  public init(_ kind: Kind, at node: Int? = nil) {
    self.kind = kind
    self.node = node
  }
}
