/// The extension `strings`; offsets and lengths count code points.
let stringExtension: [FunctionDeclaration] = [
  method("charAt", [[.string, .int]], .string) { values throws(EvaluationError) in
    let text = Scalars(try string(values, 0, "charAt"))
    let index = try integer(values, 1, "charAt")
    guard index >= 0, index <= Int64(text.count) else { throw outOfRange(index) }
    return .string(text.slice(Int(index), min(Int(index) + 1, text.count)))
  },
  method("indexOf", [[.string, .string], [.string, .string, .int]], .int) {
    values throws(EvaluationError) in
    let text = Scalars(try string(values, 0, "indexOf"))
    let part = Scalars(try string(values, 1, "indexOf"))
    let start = values.count > 2 ? try integer(values, 2, "indexOf") : 0
    guard start >= 0, start <= Int64(text.count) else { throw outOfRange(start) }
    return .int(Int64(text.first(part, from: Int(start)) ?? -1))
  },
  method("lastIndexOf", [[.string, .string], [.string, .string, .int]], .int) {
    values throws(EvaluationError) in
    let text = Scalars(try string(values, 0, "lastIndexOf"))
    let part = Scalars(try string(values, 1, "lastIndexOf"))
    let start = values.count > 2 ? try integer(values, 2, "lastIndexOf") : Int64(text.count)
    guard start >= 0, start <= Int64(text.count) else { throw outOfRange(start) }
    return .int(Int64(text.last(part, to: Int(start)) ?? -1))
  },
  mapping("lowerAscii") { ascii($0, from: "A", to: "Z", shift: 32) },
  mapping("upperAscii") { ascii($0, from: "a", to: "z", shift: -32) },
  mapping("trim") { text in
    var scalars = text.unicodeScalars[...]
    while scalars.first?.properties.isWhitespace ?? false { scalars.removeFirst() }
    while scalars.last?.properties.isWhitespace ?? false { scalars.removeLast() }
    return String(scalars)
  },
  method("replace", [[.string, .string, .string], [.string, .string, .string, .int]], .string) {
    values throws(EvaluationError) in
    let limit = values.count > 3 ? try integer(values, 3, "replace") : -1
    return .string(
      replace(
        try string(values, 0, "replace"), try string(values, 1, "replace"),
        try string(values, 2, "replace"), limit: limit))
  },
  method("split", [[.string, .string], [.string, .string, .int]], .list(.string)) {
    values throws(EvaluationError) in
    let limit = values.count > 2 ? try integer(values, 2, "split") : -1
    return .list(
      split(try string(values, 0, "split"), try string(values, 1, "split"), limit: limit)
        .map { .string($0) })
  },
  method("substring", [[.string, .int], [.string, .int, .int]], .string) {
    values throws(EvaluationError) in
    let text = Scalars(try string(values, 0, "substring"))
    let start = try integer(values, 1, "substring")
    let end = values.count > 2 ? try integer(values, 2, "substring") : Int64(text.count)
    guard start >= 0, start <= Int64(text.count) else { throw outOfRange(start) }
    guard end >= start, end <= Int64(text.count) else { throw outOfRange(end) }
    return .string(text.slice(Int(start), Int(end)))
  },
  FunctionDeclaration(
    "join",
    [
      Overload("list_join", isMember: true, [.list(.string)], .string),
      Overload("list_join_string", isMember: true, [.list(.string), .string], .string),
    ],
    implementations: [
      1: .unary { list throws(EvaluationError) in try join(list, separator: "") },
      2: .binary { list, separator throws(EvaluationError) in
        guard case .string(let separator) = separator else { throw noOverload("join") }
        return try join(list, separator: separator)
      },
    ]),
  FunctionDeclaration(
    "strings.quote", [Overload("strings_quote", [.string], .string)],
    implementations: [
      1: .unary { value throws(EvaluationError) in
        guard case .string(let text) = value else { throw noOverload("strings.quote") }
        return .string(quote(text))
      }
    ]),
  FunctionDeclaration(
    "format", [Overload("string_format", isMember: true, [.string, .list(.dyn)], .string)],
    implementations: [
      2: .binary { format, arguments throws(EvaluationError) in
        guard case .string(let format) = format, case .list(let arguments) = arguments else {
          throw noOverload("format")
        }
        var formatter = StringFormatter(arguments: arguments)
        return .string(try formatter.format(format))
      }
    ]),
]

/// The code points of a string, with places counted in them.
private struct Scalars {
  let elements: [Unicode.Scalar]

  init(_ text: String) { elements = Array(text.unicodeScalars) }

  var count: Int { elements.count }

  func slice(_ start: Int, _ end: Int) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: elements[start..<end])
    return String(view)
  }

  private func has(_ part: Scalars, at place: Int) -> Bool {
    place + part.count <= count
      && elements[place..<(place + part.count)].elementsEqual(part.elements)
  }

  func first(_ part: Scalars, from start: Int) -> Int? {
    guard part.count <= count else { return nil }
    var place = start
    while place + part.count <= count {
      if has(part, at: place) { return place }
      place += 1
    }
    return nil
  }

  func last(_ part: Scalars, to end: Int) -> Int? {
    guard part.count <= count else { return nil }
    var place = min(end, count - part.count)
    while place >= 0 {
      if has(part, at: place) { return place }
      place -= 1
    }
    return nil
  }
}

private func outOfRange(_ index: Int64) -> EvaluationError {
  EvaluationError(.invalidArgument("the index \(index) is out of range"))
}

private func string(_ values: [Value], _ index: Int, _ name: String) throws(EvaluationError)
  -> String
{
  guard index < values.count, case .string(let text) = values[index] else { throw noOverload(name) }
  return text
}

private func integer(_ values: [Value], _ index: Int, _ name: String) throws(EvaluationError)
  -> Int64
{
  guard index < values.count, case .int(let number) = values[index] else { throw noOverload(name) }
  return number
}

/// A method with a fixed number of arguments for each of its signatures.
private func method(
  _ name: String, _ signatures: [[ValueType]], _ result: ValueType,
  _ function: @escaping @Sendable ([Value]) throws(EvaluationError) -> Value
) -> FunctionDeclaration {
  FunctionDeclaration(
    name,
    signatures.map { types in
      let words = types.map(\.description).joined(separator: "_")
      return Overload("\(name)_\(words)", isMember: true, types, result)
    },
    implementations: Dictionary(
      uniqueKeysWithValues: signatures.map { ($0.count, .variadic(function)) })
  )
}

/// A method from string to string.
private func mapping(
  _ name: String, _ function: @escaping @Sendable (String) -> String
) -> FunctionDeclaration {
  method(name, [[.string]], .string) { values throws(EvaluationError) in
    .string(function(try string(values, 0, name)))
  }
}

private func ascii(
  _ text: String, from first: Unicode.Scalar, to last: Unicode.Scalar, shift: Int
) -> String {
  let range = UInt8(ascii: first)...UInt8(ascii: last)
  return String(
    decoding: text.utf8.map { range.contains($0) ? UInt8(Int($0) + shift) : $0 }, as: UTF8.self)
}

private func join(_ list: Value, separator: String) throws(EvaluationError) -> Value {
  guard case .list(let elements) = list else { throw noOverload("join") }
  var texts: [String] = []
  for element in elements {
    guard case .string(let text) = element else { throw noOverload("join") }
    texts.append(text)
  }
  return .string(texts.joined(separator: separator))
}

/// Places of a separator, at most so many; an empty separator stands between all code points.
private func split(_ text: String, _ separator: String, limit: Int64) -> [String] {
  if limit == 0 { return [] }
  if limit == 1 { return [text] }
  let most = limit < 0 ? Int.max : Int(clamping: limit) - 1
  let scalars = Scalars(text)
  let part = Scalars(separator)
  var pieces: [String] = []
  var start = 0
  if part.count == 0 {
    while start < scalars.count - 1, pieces.count < most {
      pieces.append(scalars.slice(start, start + 1))
      start += 1
    }
    pieces.append(scalars.slice(start, scalars.count))
    return pieces
  }
  while pieces.count < most, let place = scalars.first(part, from: start) {
    pieces.append(scalars.slice(start, place))
    start = place + part.count
  }
  pieces.append(scalars.slice(start, scalars.count))
  return pieces
}

private func replace(_ text: String, _ old: String, _ new: String, limit: Int64) -> String {
  if limit == 0 { return text }
  let most = limit < 0 ? Int.max : Int(clamping: limit)
  guard old.isEmpty else {
    return split(text, old, limit: most == .max ? -1 : Int64(most) + 1).joined(separator: new)
  }
  // An empty text is found before every code point and at the end.
  var result = ""
  var count = 0
  for scalar in text.unicodeScalars {
    if count < most {
      result += new
      count += 1
    }
    result.unicodeScalars.append(scalar)
  }
  return count < most ? result + new : result
}

private func quote(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\u{7}": result += "\\a"
    case "\u{8}": result += "\\b"
    case "\u{C}": result += "\\f"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case "\u{B}": result += "\\v"
    case "\\": result += "\\\\"
    case "\"": result += "\\\""
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
