/// The operators of CEL: what their functions are called, how they are written and how tightly they
/// bind.
///
/// The names are those of the specification ("List of Standard Definitions") and of cel-go, so that
/// declarations, costs and errors speak of `_+_` as other implementations do. Precedence follows the
/// table under "Syntax" there.
package enum Operator: String, Hashable, Sendable, CaseIterable {
  case not = "!_"
  case negate = "-_"
  case multiply = "_*_"
  case divide = "_/_"
  case modulo = "_%_"
  case add = "_+_"
  case subtract = "_-_"
  case less = "_<_"
  case atMost = "_<=_"
  case greater = "_>_"
  case atLeast = "_>=_"
  case equal = "_==_"
  case unequal = "_!=_"
  case `in` = "@in"
  case and = "_&&_"
  case or = "_||_"
  case choice = "_?_:_"
  /// `operand[key]`, which has a node of its own.
  case index = "_[_]"
  /// `operand[?key]`, which has a node of its own.
  case optionalIndex = "_[?_]"

  /// The name of the function it calls.
  package var function: String { rawValue }

  /// The operator as it is written, without its operands: `&&`, `in`, `?:`.
  package var symbol: String {
    self == .in ? "in" : rawValue.filter { $0 != "_" }
  }

  /// How tightly it binds.
  var precedence: Precedence {
    switch self {
    case .not, .negate: .unary
    case .multiply, .divide, .modulo: .multiplication
    case .add, .subtract: .addition
    case .less, .atMost, .greater, .atLeast, .equal, .unequal, .in: .relation
    case .and: .conjunction
    case .or: .disjunction
    case .choice: .conditional
    case .index, .optionalIndex: .member
    }
  }

  /// Whether it joins conditions: `&&` or `||`.
  package var isLogical: Bool { self == .and || self == .or }

  /// Whether it compares, so that its result is a bool whatever its operands are.
  var isRelation: Bool { precedence == .relation }
}

/// How tightly the parts of the grammar bind, from loose to tight.
enum Precedence: Int, Comparable {
  /// Anything up to a comma or a closing bracket.
  case expression
  case conditional
  case disjunction
  case conjunction
  case relation
  case addition
  case multiplication
  case unary
  /// Selections, calls, indexes, literals and names.
  case member
  /// A place where everything needs parentheses.
  case enclosed

  /// Orders by tightness.
  static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

  /// The level that binds one step tighter.
  var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .enclosed }
}
