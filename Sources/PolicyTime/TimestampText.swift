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
    if let usual = UsualInstant(utf8) {
      self.init(
        seconds: usual.daysSinceEpoch * 86_400 + usual.secondOfDay,
        nanoseconds: Int32(truncatingIfNeeded: usual.nanoseconds))
    } else {
      self.init(any: utf8)
    }
  }

  /// Whether UTF-8 is an instant in RFC 3339.
  package static func isRFC3339(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    UsualInstant(utf8) != nil || Timestamp(any: utf8) != nil
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
  public var rfc3339: String {
    String(unsafeUninitializedCapacity: Self.rfc3339Limit) { writeRFC3339(to: $0) }
  }

  /// The most bytes that the text of ``rfc3339`` has.
  package static let rfc3339Limit = 32

  /// Writes the text of ``rfc3339`` into memory of at least ``rfc3339Limit`` bytes, and gives its length; nothing
  /// into less.
  package func writeRFC3339(to buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    guard let base = buffer.baseAddress, buffer.count >= Self.rfc3339Limit else { return 0 }
    let days = seconds.flooredQuotient(by: 86_400)
    let second = UInt32(truncatingIfNeeded: seconds - days * 86_400)
    let date = CivilDate(daysSinceEpoch: days)
    let year = UInt32(truncatingIfNeeded: date.year)
    var writer = DigitWriter(base)
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
    return writer.count
  }
}

extension Timestamp: CustomStringConvertible {
  /// The instant in RFC 3339.
  public var description: String { rfc3339 }
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

/// Writes fixed-width numbers and separators from left to right, at most ``Timestamp/rfc3339Limit`` bytes.
private struct DigitWriter {
  private let base: UnsafeMutablePointer<UInt8>
  private(set) var count = 0

  init(_ base: UnsafeMutablePointer<UInt8>) { self.base = base }

  @inline(__always)
  mutating func write(_ character: Unicode.Scalar) {
    base[count] = UInt8(truncatingIfNeeded: character.value)
    count += 1
  }

  /// Writes a number below a hundred with two digits.
  @inline(__always)
  mutating func writePair(_ number: UInt32) {
    // The quotient by ten, for numbers below a hundred.
    let tens = (number &* 103) >> 10
    base[count] = UInt8(truncatingIfNeeded: 0x30 &+ tens)
    base[count + 1] = UInt8(truncatingIfNeeded: 0x30 &+ number &- tens &* 10)
    count += 2
  }

  /// Writes as many digits of a fraction as it needs, if any.
  @inline(__always)
  mutating func writeFraction(ofNanoseconds nanoseconds: UInt32) {
    guard nanoseconds != 0 else { return }
    write(".")
    let first = count
    writePair(nanoseconds / 10_000_000)
    writePair(nanoseconds / 100_000 % 100)
    writePair(nanoseconds / 1_000 % 100)
    let rest = nanoseconds % 1_000
    if rest != 0 {
      writePair(rest / 10)
      write(Unicode.Scalar(UInt8(truncatingIfNeeded: 0x30 &+ rest % 10)))
    }
    while count > first, base[count - 1] == 0x30 { count -= 1 }
  }
}
