/// Values that nobody asked for.
@_spi(Scanner)
extension JSONScanner {
  /// Steps over a value of any kind.
  public mutating func skipValue(_ keys: inout SeenKeys) -> Bool {
    switch afterSpace() {
    case UInt8(ascii: "\""): return string() != nil
    case UInt8(ascii: "{"): return skipObject(&keys)
    case UInt8(ascii: "["): return skipArray(&keys)
    case UInt8(ascii: "t"): return word("true")
    case UInt8(ascii: "f"): return word("false")
    case UInt8(ascii: "n"): return word("null")
    default: return number() != nil
    }
  }

  private mutating func skipObject(_ keys: inout SeenKeys) -> Bool {
    guard open(UInt8(ascii: "{")) else { return false }
    if close(UInt8(ascii: "}")) { return true }
    let mark = keys.mark()
    while true {
      guard afterSpace() == UInt8(ascii: "\""), let key = key(),
        keys.isNew(key.hash, since: mark), colon(), skipValue(&keys)
      else { return false }
      switch separator(before: UInt8(ascii: "}")) {
      case .comma: continue
      case .failure: return false
      case .end:
        keys.forget(since: mark)
        return true
      }
    }
  }

  private mutating func skipArray(_ keys: inout SeenKeys) -> Bool {
    guard open(UInt8(ascii: "[")) else { return false }
    if close(UInt8(ascii: "]")) { return true }
    while true {
      guard skipValue(&keys) else { return false }
      switch separator(before: UInt8(ascii: "]")) {
      case .comma: continue
      case .failure: return false
      case .end: return true
      }
    }
  }

  /// Steps over the colon after a key.
  @inlinable @inline(__always)
  public mutating func colon() -> Bool {
    guard afterSpace() == UInt8(ascii: ":") else { return false }
    position += 1
    return true
  }
}

/// The keys of the objects that are open, by their hashes.
@frozen @_spi(Scanner)
public struct SeenKeys {
  @usableFromInline let hashes: UnsafeMutableBufferPointer<UInt64>
  @usableFromInline var count = 0

  /// Uses memory of someone else.
  public init(_ memory: UnsafeMutableBufferPointer<UInt64>) { hashes = memory }

  /// Where the keys of an object that begins now will stand.
  @inlinable @inline(__always)
  public func mark() -> Int { count }

  /// Notes a key; `false` if the object may have had it, or if there is no room.
  @inlinable @inline(__always)
  public mutating func isNew(_ hash: UInt64, since mark: Int) -> Bool {
    guard count < hashes.count else { return false }
    for place in mark..<count where hashes[place] == hash { return false }
    hashes[count] = hash
    count += 1
    return true
  }

  /// Ends an object.
  @inlinable @inline(__always)
  public mutating func forget(since mark: Int) { count = mark }
}
