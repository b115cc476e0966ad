import PolicyTime

/// `+ - * / %` and the minus sign.
let arithmeticFunctions: [FunctionDeclaration] = [
  FunctionDeclaration(
    .add,
    numbers("add") + [
      Overload("add_string", [.string, .string], .string),
      Overload("add_bytes", [.bytes, .bytes], .bytes),
      Overload("add_list", [.list(typeA), .list(typeA)], .list(typeA)),
      Overload("add_timestamp_duration", [.timestamp, .duration], .timestamp),
      Overload("add_duration_timestamp", [.duration, .timestamp], .timestamp),
      Overload("add_duration_duration", [.duration, .duration], .duration),
    ], implementations: [2: .binary(add)]),
  FunctionDeclaration(
    .subtract,
    numbers("subtract") + [
      Overload("subtract_timestamp_timestamp", [.timestamp, .timestamp], .duration),
      Overload("subtract_timestamp_duration", [.timestamp, .duration], .timestamp),
      Overload("subtract_duration_duration", [.duration, .duration], .duration),
    ], implementations: [2: .binary(subtract)]),
  FunctionDeclaration(.multiply, numbers("multiply"), implementations: [2: .binary(multiply)]),
  FunctionDeclaration(.divide, numbers("divide"), implementations: [2: .binary(divide)]),
  FunctionDeclaration(
    .modulo,
    [
      Overload("modulo_int64", [.int, .int], .int),
      Overload("modulo_uint64", [.uint, .uint], .uint),
    ],
    implementations: [2: .binary(remainder)]),
  FunctionDeclaration(
    .negate,
    [
      Overload("negate_int64", [.int], .int), Overload("negate_double", [.double], .double),
    ],
    implementations: [
      1: .unary { value throws(EvaluationError) in
        switch value {
        case .int(let number):
          let (result, overflow) = Int64(0).subtractingReportingOverflow(number)
          return .int(try whole(result, overflow, "int"))
        case .double(let number): return .double(-number)
        default: throw noOverload(.negate)
        }
      }
    ]),
]

private func numbers(_ id: String) -> [Overload] {
  [
    Overload("\(id)_int64", [.int, .int], .int), Overload("\(id)_uint64", [.uint, .uint], .uint),
    Overload("\(id)_double", [.double, .double], .double),
  ]
}

/// A result of integer arithmetic, unless it overflowed.
private func whole<T>(_ result: T, _ overflow: Bool, _ type: String) throws(EvaluationError) -> T {
  if overflow { throw EvaluationError(.overflow(type)) }
  return result
}

private func add(_ a: Value, _ b: Value) throws(EvaluationError) -> Value {
  switch (a, b) {
  case (.int(let x), .int(let y)):
    let (result, overflow) = x.addingReportingOverflow(y)
    return .int(try whole(result, overflow, "int"))
  case (.uint(let x), .uint(let y)):
    let (result, overflow) = x.addingReportingOverflow(y)
    return .uint(try whole(result, overflow, "uint"))
  case (.double(let x), .double(let y)): return .double(x + y)
  case (.string(let x), .string(let y)): return .string(x + y)
  case (.bytes(let x), .bytes(let y)): return .bytes(x + y)
  case (.list(let x), .list(let y)): return .list(x + y)
  case (.timestamp(let x), .duration(let y)), (.duration(let y), .timestamp(let x)):
    return .timestamp(try instant(x.adding(y)))
  case (.duration(let x), .duration(let y)): return .duration(try span(x, y, sign: 1))
  default: throw noOverload(.add)
  }
}

private func subtract(_ a: Value, _ b: Value) throws(EvaluationError) -> Value {
  switch (a, b) {
  case (.int(let x), .int(let y)):
    let (result, overflow) = x.subtractingReportingOverflow(y)
    return .int(try whole(result, overflow, "int"))
  case (.uint(let x), .uint(let y)):
    let (result, overflow) = x.subtractingReportingOverflow(y)
    return .uint(try whole(result, overflow, "uint"))
  case (.double(let x), .double(let y)): return .double(x - y)
  case (.timestamp(let x), .timestamp(let y)):
    let span = x.elapsed(since: y)
    guard span.isBetweenTimestamps else { throw EvaluationError(.overflow("duration")) }
    return .duration(span)
  case (.timestamp(let x), .duration(let y)): return .timestamp(try instant(x.adding(.zero - y)))
  case (.duration(let x), .duration(let y)): return .duration(try span(x, y, sign: -1))
  default: throw noOverload(.subtract)
  }
}

private func instant(_ timestamp: Timestamp?) throws(EvaluationError) -> Timestamp {
  guard let timestamp else { throw EvaluationError(.overflow("timestamp")) }
  return timestamp
}

private func span(_ x: Duration, _ y: Duration, sign: Int128) throws(EvaluationError) -> Duration {
  guard let a = x.wholeNanoseconds, let b = y.wholeNanoseconds else {
    throw EvaluationError(.overflow("duration"))
  }
  let sum = a + sign * b
  guard sum.magnitude <= Duration.maximumNanoseconds.magnitude else {
    throw EvaluationError(.overflow("duration"))
  }
  return Duration(nanosecondCount: sum)
}

private func multiply(_ a: Value, _ b: Value) throws(EvaluationError) -> Value {
  switch (a, b) {
  case (.int(let x), .int(let y)):
    let (result, overflow) = x.multipliedReportingOverflow(by: y)
    return .int(try whole(result, overflow, "int"))
  case (.uint(let x), .uint(let y)):
    let (result, overflow) = x.multipliedReportingOverflow(by: y)
    return .uint(try whole(result, overflow, "uint"))
  case (.double(let x), .double(let y)): return .double(x * y)
  default: throw noOverload(.multiply)
  }
}

private func divide(_ a: Value, _ b: Value) throws(EvaluationError) -> Value {
  switch (a, b) {
  case (.int(_), .int(0)), (.uint(_), .uint(0)): throw EvaluationError(.divisionByZero)
  case (.int(let x), .int(let y)):
    let (result, overflow) = x.dividedReportingOverflow(by: y)
    return .int(try whole(result, overflow, "int"))
  case (.uint(let x), .uint(let y)): return .uint(x / y)
  case (.double(let x), .double(let y)): return .double(x / y)
  default: throw noOverload(.divide)
  }
}

private func remainder(_ a: Value, _ b: Value) throws(EvaluationError) -> Value {
  switch (a, b) {
  case (.int(_), .int(0)), (.uint(_), .uint(0)): throw EvaluationError(.divisionByZero)
  case (.int(let x), .int(let y)):
    let (result, overflow) = x.remainderReportingOverflow(dividingBy: y)
    return .int(try whole(result, overflow, "int"))
  case (.uint(let x), .uint(let y)): return .uint(x % y)
  default: throw noOverload(.modulo)
  }
}
