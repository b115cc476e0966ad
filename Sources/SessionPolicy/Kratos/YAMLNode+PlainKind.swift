import PolicyDiagnostics
import PolicyYAML

extension YAMLNode {
  /// What a value is to a reader that types plain text itself, as Kratos' reader of YAML does.
  enum PlainKind: Equatable {
    case null
    case flag(Bool)
    case number(Int?)
    case fraction
    case text(String)
    case list
    case mapping
  }

  /// The kind of the value by the core schema of YAML 1.2, and its whole numbers in other bases.
  ///
  /// Quoted text, blocks and what has the tag `!!str` are text.
  var plainKind: PlainKind {
    switch content {
    case .sequence: return .list
    case .mapping: return .mapping
    case .scalar(let text, let style):
      guard style == .plain, tag?.value != "tag:yaml.org,2002:str" else { return .text(text) }
      switch text {
      case "", "~", "null", "Null", "NULL": return .null
      case "true", "True", "TRUE": return .flag(true)
      case "false", "False", "FALSE": return .flag(false)
      default: return Self.number(text) ?? .text(text)
      }
    }
  }

  private static func number(_ text: String) -> PlainKind? {
    let digits = Array(text.utf8).filter { $0 != UInt8(ascii: "_") }
    var body = digits[...]
    if let sign = body.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      body = body.dropFirst()
    }
    guard let first = body.first else { return nil }
    let plain = String(decoding: digits, as: UTF8.self)
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where body.starts(with: prefix.utf8) {
      let sign = digits.first == UInt8(ascii: "-") ? "-" : ""
      let rest = String(decoding: body.dropFirst(2), as: UTF8.self)
      return Int(sign + rest, radix: radix).map { .number($0) }
    }
    let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    if body.allSatisfy(isDigit) { return .number(Int(plain)) }
    if [".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"].contains(
      String(decoding: body, as: UTF8.self))
    {
      return .fraction
    }
    // Digits with a point or an exponent, and nothing else.
    guard isDigit(first) || first == UInt8(ascii: "."), body.contains(where: isDigit),
      body.allSatisfy({ isDigit($0) || [0x2E, 0x65, 0x45, 0x2B, 0x2D].contains($0) }),
      Double(plain) != nil
    else { return nil }
    return .fraction
  }
}
