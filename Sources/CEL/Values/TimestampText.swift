extension Timestamp {
  /// Reads an instant in RFC 3339: `2026-03-01T09:00:00Z`, `2026-03-01T10:00:00.25+01:00`.
  ///
  /// At most nine digits of fraction, any offset below a day, `T` and `Z` in either case. A second
  /// of 60 is the first of the next minute. `nil` for anything else, such as a space for the `T`, a
  /// missing zone, a day that does not exist or an instant out of range.
  public init?(rfc3339 text: String) {
    let parsed = text.utf8.withContiguousStorageIfAvailable { Timestamp(rfc3339: $0) }
    guard let instant = parsed ?? Array(text.utf8).withUnsafeBufferPointer(Timestamp.init(rfc3339:))
    else { return nil }
    self = instant
  }

  /// Reads an instant in RFC 3339 from UTF-8, without allocating.
  public init?(rfc3339 utf8: UnsafeBufferPointer<UInt8>) {
    if let instant = Timestamp(usual: utf8) {
      self = instant
    } else {
      self.init(any: utf8)
    }
  }

  /// Reads the form in which servers write: UTC as `Z`, capital letters, no leap second.
  private init?(usual utf8: UnsafeBufferPointer<UInt8>) {
    guard utf8.count >= 20, utf8.count <= 30, let base = utf8.baseAddress,
      utf8[utf8.count - 1] == UInt8(ascii: "Z")
    else { return nil }
    let text = UnsafeRawPointer(base)
    // `2026-03-`, `01T09:00` and, over the last of it, `09:00:00`.
    let date = EightCharacters(text, digits: 0x00FF_FF00_FFFF_FFFF, others: 0x2D00_002D_0000_0000)
    let time = EightCharacters(
      text + 8, digits: 0xFFFF_00FF_FF00_FFFF, others: 0x0000_3A00_0054_0000)
    let end = EightCharacters(
      text + 11, digits: 0xFFFF_00FF_FF00_FFFF, others: 0x0000_3A00_003A_0000)
    guard date.isExpected, time.isExpected, end.isExpected else { return nil }
    let year = date.pair(at: 0) * 100 + date.pair(at: 2)
    let (month, day) = (date.pair(at: 5), time.pair(at: 0))
    let (hour, minute, second) = (time.pair(at: 3), time.pair(at: 6), end.pair(at: 6))
    guard hour < 24, minute < 60, second < 60, day >= 1,
      day <= 28 || day <= CivilDate.days(inMonth: month, of: year), 1...12 ~= month
    else { return nil }
    var nanoseconds: Int64 = 0
    if utf8.count > 20 {
      guard utf8.count > 21, utf8[19] == UInt8(ascii: ".") else { return nil }
      for place in 20..<29 {
        let digit = place < utf8.count - 1 ? Int64(utf8[place]) - 0x30 : 0
        guard 0...9 ~= digit else { return nil }
        nanoseconds = nanoseconds * 10 + digit
      }
    }
    let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
    self.init(
      seconds: days * 86_400 + hour * 3_600 + minute * 60 + second,
      nanoseconds: Int32(truncatingIfNeeded: nanoseconds))
  }

  private init?(any utf8: UnsafeBufferPointer<UInt8>) {
    var reader = DigitReader(utf8)
    guard let year = reader.number(digits: 4), reader.skip("-"),
      let month = reader.number(digits: 2), reader.skip("-"),
      let day = reader.number(digits: 2), reader.skip("T") || reader.skip("t"),
      let hour = reader.number(digits: 2), hour < 24, reader.skip(":"),
      let minute = reader.number(digits: 2), minute < 60, reader.skip(":"),
      let second = reader.number(digits: 2), second <= 60,
      day >= 1, day <= CivilDate.days(inMonth: month, of: year),
      let nanoseconds = reader.fraction(),
      let offset = reader.offset(), reader.isAtEnd
    else { return nil }
    let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
    self.init(
      seconds: days * 86_400 + hour * 3_600 + minute * 60 + second - offset,
      nanoseconds: nanoseconds)
  }

  /// The instant in RFC 3339 in UTC, with as many digits of fraction as it needs:
  /// `2026-03-01T09:00:00Z`, `2026-03-01T09:00:00.25Z`.
  public var rfc3339: String { withRFC3339 { String(decoding: $0, as: UTF8.self) } }

  /// Lends the text of ``rfc3339``, without making a string.
  package func withRFC3339<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { buffer in
      let days = seconds.flooredQuotient(by: 86_400)
      let second = UInt32(truncatingIfNeeded: seconds - days * 86_400)
      let date = CivilDate(daysSinceEpoch: days)
      let year = UInt32(truncatingIfNeeded: date.year)
      var writer = DigitWriter(buffer)
      writer.writePair(year / 100)
      writer.writePair(year % 100)
      writer.write("-")
      writer.writePair(UInt32(truncatingIfNeeded: date.month))
      writer.write("-")
      writer.writePair(UInt32(truncatingIfNeeded: date.day))
      writer.write("T")
      writer.writePair(second / 3_600)
      writer.write(":")
      writer.writePair(second / 60 % 60)
      writer.write(":")
      writer.writePair(second % 60)
      writer.writeFraction(ofNanoseconds: UInt32(truncatingIfNeeded: nanoseconds))
      writer.write("Z")
      return body(UnsafeBufferPointer(rebasing: buffer[..<writer.count]))
    }
  }
}

extension Timestamp: CustomStringConvertible {
  /// The instant in RFC 3339.
  public var description: String { rfc3339 }
}

/// Eight characters at once, some of which have to be digits and the others given ones.
private struct EightCharacters {
  private let word: UInt64
  /// Whether all are as expected.
  let isExpected: Bool

  /// Loads eight bytes of text, the first one lowest.
  ///
  /// - Parameters:
  ///   - digits: All ones where a digit is expected.
  ///   - others: The characters that are expected elsewhere.
  @inline(__always)
  init(_ text: UnsafeRawPointer, digits: UInt64, others: UInt64) {
    word = UInt64(littleEndian: text.loadUnaligned(as: UInt64.self))
    let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
    let zeros: UInt64 = 0x3030_3030_3030_3030
    let sixes: UInt64 = 0x0606_0606_0606_0606
    // Digits are 0x30 to 0x39: the high half is 3, also six further on. No byte carries into the next.
    isExpected =
      word & ~digits == others && word & high & digits == zeros & digits
      && ((word & digits) &+ (sixes & digits)) & high & digits == zeros & digits
  }

  /// The number that two digits make.
  @inline(__always)
  func pair(at place: Int) -> Int64 {
    let both = word >> UInt64(place * 8)
    return Int64(both & 0x0F) * 10 + Int64(both >> 8 & 0x0F)
  }
}

/// Reads fixed-width numbers and separators from left to right.
private struct DigitReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  private var digit: Int64? {
    guard position < bytes.count, case 0x30...0x39 = bytes[position] else { return nil }
    return Int64(bytes[position] - 0x30)
  }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
    position += 1
    return true
  }

  mutating func number(digits: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<digits {
      guard let digit else { return nil }
      value = value * 10 + digit
      position += 1
    }
    return value
  }

  /// Nanoseconds of an optional fraction of one to nine digits.
  mutating func fraction() -> Int32? {
    guard skip(".") else { return 0 }
    var value: Int64 = 0
    var scale: Int64 = 1_000_000_000
    while let digit {
      guard scale > 1 else { return nil }
      scale /= 10
      value += digit * scale
      position += 1
    }
    return scale == 1_000_000_000 ? nil : Int32(value)
  }

  /// Seconds east of UTC.
  mutating func offset() -> Int64? {
    if skip("Z") || skip("z") { return 0 }
    let isWest = skip("-")
    guard isWest || skip("+"), let hours = number(digits: 2), hours < 24, skip(":"),
      let minutes = number(digits: 2), minutes < 60
    else { return nil }
    let offset = hours * 3_600 + minutes * 60
    return isWest ? -offset : offset
  }
}

/// Writes fixed-width numbers and separators from left to right; what does not fit is left out.
private struct DigitWriter {
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

  @inline(__always)
  mutating func write(_ character: Unicode.Scalar) {
    guard count < buffer.count else { return }
    buffer[count] = UInt8(truncatingIfNeeded: character.value)
    count += 1
  }

  /// Writes a number below a hundred with two digits.
  @inline(__always)
  mutating func writePair(_ number: UInt32) {
    guard count + 2 <= buffer.count else { return }
    buffer[count] = 0x30 + UInt8(truncatingIfNeeded: number / 10)
    buffer[count + 1] = 0x30 + UInt8(truncatingIfNeeded: number % 10)
    count += 2
  }

  /// Writes as many digits of a fraction as it needs, if any.
  @inline(__always)
  mutating func writeFraction(ofNanoseconds nanoseconds: UInt32) {
    guard nanoseconds != 0, count + 10 <= buffer.count else { return }
    write(".")
    var rest = nanoseconds
    for place in stride(from: count + 8, through: count, by: -1) {
      buffer[place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    count += 9
    while buffer[count - 1] == 0x30 { count -= 1 }
  }
}
