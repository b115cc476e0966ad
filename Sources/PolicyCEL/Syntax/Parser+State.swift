import PolicyDiagnostics

extension Parser {
  /// A part of the tree that is complete, with what the parser must know about it.
  struct Operand {
    /// The node.
    var expr: Expr
    /// Its text with the parentheses around it.
    var outer: SourceRange
    /// The number of levels below it.
    var height: Int
    /// Whether it stands for something that was reported.
    var isFailed: Bool

    /// Stands for something that was reported.
    static func failed(at range: SourceRange) -> Operand {
      Operand(
        expr: Expr(id: 0, range: range, kind: .literal(.null)), outer: range, height: 0,
        isFailed: true)
    }
  }

  /// An open bracket and what it holds so far.
  struct Frame {
    /// What a bracket belongs to.
    enum Construct {
      case whole
      case group
      case list
      case map
      /// A message, by the name of its type.
      case message(String, start: Int)
      case index(of: Operand, isOptional: Bool)
      case call(Expr.Name, target: Operand?, start: Int, macro: MacroCall?)
    }

    /// An operator that waits for its right operand.
    enum Pending {
      /// `!` or `-`.
      case prefix(Operator, at: SourceRange)
      /// An operator and its left operand; `&&` and `||` wait until their chain ends.
      case binary(Operator, at: SourceRange, left: Operand)
      /// A condition; its `:` has not come.
      case question(SourceRange, condition: Operand)
      /// A condition and what it gives; the other value has not come.
      case alternative(SourceRange, condition: Operand, value: Operand)

      /// How tightly it binds.
      var precedence: Precedence {
        switch self {
        case .prefix: .unary
        case .binary(let operation, _, _): operation.precedence
        case .alternative: .conditional
        case .question: .expression
        }
      }
    }

    /// A finished element and how it was written.
    struct Element {
      var value: Operand
      /// What stands before the colon, in maps and messages.
      var key: Operand?
      var isOptional: Bool
    }

    let construct: Construct
    /// The bracket.
    let opening: SourceRange
    /// Whether the bracket was reported as never closed, so that its end says nothing.
    let isUnclosed: Bool
    /// Operators that wait, outermost first.
    var pending: [Pending] = []
    /// Finished elements.
    var elements: [Element] = []
    /// What stands before the colon of the element being read.
    var key: Operand?
    /// Whether the element being read began with `?`.
    var isOptional = false
    /// Whether something in it was reported that is no part of an element.
    var isFailed = false

    init(_ construct: Construct, opening: SourceRange = SourceRange(0, 0), isUnclosed: Bool = false)
    {
      self.construct = construct
      self.opening = opening
      self.isUnclosed = isUnclosed
    }

    /// The greatest height among the elements; -1 without any.
    var height: Int {
      elements.reduce(-1) { max($0, $1.value.height, $1.key?.height ?? -1) }
    }

    /// Whether an element failed.
    var hasFailed: Bool {
      isFailed || elements.contains { $0.value.isFailed || $0.key?.isFailed == true }
    }
  }

  /// A call that is a macro, as far as it is known at its opening parenthesis.
  enum MacroCall {
    case has
    /// A macro that binds variables: the plain names that come first.
    case binding(Expr.Comprehension.Macro, variables: [Expr.Name])
  }
}
