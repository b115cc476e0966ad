import PolicyDiagnostics
import Testing

@Test func everyScalarIsDecodedFromItsOwnBytes() {
  for value in stride(from: UInt32(0), through: 0x10FFFF, by: 7) {
    guard let scalar = Unicode.Scalar(value) else { continue }
    let bytes = Array(String(Character(scalar)).utf8)
    let decoded = decodeScalar(in: bytes, at: 0)
    #expect(decoded.scalar == scalar)
    #expect(decoded.length == bytes.count)
    if bytes.count > 1 {
      #expect(decodeScalar(in: Array(bytes.dropLast()), at: 0).scalar == nil)
    }
  }
}

@Test(
  arguments: [
    [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
    [0xF0, 0x80, 0x80, 0x80],
    [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xC3, 0x28], [],
  ] as [[UInt8]])
func illFormedBytesAreOneByteEach(bytes: [UInt8]) {
  let decoded = decodeScalar(in: bytes, at: 0)
  #expect(decoded.scalar == nil)
  #expect(decoded.length == 1)
}
