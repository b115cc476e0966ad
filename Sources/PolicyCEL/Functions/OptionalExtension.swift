import PolicyTime

/// The extension `optionals`.
let optionalExtension: [FunctionDeclaration] = [
  FunctionDeclaration(
    "optional.of", [Overload("optional_of", [typeA], .optional(typeA))],
    implementations: [1: .unary { .optional($0) }]),
  FunctionDeclaration(
    "optional.ofNonZeroValue",
    [Overload("optional_ofNonZeroValue", [typeA], .optional(typeA))],
    implementations: [1: .unary { .optional($0.isZeroValue ? nil : $0) }]),
  FunctionDeclaration(
    "optional.none", [Overload("optional_none", [], .optional(typeA))],
    implementations: [0: .nullary { .optional(nil) }]),
  FunctionDeclaration(
    "hasValue", [Overload("optional_hasValue", isMember: true, [.optional(typeA)], .bool)],
    implementations: [
      1: .unary { value throws(EvaluationError) in
        .bool(try unwrap(value, "hasValue") != nil)
      }
    ]),
  FunctionDeclaration(
    "value", [Overload("optional_value", isMember: true, [.optional(typeA)], typeA)],
    implementations: [
      1: .unary { value throws(EvaluationError) in
        guard let wrapped = try unwrap(value, "value") else {
          throw EvaluationError(.invalidArgument("the optional has no value"))
        }
        return wrapped
      }
    ]),
  FunctionDeclaration(
    "or",
    [
      Overload(
        "optional_or_optional", isMember: true, [.optional(typeA), .optional(typeA)],
        .optional(typeA))
    ],
    implementations: [
      2: .binary { first, second throws(EvaluationError) in
        try unwrap(first, "or") != nil ? first : .optional(try unwrap(second, "or"))
      }
    ]),
  FunctionDeclaration(
    "orValue",
    [Overload("optional_orValue_value", isMember: true, [.optional(typeA), typeA], typeA)],
    implementations: [
      2: .binary { first, second throws(EvaluationError) in
        try unwrap(first, "orValue") ?? second
      }
    ]),
]

private func unwrap(_ value: Value, _ name: String) throws(EvaluationError) -> Value? {
  guard case .optional(let wrapped) = value else { throw noOverload(name) }
  return wrapped
}

extension Value {
  /// Whether this is what a field has before anything is put into it: zero, empty, or null.
  fileprivate var isZeroValue: Bool {
    switch self {
    case .null: true
    case .bool(let flag): !flag
    case .int(let number): number == 0
    case .uint(let number): number == 0
    case .double(let number): number == 0
    case .string(let text): text.isEmpty
    case .bytes(let bytes): bytes.isEmpty
    case .list(let elements): elements.isEmpty
    case .map(let map): map.count == 0
    case .duration(let span): span == .zero
    case .timestamp(let instant): instant.nanosecondsSinceEpoch == 0
    case .type, .optional, .ip, .cidr: false
    }
  }
}
