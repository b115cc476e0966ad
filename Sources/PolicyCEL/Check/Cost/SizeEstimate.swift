/// How large a value may be, and what is in it.
///
/// An optional is as large as what it holds.
struct SizeEstimate: Sendable {
  /// The fewest bytes of a string, or elements of a list or map.
  var minimum: UInt64
  /// The most of them.
  var maximum: UInt64
  /// The most bytes of all strings in it, nested ones too.
  var bytes: UInt64
  /// The most elements of all lists and maps in it, nested ones too.
  var elements: UInt64
  /// Whether there may be a map in it.
  var holdsMaps = false
  /// Whether it may be of any type.
  var isDynamic = false
  /// The sizes of the largest element of a list, or key of a map, and of the largest value of a map;
  /// empty where nothing is known of them.
  private var parts: [SizeEstimate] = []

  /// Creates an estimate for a value without elements.
  init(_ minimum: UInt64, _ maximum: UInt64) {
    self.minimum = minimum
    self.maximum = max(minimum, maximum)
    bytes = self.maximum
    elements = 0
  }

  /// The size of what has none, such as a number.
  static let none = SizeEstimate(0, 0)

  /// The size of a value of which nothing is known.
  static let dynamic: SizeEstimate = {
    var size = SizeEstimate(0, SizeAssumptions.stringLength)
    size.elements = SizeAssumptions.elementCount
    size.holdsMaps = true
    size.isDynamic = true
    return size
  }()

  /// The size of a list.
  static func list(_ minimum: UInt64, _ maximum: UInt64, of element: SizeEstimate) -> SizeEstimate {
    var size = SizeEstimate(minimum, maximum)
    size.bytes = maximum.multipliedSaturating(by: element.bytes)
    size.elements = maximum.multipliedSaturating(by: element.elements.addingSaturated(1))
    size.holdsMaps = element.holdsMaps
    size.parts = [element]
    return size
  }

  /// The size of a map.
  static func map(
    _ minimum: UInt64, _ maximum: UInt64, from key: SizeEstimate, to value: SizeEstimate
  ) -> SizeEstimate {
    var size = list(minimum, maximum, of: value)
    size.bytes = maximum.multipliedSaturating(by: key.bytes.addingSaturated(value.bytes))
    size.holdsMaps = true
    size.parts = [key, value]
    return size
  }

  /// The size of a list of elements of known sizes.
  static func list(
    _ minimum: UInt64, _ maximum: UInt64, holding elements: [SizeEstimate]
  ) -> SizeEstimate {
    list(minimum, maximum, of: union(elements) ?? .none).holding(
      bytes: elements.reduce(0) { $0.addingSaturated($1.bytes) },
      elements: elements.reduce(0) { $0.addingSaturated($1.elements).addingSaturated(1) })
  }

  /// The size of a map of entries of known sizes, of which some may be left out.
  static func map(
    _ count: UInt64, from keys: [SizeEstimate], to values: [SizeEstimate]
  ) -> SizeEstimate {
    map(0, count, from: union(keys) ?? .none, to: union(values) ?? .none).holding(
      bytes: (keys + values).reduce(0) { $0.addingSaturated($1.bytes) },
      elements: values.reduce(0) { $0.addingSaturated($1.elements).addingSaturated(1) })
  }

  /// The size of what a loop goes through: an element, or a key.
  var element: SizeEstimate? { isDynamic ? atMost : parts.first }

  /// The size of what an index or a selection gives.
  var value: SizeEstimate? { isDynamic ? atMost : parts.last }

  /// How often a loop over it goes round.
  var count: ClosedRange<UInt64> {
    isDynamic ? 0...elements : minimum...maximum
  }

  /// The size of a list of what is in the lists of this one.
  var flattened: SizeEstimate {
    guard !isDynamic, let element, !element.isDynamic, let inner = element.element else {
      return flattenedAtAnyDepth
    }
    // Elements that are no lists remain.
    return SizeEstimate.list(0, elements, of: Self.union(element, inner))
      .holding(bytes: bytes, elements: elements)
  }

  /// The size of a list of what is in the lists of this one, however deep.
  var flattenedAtAnyDepth: SizeEstimate {
    var size = atMost
    size.maximum = max(maximum, elements, bytes)
    size.isDynamic = true
    return size
  }

  /// The size of both together.
  static func + (left: SizeEstimate, right: SizeEstimate) -> SizeEstimate {
    var size = union(left, right)
    size.minimum = left.minimum.addingSaturated(right.minimum)
    size.maximum = left.maximum.addingSaturated(right.maximum)
    size.bytes = left.bytes.addingSaturated(right.bytes)
    size.elements = left.elements.addingSaturated(right.elements)
    return size
  }

  /// The size of any one of several.
  static func union(_ sizes: [SizeEstimate]) -> SizeEstimate? {
    sizes.first.map { first in sizes.dropFirst().reduce(first, union) }
  }

  private static func union(_ left: SizeEstimate, _ right: SizeEstimate) -> SizeEstimate {
    var size = SizeEstimate(min(left.minimum, right.minimum), max(left.maximum, right.maximum))
    size.bytes = max(left.bytes, right.bytes)
    size.elements = max(left.elements, right.elements)
    size.holdsMaps = left.holdsMaps || right.holdsMaps
    size.isDynamic = left.isDynamic || right.isDynamic
    // A part of what may be anything is no larger than the whole.
    guard !size.isDynamic else { return size }
    if left.parts.isEmpty || right.parts.isEmpty {
      size.parts = left.parts + right.parts
    } else if left.parts.count == right.parts.count {
      size.parts = zip(left.parts, right.parts).map { union($0, $1) }
    } else {
      size.isDynamic = true
    }
    return size
  }

  /// The same size with any number of elements left out.
  var atMost: SizeEstimate {
    var size = self
    size.minimum = 0
    return size
  }

  /// The same size with the most of everything that a sum of parts found.
  func holding(bytes: UInt64, elements: UInt64) -> SizeEstimate {
    var size = self
    size.bytes = bytes
    size.elements = elements
    return size
  }
}

extension SizeAssumptions {
  /// The size of a value of which only the type is known.
  static func size(of type: ValueType, limit: Int? = nil) -> SizeEstimate {
    let limit = limit.map { UInt64(clamping: $0) }
    switch type {
    case .string, .bytes:
      return SizeEstimate(0, limit ?? stringLength)
    case .dyn:
      return .dynamic
    case .list(let element):
      return .list(0, limit ?? elementCount, of: size(of: element))
    case .map(let key, let value):
      return .map(0, limit ?? elementCount, from: size(of: key), to: size(of: value))
    case .object:
      // A record as an element of a list; its fields are bounded one by one where they are read.
      return .dynamic
    case .abstract("optional_type", let parameters):
      return parameters.first.map { size(of: $0, limit: limit.map { Int(clamping: $0) }) } ?? .none
    default:
      return .none
    }
  }
}

extension FixedWidthInteger {
  /// The sum of two numbers that are not negative, or the largest number if it does not fit.
  package func addingSaturated(_ other: Self) -> Self {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
