import Testing

@testable import SessionPolicy

/// The vectors of NIST's FIPS 180-4 examples and of its validation program (SHAVS).
@Suite struct SHA256Tests {
  private static func hex(_ text: String) -> String {
    hex(SHA256.digest(of: text.utf8))
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmn"
        + "opqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func digestsAreThoseOfTheStandard(_ text: String, _ digest: String) {
    #expect(Self.hex(text) == digest)
  }

  @Test func aMillionLetters() {
    #expect(
      Self.hex(SHA256.digest(of: repeatElement(UInt8(ascii: "a"), count: 1_000_000)))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// SHAVS, short messages of one and of four bytes.
  @Test(
    arguments: [
      ([0xd3], "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"),
      (
        [0x74, 0xba, 0x25, 0x21], "b16aa56be3880d18cd41e68384cf1ec8c17680c45a02b1575dc1518923ae8b0e"
      ),
    ] as [([UInt8], String)])
  func shortMessages(_ bytes: [UInt8], _ digest: String) {
    #expect(Self.hex(SHA256.digest(of: bytes)) == digest)
  }

  /// The padding takes another block from 56 bytes on; each length is told apart.
  @Test func everyLengthAroundABlockHasADigestOfItsOwn() {
    let digests = (0...130).map { SHA256.digest(of: repeatElement(0, count: $0)) }
    #expect(Set(digests).count == 131)
    #expect(digests.allSatisfy { $0.count == 32 })
  }
}
