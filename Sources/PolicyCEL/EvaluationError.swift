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
    /// An attribute is there and cannot be read as declared, or nobody can tell whether it is there.
    case failedAttribute(AttributePath, InputCause)
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
  /// The node at which it happened, by its number in the expression, once known.
  public var node: Int?
  /// What else stood in the way of the same value, where several parts of a condition failed.
  public private(set) var others: [Kind] = []

  /// Describes an error.
  public init(_ kind: Kind, at node: Int? = nil) {
    self.kind = kind
    self.node = node
  }
}

extension EvaluationError.Kind {
  /// Whether an input stood in the way, and not what was made of it.
  public var isAboutInput: Bool { input != nil }

  /// The input that stood in the way, and why.
  public var input: (path: AttributePath, cause: InputCause)? {
    switch self {
    case .missingAttribute(let path): (path, .missing)
    case .failedAttribute(let path, let cause): (path, cause)
    default: nil
    }
  }
}

extension EvaluationError {
  /// Everything that stood in the way, each once.
  public var kinds: [Kind] { [kind] + others }

  /// The most that are told of one value.
  private static let limit = 64

  /// This and what another part of the same condition failed for. An overrun budget is told alone.
  func joined(with other: EvaluationError) -> EvaluationError {
    if kind == .budgetExceeded { return self }
    if other.kind == .budgetExceeded { return other }
    var joined = self
    for kind in other.kinds where joined.others.count < Self.limit {
      if kind != joined.kind, !joined.others.contains(kind) { joined.others.append(kind) }
    }
    return joined
  }

  /// The same at a node, unless it has one.
  func located(at node: Int) -> EvaluationError {
    guard self.node == nil else { return self }
    var located = self
    located.node = node
    return located
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
    case .failedAttribute(let path, .missing): "`\(path)` is missing"
    case .failedAttribute(let path, .wrongType): "`\(path)` is of another kind than declared"
    case .failedAttribute(let path, .outsideValues): "`\(path)` is none of the declared values"
    case .failedAttribute(let path, .inFuture): "`\(path)` lies in the future"
    case .failedAttribute(let path, .notSent): "`\(path)` was not sent"
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
