import PolicyDiagnostics
import PolicyTime

/// `format` of the extension `strings`: `%s %d %f %e %x %X %o %b %%`.
struct StringFormatter {
  private let arguments: [Value]
  private var next = 0

  init(arguments: [Value]) { self.arguments = arguments }

  /// Fills in a format.
  mutating func format(_ format: String) throws(EvaluationError) -> String {
    var result = ""
    var scalars = format.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      guard scalar == "%" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      if scalars.first == "%" {
        scalars.removeFirst()
        result += "%"
        continue
      }
      var precision: Int?
      if scalars.first == "." {
        scalars.removeFirst()
        let digits = scalars.prefix { $0.value < 0x80 && UInt8($0.value).isDigit }
        guard let number = Int(String(digits)), number <= 1_000 else {
          throw invalid("a precision is a number up to 1000")
        }
        precision = number
        scalars = scalars.dropFirst(digits.count)
      }
      guard let verb = scalars.popFirst() else { throw invalid("the format ends after `%`") }
      guard "sdfexXob".unicodeScalars.contains(verb) else {
        throw invalid("`%\(Character(verb))` is no verb of a format")
      }
      guard next < arguments.count else {
        throw invalid("the format has more verbs than arguments")
      }
      let argument = arguments[next]
      next += 1
      result += try text(of: argument, verb: verb, precision: precision)
    }
    return result
  }

  private func invalid(_ message: String) -> EvaluationError {
    EvaluationError(.invalidArgument(message))
  }

  private func text(
    of value: Value, verb: Unicode.Scalar, precision: Int?
  ) throws(EvaluationError) -> String {
    switch verb {
    case "s": return try words(value)
    case "d": return try decimal(value)
    case "f": return try fixed(value, precision ?? 6)
    case "e": return try scientific(value, precision ?? 6)
    case "x", "X": return try hexadecimal(value, isUpper: verb == "X")
    case "o": return try digits(value, radix: 8, "`%o` takes an integer")
    default:
      if case .bool(let flag) = value { return flag ? "1" : "0" }
      return try digits(value, radix: 2, "`%b` takes an integer or a bool")
    }
  }

  private func words(_ value: Value) throws(EvaluationError) -> String {
    switch value {
    case .string(let text): return text
    case .null: return "null"
    case .bool(let flag): return flag ? "true" : "false"
    case .int(let number): return String(number)
    case .uint(let number): return String(number)
    case .double(let number): return special(number) ?? number.positionalText
    case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .timestamp(let instant): return instant.rfc3339
    case .duration(let span): return span.secondsText
    case .ip(let address): return address.description
    case .cidr(let range): return range.description
    case .type(let type): return type.celName
    case .list(let elements):
      var texts: [String] = []
      for element in elements { texts.append(try words(element)) }
      return "[" + texts.joined(separator: ", ") + "]"
    case .map(let map):
      var texts: [(key: String, value: String)] = []
      for (key, value) in map.entries { texts.append((try words(key), try words(value))) }
      texts.sort { Text($0.key) < Text($1.key) }
      return "{" + texts.map { $0.key + ": " + $0.value }.joined(separator: ", ") + "}"
    case .optional: throw invalid("`%s` takes no optional")
    }
  }

  private func special(_ number: Double) -> String? {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return nil
  }

  private func decimal(_ value: Value) throws(EvaluationError) -> String {
    switch value {
    case .int(let number): return String(number)
    case .uint(let number): return String(number)
    case .double(let number):
      if let special = special(number) { return special }
      throw invalid("`%d` takes an integer, and this is a double")
    default: throw invalid("`%d` takes an integer, and this is \(value.kindName)")
    }
  }

  private func number(_ value: Value, _ verb: String) throws(EvaluationError) -> Double {
    switch value {
    case .double(let number): return number
    case .int(let number): return Double(number)
    case .uint(let number): return Double(number)
    default: throw invalid("`\(verb)` takes a number, and this is \(value.kindName)")
    }
  }

  private func fixed(_ value: Value, _ precision: Int) throws(EvaluationError) -> String {
    let number = try number(value, "%f")
    return special(number) ?? DecimalExpansion(number).fixed(precision)
  }

  private func scientific(_ value: Value, _ precision: Int) throws(EvaluationError) -> String {
    let number = try number(value, "%e")
    return special(number) ?? DecimalExpansion(number).scientific(precision)
  }

  private func digits(
    _ value: Value, radix: Int, _ message: String
  ) throws(EvaluationError) -> String {
    switch value {
    case .int(let number): return String(number, radix: radix)
    case .uint(let number): return String(number, radix: radix)
    default: throw invalid(message)
    }
  }

  private func hexadecimal(_ value: Value, isUpper: Bool) throws(EvaluationError) -> String {
    func bytes(_ bytes: some Sequence<UInt8>) -> String {
      bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: isUpper) }.joined()
    }
    switch value {
    case .int(let number): return String(number, radix: 16, uppercase: isUpper)
    case .uint(let number): return String(number, radix: 16, uppercase: isUpper)
    case .string(let text): return bytes(text.utf8)
    case .bytes(let octets): return bytes(octets)
    default: throw invalid("`%x` takes an integer, a string or bytes")
    }
  }
}
