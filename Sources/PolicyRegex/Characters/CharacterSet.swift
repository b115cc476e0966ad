import PolicyDiagnostics

/// A set of scalars, as a character class describes it.
///
/// ASCII is answered by a bit, worked out when the set is made; anything else by a binary search over
/// merged ranges and by asking each property, at O(log *r* + *p*) for *r* ranges and *p* properties.
struct CharacterSet: Sendable {
  /// A property that is looked up when matching.
  enum Property: Sendable {
    case categories(GeneralCategories)
    case script(Script)

    func contains(_ scalar: UInt32) -> Bool {
      switch self {
      case .categories(let categories): categories.contains(scalar)
      case .script(let script): script.contains(scalar)
      }
    }
  }

  /// The answers for ASCII, one bit for each scalar.
  private var ascii: (low: UInt64, high: UInt64) = (0, 0)
  /// In order and apart from each other.
  private let ranges: [ClosedRange<UInt32>]
  private let properties: [(property: Property, isNegated: Bool)]
  private let ignoresCase: Bool
  private let isNegated: Bool

  private init(_ builder: Builder, isNegated: Bool) {
    ranges = merge(builder.ranges)
    properties = builder.properties
    ignoresCase = builder.ignoresCase
    self.isNegated = isNegated
    for scalar in UInt32(0)..<64 {
      if computeContains(scalar) { ascii.low |= 1 << UInt64(scalar) }
      if computeContains(scalar + 64) { ascii.high |= 1 << UInt64(scalar) }
    }
  }

  /// Whether the set has the scalar.
  func contains(_ scalar: UInt32) -> Bool {
    if scalar < 64 { return ascii.low >> UInt64(scalar) & 1 != 0 }
    if scalar < 128 { return ascii.high >> UInt64(scalar - 64) & 1 != 0 }
    return computeContains(scalar)
  }

  /// The scalar of a set that has one only, as far as that is easily seen.
  var onlyScalar: UInt32? {
    guard ranges.count == 1, let range = ranges.first, range.count == 1, properties.isEmpty,
      !isNegated, !ignoresCase || !CaseFolding.hasVariants(range.lowerBound)
    else { return nil }
    return range.lowerBound
  }

  /// Whether all scalars beyond ASCII are in, or all are out; nothing if they may differ.
  var answerBeyondASCII: Bool? {
    guard properties.isEmpty else { return nil }
    let beyond = ranges.filter { $0.upperBound >= 0x80 }
    guard let range = beyond.first else {
      // K and s have variants beyond ASCII.
      return ignoresCase ? nil : isNegated
    }
    return range.lowerBound <= 0x80 && range.upperBound == 0x10FFFF ? !isNegated : nil
  }

  private func computeContains(_ scalar: UInt32) -> Bool {
    let isIn =
      ignoresCase
      ? CaseFolding.anyVariant(of: scalar, where: rangesContain) : rangesContain(scalar)
    return (isIn || propertiesContain(scalar)) != isNegated
  }

  private func propertiesContain(_ scalar: UInt32) -> Bool {
    properties.contains { property, isNegated in
      let isIn =
        ignoresCase
        ? CaseFolding.anyVariant(of: scalar, where: property.contains) : property.contains(scalar)
      return isIn != isNegated
    }
  }

  private func rangesContain(_ scalar: UInt32) -> Bool {
    ranges.contains(scalar)
  }
}

extension CharacterSet {
  /// Collects what a character class lists.
  struct Builder {
    let ignoresCase: Bool
    fileprivate var ranges: [ClosedRange<UInt32>] = []
    fileprivate var properties: [(property: Property, isNegated: Bool)] = []

    init(ignoresCase: Bool) {
      self.ignoresCase = ignoresCase
    }

    mutating func insert(_ range: ClosedRange<UInt32>) {
      ranges.append(range)
    }

    mutating func insert(_ property: Property, isNegated: Bool) {
      properties.append((property, isNegated))
    }

    /// Adds a named class, or all that is not in it.
    mutating func insert(_ named: [ClosedRange<UInt32>], isNegated: Bool) {
      guard isNegated else {
        ranges += named
        return
      }
      let excluded = ignoresCase ? withVariants(named) : named
      var low: UInt32 = 0
      for range in merge(excluded) {
        if low < range.lowerBound { ranges.append(low...(range.lowerBound - 1)) }
        low = range.upperBound + 1
      }
      if low <= 0x10FFFF { ranges.append(low...0x10FFFF) }
    }

    /// The same ASCII class with all that differs only in case.
    private func withVariants(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
      let candidates = Array(UInt32(0)..<128) + [0x17F, 0x212A]
      let variants = candidates.filter { candidate in
        CaseFolding.anyVariant(of: candidate) { ranges.contains($0) }
      }
      return ranges + variants.map { $0...$0 }
    }

    func build(isNegated: Bool) -> CharacterSet {
      CharacterSet(self, isNegated: isNegated)
    }
  }
}

/// The ranges in order, those that overlap or touch as one.
private func merge(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
  var merged: [ClosedRange<UInt32>] = []
  for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
    guard let last = merged.last, range.lowerBound <= last.upperBound + 1 else {
      merged.append(range)
      continue
    }
    merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
  }
  return merged
}

extension [ClosedRange<UInt32>] {
  /// Whether one of the ranges, which are in order, has the scalar.
  func contains(_ scalar: UInt32) -> Bool {
    let next = partitioningIndex { $0.upperBound >= scalar }
    return next < count && self[next].lowerBound <= scalar
  }
}
