import PolicyDiagnostics

/// What was probably meant where an operator stands between types it does not join.
struct MismatchHelp {
  var symbol: String
  var left: CheckProblem.Operand
  var right: CheckProblem.Operand

  private var isComparison: Bool { ["==", "!=", "<", "<=", ">", ">="].contains(symbol) }
  private var isEquality: Bool { symbol == "==" || symbol == "!=" }

  /// What to write instead, if it can be told.
  var text: String? {
    if symbol == "in" { return membership }
    if isComparison, left.isRelation {
      return "comparisons do not chain: join two of them with `&&`"
    }
    return record(left, beside: right) ?? record(right, beside: left) ?? list ?? optional
      ?? address(left, beside: right) ?? address(right, beside: left)
      ?? literal(left, beside: right) ?? literal(right, beside: left) ?? number ?? time
  }

  /// `"a" in "abc"`.
  private var membership: String? {
    if let help = record(right, beside: left) { return help }
    return switch right.type {
    case .string where left.type == .string:
      "write `\(right.text).contains(\(left.text))`"
    case .object:
      left.writtenText.map { "write `has(\(right.text).\($0))`" }
    case .string, .int, .uint, .double, .bool:
      "write `\(left.text) == \(right.text)`, or put the values in a list"
    case .cidr: "write `\(right.text).containsIP(\(left.text))`"
    case .list(.cidr): "write `\(right.text).exists(r, r.containsIP(\(left.text)))`"
    case .list(.string) where left.type == .ip: "write `string(\(left.text)) in \(right.text)`"
    case .list(.ip) where left.type == .string: "write `ip(\(left.text)) in \(right.text)`"
    case .list(let element) where !element.isNumber || !left.type.isNumber:
      left.literal.flatMap { _ in
        element == .string ? left.plainText.map { "write `\"\($0)\" in \(right.text)`" } : nil
      }
    default: nil
    }
  }

  /// A single value compared with a list.
  private var list: String? {
    guard isEquality else { return nil }
    let negation = symbol == "!=" ? "!" : ""
    func asked(_ value: String, _ list: String) -> String {
      "write `\(negation.isEmpty ? "\(value) in \(list)" : "!(\(value) in \(list))")`"
    }
    switch (left.type, right.type) {
    case (.list, .list): return nil
    case (.list(let element), right.type) where element == right.type:
      return asked(right.text, left.text)
    case (left.type, .list(let element)) where element == left.type:
      return asked(left.text, right.text)
    default: return nil
    }
  }

  /// A text compared with a record, or looked for among records.
  private func record(
    _ record: CheckProblem.Operand, beside other: CheckProblem.Operand
  ) -> String? {
    guard other.type == .string, !record.textFields.isEmpty else { return nil }
    let names = record.textFields.keys.sorted()
    let fitting = names.first {
      record.textFields[$0]?.contains { $0.hasSameBytes(as: other.writtenText ?? "") }
        ?? false
    }
    guard let name = fitting ?? names.first else { return nil }
    let comparison = isEquality ? symbol : "=="
    if case .list = record.type {
      return "ask about its elements: "
        + "`\(record.text).exists(x, x.\(name) \(comparison) \(other.text))`"
    }
    return isEquality
      ? "compare one of its attributes: `\(record.text).\(name) \(comparison) \(other.text)`" : nil
  }

  /// A text or an address compared with an address or a range.
  private func address(
    _ operand: CheckProblem.Operand, beside other: CheckProblem.Operand
  ) -> String? {
    guard isEquality else { return nil }
    if other.type == .cidr, operand.type == .string || operand.type == .ip {
      return "ask whether the range holds it: "
        + "`\(symbol == "!=" ? "!" : "")\(other.text).containsIP(\(operand.text))`"
    }
    guard other.type == .ip, operand.type == .string else { return nil }
    return "compare two addresses: `ip(\(operand.text)) \(symbol) \(other.text)`"
  }

  /// An optional compared with what it may hold.
  private var optional: String? {
    let text = left.type.wrapped != nil ? left.text : right.type.wrapped != nil ? right.text : nil
    return text.map { "say what stands in for a missing value: `\($0).orValue(…)`" }
  }

  /// A literal that was written as another type than the one beside it.
  private func literal(
    _ operand: CheckProblem.Operand, beside other: CheckProblem.Operand
  ) -> String? {
    guard operand.literal != nil, other.literal == nil || other.type.isNumber else { return nil }
    switch (other.type, operand.literal) {
    case (.string, _):
      guard let text = operand.plainText else { return nil }
      let likely = other.values.first { $0.hasSuffix(text) } ?? text
      return "write `\"\(likely)\"`"
    case (.duration, .string(let text)): return "write `duration(\"\(text)\")`"
    case (.timestamp, .string(let text)) where !isComparison: return "write `duration(\"\(text)\")`"
    case (.timestamp, .string(let text)): return "write `timestamp(\"\(text)\")`"
    case (.bool, .string(let text)) where text == "true" || text == "false":
      let isPlain = (text == "true") == (symbol == "==")
      return "write `\(isPlain ? "" : "!")\(other.text)`"
    case (.bool, .int(let value)) where value == 0 || value == 1:
      let isPlain = (value == 1) == (symbol == "==")
      return "write `\(isPlain ? "" : "!")\(other.text)`"
    case (.int, .string(let text)) where Int64(text) != nil,
      (.double, .string(let text)) where Double(text) != nil:
      return "write `\(text)` without quotes"
    case (.uint, .int(let value)) where value >= 0: return "write `\(value)u`"
    case (.int, .uint(let value)): return "write `\(value)`"
    case (.double, .int(let value)): return "write `\(value).0`"
    default: return nil
    }
  }

  /// Numbers of different kinds.
  private var number: String? {
    guard left.type.isNumber, right.type.isNumber else { return nil }
    return right.literal == nil
      ? "convert one side: `\(left.type)(\(right.text))`"
      : "convert one side: `\(right.type)(\(left.text))`"
  }

  /// Instants, spans of time and texts.
  private var time: String? {
    switch (left.type, right.type) {
    case (.timestamp, .duration) where isComparison && left.text == "now",
      (.duration, .timestamp) where isComparison && right.text == "now":
      return nil
    case (.timestamp, .duration) where isComparison:
      return "compare how long ago it is: `now - \(left.text) \(symbol) \(right.text)`"
    case (.duration, .timestamp) where isComparison:
      return "compare how long ago it is: `\(left.text) \(symbol) now - \(right.text)`"
    case (.string, .duration) where !left.values.isEmpty,
      (.string, .timestamp) where !left.values.isEmpty:
      return "compare it with a text: `\(left.text) \(symbol) \"\(left.values[0])\"`"
    case (.duration, _) where symbol == "*" || symbol == "/",
      (_, .duration) where symbol == "*":
      return "durations are not scaled: write the result, such as `duration(\"30m\")`"
    default:
      return nil
    }
  }
}

extension CheckProblem.Operand {
  /// What would stand in quotes if the literal were a text.
  fileprivate var plainText: String? {
    switch literal {
    case .int, .uint: wholeNumber
    case .bool(let value): value ? "true" : "false"
    case .double: text
    default: nil
    }
  }
}
