/// A range of addresses that share their first bits: CEL's `net.CIDR`, as `10.0.0.0/8`.
///
/// The address is kept as it was written, so `10.0.0.1/8` and `10.0.0.0/8` hold the same addresses and
/// are not equal; ``masked`` makes them so.
package struct CIDR: Hashable, Sendable {
  /// The address before the slash.
  package let address: IPAddress
  /// How many bits the addresses share: up to 32 for IPv4, up to 128 for IPv6.
  package var prefixLength: Int { Int(length) }

  private let length: UInt8

  private init(_ address: IPAddress, length: UInt8) {
    self.address = address
    self.length = length
  }

  /// Reads a range; the error says what is wrong with the text.
  package init(_ text: String) throws(AddressError) {
    let parts = text.utf8.split(
      separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
    if text.utf8.contains(UInt8(ascii: "%")) {
      throw AddressError("a zone such as `%eth0` is not allowed")
    }
    guard let head = parts.first, parts.count == 2 else {
      let address = try? IPAddress(text)
      throw AddressError(
        "it has no `/` with the number of bits that its addresses share",
        suggestion: address.map { "\($0)/\($0.family.bitCount)" })
    }
    let (address, isMapped) = try IPAddress.parse(Array(head))
    guard !isMapped else {
      throw AddressError("an IPv4 address written as IPv6 is not allowed")
    }
    let digits = String(decoding: parts[1].prefix(4), as: UTF8.self)
    guard parts[1].allSatisfy({ (0x30...0x39).contains($0) }), let length = UInt8(digits),
      Int(length) <= address.family.bitCount
    else {
      throw AddressError(
        "what stands after the `/` is a number up to \(address.family.bitCount)")
    }
    guard parts[1].count == 1 || parts[1].first != UInt8(ascii: "0") else {
      throw AddressError("its number `\(digits)` begins with a zero")
    }
    self.init(address, length: length)
  }

  /// The same range, with every bit zero that its addresses do not share.
  package var masked: CIDR {
    let free = UInt128(address.family.bitCount - prefixLength)
    // All bits of an IPv6 address may be free, and shifting by 128 gives zero.
    return CIDR(IPAddress(address.family, bits: (address.bits >> free) << free), length: length)
  }

  /// Whether an address is in the range; one of the other family never is.
  package func contains(_ other: IPAddress) -> Bool {
    guard other.family == address.family else { return false }
    let free = UInt128(address.family.bitCount - prefixLength)
    return other.bits >> free == address.bits >> free
  }

  /// Whether every address of another range is in this one.
  package func contains(_ other: CIDR) -> Bool {
    other.length >= length && contains(other.address)
  }
}

extension CIDR: CustomStringConvertible {
  /// The address in its one text, a slash, and the length.
  package var description: String { "\(address)/\(prefixLength)" }
}
