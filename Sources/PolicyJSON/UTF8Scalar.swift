/// Well-formed UTF-8, by table 3-7 of the Unicode Standard.
enum UTF8Scalar {
  /// The number of bytes of the scalar that some bytes begin with; `nil` if they are not well-formed.
  static func length(of bytes: some Collection<UInt8>) -> Int? {
    guard let lead = bytes.first else { return nil }
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0..<0x80: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return nil
    }
    let rest = bytes.dropFirst().prefix(length - 1)
    guard rest.count == length - 1, let next = rest.first, second.contains(next),
      rest.dropFirst().allSatisfy({ 0x80...0xBF ~= $0 })
    else { return nil }
    return length
  }
}
