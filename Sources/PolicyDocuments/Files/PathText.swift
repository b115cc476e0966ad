import PolicyDiagnostics

/// Names of files as text, whatever their bytes are.
///
/// To the system a name is bytes, and to Swift a text is Unicode, which mends what is no UTF-8 and so
/// would name another file. Here a byte that is no UTF-8 becomes one scalar of its own, U+10FF00 and
/// the byte, from the end of the private planes; ``escapedForDisplay(_:)`` shows it as `\xE9`. A name
/// that has such a scalar of its own has it written byte by byte, so that no two names become one
/// text. Python's `surrogateescape` does the same with scalars that Swift does not have.
package enum PathText {
  /// The scalars that stand for bytes.
  private static let stands: ClosedRange<UInt32> = 0x10_FF80...0x10_FFFF

  /// The text of a name.
  package static func text(of name: UnsafePointer<CChar>) -> String {
    var bytes: [UInt8] = []
    var place = name
    while place.pointee != 0 {
      bytes.append(UInt8(bitPattern: place.pointee))
      place += 1
    }
    return text(of: bytes)
  }

  /// The text of a name.
  package static func text(of name: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    var place = 0
    while place < name.count {
      let (scalar, length) = decodeScalar(in: name, at: place)
      if let scalar, !stands.contains(scalar.value) {
        text.append(scalar)
      } else {
        for byte in name[place..<min(place + length, name.count)] {
          if let stand = Unicode.Scalar(0x10_FF00 + UInt32(byte)) { text.append(stand) }
        }
      }
      place += length
    }
    return String(text)
  }

  /// Hands the bytes of a name to a call of the system, with the zero byte that ends it.
  package static func withBytes<Result>(
    of path: String, _ body: (UnsafePointer<CChar>) -> Result
  ) -> Result {
    // Those scalars begin with the same two bytes, which few names have.
    guard path.utf8.contains(0xF4) else { return path.withCString(body) }
    return (bytes(of: path) + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map(body) ?? path.withCString(body)
    }
  }

  /// The bytes of a name.
  package static func bytes(of path: String) -> [UInt8] {
    var name: [UInt8] = []
    for scalar in path.unicodeScalars {
      if stands.contains(scalar.value) {
        name.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        name += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      }
    }
    return name
  }
}
