/// The extension `lists` of cel-go, with `first` and `last` of its optionals.
let listExtension: [FunctionDeclaration] = [
  list("distinct", [([.list(typeA)], .list(typeA))]) { elements throws(EvaluationError) in
    var seen = ValueSet()
    return .list(elements.filter { seen.insert($0) })
  },
  list("first", [([.list(typeA)], .optional(typeA))]) { .optional($0.first) },
  list("last", [([.list(typeA)], .optional(typeA))]) { .optional($0.last) },
  list("sort", ValueOrder.sortableTypes.map { ([.list($0)], .list($0)) }) {
    elements throws(EvaluationError) in
    .list(try ValueOrder.sorted(elements, by: elements, for: "sort"))
  },
  FunctionDeclaration(
    "flatten",
    [
      Overload("list_flatten", isMember: true, [.list(.list(typeA))], .list(typeA)),
      Overload("list_flatten_int", isMember: true, [.list(.dyn), .int], .list(.dyn)),
    ],
    implementations: [
      1: .unary { list throws(EvaluationError) in
        guard case .list(let elements) = list else { throw noOverload("flatten") }
        return .list(flatten(elements, depth: 1))
      },
      2: .binary { list, depth throws(EvaluationError) in
        guard case .list(let elements) = list, case .int(let depth) = depth else {
          throw noOverload("flatten")
        }
        guard depth >= 0 else {
          throw EvaluationError(
            .invalidArgument("`flatten` goes no negative number of levels deep"))
        }
        return .list(flatten(elements, depth: depth))
      },
    ]),
  FunctionDeclaration(
    "slice", [Overload("list_slice", isMember: true, [.list(typeA), .int, .int], .list(typeA))],
    implementations: [
      3: .variadic { values throws(EvaluationError) in
        guard values.count == 3, case .list(let elements) = values[0],
          case .int(let start) = values[1], case .int(let end) = values[2]
        else { throw noOverload("slice") }
        guard start >= 0, start <= end, end <= Int64(elements.count) else {
          throw EvaluationError(
            .invalidArgument(
              "there is no slice from \(start) to \(end) of a list of \(elements.count)"))
        }
        return .list(Array(elements[Int(start)..<Int(end)]))
      }
    ]),
  FunctionDeclaration(
    "reverse",
    [
      Overload("string_reverse", isMember: true, [.string], .string),
      Overload("list_reverse", isMember: true, [.list(typeA)], .list(typeA)),
    ],
    implementations: [
      1: .unary { value throws(EvaluationError) in
        switch value {
        case .string(let text):
          var result = String.UnicodeScalarView()
          result.append(contentsOf: text.unicodeScalars.reversed())
          return .string(String(result))
        case .list(let elements): return .list(elements.reversed())
        default: throw noOverload("reverse")
        }
      }
    ]),
  FunctionDeclaration(
    "lists.range", [Overload("lists_range", [.int], .list(.int))],
    implementations: [
      1: .unary { value throws(EvaluationError) in
        guard case .int(let count) = value else { throw noOverload("lists.range") }
        return .list(try ListRange.numbers(below: count))
      }
    ]),
]

/// `lists.range`, whose result nothing but its argument bounds.
enum ListRange {
  /// The longest list that it makes; what estimates assume of lists, so that they hold for it too.
  static let longest = Int64(SizeAssumptions.elementCount)

  /// How many numbers it makes for an argument; as many as it can for one that is too large.
  static func length(for count: Value) -> UInt64 {
    guard case .int(let count) = count else { return 0 }
    return UInt64(clamping: min(count, longest))
  }

  /// The numbers from 0 up to another; none for a negative one.
  static func numbers(below count: Int64) throws(EvaluationError) -> [Value] {
    guard count <= longest else {
      throw EvaluationError(
        .invalidArgument("`lists.range` makes at most \(longest) numbers, not \(count)"))
    }
    return (0..<max(0, count)).map { .int($0) }
  }
}

private func list(
  _ name: String, _ types: [(parameters: [ValueType], result: ValueType)],
  _ function: @escaping @Sendable ([Value]) throws(EvaluationError) -> Value
) -> FunctionDeclaration {
  FunctionDeclaration(
    name,
    types.map { Overload("\($0.parameters[0])_\(name)", isMember: true, $0.parameters, $0.result) },
    implementations: [
      1: .unary { value throws(EvaluationError) in
        guard case .list(let elements) = value else { throw noOverload(name) }
        return try function(elements)
      }
    ])
}

/// Lists within a list replaced by their elements, so many levels deep.
///
/// The stack grows no deeper than the values are nested, which the depth of expressions bounds.
private func flatten(_ elements: [Value], depth: Int64) -> [Value] {
  guard depth > 0 else { return elements }
  var result: [Value] = []
  for element in elements {
    if case .list(let inner) = element {
      result += flatten(inner, depth: depth - 1)
    } else {
      result.append(element)
    }
  }
  return result
}

extension ValueOrder {
  /// The types whose values can be sorted.
  static let sortableTypes: [ValueType] = [
    .int, .uint, .double, .bool, .duration, .timestamp, .string, .bytes,
  ]

  /// Elements in the order of their keys, those with equal keys in the order they had.
  ///
  /// All keys have to be of one kind that has an order, and none may be NaN, which has none.
  static func sorted(
    _ elements: [Value], by keys: [Value], for name: String
  ) throws(EvaluationError) -> [Value] {
    guard let first = keys.first else { return [] }
    for key in keys {
      guard key.type == first.type, let order = Value.order(key, key) else {
        throw noOverload(name)
      }
      guard order == .equal else {
        throw EvaluationError(.invalidArgument("`\(name)` cannot order NaN"))
      }
    }
    // Swift's own sort keeps the order of equals, and says so since Swift 5.
    return zip(keys, elements).sorted { Value.order($0.0, $1.0) == .less }.map(\.1)
  }
}
