/// An IPv4 or IPv6 address: CEL's `net.IP`.
///
/// An IPv4 address that is written as an IPv6 one (`::ffff:c0a8:1`, RFC 4291 §2.5.5.2) *is* the IPv4
/// address: CEL's conformance suite says so of the hexadecimal form, and refuses the dotted one.
package struct IPAddress: Hashable, Sendable {
  /// The two kinds of addresses; the raw value is what CEL's `family()` gives.
  package enum Family: UInt8, Sendable {
    case ipv4 = 4
    case ipv6 = 6

    /// How many bits an address has.
    package var bitCount: Int { self == .ipv4 ? 32 : 128 }
  }

  /// The upper half of the bits; zero for IPv4.
  private let high: UInt64
  /// The lower half; for IPv4 its 32 bits.
  private let low: UInt64
  /// Which kind of address it is. It stands last, so that a range fits into the room of a map and a
  /// ``Value`` does not grow.
  package let family: Family

  /// Makes an address of its bits, of which only as many count as the family has.
  init(_ family: Family, bits: UInt128) {
    self.family = family
    high = family == .ipv4 ? 0 : UInt64(truncatingIfNeeded: bits >> 64)
    low = UInt64(truncatingIfNeeded: bits) & (family == .ipv4 ? 0xFFFF_FFFF : .max)
  }

  /// The bits as one number, the first bit of the address the highest that the family has.
  var bits: UInt128 { UInt128(high) << 64 | UInt128(low) }

  /// One of the eight groups of an IPv6 address.
  private func group(_ index: Int) -> UInt16 {
    UInt16(truncatingIfNeeded: bits >> UInt128(16 * (7 - index)))
  }
}

// MARK: - Kinds of addresses

extension IPAddress {
  /// Whether it is `0.0.0.0` or `::`.
  package var isUnspecified: Bool { high == 0 && low == 0 }

  /// Whether it is of `127.0.0.0/8`, or `::1`.
  package var isLoopback: Bool {
    family == .ipv4 ? low >> 24 == 127 : high == 0 && low == 1
  }

  /// Whether it is of `224.0.0.0/4` or `ff00::/8`.
  package var isMulticast: Bool {
    family == .ipv4 ? low >> 28 == 0xE : high >> 56 == 0xFF
  }

  /// Whether it is of `224.0.0.0/24`, or multicast with the scope 2 (RFC 4291 §2.7).
  package var isLinkLocalMulticast: Bool {
    family == .ipv4 ? low >> 8 == 0xE00000 : isMulticast && (high >> 48) & 0xF == 2
  }

  /// Whether it is of `169.254.0.0/16` or `fe80::/10`.
  package var isLinkLocalUnicast: Bool {
    family == .ipv4 ? low >> 16 == 0xA9FE : high >> 54 == 0x3FA
  }

  /// Whether it is none of the special kinds; private networks such as `10.0.0.0/8` count as global,
  /// as in Go's `netip`, from which CEL has the word.
  package var isGlobalUnicast: Bool {
    let isBroadcast = family == .ipv4 && low == 0xFFFF_FFFF
    return !isBroadcast && !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast
  }
}

// MARK: - Text

extension IPAddress: CustomStringConvertible {
  /// The one text that RFC 5952 gives the address: lower case, no leading zeros, and `::` for the
  /// longest run of at least two zero groups, the first of equals.
  package var description: String {
    guard family == .ipv6 else {
      return (0..<4).map { String(low >> UInt64(24 - 8 * $0) & 0xFF) }.joined(separator: ".")
    }
    var longest = 0..<0
    var start = 0
    for index in 0...8 where index == 8 || group(index) != 0 {
      if index - start > max(longest.count, 1) { longest = start..<index }
      start = index + 1
    }
    func text(_ groups: Range<Int>) -> String {
      groups.map { String(group($0), radix: 16) }.joined(separator: ":")
    }
    guard !longest.isEmpty else { return text(0..<8) }
    return text(0..<longest.lowerBound) + "::" + text(longest.upperBound..<8)
  }
}

extension IPAddress {
  /// Reads an address; the error says what is wrong with the text.
  package init(_ text: String) throws(AddressError) {
    self = try Self.parse(Array(text.utf8)).address
  }

  /// An address, and whether it was IPv4 written as IPv6.
  static func parse(
    _ text: [UInt8]
  ) throws(AddressError) -> (address: IPAddress, isMapped: Bool) {
    guard !text.isEmpty else { throw AddressError("it is empty") }
    if text.contains(UInt8(ascii: "%")) {
      throw AddressError("a zone such as `%eth0` is not allowed")
    }
    guard text.contains(UInt8(ascii: ":")) else {
      return (IPAddress(.ipv4, bits: UInt128(try ipv4(text[...]))), false)
    }
    var parser = IPv6Parser(text: text)
    let bits = try parser.parse()
    guard bits >> 32 == 0xFFFF else { return (IPAddress(.ipv6, bits: bits), false) }
    let address = IPAddress(.ipv4, bits: bits)
    guard !parser.isDotted else {
      throw AddressError(
        "an IPv4 address written as IPv6 is not allowed", suggestion: address.description)
    }
    return (address, true)
  }

  /// Four numbers up to 255, in decimal and without leading zeros, which some take for octal.
  fileprivate static func ipv4(_ text: ArraySlice<UInt8>) throws(AddressError) -> UInt32 {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else {
      throw AddressError("an IPv4 address has four numbers between dots")
    }
    var bits: UInt32 = 0
    for part in parts {
      guard !part.isEmpty, part.allSatisfy({ (0x30...0x39).contains($0) }) else {
        throw AddressError("an IPv4 address has four numbers between dots")
      }
      let digits = String(decoding: part.prefix(4), as: UTF8.self)
      guard part.count == 1 || part.first != UInt8(ascii: "0") else {
        throw AddressError("its number `\(digits)` begins with a zero")
      }
      guard part.count <= 3, let number = UInt8(digits) else {
        throw AddressError("its numbers are at most 255")
      }
      bits = bits << 8 | UInt32(number)
    }
    return bits
  }
}

/// Why a text is no address and no range.
package struct AddressError: Error, Hashable, Sendable {
  /// What is wrong, as the end of a sentence about the text.
  package let reason: String
  /// The text that was probably meant.
  package let suggestion: String?

  init(_ reason: String, suggestion: String? = nil) {
    self.reason = reason
    self.suggestion = suggestion
  }
}

/// Reads eight groups of up to four hexadecimal digits, of which `::` stands for those that are zero,
/// and the last two of which may be written as an IPv4 address.
private struct IPv6Parser {
  let text: [UInt8]
  private var place = 0
  private var groups: [UInt16] = []
  /// How many groups stand before the `::`.
  private var gap: Int?
  /// Whether the end is written as an IPv4 address.
  private(set) var isDotted = false

  init(text: [UInt8]) { self.text = text }

  private var rest: ArraySlice<UInt8> { text.dropFirst(place) }

  mutating func parse() throws(AddressError) -> UInt128 {
    if rest.starts(with: "::".utf8) {
      gap = 0
      place += 2
    }
    while place < text.count {
      guard groups.count < 8 else { throw AddressError("an IPv6 address has eight groups") }
      if try groupEnds() { break }
    }
    guard (gap == nil) == (groups.count == 8) else {
      throw AddressError(
        gap == nil
          ? "an IPv6 address has eight groups"
          : "its `::` stands for no group, for all eight are there"
      )
    }
    let zeros = Array(repeating: UInt16(0), count: 8 - groups.count)
    let all = groups.prefix(gap ?? 8) + zeros + groups.dropFirst(gap ?? 8)
    return all.reduce(0) { $0 << 16 | UInt128($1) }
  }

  /// Reads a group and the colons after it; whether the text ends there.
  private mutating func groupEnds() throws(AddressError) -> Bool {
    let digits = rest.prefix { UInt8.isHexadecimal($0) }
    let after = rest.dropFirst(digits.count).first
    if after == UInt8(ascii: ".") {
      guard groups.count <= 6 else { throw AddressError("an IPv6 address has eight groups") }
      let bits = try IPAddress.ipv4(rest)
      groups += [UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits)]
      isDotted = true
      place = text.count
      return true
    }
    guard let number = UInt16(String(decoding: digits.prefix(5), as: UTF8.self), radix: 16),
      digits.count <= 4
    else { throw AddressError("a group of an IPv6 address has one to four hexadecimal digits") }
    groups.append(number)
    place += digits.count
    guard let after else { return true }
    guard after == UInt8(ascii: ":") else {
      throw AddressError("a group of an IPv6 address has one to four hexadecimal digits")
    }
    place += 1
    guard let next = rest.first else { throw AddressError("it ends with a colon") }
    guard next == UInt8(ascii: ":") else { return false }
    guard gap == nil else { throw AddressError("it has more than one `::`") }
    gap = groups.count
    place += 1
    return place == text.count
  }
}

extension UInt8 {
  fileprivate static func isHexadecimal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
  }
}
