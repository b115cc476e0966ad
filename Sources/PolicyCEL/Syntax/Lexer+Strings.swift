import PolicyDiagnostics

extension Lexer {
  /// Reads a string or bytes literal whose quote stands here; its prefix began at `start`.
  mutating func readString(from start: Int, isRaw: Bool, isBytes: Bool) {
    let quote = peek()
    let isTriple = peek(1) == quote && peek(2) == quote
    position += isTriple ? 3 : 1
    var content = LiteralContent(isBytes: isBytes)
    let known = problems.listed.count

    while position < source.bytes.count {
      let byte = peek()
      if byte == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
        position += isTriple ? 3 : 1
        emit(content.kind, from: start, isRepaired: problems.listed.count > known)
        return
      }
      if !isTriple, byte == 0x0A || byte == 0x0D { break }
      if byte == UInt8(ascii: "\\"), !isRaw {
        // A backslash before the end is part of a string that is not closed, which is said below.
        if position + 1 == source.bytes.count { position += 1 }
        if position == source.bytes.count { break }
        if !isTriple, peek(1) == 0x0A || peek(1) == 0x0D { break }
        let escape = position
        if !readEscape(into: &content), problems.listed.count == known {
          reportEscape(from: escape, isBytes: isBytes)
        }
      } else {
        let run = position
        repeat { position += 1 } while position < source.bytes.count && Self.isPlain(peek())
        content.append(source.bytes[run..<position])
      }
    }
    reportOpenString(from: start, quote: quote, isTriple: isTriple)
    emit(.invalid, from: start)
  }

  /// Whether a byte within a string is nothing but itself.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), 0x0A, 0x0D: false
    default: true
    }
  }

  /// Tells that a string has no end.
  private mutating func reportOpenString(from start: Int, quote: UInt8, isTriple: Bool) {
    // What follows an open string is read as anything, so a second one says nothing.
    guard !hasOpenLiteral else { return }
    hasOpenLiteral = true
    let mark = String(UnicodeScalar(quote))
    if isTriple {
      report(
        "the string is never closed, so the rest of the text is lost", from: start,
        help: "close it with `\(mark + mark + mark)`")
    } else if position < source.bytes.count {
      report(
        "the string is not closed before the end of its line, so the rest of the line is lost",
        from: start,
        help: "close it with `\(mark)`; write a line break as `\\n`, or use `\(mark + mark + mark)`"
      )
    } else {
      report(
        "the string is never closed, so the rest of the text is lost", from: start,
        help: "close it with `\(mark)`")
    }
  }

  // MARK: Escapes

  /// Reads an escape that begins here; `false` if there is no such escape.
  private mutating func readEscape(into content: inout LiteralContent) -> Bool {
    let letter = peek(1)
    if let byte = Self.simpleEscape(letter) {
      position += 2
      content.append(byte)
      return true
    }
    switch letter {
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      return readCode(at: 2, digits: 2, radix: 16, into: &content)
    case 0x30...0x33:
      return readCode(at: 1, digits: 3, radix: 8, into: &content)
    case UInt8(ascii: "u") where !content.isBytes:
      return readCode(at: 2, digits: 4, radix: 16, into: &content)
    case UInt8(ascii: "U") where !content.isBytes:
      return readCode(at: 2, digits: 8, radix: 16, into: &content)
    default:
      position += 1
      return false
    }
  }

  /// Reads the digits of an escape; goes past the backslash alone when they do not name a character.
  private mutating func readCode(
    at offset: Int, digits: Int, radix: UInt32, into content: inout LiteralContent
  ) -> Bool {
    var value: UInt32 = 0
    for index in offset..<offset + digits {
      guard let digit = peek(index).hexadecimalValue, digit < radix else {
        position += 1
        return false
      }
      value = value &* radix &+ digit
    }
    guard content.append(code: value) else {
      position += 1
      return false
    }
    position += offset + digits
    return true
  }

  /// What a backslash and a single character stand for.
  private static func simpleEscape(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "`"):
      letter
    case UInt8(ascii: "a"): 0x07
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "v"): 0x0B
    default: nil
    }
  }

  /// Tells what is wrong with an escape whose backslash has just been passed.
  private mutating func reportEscape(from start: Int, isBytes: Bool) {
    let resume = position
    defer { position = resume }
    let letter = peek()
    let length: Int
    switch letter {
    case UInt8(ascii: "x"), UInt8(ascii: "X"): length = 2
    case UInt8(ascii: "u"): length = 4
    case UInt8(ascii: "U"): length = 8
    default: length = 0
    }
    position = min(position + scalarLength, source.bytes.count)
    var digits = 0
    while digits < length, peek().hexadecimalValue != nil {
      position += 1
      digits += 1
    }

    let text = excerpt(from: start)
    if letter == UInt8(ascii: "u") || letter == UInt8(ascii: "U") {
      if isBytes {
        report(
          "`\(text)` names a character, but bytes have none", from: start,
          help: "write the octets, each as `\\xHH`, or the character itself")
      } else if digits == length {
        report(
          "`\(text)` is not a character", from: start,
          help: "characters end at `\\U0010FFFF`, without `\\uD800` to `\\uDFFF`; "
            + "write one beyond `\\uFFFF` as `\\U0001F600`")
      } else {
        report(
          "`\(text)` has too few digits", from: start,
          help: "write four after `\\u`, such as `\\u00E9`, and eight after `\\U`")
      }
    } else if length == 2 {
      report(
        "`\(text)` has too few digits", from: start, help: "write two after `\\x`, such as `\\x0A`")
    } else if letter.isDigit {
      report(
        "`\(text)` is not an octal escape", from: start,
        help: "write three digits, `\\000` to `\\377`, or `\\xHH`")
    } else {
      report(
        "`\(text)` is not an escape", from: start,
        help: "write `\\\\` for a backslash, or a raw string such as `r\"\\d+\"`")
    }
  }

  /// The number of bytes of the character that stands here.
  var scalarLength: Int { decodeScalar(in: source.bytes, at: position).length }
}

/// What a string or bytes literal holds, as it is read.
private struct LiteralContent {
  let isBytes: Bool
  private var octets: [UInt8] = []

  init(isBytes: Bool) { self.isBytes = isBytes }

  /// The literal read so far.
  var kind: Token.Kind {
    isBytes ? .bytes(octets) : .string(String(decoding: octets, as: UTF8.self))
  }

  /// Adds bytes of the text.
  mutating func append(_ bytes: ArraySlice<UInt8>) { octets += bytes }

  /// Adds a byte.
  mutating func append(_ byte: UInt8) { octets.append(byte) }

  /// Adds what a numeric escape names: an octet of bytes, a character of a string.
  mutating func append(code: UInt32) -> Bool {
    if isBytes {
      octets.append(UInt8(truncatingIfNeeded: code))
      return true
    }
    guard let scalar = UnicodeScalar(code) else { return false }
    octets.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    return true
  }
}
