import PolicyTime

extension Value: CustomStringConvertible {
  /// The value as a CEL expression that would give it.
  package var description: String {
    var writer = ValueWriter(limit: .max)
    writer.write(self)
    return writer.text
  }

  /// The value as a CEL expression, cut off after about the given number of characters.
  package func description(limit: Int) -> String {
    var writer = ValueWriter(limit: limit)
    writer.write(self)
    return writer.text
  }
}

/// Writes values as CEL text, up to a length.
private struct ValueWriter {
  private(set) var text = ""
  let limit: Int

  init(limit: Int) { self.limit = limit }

  private var isFull: Bool { limit != .max && text.utf8.count >= limit }

  mutating func write(_ value: Value) {
    guard !isFull else {
      if !text.hasSuffix("…") { text += "…" }
      return
    }
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .int(let number): text += "\(number)"
    case .uint(let number): text += "\(number)u"
    case .double(let number): text += number.literalText
    case .string(let string): writeString(string)
    case .bytes(let bytes): text += "b\"" + bytes.map(Self.escaped).joined() + "\""
    case .timestamp(let instant): text += "timestamp(\"\(instant.rfc3339)\")"
    case .duration(let span): text += "duration(\"\(span.policyText ?? span.secondsText)\")"
    case .ip(let address): text += "ip(\"\(address)\")"
    case .cidr(let range): text += "cidr(\"\(range)\")"
    case .list(let elements):
      writeList(elements.map { [$0] }, open: "[", close: "]")
    case .map(let map):
      writeList(map.entries.map { [$0, $1] }, open: "{", close: "}")
    case .type(let type): text += type.celName
    case .optional(let wrapped):
      guard let wrapped else {
        text += "optional.none()"
        return
      }
      text += "optional.of("
      write(wrapped)
      text += ")"
    }
  }

  private mutating func writeString(_ string: String) {
    let room = limit == .max ? Int.max : max(16, limit - text.utf8.count)
    guard string.utf8.count > room else {
      text += string.celLiteral
      return
    }
    text += String(string.unicodeScalars.prefix(room).map(Character.init)).celLiteral + "…"
  }

  private mutating func writeList(_ items: [[Value]], open: String, close: String) {
    text += open
    for (index, item) in items.enumerated() {
      if index > 0 { text += ", " }
      if isFull {
        text += "…"
        break
      }
      for (place, value) in item.enumerated() {
        if place > 0 { text += ": " }
        write(value)
      }
    }
    text += close
  }

  private static func escaped(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return "\\" + String(UnicodeScalar(byte))
    case 0x20..<0x7F: return String(UnicodeScalar(byte))
    default:
      let digits = String(byte, radix: 16)
      return "\\x" + (digits.utf8.count == 1 ? "0" : "") + digits
    }
  }
}

extension String {
  /// The string as a CEL literal in double quotes; control and invisible characters are escaped.
  package var celLiteral: String {
    var result = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
          let digits = String(scalar.value, radix: 16)
          let width = scalar.value > 0xFFFF ? 8 : 4
          result += width == 8 ? "\\U" : "\\u"
          result += String(repeating: "0", count: width - digits.utf8.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
