import PolicyDiagnostics

/// Commas, line breaks, quotes and escapes.
extension JSONWriter {
  @inline(__always)
  mutating func endKey() {
    output.append(UInt8(ascii: ":"))
    if style == .pretty { output.append(UInt8(ascii: " ")) }
    isAfterKey = true
  }

  /// Writes what stands between the value before and the one that comes.
  @inline(__always)
  mutating func separate() {
    guard !isAfterKey else {
      isAfterKey = false
      return
    }
    if isFilled { output.append(UInt8(ascii: ",")) }
    isFilled = true
    if style == .pretty, level > 0 { breakLine() }
  }

  /// Begins an array or an object.
  @usableFromInline
  mutating func open(_ opening: UInt8) {
    separate()
    output.append(opening)
    level += 1
    isFilled = false
  }

  /// Ends it.
  @usableFromInline
  mutating func close(_ closing: UInt8) {
    level -= 1
    if style == .pretty, isFilled { breakLine() }
    output.append(closing)
    isFilled = level > 0
  }

  @inline(never)
  private mutating func breakLine() {
    output.append(UInt8(ascii: "\n"))
    for _ in 0..<2 * level { output.append(UInt8(ascii: " ")) }
  }

  /// Writes a string. Besides what RFC 8259 demands, what no screen shows as it is gets an escape, for
  /// a program reads the same text back and a person is not misled.
  mutating func quote(_ text: String) {
    withBytes(of: text) { text in
      if output.appendPlain(text) { return }
      let first = Self.suspect(in: text, from: 0)
      output.append(UInt8(ascii: "\""))
      var start = 0
      var previous: Unicode.Scalar?
      var next = first
      while let index = next {
        if index > start { previous = nil }
        output.append(UnsafeBufferPointer(rebasing: text[start..<index]))
        start = index + writeSuspect(in: text, at: index, &previous)
        next = Self.suspect(in: text, from: start)
      }
      output.append(UnsafeBufferPointer(rebasing: text[start...]))
      output.append(UInt8(ascii: "\""))
    }
  }

  /// The place of the first byte that may need an escape, at or after a place.
  private static func suspect(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = text.baseAddress else { return nil }
    var place = start
    while place + 8 <= text.count {
      let found = Word.hidden(Word.load(base + place))
      guard found == 0 else { return place + (found.trailingZeroBitCount >> 3) }
      place += 8
    }
    while place < text.count {
      if needsEscape(text[place]) || text[place] >= 0x7F { return place }
      place += 1
    }
    return nil
  }

  /// Writes the scalar that begins at a place, as it is or by an escape; gives back its length.
  private mutating func writeSuspect(
    in text: UnsafeBufferPointer<UInt8>, at place: Int, _ previous: inout Unicode.Scalar?
  ) -> Int {
    let byte = text[place]
    guard byte >= 0x7F else {
      escape(byte)
      previous = Unicode.Scalar(byte)
      return 1
    }
    let (decoded, length) = decodeScalar(in: text, at: place)
    let scalar = decoded ?? "\u{FFFD}"
    if isHiddenOnDisplay(scalar, after: previous) {
      for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
        append("\\u")
        for shift in [12, 8, 4, 0] as [UInt16] {
          append(String(unit >> shift & 0xF, radix: 16))
        }
      }
    } else {
      output.append(UnsafeBufferPointer(rebasing: text[place..<min(place + length, text.count)]))
    }
    previous = scalar
    return length
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    case 0x09: append("\\t")
    case 0x08: append("\\b")
    case 0x0C: append("\\f")
    default:
      append("\\u00")
      output.append(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
      append(String(byte & 0x0F, radix: 16))
    }
  }

  mutating func append(_ text: String) { withBytes(of: text) { output.append($0) } }
}

/// Lends the bytes of a string, without a copy of it where they are in one piece.
@inline(__always)
func withBytes(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
  if text.utf8.withContiguousStorageIfAvailable(body) == nil {
    Array(text.utf8).withUnsafeBufferPointer(body)
  }
}
