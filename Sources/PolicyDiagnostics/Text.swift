#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A string compared and hashed by its UTF-8 bytes.
///
/// Swift's own comparison takes canonically equivalent strings for equal: "é" as one scalar and as two.
/// YAML, JSON and CEL compare code points, and so must every key and every constant. The order of UTF-8
/// bytes is the order of code points.
@usableFromInline
package struct Text: Hashable, Comparable, Sendable {
  /// The string.
  @usableFromInline
  package let string: String

  /// Wraps a string.
  @inlinable
  package init(_ string: String) { self.string = string }

  /// Whether both have the same code points.
  @inlinable
  package static func == (left: Text, right: Text) -> Bool {
    left.string.hasSameBytes(as: right.string)
  }

  /// Whether the first comes first in the order of code points.
  @inlinable
  package static func < (left: Text, right: Text) -> Bool { order(left.string, right.string) < 0 }

  /// Hashes the bytes.
  @inlinable
  package func hash(into hasher: inout Hasher) {
    var string = string
    string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// Negative, zero or positive as the first string comes before, with or after the second.
  @usableFromInline
  package static func order(_ left: String, _ right: String) -> Int {
    var (left, right) = (left, right)
    return left.withUTF8 { a in
      right.withUTF8 { b in
        let shared = min(a.count, b.count)
        if shared > 0, let first = a.baseAddress, let second = b.baseAddress {
          let order = Int(memcmp(first, second, shared))
          if order != 0 { return order }
        }
        return a.count - b.count
      }
    }
  }

  /// The byte offset of the first occurrence of a string at or after an offset.
  package static func find(_ needle: String, in haystack: String, from start: Int = 0) -> Int? {
    var (needle, haystack) = (needle, haystack)
    return haystack.withUTF8 { text in
      needle.withUTF8 { part in find(part, in: text, from: start) }
    }
  }

  package static func find(
    _ needle: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int? {
    guard let first = needle.first else { return start <= text.count ? start : nil }
    guard text.count >= needle.count, let base = text.baseAddress, let part = needle.baseAddress
    else { return nil }
    var index = max(0, start)
    let last = text.count - needle.count
    while index <= last {
      guard let hit = memchr(base + index, Int32(first), last - index + 1) else { return nil }
      index = UnsafeRawPointer(hit) - UnsafeRawPointer(base)
      if memcmp(base + index, part, needle.count) == 0 { return index }
      index += 1
    }
    return nil
  }

  /// Whether a string begins with another.
  package static func hasPrefix(_ text: String, _ prefix: String) -> Bool {
    var (text, prefix) = (text, prefix)
    return text.withUTF8 { a in
      prefix.withUTF8 { b in
        guard a.count >= b.count else { return false }
        guard let first = a.baseAddress, let second = b.baseAddress else { return b.isEmpty }
        return memcmp(first, second, b.count) == 0
      }
    }
  }

  /// Whether a string ends with another.
  package static func hasSuffix(_ text: String, _ suffix: String) -> Bool {
    var (text, suffix) = (text, suffix)
    return text.withUTF8 { a in
      suffix.withUTF8 { b in
        guard a.count >= b.count else { return false }
        guard let first = a.baseAddress, let second = b.baseAddress else { return b.isEmpty }
        return memcmp(first + (a.count - b.count), second, b.count) == 0
      }
    }
  }
}

extension String {
  /// Whether both have the same code points; unlike `==`, which looks through Unicode composition.
  @inlinable
  package func hasSameBytes(as other: String) -> Bool {
    utf8.count == other.utf8.count && Text.order(self, other) == 0
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether both hold the same bytes.
  @inline(__always)
  package func hasSameBytes(as other: UnsafeBufferPointer<UInt8>) -> Bool {
    guard count == other.count else { return false }
    guard let first = baseAddress, let second = other.baseAddress else { return true }
    return memcmp(first, second, count) == 0
  }

  /// Whether the bytes are those of a text.
  package func hasSameBytes(as text: StaticString) -> Bool {
    text.withUTF8Buffer { hasSameBytes(as: $0) }
  }
}
