import PolicyRegex

/// What a call costs, in units of about one simple step; the figures are cel-go's.
///
/// Where cel-go looks only at the outermost list, this looks at all that is in it: what a call does in
/// time and memory is bounded by what it is charged.
struct FunctionCost: Sendable {
  /// How the cost follows from the arguments.
  enum Model: Sendable {
    /// One unit.
    case constant
    /// A tenth of the length of the first argument.
    case firstLength
    /// A tenth of the lengths of both.
    case bothLengths
    /// A tenth of the shorter of both.
    case shorterLength
    /// A tenth of what is compared in both.
    case equality
    /// The number of elements of the second argument, and a tenth of what is compared in them.
    case membership
    /// A tenth of the first times a tenth of the second.
    case search
    /// The search, and a tenth of what the replacements add.
    case replacement
    /// An eighth of the steps that a pattern takes, which is known only while it is used.
    case match
    /// A tenth of all the parts and the separators between them.
    case joining
    /// A tenth of the format and of all that goes into it, and ten units for each argument.
    case formatting
    /// The number of elements and a hundredth of all in them, as often as a sort goes through them.
    case sorting
    /// The elements of two lists, looked for in each other.
    case comparing
    /// The elements of a list, looked for in what stands before them.
    case distinguishing
    /// A unit for each element that is made.
    case counting
  }

  let model: Model

  /// The cost model of a function by its name.
  static func model(of name: String) -> FunctionCost {
    if let operation = Operator(rawValue: name) { return model(of: operation) }
    return switch name {
    case "startsWith", "endsWith": FunctionCost(model: .shorterLength)
    case "contains", "indexOf", "lastIndexOf", "split": FunctionCost(model: .search)
    case "replace": FunctionCost(model: .replacement)
    case "matches": FunctionCost(model: .match)
    case "join", "flatten": FunctionCost(model: .joining)
    case "sort": FunctionCost(model: .sorting)
    case "distinct": FunctionCost(model: .distinguishing)
    case "sets.contains", "sets.equivalent", "sets.intersects":
      FunctionCost(model: .comparing)
    case "lists.range": FunctionCost(model: .counting)
    case "format": FunctionCost(model: .formatting)
    case "string", "bytes", "size", "lowerAscii", "upperAscii", "trim", "reverse", "strings.quote",
      "substring", "charAt", "slice", "ip", "cidr", "isIP", "isCIDR", "ip.isCanonical":
      FunctionCost(model: .firstLength)
    default: FunctionCost(model: .constant)
    }
  }

  /// The cost model of an operator.
  static func model(of operation: Operator) -> FunctionCost {
    switch operation {
    case .add: FunctionCost(model: .bothLengths)
    case .equal, .unequal: FunctionCost(model: .equality)
    case .less, .atMost, .greater, .atLeast: FunctionCost(model: .shorterLength)
    case .in: FunctionCost(model: .membership)
    default: FunctionCost(model: .constant)
    }
  }

  /// The cost of a call with one argument.
  func units(_ a: Value) -> UInt64 {
    switch model {
    case .firstLength: 1 + Self.tenth(a.size)
    case .joining: 1 + Self.tenth(a.weight)
    case .sorting: 1 + Self.sorting(count: a.size, weight: a.weight)
    case .distinguishing:
      1 + Self.comparing((a.size, a.weight, a.compoundCount), (0, 0, a.compoundCount))
    case .counting: 1 + ListRange.length(for: a)
    default: 1
    }
  }

  /// The cost of a call with two arguments.
  func units(_ a: Value, _ b: Value) -> UInt64 {
    switch model {
    case .equality: 1 + Self.tenth(Value.comparedWeight(a, b))
    case .membership: 1 + b.size + Self.tenth(Self.nestedWeight(of: a, in: b))
    case .joining:
      1 + Self.tenth(a.weight) + Self.tenth(a.size.multipliedSaturating(by: b.size))
    case .formatting:
      1 + Self.tenth(a.size) + Self.tenth(b.weight) + 10 * b.size
    case .comparing:
      1
        + Self.comparing(
          (a.size, a.weight, a.compoundCount), (b.size, b.weight, b.compoundCount))
    default: 1 + units(a.size, b.size)
    }
  }

  /// The cost of a call with any number of arguments.
  func units(_ values: [Value]) -> UInt64 {
    guard let first = values.first else { return 1 }
    guard values.count > 1 else { return units(first) }
    let cost = 1 + units(first.size, values[1].size)
    guard model == .replacement, values.count > 2 else { return cost }
    let occurrences = Self.occurrences(of: values[1].size, in: first.size)
    let (sum, overflow) = cost.addingReportingOverflow(
      Self.tenth(occurrences.multipliedSaturating(by: values[2].size)))
    return overflow ? .max : sum
  }

  /// The cost beyond the call itself for arguments of two sizes, each at most 2⁶⁰.
  func units(_ a: UInt64, _ b: UInt64) -> UInt64 {
    switch model {
    case .constant, .sorting, .comparing, .distinguishing, .counting: 0
    case .firstLength, .joining, .formatting: Self.tenth(a)
    case .bothLengths: Self.tenth(a) + Self.tenth(b)
    case .shorterLength, .equality: Self.tenth(min(a, b))
    case .membership: b
    case .search, .replacement: Self.tenth(a).multipliedSaturating(by: max(1, Self.tenth(b)))
    case .match:
      Self.matching(bytes: a, steps: UInt64(Pattern.longestRead))
        .addingSaturated(Self.compiling(bytes: b))
    }
  }

  /// What following a pattern costs beyond the call: its steps for each byte of a text.
  ///
  /// A step of a program takes about an eighth of a unit, one in a table a tenth.
  static func matching(bytes: UInt64, steps: UInt64) -> UInt64 {
    let count = bytes.addingSaturated(1)
    return steps > 1 ? count.multipliedSaturating(by: steps) / 8 : tenth(count)
  }

  /// What compiling a pattern costs that is known only while it is used.
  static func compiling(bytes: UInt64) -> UInt64 {
    UInt64(Pattern.longestRead / 8).addingSaturated(tenth(bytes))
  }

  /// What comparing a value that contains values with the elements of a list looks at.
  private static func nestedWeight(of value: Value, in range: Value) -> UInt64 {
    guard value.isContainer, case .list(let elements) = range else { return 0 }
    return Value.comparedWeight(value, withEach: elements)
  }

  /// What sorting so many elements costs: a merge goes through all of them for each bit of their number,
  /// and compares texts as memory, at about a hundred bytes for a unit.
  static func sorting(count: UInt64, weight: UInt64) -> UInt64 {
    let rounds = UInt64(UInt64.bitWidth - count.leadingZeroBitCount)
    return rounds.multipliedSaturating(by: count.addingSaturated(weight / 100))
  }

  /// What telling the elements of two lists apart costs.
  ///
  /// Numbers, texts and the like are found by their hash. Each list or map is compared with every one of
  /// the other side.
  static func comparing(
    _ a: (count: UInt64, weight: UInt64, compounds: UInt64),
    _ b: (count: UInt64, weight: UInt64, compounds: UInt64)
  ) -> UInt64 {
    let plain = a.count.addingSaturated(b.count)
      .addingSaturated(tenth(a.weight)).addingSaturated(tenth(b.weight))
    guard a.compounds > 0, b.compounds > 0 else { return plain }
    return plain.addingSaturated(a.compounds.multipliedSaturating(by: b.compounds))
      .addingSaturated(b.compounds.multipliedSaturating(by: tenth(a.weight)))
      .addingSaturated(a.compounds.multipliedSaturating(by: tenth(b.weight)))
  }

  /// The most occurrences of a text in another: one more than it fits in.
  static func occurrences(of old: UInt64, in text: UInt64) -> UInt64 { text / max(1, old) + 1 }

  static func tenth(_ size: UInt64) -> UInt64 { size / 10 + (size % 10 == 0 ? 0 : 1) }
}

extension UInt64 {
  /// The product, or the largest number if it does not fit.
  func multipliedSaturating(by other: UInt64) -> UInt64 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}
