/// The extension `math`.
let mathExtension: [FunctionDeclaration] =
  [extreme("greatest", keeps: .greater), extreme("least", keeps: .less)]
  + [
    rounding("ceil") { $0.rounded(.up) }, rounding("floor") { $0.rounded(.down) },
    rounding("round") { $0.rounded(.toNearestOrAwayFromZero) },
    rounding("trunc") { $0.rounded(.towardZero) },
  ]
  + [
    unary("abs", [(.int, .int), (.uint, .uint), (.double, .double)]) {
      value throws(EvaluationError) in
      switch value {
      case .int(let number):
        guard number != .min else { throw EvaluationError(.overflow("int")) }
        return .int(abs(number))
      case .uint: return value
      case .double(let number): return .double(number.magnitude)
      default: throw noOverload("math.abs")
      }
    },
    unary("sign", [(.int, .int), (.uint, .uint), (.double, .double)]) {
      value throws(EvaluationError) in
      switch value {
      case .int(let number): return .int(number.signum())
      case .uint(let number): return .uint(number == 0 ? 0 : 1)
      case .double(let number):
        return .double(number.isNaN ? number : number == 0 ? 0 : number < 0 ? -1 : 1)
      default: throw noOverload("math.sign")
      }
    },
    unary("sqrt", [(.double, .double), (.int, .double), (.uint, .double)]) {
      value throws(EvaluationError) in
      switch value {
      case .double(let number): return .double(number.squareRoot())
      case .int(let number): return .double(Double(number).squareRoot())
      case .uint(let number): return .double(Double(number).squareRoot())
      default: throw noOverload("math.sqrt")
      }
    },
    question("isNaN") { $0.isNaN }, question("isInf") { $0.isInfinite },
    question("isFinite") { $0.isFinite },
    bits("bitAnd", { $0 & $1 }, { $0 & $1 }), bits("bitOr", { $0 | $1 }, { $0 | $1 }),
    bits("bitXor", { $0 ^ $1 }, { $0 ^ $1 }),
    unary("bitNot", [(.int, .int), (.uint, .uint)]) { value throws(EvaluationError) in
      switch value {
      case .int(let number): return .int(~number)
      case .uint(let number): return .uint(~number)
      default: throw noOverload("math.bitNot")
      }
    },
    shift("bitShiftLeft") { $0 << $1 }, shift("bitShiftRight") { $0 >> $1 },
  ]

private func unary(
  _ name: String, _ types: [(ValueType, ValueType)],
  _ function: @escaping @Sendable (Value) throws(EvaluationError) -> Value
) -> FunctionDeclaration {
  FunctionDeclaration(
    "math." + name, types.map { Overload("math_\(name)_\($0.0)", [$0.0], $0.1) },
    implementations: [1: .unary(function)])
}

private func rounding(
  _ name: String, _ function: @escaping @Sendable (Double) -> Double
) -> FunctionDeclaration {
  unary(name, [(.double, .double)]) { value throws(EvaluationError) in
    guard case .double(let number) = value else { throw noOverload("math." + name) }
    return .double(function(number))
  }
}

private func question(
  _ name: String, _ function: @escaping @Sendable (Double) -> Bool
) -> FunctionDeclaration {
  unary(name, [(.double, .bool)]) { value throws(EvaluationError) in
    guard case .double(let number) = value else { throw noOverload("math." + name) }
    return .bool(function(number))
  }
}

private func bits(
  _ name: String, _ signed: @escaping @Sendable (Int64, Int64) -> Int64,
  _ unsigned: @escaping @Sendable (UInt64, UInt64) -> UInt64
) -> FunctionDeclaration {
  FunctionDeclaration(
    "math." + name,
    [
      Overload("math_\(name)_int_int", [.int, .int], .int),
      Overload("math_\(name)_uint_uint", [.uint, .uint], .uint),
    ],
    implementations: [
      2: .binary { a, b throws(EvaluationError) in
        switch (a, b) {
        case (.int(let x), .int(let y)): return .int(signed(x, y))
        case (.uint(let x), .uint(let y)): return .uint(unsigned(x, y))
        default: throw noOverload("math." + name)
        }
      }
    ])
}

/// A shift of the bits as they are: to the right, zeros come in for ints too.
private func shift(
  _ name: String, _ function: @escaping @Sendable (UInt64, UInt64) -> UInt64
) -> FunctionDeclaration {
  FunctionDeclaration(
    "math." + name,
    [
      Overload("math_\(name)_int_int", [.int, .int], .int),
      Overload("math_\(name)_uint_int", [.uint, .int], .uint),
    ],
    implementations: [
      2: .binary { a, b throws(EvaluationError) in
        guard case .int(let count) = b else { throw noOverload("math." + name) }
        guard count >= 0 else {
          throw EvaluationError(.invalidArgument("a shift cannot be negative"))
        }
        switch a {
        case .int(let x):
          return .int(
            count >= 64 ? 0 : Int64(bitPattern: function(UInt64(bitPattern: x), UInt64(count))))
        case .uint(let x): return .uint(count >= 64 ? 0 : function(x, UInt64(count)))
        default: throw noOverload("math." + name)
        }
      }
    ])
}

/// `math.greatest` and `math.least`: of one list, or of any number of arguments.
private func extreme(_ name: String, keeps order: ValueOrder) -> FunctionDeclaration {
  let kinds: [ValueType] = [.int, .uint, .double]
  var overloads: [Overload] = []
  for type in kinds {
    overloads.append(Overload("math_\(name)_\(type)", [type], type))
    overloads.append(Overload("math_\(name)_list_\(type)", [.list(type)], type))
    for other in kinds {
      let result = type == other ? type : .dyn
      overloads.append(Overload("math_\(name)_\(type)_\(other)", [type, other], result))
    }
  }
  let function: @Sendable ([Value]) throws(EvaluationError) -> Value = {
    values throws(EvaluationError) in
    var candidates = values
    if values.count == 1, case .list(let elements) = values[0] { candidates = elements }
    guard var best = candidates.first else {
      throw EvaluationError(.invalidArgument("`math.\(name)` takes at least one number"))
    }
    guard Value.numberOrder(best, best) != nil else { throw noOverload("math." + name) }
    for candidate in candidates.dropFirst() {
      guard let found = Value.numberOrder(candidate, best) else { throw noOverload("math." + name) }
      if found == order { best = candidate }
    }
    return best
  }
  return FunctionDeclaration(
    "math." + name, overloads,
    implementations: Dictionary(uniqueKeysWithValues: (1...32).map { ($0, .variadic(function)) }),
    gathersArguments: true)
}
