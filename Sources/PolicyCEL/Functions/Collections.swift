/// Membership, indexing and size.
let collectionFunctions: [FunctionDeclaration] = [
  FunctionDeclaration(
    .in,
    [
      Overload("in_list", [typeA, .list(typeA)], .bool),
      Overload("in_map", [typeA, .map(typeA, typeB)], .bool),
    ],
    implementations: [
      2: .binary { element, range throws(EvaluationError) in
        switch range {
        case .list(let elements): return .bool(elements.contains { $0 == element })
        case .map(let map): return .bool(map[element] != nil)
        default: throw noOverload(.in)
        }
      }
    ]),
  FunctionDeclaration(
    .index,
    [
      Overload("index_list", [.list(typeA), .int], typeA),
      Overload("index_map", [.map(typeA, typeB), typeA], typeB),
    ], implementations: [:]),
  FunctionDeclaration(
    "size",
    [
      Overload("size_string", [.string], .int), Overload("size_bytes", [.bytes], .int),
      Overload("size_list", [.list(typeA)], .int),
      Overload("size_map", [.map(typeA, typeB)], .int),
      Overload("string_size", isMember: true, [.string], .int),
      Overload("bytes_size", isMember: true, [.bytes], .int),
      Overload("list_size", isMember: true, [.list(typeA)], .int),
      Overload("map_size", isMember: true, [.map(typeA, typeB)], .int),
    ],
    implementations: [
      1: .unary { value throws(EvaluationError) in
        switch value {
        case .string(let text): return .int(Int64(text.unicodeScalars.count))
        case .bytes(let bytes): return .int(Int64(bytes.count))
        case .list(let elements): return .int(Int64(elements.count))
        case .map(let map): return .int(Int64(map.count))
        default: throw noOverload("size")
        }
      }
    ]),
]
