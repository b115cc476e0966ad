/// Equality and order.
let comparisonFunctions: [FunctionDeclaration] =
  [
    FunctionDeclaration(
      .equal, [Overload("equals", [typeA, typeA], .bool)],
      implementations: [2: .binary { a, b in .bool(a == b) }]),
    FunctionDeclaration(
      .unequal, [Overload("not_equals", [typeA, typeA], .bool)],
      implementations: [2: .binary { a, b in .bool(!(a == b)) }]),
  ]
  + [
    order(.less, "less") { $0 == .less },
    order(.atMost, "less_equals") { $0 == .less || $0 == .equal },
    order(.greater, "greater") { $0 == .greater },
    order(.atLeast, "greater_equals") { $0 == .greater || $0 == .equal },
  ]

private func order(
  _ operation: Operator, _ id: String, _ holds: @escaping @Sendable (ValueOrder) -> Bool
) -> FunctionDeclaration {
  let types: [(String, ValueType)] = [
    ("bool", .bool), ("int64", .int), ("uint64", .uint), ("double", .double), ("string", .string),
    ("bytes", .bytes), ("timestamp", .timestamp), ("duration", .duration),
  ]
  return FunctionDeclaration(
    operation, types.map { Overload("\(id)_\($0.0)", [$0.1, $0.1], .bool) },
    implementations: [
      2: .binary { a, b throws(EvaluationError) in
        guard let order = Value.order(a, b) else { throw noOverload(operation) }
        return .bool(holds(order))
      }
    ])
}
