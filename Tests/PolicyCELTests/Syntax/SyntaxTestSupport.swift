import Foundation
import PolicyCEL
import PolicyDiagnostics
import Testing

// MARK: - The tree as text

extension Expr {
  /// The node as an s-expression without places, so that equal trees have equal texts.
  var debugForm: String {
    switch kind {
    case .literal(let value): value.debugForm
    case .identifier(let name, let isRooted): isRooted ? "." + name : name
    case .select(let operand, let field, let isOptional):
      "(\(isOptional ? ".?" : ".") \(operand.debugForm) \(field.text))"
    case .index(let operand, let key, let isOptional):
      "(\(isOptional ? "[?]" : "[]") \(operand.debugForm) \(key.debugForm))"
    case .has(let operand, let field): "(has \(operand.debugForm) \(field.text))"
    case .unary(let operation, let operand): "(\(operation.function) \(operand.debugForm))"
    case .binary(let operation, let left, let right):
      "(\(operation.function) \(left.debugForm) \(right.debugForm))"
    case .choice(let condition, let yes, let no):
      "(_?_:_ \(condition.debugForm) \(yes.debugForm) \(no.debugForm))"
    case .call(let function, let target, let arguments):
      "("
        + ([function.text] + (target.map { ["on:" + $0.debugForm] } ?? [])
        + arguments.map(\.debugForm)).joined(separator: " ") + ")"
    case .list(let elements):
      "["
        + elements.map { ($0.isOptional ? "?" : "") + $0.value.debugForm }
        .joined(separator: " ") + "]"
    case .map(let entries): "{" + Self.debugForm(entries) + "}"
    case .message(let name, let entries): "(new \(name) {" + Self.debugForm(entries) + "})"
    case .comprehension(let comprehension):
      "(\(comprehension.macro.rawValue)! "
        + ([comprehension.range.debugForm] + comprehension.variables.map(\.text)
        + (comprehension.filter.map { [$0.debugForm] } ?? []) + [comprehension.body.debugForm])
        .joined(separator: " ") + ")"
    }
  }

  private static func debugForm(_ entries: [MapEntry]) -> String {
    entries.map { ($0.isOptional ? "?" : "") + $0.key.debugForm + ":" + $0.value.debugForm }
      .joined(separator: " ")
  }
}

extension Value {
  /// A literal with its kind; strings by code points.
  var debugForm: String {
    switch self {
    case .null: "null"
    case .bool(let flag): "\(flag)"
    case .int(let number): "\(number)"
    case .uint(let number): "\(number)u"
    case .double(let number): "\(number)d"
    case .string(let text):
      "'"
        + text.unicodeScalars.map {
          $0.isASCII && $0.value >= 0x20 && $0.value < 0x7F
            ? String($0) : "<" + String($0.value, radix: 16) + ">"
        }.joined() + "'"
    case .bytes(let octets): "b" + octets.map { String($0, radix: 16) }.joined(separator: ".")
    default: "?"
    }
  }
}

// MARK: - Parsing

/// The debug form of a text that must parse.
func debugForm(
  of text: String, macros: Bool = true, sourceLocation: SourceLocation = #_sourceLocation
) -> String {
  let (expression, diagnostics) = ExpressionParser.parse(text, macros: macros).parts
  if !diagnostics.isEmpty {
    Issue.record("`\(text)`: \(diagnostics.map(\.message))", sourceLocation: sourceLocation)
  }
  return expression?.root.debugForm ?? "-"
}

typealias SourceLocation = Testing.SourceLocation

// MARK: - Running

/// Runs work on a thread with a stack of 512 KiB, the smallest that platforms give to threads.
func onSmallStack<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
  await withCheckedContinuation { continuation in
    let thread = Thread { continuation.resume(returning: work()) }
    thread.stackSize = 512 << 10
    thread.start()
  }
}
