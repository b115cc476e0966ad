/// Equality and order.
let comparisonFunctions: [FunctionDeclaration] =
  [
    FunctionDeclaration(
      "_==_", [Overload("equals", [typeA, typeA], .bool)],
      implementations: [2: .binary { a, b in .bool(a == b) }]),
    FunctionDeclaration(
      "_!=_", [Overload("not_equals", [typeA, typeA], .bool)],
      implementations: [2: .binary { a, b in .bool(!(a == b)) }]),
  ]
  + [
    order("_<_", "less") { $0 == .less },
    order("_<=_", "less_equals") { $0 == .less || $0 == .equal },
    order("_>_", "greater") { $0 == .greater },
    order("_>=_", "greater_equals") { $0 == .greater || $0 == .equal },
  ]

private func order(
  _ name: String, _ id: String, _ holds: @escaping @Sendable (ValueOrder) -> Bool
) -> FunctionDeclaration {
  let types: [(String, ValueType)] = [
    ("bool", .bool), ("int64", .int), ("uint64", .uint), ("double", .double), ("string", .string),
    ("bytes", .bytes), ("timestamp", .timestamp), ("duration", .duration),
  ]
  return FunctionDeclaration(
    name, types.map { Overload("\(id)_\($0.0)", [$0.1, $0.1], .bool) },
    implementations: [
      2: .binary { a, b throws(EvaluationError) in
        guard let order = Value.order(a, b) else { throw noOverload(name) }
        return .bool(holds(order))
      }
    ])
}
