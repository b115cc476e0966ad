import PolicyTime

/// Conversions between types, `dyn` and `type`.
let conversionFunctions: [FunctionDeclaration] = [
  conversion("int", .int, from: [.int, .uint, .double, .string, .timestamp], toInt),
  conversion("uint", .uint, from: [.uint, .int, .double, .string], toUInt),
  conversion("double", .double, from: [.double, .int, .uint, .string], toDouble),
  conversion("bool", .bool, from: [.bool, .string], toBool),
  conversion(
    "string", .string,
    from: [
      .string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration, .ip, .cidr,
    ], toString),
  conversion("bytes", .bytes, from: [.bytes, .string], toBytes),
  conversion("timestamp", .timestamp, from: [.timestamp, .string, .int], toTimestamp),
  conversion("duration", .duration, from: [.duration, .string], toDuration),
  FunctionDeclaration(
    "dyn", [Overload("to_dyn", [typeA], .dyn)], implementations: [1: .unary { $0 }]),
  FunctionDeclaration(
    "type", [Overload("type", [typeA], .type(typeA))],
    implementations: [1: .unary { .type($0.type) }]),
]

private func conversion(
  _ name: String, _ result: ValueType, from types: [ValueType],
  _ function: @escaping @Sendable (Value) throws(EvaluationError) -> Value
) -> FunctionDeclaration {
  FunctionDeclaration(
    name, types.map { Overload("\($0)_to_\(name)", [$0], result) },
    implementations: [1: .unary(function)])
}

private func cannotConvert(_ value: Value, to type: String) -> EvaluationError {
  EvaluationError(.invalidArgument("\(value.description(limit: 60)) is no \(type)"))
}

private func toInt(_ value: Value) throws(EvaluationError) -> Value {
  switch value {
  case .int: return value
  case .uint(let number):
    guard let result = Int64(exactly: number) else { throw EvaluationError(.overflow("int")) }
    return .int(result)
  case .double(let number):
    guard number > -0x1p63, number < 0x1p63 else { throw EvaluationError(.overflow("int")) }
    return .int(Int64(number))
  case .string(let text):
    guard let result = Int64(text) else { throw cannotConvert(value, to: "int") }
    return .int(result)
  case .timestamp(let instant): return .int(instant.seconds)
  default: throw noOverload("int")
  }
}

private func toUInt(_ value: Value) throws(EvaluationError) -> Value {
  switch value {
  case .uint: return value
  case .int(let number):
    guard let result = UInt64(exactly: number) else { throw EvaluationError(.overflow("uint")) }
    return .uint(result)
  case .double(let number):
    guard number >= 0, number < 0x1p64 else { throw EvaluationError(.overflow("uint")) }
    return .uint(UInt64(number))
  case .string(let text):
    guard text.utf8.first != UInt8(ascii: "-"), let result = UInt64(text) else {
      throw cannotConvert(value, to: "uint")
    }
    return .uint(result)
  default: throw noOverload("uint")
  }
}

private func toDouble(_ value: Value) throws(EvaluationError) -> Value {
  switch value {
  case .double: return value
  case .int(let number): return .double(Double(number))
  case .uint(let number): return .double(Double(number))
  case .string(let text):
    let isPlain = text.utf8.allSatisfy { $0 != UInt8(ascii: "x") && $0 != UInt8(ascii: "X") }
    guard isPlain, let result = Double(text) else { throw cannotConvert(value, to: "double") }
    return .double(result)
  default: throw noOverload("double")
  }
}

private func toBool(_ value: Value) throws(EvaluationError) -> Value {
  switch value {
  case .bool: return value
  case .string("1"), .string("t"), .string("true"), .string("TRUE"), .string("True"):
    return .bool(true)
  case .string("0"), .string("f"), .string("false"), .string("FALSE"), .string("False"):
    return .bool(false)
  case .string: throw cannotConvert(value, to: "bool")
  default: throw noOverload("bool")
  }
}

private func toString(_ value: Value) throws(EvaluationError) -> Value {
  switch value {
  case .string: return value
  case .bool(let flag): return .string(flag ? "true" : "false")
  case .int(let number): return .string(String(number))
  case .uint(let number): return .string(String(number))
  case .double(let number): return .string(number.shortestText)
  case .bytes(let bytes):
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw EvaluationError(.invalidArgument("the bytes are no UTF-8 text"))
    }
    return .string(text)
  case .timestamp(let instant): return .string(instant.rfc3339)
  case .duration(let span): return .string(span.secondsText)
  case .ip(let address): return .string(address.description)
  case .cidr(let range): return .string(range.description)
  default: throw noOverload("string")
  }
}

private func toBytes(_ value: Value) throws(EvaluationError) -> Value {
  switch value {
  case .bytes: return value
  case .string(let text): return .bytes(Array(text.utf8))
  default: throw noOverload("bytes")
  }
}

private func toTimestamp(_ value: Value) throws(EvaluationError) -> Value {
  switch value {
  case .timestamp: return value
  case .string(let text):
    guard let instant = Timestamp(rfc3339: text) else {
      throw cannotConvert(value, to: "timestamp such as \"2026-03-01T09:00:00Z\"")
    }
    return .timestamp(instant)
  case .int(let seconds):
    guard let instant = Timestamp(seconds: seconds) else {
      throw EvaluationError(.overflow("timestamp"))
    }
    return .timestamp(instant)
  default: throw noOverload("timestamp")
  }
}

private func toDuration(_ value: Value) throws(EvaluationError) -> Value {
  switch value {
  case .duration: return value
  case .string(let text):
    guard let span = Duration(celText: text) else {
      throw cannotConvert(value, to: "duration such as \"15m\"")
    }
    return .duration(span)
  default: throw noOverload("duration")
  }
}
