import PolicyDiagnostics

/// Numbers, words and strings.
@_spi(Scanner)
extension JSONScanner {
  /// Steps over a number by the grammar of RFC 8259; `nil` for anything else.
  public mutating func number() -> (start: Int, end: Int)? {
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    let integer = position
    guard digits() else { return nil }
    if text[integer] == UInt8(ascii: "0"), position - integer > 1 { return nil }
    if next == UInt8(ascii: ".") {
      position += 1
      guard digits() else { return nil }
    }
    if next | 0x20 == UInt8(ascii: "e") {
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      guard digits() else { return nil }
    }
    return (start, position)
  }

  private mutating func digits() -> Bool {
    let start = position
    while position < count, text[position] &- UInt8(ascii: "0") < 10 { position += 1 }
    return position > start
  }

  /// Steps over `true`, `false` or `null`.
  public mutating func word(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard length <= count - position else { return false }
    for index in 0..<length where text[position + index] != word.utf8Start[index] { return false }
    position += length
    return true
  }

  /// Steps over a string.
  public mutating func string() -> Text? {
    guard next == UInt8(ascii: "\"") else { return nil }
    position += 1
    let start = position
    var isPlain = true
    while true {
      while position + 8 <= count {
        let stop = Word.stop(Word.load(text + position))
        guard stop == 0 else {
          position += stop.trailingZeroBitCount >> 3
          break
        }
        position += 8
      }
      guard position < count else { return nil }
      let byte = text[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return Text(start: start, end: position - 1, isPlain: isPlain)
      }
      if byte == UInt8(ascii: "\\") {
        isPlain = false
        guard escape() else { return nil }
      } else if byte >= 0x80 {
        guard scalar() else { return nil }
      } else if byte < 0x20 {
        return nil
      } else {
        position += 1
      }
    }
  }

  /// Steps over one escape; gives up at surrogates.
  private mutating func escape() -> Bool {
    guard position + 1 < count else { return false }
    switch text[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
      return true
    case UInt8(ascii: "u"):
      guard position + 6 <= count else { return false }
      var unit: UInt32 = 0
      for index in 2..<6 {
        let byte = text[position + index]
        guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
          return false
        }
        unit = unit << 4 | UInt32(digit)
      }
      position += 6
      return Unicode.Scalar(unit) != nil
    default: return false
    }
  }

  /// Steps over one scalar of more than a byte.
  private mutating func scalar() -> Bool {
    let rest = UnsafeBufferPointer(start: text + position, count: min(4, count - position))
    let (scalar, length) = decodeScalar(in: rest, at: 0)
    position += length
    return scalar != nil
  }
}
