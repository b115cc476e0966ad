extension ParsedExpression {
  /// The expression in its normal form; see ``Expr/formatted``.
  package var formatted: String { root.formatted }
}

extension Expr {
  /// The expression as text: spaces around operators, double quotes, and only the parentheses that
  /// its meaning needs.
  ///
  /// Parsing the text gives the same tree again, and printing that tree gives the same text.
  ///
  /// - Complexity: O(*n*) in the number of nodes for trees that the parser made; the stack does not
  ///   grow with the tree.
  package var formatted: String {
    var formatter = ExprFormatter()
    return formatter.format(self)
  }
}

/// Prints a tree from left to right, with its own stack of what is still to be printed.
private struct ExprFormatter {
  /// Something that is still to be printed.
  private enum Piece {
    case text(String)
    /// A node, in parentheses if it binds less tightly than its place.
    case expr(Expr, Precedence)
  }

  private var text = ""
  private var pieces: [Piece] = []

  mutating func format(_ root: Expr) -> String {
    pieces = [.expr(root, .expression)]
    while let piece = pieces.popLast() {
      switch piece {
      case .text(let words): text += words
      case .expr(let expr, let place):
        let parts = parts(of: expr)
        let needsParentheses = expr.precedence < place
        if needsParentheses { pieces.append(.text(")")) }
        pieces.append(contentsOf: parts.reversed())
        if needsParentheses { pieces.append(.text("(")) }
      }
    }
    return text
  }

  // MARK: Nodes

  /// What a node consists of, in order.
  private func parts(of expr: Expr) -> [Piece] {
    switch expr.kind {
    case .literal(let value):
      [.text(value.description)]
    case .identifier(let name, let isRooted):
      [.text(isRooted ? "." + name : name)]
    case .select(let operand, let field, let isOptional):
      [.expr(operand, .member), .text((isOptional ? ".?" : ".") + Self.field(field))]
    case .index(let operand, let key, let isOptional):
      [
        .expr(operand, .member), .text(isOptional ? "[?" : "["), .expr(key, .expression),
        .text("]"),
      ]
    case .has(let operand, let field):
      [.text("has("), .expr(operand, .member), .text("." + Self.field(field) + ")")]
    case .unary(let operation, let operand):
      [
        .text(operation.symbol),
        .expr(operand, operation == .negate && operand.beginsWithNumber ? .enclosed : .member),
      ]
    case .binary(let operation, let left, let right):
      operation.isLogical
        ? chain(expr, operation, [left, right])
        : [
          .expr(left, operation.precedence), .text(" \(operation.symbol) "),
          .expr(right, operation.precedence.next),
        ]
    case .choice(let condition, let yes, let no):
      [
        .expr(condition, .disjunction), .text(" ? "), .expr(yes, .disjunction), .text(" : "),
        .expr(no, .conditional),
      ]
    case .call(let function, let target, let arguments):
      (target.map { [.expr($0, .member), .text(".\(function.text)")] } ?? [.text(function.text)])
        + list(open: "(", arguments.map { [.expr($0, .expression)] }, close: ")")
    case .list(let elements):
      list(
        open: "[",
        elements.map { [.text($0.isOptional ? "?" : ""), .expr($0.value, .expression)] },
        close: "]")
    case .map(let entries):
      list(open: "{", entries.map { entry($0, key: .expr($0.key, .expression)) }, close: "}")
    case .message(let name, let entries):
      list(
        open: name + "{", entries.map { entry($0, key: Self.messageField($0.key)) }, close: "}")
    case .comprehension(let comprehension):
      self.comprehension(comprehension)
    }
  }

  /// A chain of `&&` or `||`: flat where reading it gives the same tree, else with parentheses.
  private func chain(_ expr: Expr, _ operation: Operator, _ halves: [Expr]) -> [Piece] {
    let all = expr.operands(ofChain: operation)
    let operands = expr.isBalanced(chain: operation, count: all.count) ? all : halves
    var pieces: [Piece] = []
    for (index, operand) in operands.enumerated() {
      if index > 0 { pieces.append(.text(" \(operation.symbol) ")) }
      pieces.append(.expr(operand, operation.precedence.next))
    }
    return pieces
  }

  private func comprehension(_ comprehension: Expr.Comprehension) -> [Piece] {
    let variables = comprehension.variables.map(\.text).joined(separator: ", ")
    let body: [Piece] = [.expr(comprehension.body, .expression), .text(")")]
    if comprehension.macro == .bind {
      return [
        .text("cel.bind(\(variables), "), .expr(comprehension.range, .expression), .text(", "),
      ] + body
    }
    let filter: [Piece] =
      comprehension.filter.map { [.expr($0, .expression), .text(", ")] } ?? []
    return [
      .expr(comprehension.range, .member), .text(".\(comprehension.name.text)(\(variables), "),
    ] + filter + body
  }

  // MARK: Parts

  private func list(open: String, _ items: [[Piece]], close: String) -> [Piece] {
    var pieces: [Piece] = [.text(open)]
    for (index, item) in items.enumerated() {
      if index > 0 { pieces.append(.text(", ")) }
      pieces += item
    }
    pieces.append(.text(close))
    return pieces
  }

  private func entry(_ entry: Expr.MapEntry, key: Piece) -> [Piece] {
    [.text(entry.isOptional ? "?" : ""), key, .text(": "), .expr(entry.value, .expression)]
  }

  private static func messageField(_ key: Expr) -> Piece {
    guard case .literal(.string(let name)) = key.kind else { return .expr(key, .expression) }
    return .text(field(Expr.Name(name, at: key.range)))
  }

  /// A field's name, in back-quotes where it is no word.
  private static func field(_ name: Expr.Name) -> String {
    name.text.isName && !Lexer.keywords.keys.contains(name.text) ? name.text : "`\(name.text)`"
  }
}

// MARK: - Trees

extension Expr {
  /// How tightly the node's text binds.
  fileprivate var precedence: Precedence { operation?.precedence ?? .member }

  /// Whether the text begins with a number, which would take a minus before it as its own.
  fileprivate var beginsWithNumber: Bool {
    var expr = self
    while true {
      switch expr.kind {
      case .literal(.int), .literal(.double): return true
      case .select(let operand, _, _), .index(let operand, _, _): expr = operand
      case .call(_, let target?, _): expr = target
      case .comprehension(let comprehension) where comprehension.macro != .bind:
        expr = comprehension.range
      default: return false
      }
      guard expr.precedence == .member else { return false }
    }
  }

  /// Whether a chain has the shape that the parser gives to so many operands.
  fileprivate func isBalanced(chain operation: Operator, count: Int) -> Bool {
    guard case .binary(operation, let left, let right) = kind else { return count == 1 }
    guard count > 1 else { return false }
    let share = Parser.leftShare(ofChain: count)
    return left.isBalanced(chain: operation, count: share)
      && right.isBalanced(chain: operation, count: count - share)
  }
}
