/// The Unicode scalar that starts at an offset, and how many bytes it takes.
///
/// A byte that starts no well-formed sequence yields `nil` and a length of 1, so that a reader can
/// name it and go on behind it.
///
/// Well-formed is what table 3-7 of the Unicode Standard lists: no longer form than needed, no surrogates,
/// nothing beyond U+10FFFF.
///
/// - Precondition: none; an offset outside the bytes yields `nil` and 1.
@inlinable
package func decodeScalar<Bytes: RandomAccessCollection>(
  in bytes: Bytes, at offset: Int
) -> (scalar: Unicode.Scalar?, length: Int) where Bytes.Element == UInt8, Bytes.Index == Int {
  guard offset >= bytes.startIndex, offset < bytes.endIndex else { return (nil, 1) }
  let first = bytes[offset]
  if first < 0x80 { return (Unicode.Scalar(first), 1) }

  let length: Int
  var value: UInt32
  let smallest: UInt32
  switch first {
  case 0xC2...0xDF: (length, value, smallest) = (2, UInt32(first & 0x1F), 0x80)
  case 0xE0...0xEF: (length, value, smallest) = (3, UInt32(first & 0x0F), 0x800)
  case 0xF0...0xF4: (length, value, smallest) = (4, UInt32(first & 0x07), 0x10000)
  default: return (nil, 1)
  }
  guard length <= bytes.endIndex - offset else { return (nil, 1) }
  for index in offset + 1..<offset + length {
    guard bytes[index] & 0xC0 == 0x80 else { return (nil, 1) }
    value = value << 6 | UInt32(bytes[index] & 0x3F)
  }
  guard value >= smallest, let scalar = Unicode.Scalar(value) else { return (nil, 1) }
  return (scalar, length)
}
