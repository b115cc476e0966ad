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

extension EvaluationError: CustomStringConvertible {
  /// What happened, in a sentence without a full stop.
  public var description: String {
    switch kind {
    case .noSuchOverload(let function): "no overload of `\(function)` fits these kinds of values"
    case .noSuchKey(let key): "there is no key `\(key)`"
    case .noSuchField(let field): "there is no field `\(field)`"
    case .missingAttribute(let path): "`\(path)` is missing"
    case .undeclaredReference(let name): "nothing is called `\(name)`"
    case .invalidIndex(let index): "the index \(index) is out of range"
    case .divisionByZero: "division by zero"
    case .overflow(let type):
      "the result does not fit into \(type == "int" ? "an int" : "a \(type)")"
    case .invalidArgument(let message): message
    case .duplicateKey(let key): "the key \(key) is given twice"
    case .budgetExceeded: "the condition costs more than it may"
    }
  }
}
