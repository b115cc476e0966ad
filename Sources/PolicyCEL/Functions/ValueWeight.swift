extension Value {
  /// The length that costs are counted by: bytes of strings, elements of lists and maps, else 0.
  var size: UInt64 {
    switch self {
    case .string(let text): UInt64(text.utf8.count)
    case .bytes(let bytes): UInt64(bytes.count)
    case .list(let elements): UInt64(elements.count)
    case .map(let map): UInt64(map.count)
    default: 0
    }
  }

  /// Whether there may be values in it.
  var isContainer: Bool {
    switch self {
    case .list, .map, .optional: true
    default: false
    }
  }

  /// Bytes and elements in all, nested ones too; more than any budget from a million elements on.
  var weight: UInt64 {
    guard isContainer else { return size }
    var counter = WeightCounter()
    counter.count(self)
    return counter.total
  }

  /// Bytes and elements that comparing two values for equality may look at.
  static func comparedWeight(_ left: Value, _ right: Value) -> UInt64 {
    guard left.isContainer, right.isContainer else { return min(left.size, right.size) }
    return comparedWeight(left, withEach: [right])
  }

  /// Bytes and elements that comparing a value with each of several may look at.
  static func comparedWeight(_ value: Value, withEach others: [Value]) -> UInt64 {
    var counter = WeightCounter()
    for other in others { counter.count(value, other) }
    return counter.total
  }
}

/// Counts what is in values that contain values.
///
/// A few steps can build a value that holds the same list thousands of times over, at every level. What
/// it costs to walk through is found by walking, up to a limit that no honest value reaches.
struct WeightCounter {
  /// Stands for more than was counted; no budget is as large.
  private static let uncountable: UInt64 = 1 << 60

  /// The most elements that are looked at.
  static let visitLimit: UInt64 = 1_000_000

  private var bytes: UInt64 = 0
  private var visits: UInt64 = 0

  private var isFull: Bool { visits >= Self.visitLimit }

  /// The sum so far.
  var total: UInt64 { isFull ? Self.uncountable : min(bytes + visits, Self.uncountable) }

  /// Counts a value.
  mutating func count(_ value: Value) {
    switch value {
    case .list(let elements):
      for element in elements where visit() { count(element) }
    case .map(let map):
      for (key, value) in map.entries where visit() {
        bytes += key.size
        count(value)
      }
    case .optional(.some(let wrapped)): if visit() { count(wrapped) }
    default: bytes += value.size
    }
  }

  /// Counts what two values have to be compared by: nothing more once their sizes differ.
  mutating func count(_ left: Value, _ right: Value) {
    switch (left, right) {
    case (.list(let left), .list(let right)):
      guard left.count == right.count else { return }
      for (left, right) in zip(left, right) where visit() { count(left, right) }
    case (.map(let left), .map(let right)):
      guard left.count == right.count else { return }
      for (key, value) in left.entries where visit() {
        bytes += key.size
        if let other = right[key] { count(value, other) }
      }
    case (.optional(.some(let left)), .optional(.some(let right))):
      if visit() { count(left, right) }
    default: bytes += min(left.size, right.size)
    }
  }

  /// Notes one more element; `false` when there were too many.
  private mutating func visit() -> Bool {
    guard !isFull else { return false }
    visits += 1
    return true
  }
}
