import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTime

/// The small changes to an expression.
///
/// Each is a range of its text and what stands there instead. Operands keep their own text; where one is
/// put into another place it gets brackets, so that no change is more than it says.
struct ExpressionMutations {
  /// One change.
  struct Change {
    let mutator: Mutator
    /// Offsets into the text of the expression.
    let range: SourceRange
    let replacement: String
    /// What it is made to, in normal form.
    let subject: String
    let words: String
  }

  /// A constant duration.
  struct Length {
    /// Where its text stands, quotes included.
    let range: SourceRange
    let value: Duration
    let subject: String
  }

  private(set) var changes: [Change] = []
  private(set) var lengths: [Length] = []
  private let text: [UInt8]
  /// The values that attributes are declared to have, in their order.
  private let values: [String: [String]]

  /// - Parameters:
  ///   - isNamed: Whether it is a definition, which stands for itself wherever it is used.
  ///   - values: The values that attributes are declared to have, by their paths.
  init(_ expression: ParsedExpression, isNamed: Bool, values: [String: [String]] = [:]) {
    text = Array(expression.text.utf8)
    self.values = values
    if isNamed {
      for constant in ["true", "false"] {
        change(.clauseConstant, expression.root, to: constant)
      }
    }
    visitClause(expression.root)
  }

  // MARK: Conditions

  /// Looks at an expression whose answer is a clause of a condition.
  private mutating func visitClause(_ expr: Expr) {
    switch expr.kind {
    case .binary(let operation, _, _) where operation.isLogical: visitChain(expr, operation)
    case .unary(.not, let operand):
      change(.clauseNegation, expr, to: bracketed(operand), "negate `\(Self.short(expr))`")
      if operand.operation?.isLogical ?? false { visitClause(operand) } else { visitValue(operand) }
    case .choice(let condition, let yes, let no):
      visitClause(condition)
      visitClause(yes)
      visitClause(no)
    default:
      change(.clauseNegation, expr, to: "!(\(words(expr)))", "negate `\(Self.short(expr))`")
      visitValue(expr)
    }
  }

  /// Looks at all operands of one chain of `&&` or `||`.
  private mutating func visitChain(_ expr: Expr, _ operation: Operator) {
    let operands = expr.operands(ofChain: operation)
    let other = operation == .and ? Operator.or : .and
    change(
      .junctionSwap, expr,
      to: operands.map { bracketed($0) }.joined(separator: " \(other.symbol) "),
      "`\(operation.symbol)` → `\(other.symbol)` in `\(Self.short(expr))`")
    for (index, operand) in operands.enumerated() {
      let others = operands.indices.filter { $0 != index }.map { bracketed(operands[$0]) }
      var isPresence = false
      if case .has = operand.kind { isPresence = true }
      changes.append(
        Change(
          mutator: isPresence ? .presenceRemoval : .clauseRemoval, range: expr.range,
          replacement: others.joined(separator: " \(operation.symbol) "),
          subject: operand.formatted, words: "drop `\(Self.short(operand))`"))
    }
    for operand in operands {
      if operation == .and, case .has = operand.kind {
        change(
          .clauseNegation, operand, to: "!\(words(operand))", "negate `\(Self.short(operand))`")
      } else {
        visitClause(operand)
      }
    }
  }

  // MARK: Values

  private mutating func visitValue(_ expr: Expr) {
    switch expr.kind {
    case .binary(let operation, _, _) where operation.isLogical: return visitClause(expr)
    case .unary(.not, _), .choice: return visitClause(expr)
    case .binary(let operation, let left, let right):
      if let other = operation.withOtherBoundary,
        let place = place(of: operation, between: left, and: right)
      {
        changes.append(
          Change(
            mutator: .comparisonBoundary, range: place, replacement: other.symbol,
            subject: expr.formatted,
            words: "`\(operation.symbol)` → `\(other.symbol)` in `\(Self.short(expr))`"))
      }
      if operation == .equal || operation == .unequal {
        visitChoice(left, beside: right)
        visitChoice(right, beside: left)
      }
    case .has: change(.presenceRemoval, expr, to: "true", "drop `\(Self.short(expr))`")
    case .literal(.int(let number)):
      for other in [number.addingReportingOverflow(1), number.subtractingReportingOverflow(1)]
      where !other.overflow {
        change(.limitBoundary, expr, to: String(other.partialValue))
      }
    case .literal(.uint(let number)):
      for other in [number.addingReportingOverflow(1), number.subtractingReportingOverflow(1)]
      where !other.overflow {
        change(.limitBoundary, expr, to: "\(other.partialValue)u")
      }
    case .literal(.double):
      for other in Self.neighbours(ofDecimal: words(expr)) {
        change(.limitBoundary, expr, to: other)
      }
    case .literal(.string("aal2")): change(.levelLowering, expr, to: "\"aal1\"")
    case .list(let elements): visitList(elements.map(\.value))
    case .call(let function, nil, let arguments) where function.text == "duration":
      if let literal = arguments.first, case .literal(.string(let text)) = literal.kind,
        let value = Duration(celText: text)
      {
        lengths.append(Length(range: literal.range, value: value, subject: expr.formatted))
        return
      }
    case .call(let function, nil, let arguments) where function.text == "timestamp":
      if let literal = arguments.first, case .literal(.string(let text)) = literal.kind,
        let instant = Timestamp(rfc3339: text)
      {
        for other in [instant.adding(.seconds(-1)), instant.adding(.seconds(1))] {
          guard let other else { continue }
          change(.limitBoundary, literal, to: "\"\(other.rfc3339)\"")
        }
        return
      }
    case .select: return visitPath(expr)
    case .comprehension(let comprehension): return visit(comprehension)
    default: break
    }
    for child in expr.children { visitValue(child) }
  }

  /// A value out of a list that is declared: it is compared with the one before or after it.
  private mutating func visitChoice(_ literal: Expr, beside attribute: Expr) {
    guard case .literal(.string(let text)) = literal.kind,
      let values = values[attribute.formatted],
      let place = values.firstIndex(where: { $0.utf8.elementsEqual(text.utf8) })
    else { return }
    for other in [place - 1, place + 1] where values.indices.contains(other) {
      change(
        .valueNeighbour, literal, to: JSONWriter.text(of: .string(values[other])),
        "`\(Self.short(literal))` → `\(values[other])` beside `\(Self.short(attribute))`")
    }
  }

  /// A decimal number one more and one less in its last place; none for other ways to write one.
  private static func neighbours(ofDecimal text: String) -> [String] {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let whole = parts.first, let part = parts.last,
      (whole + part).utf8.allSatisfy({ (0x30...0x39).contains($0) }), !part.isEmpty,
      let number = Int(whole + part)
    else { return [] }
    return [number - 1, number + 1].filter { $0 >= 0 }.map { other in
      let digits = String(other)
      let zeros = String(repeating: "0", count: max(0, part.count + 1 - digits.count))
      let padded = zeros + digits
      return padded.dropLast(part.count) + "." + padded.suffix(part.count)
    }
  }

  private mutating func visitList(_ elements: [Expr]) {
    guard elements.count > 1 else { return }
    for (index, element) in elements.enumerated() {
      guard let range = Removal.range(of: index, among: elements.map(\.range)) else { continue }
      changes.append(
        Change(
          mutator: .valueRemoval, range: range, replacement: "", subject: element.formatted,
          words: "drop `\(Self.short(element))`"))
    }
  }

  private mutating func visit(_ comprehension: Expr.Comprehension) {
    let (name, isPredicate): (String?, Bool) =
      switch comprehension.macro {
      case .all: ("exists", true)
      case .exists: ("all", true)
      case .existsOne, .filter: (nil, true)
      default: (nil, false)
      }
    if let name {
      changes.append(
        Change(
          mutator: .junctionSwap, range: comprehension.name.range, replacement: name,
          subject: comprehension.body.formatted,
          words:
            "`\(comprehension.name.text)` → `\(name)` over `\(Self.short(comprehension.range))`"
        ))
    }
    visitValue(comprehension.range)
    if let filter = comprehension.filter { visitClause(filter) }
    if isPredicate { visitClause(comprehension.body) } else { visitValue(comprehension.body) }
  }

  // MARK: Clocks

  /// Attributes that people take for each other: from when time is counted, and how much has passed.
  private static let clocks: [[String]] = [
    ["session.issued_at", "session.authenticated_at", "request.last_active_at"],
    ["session.age", "session.authentication_age", "session.idle"],
  ]

  private mutating func visitPath(_ expr: Expr) {
    let path = expr.formatted
    guard let clocks = Self.clocks.first(where: { $0.contains(path) }) else {
      for child in expr.children { visitValue(child) }
      return
    }
    for other in clocks where other != path { change(.clockSwap, expr, to: other) }
  }

  // MARK: Text

  /// Notes that an expression is replaced as a whole.
  private mutating func change(
    _ mutator: Mutator, _ expr: Expr, to replacement: String, _ words: String? = nil
  ) {
    changes.append(
      Change(
        mutator: mutator, range: expr.range, replacement: replacement, subject: expr.formatted,
        words: words ?? "`\(Self.short(expr))` → `\(replacement)`"))
  }

  /// The text of an operand, in brackets where it is itself joined of others.
  private func bracketed(_ expr: Expr) -> String {
    let isJoined = expr.operation.map { $0.isLogical || $0 == .choice } ?? false
    return isJoined ? "(\(words(expr)))" : words(expr)
  }

  private func words(_ expr: Expr) -> String {
    guard expr.range.start >= 0, expr.range.end <= text.count else { return expr.formatted }
    return String(decoding: text[expr.range.start..<expr.range.end], as: UTF8.self)
  }

  private static func short(_ expr: Expr) -> String { shortened(expr.formatted, to: 80) }

  /// Where an operator stands; between its operands there are only brackets, space and comments.
  private func place(
    of operation: Operator, between left: Expr, and right: Expr
  ) -> SourceRange? {
    let symbol = Array(operation.symbol.utf8)
    var index = left.range.end
    while index + symbol.count <= min(right.range.start, text.count) {
      if text[index...].starts(with: "//".utf8) {
        index += text[index...].prefix { $0 != UInt8(ascii: "\n") }.count
      } else if text[index...].starts(with: symbol) {
        return SourceRange(index, index + symbol.count)
      } else {
        index += 1
      }
    }
    return nil
  }
}

extension Operator {
  /// The comparison that answers otherwise only where both sides are the same.
  fileprivate var withOtherBoundary: Operator? {
    switch self {
    case .less: .atMost
    case .atMost: .less
    case .greater: .atLeast
    case .atLeast: .greater
    default: nil
    }
  }
}
