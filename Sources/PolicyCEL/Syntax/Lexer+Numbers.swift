import PolicyDiagnostics
import PolicyTime

extension Lexer {
  /// Reads a number without its sign.
  mutating func readNumber() {
    let start = position
    if peek() == UInt8(ascii: "0"), peek(1) == UInt8(ascii: "x"),
      peek(2).hexadecimalValue != nil
    {
      position += 2
      while peek().hexadecimalValue != nil { position += 1 }
      finishInteger(from: start, digits: SourceRange(start + 2, position), radix: 16)
      return
    }

    skipDigits()
    var isDouble = false
    if peek() == UInt8(ascii: "."), peek(1).isDigit {
      isDouble = true
      position += 1
      skipDigits()
    }
    if peek() | 0x20 == UInt8(ascii: "e") {
      let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
      if peek(1 + sign).isDigit {
        isDouble = true
        position += 1 + sign
        skipDigits()
      }
    }
    guard isDouble else {
      finishInteger(from: start, digits: SourceRange(start, position), radix: 10)
      return
    }
    guard !continuesNumber else {
      readMalformedNumber(from: start)
      return
    }
    finishDouble(from: start)
  }

  private mutating func skipDigits() {
    while peek().isDigit { position += 1 }
  }

  /// Whether what follows can only belong to a number that is none: a letter, or a second point.
  private var continuesNumber: Bool {
    peek().isIdentifierPart || (peek() == UInt8(ascii: ".") && peek(1).isDigit)
  }

  /// Ends a whole number: reads its suffix and its value.
  private mutating func finishInteger(from start: Int, digits: SourceRange, radix: UInt64) {
    let isUnsigned = peek() | 0x20 == UInt8(ascii: "u")
    if isUnsigned { position += 1 }
    guard !continuesNumber else {
      readMalformedNumber(from: start)
      return
    }
    var value: UInt64 = 0
    var overflows = false
    for byte in source.bytes[digits.start..<digits.end] {
      let (product, tooLarge) = value.multipliedReportingOverflow(by: radix)
      let (sum, carried) = product.addingReportingOverflow(
        UInt64(byte.hexadecimalValue ?? 0))
      overflows = overflows || tooLarge || carried
      value = sum
    }
    let limit = isUnsigned ? UInt64.max : UInt64(Int64.max) + 1
    guard !overflows, value <= limit else {
      reportTooLarge(from: start, isUnsigned: isUnsigned)
      emit(.invalid, from: start)
      return
    }
    emit(isUnsigned ? .unsigned(value) : .integer(value), from: start)
  }

  /// Tells that a whole number does not fit.
  private mutating func reportTooLarge(from start: Int, isUnsigned: Bool) {
    if isUnsigned {
      report(
        "`\(excerpt(from: start))` does not fit in a uint", from: start,
        help: "uints end at `18446744073709551615u`; write a double such as `1e20` beyond that")
    } else {
      report(
        "`\(excerpt(from: start))` does not fit in an int", from: start, help: Self.integerRange)
    }
  }

  /// What to do about an int that does not fit.
  static let integerRange =
    "ints end at `9223372036854775807`; write a uint such as `9223372036854775808u`, or a double"

  /// Ends a number with a fraction or an exponent.
  private mutating func finishDouble(from start: Int) {
    let value = Double(source.text(of: SourceRange(start, position)))
    if let value, value.isFinite {
      emit(.double(value), from: start)
    } else {
      report(
        "`\(excerpt(from: start))` does not fit in a double", from: start,
        help: "doubles end near `1.8e308`; write `double(\"Infinity\")` for infinity")
      emit(.invalid, from: start)
    }
  }

  /// Reads the rest of something that begins like a number, and tells what it may have meant.
  private mutating func readMalformedNumber(from start: Int) {
    while continuesNumber { position += 1 }
    if tokens.last?.symbol == .minus, peek() == UInt8(ascii: ":"), peek(1).isDigit {
      // The time of day in a bare timestamp, `2026-01-31T12:00:00Z`.
      while continuesNumber || (peek() == UInt8(ascii: ":") && peek(1).isDigit) {
        position += 1
      }
    }
    let text = source.text(of: SourceRange(start, position))
    if let duration = Self.durationText(Array(text.utf8)) {
      report(
        "`\(text)` is not a number; a duration is written as a call", from: start,
        help: "write `duration(\"\(duration)\")`", replacement: "duration(\"\(duration)\")")
    } else {
      let (help, replacement) = Self.helpForNumber(text)
      report(
        "`\(excerpt(from: start))` is not a number", from: start, help: help,
        replacement: replacement)
    }
    emit(.invalid, from: start)
  }

  /// What a malformed number may have meant.
  private static func helpForNumber(_ text: String) -> (help: String, replacement: String?) {
    let bytes = Array(text.utf8)
    if text.hasPrefix("0X") {
      let lower = "0x" + text.dropFirst(2)
      return ("write `\(lower)`, with a lower-case `x`", lower)
    }
    if text.hasPrefix("0b") || text.hasPrefix("0o") {
      return ("whole numbers are decimal, or hexadecimal with `0x`", nil)
    }
    if bytes.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: "_") }) {
      let plain = String(decoding: bytes.filter(\.isDigit), as: UTF8.self)
      return ("write `\(plain)`, without `_` between the digits", plain)
    }
    if bytes.contains(UInt8(ascii: "T")) {
      return ("write a timestamp as `timestamp(\"2026-01-31T12:00:00Z\")`", nil)
    }
    if bytes.count(where: { $0 == UInt8(ascii: ".") }) > 1 {
      return ("write addresses and versions as strings: `\"\(text.prefix(32))\"`", nil)
    }
    if bytes.last.map({ $0 | 0x20 }) == UInt8(ascii: "e") {
      return ("write digits after the exponent's `e`, such as `1e5`", nil)
    }
    if bytes.last.map({ $0 | 0x20 }) == UInt8(ascii: "u") {
      return ("the suffix `u` belongs to whole numbers such as `1u`", nil)
    }
    return ("write digits only, with `u` after them for a uint, or quote the text", nil)
  }

  /// The spelling of a bare duration such as `1h30m` or `15min` that `duration` reads.
  private static func durationText(_ bytes: [UInt8]) -> String? {
    var result = ""
    var index = 0
    while index < bytes.count {
      let number = bytes[index...].prefix { $0.isDigit || $0 == UInt8(ascii: ".") }
      index += number.count
      let word = bytes[index...].prefix { !$0.isDigit && $0 != UInt8(ascii: ".") }
      index += word.count
      guard !number.isEmpty, let unit = durationUnit(String(decoding: word, as: UTF8.self))
      else { return nil }
      result += String(decoding: number, as: UTF8.self) + unit
    }
    return result.utf8.count <= 32 && Duration(celText: result) != nil ? result : nil
  }

  /// The unit that a word such as `minutes` stands for.
  static func durationUnit(_ word: String) -> String? {
    switch word {
    case "ns", "us", "ms", "s", "m", "h", "d", "w": word
    case "sec", "secs", "second", "seconds": "s"
    case "min", "mins", "minute", "minutes": "m"
    case "hr", "hrs", "hour", "hours": "h"
    case "day", "days": "d"
    case "week", "weeks": "w"
    default: nil
    }
  }
}
