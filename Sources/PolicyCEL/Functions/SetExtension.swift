/// The extension `sets`: lists as sets, their elements compared with CEL's `==`.
let setExtension: [FunctionDeclaration] = [
  relation("contains") { a, b in
    let set = ValueSet(a)
    return b.allSatisfy(set.contains)
  },
  relation("equivalent") { a, b in
    let (first, second) = (ValueSet(a), ValueSet(b))
    return b.allSatisfy(first.contains) && a.allSatisfy(second.contains)
  },
  relation("intersects") { a, b in
    let set = ValueSet(a)
    return b.contains(where: set.contains)
  },
]

private func relation(
  _ name: String, _ holds: @escaping @Sendable ([Value], [Value]) -> Bool
) -> FunctionDeclaration {
  FunctionDeclaration(
    "sets." + name,
    [Overload("list_sets_\(name)_list", [.list(typeA), .list(typeA)], .bool)],
    implementations: [
      2: .binary { a, b throws(EvaluationError) in
        guard case .list(let a) = a, case .list(let b) = b else { throw noOverload("sets." + name) }
        return .bool(holds(a, b))
      }
    ])
}
