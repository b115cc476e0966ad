import PolicyDiagnostics

/// Turns bytes into a value by recursive descent, bounded by the depth limit.
struct JSONParser {
  let bytes: [UInt8]
  let limits: JSONLimits
  var index = 0
  private(set) var duplicates: CappedList<DuplicateKey>
  private var depth = 0

  init(_ bytes: [UInt8], limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
    duplicates = CappedList(limit: limits.problems)
  }

  /// The whole text as one value.
  mutating func document() throws(JSONSyntaxError) -> JSONValue {
    try checkStart()
    skipWhitespace()
    guard index < bytes.count else {
      throw JSONSyntaxError(kind: .empty, range: SourceRange(0, bytes.count))
    }
    let value = try value()
    skipWhitespace()
    guard index == bytes.count else {
      let found = try describeNext()
      throw error(isComment ? .comment : .textAfterEnd, SourceRange(index, index + found.length))
    }
    return value
  }

  /// Refuses what no reading could mend: too many bytes, another encoding.
  private func checkStart() throws(JSONSyntaxError) {
    guard bytes.count <= limits.size else {
      throw error(.tooLarge(size: bytes.count, limit: limits.size), SourceRange(0, 0))
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw error(.byteOrderMark, SourceRange(0, 3)) }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      || (bytes.count >= 4 && (bytes[0] == 0) != (bytes[1] == 0)
        && (bytes[2] == 0) == (bytes[0] == 0)
        && (bytes[3] == 0) == (bytes[1] == 0))
    {
      throw error(.utf16, SourceRange(0, 2))
    }
  }

  // MARK: Values

  private mutating func value() throws(JSONSyntaxError) -> JSONValue {
    let start = index
    guard start < bytes.count else { throw try unexpected { .expectedValue(found: $0) } }
    let kind: JSONValue.Kind
    switch bytes[start] {
    case UInt8(ascii: "{"): kind = .object(try object())
    case UInt8(ascii: "["): kind = .array(try array())
    case UInt8(ascii: "\""): kind = .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): kind = .number(try number())
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
      kind = try word()
    case UInt8(ascii: "+"), UInt8(ascii: "."):
      let range = wordRange(from: start)
      throw error(.invalidNumber(text(range)), range)
    default: throw try unexpected { .expectedValue(found: $0) }
    }
    return JSONValue(kind, range: SourceRange(start, index))
  }

  private mutating func object() throws(JSONSyntaxError) -> JSONObject {
    let start = try open()
    var members: [JSONObject.Member] = []
    var seen = KeyIndex()
    if !close(UInt8(ascii: "}")) {
      while true {
        let keyStart = index
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
          throw try unexpected(unclosedFrom: start) { .expectedKey(found: $0) }
        }
        let key = try string()
        let keyRange = SourceRange(keyStart, index)
        skipWhitespace()
        guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else {
          throw try unexpected(unclosedFrom: start) { .expectedColon(key: key, found: $0) }
        }
        index += 1
        skipWhitespace()
        let value = try value()
        if let first = seen.insert(key, at: members.count, among: members) {
          reportDuplicate(key, first: members[first].keyRange ?? keyRange, second: keyRange)
        } else {
          members.append(JSONObject.Member(key, value, keyRange: keyRange))
        }
        if try !next(before: UInt8(ascii: "}"), from: start) { break }
      }
    }
    depth -= 1
    return JSONObject(distinct: members)
  }

  private mutating func array() throws(JSONSyntaxError) -> [JSONValue] {
    let start = try open()
    var elements: [JSONValue] = []
    if !close(UInt8(ascii: "]")) {
      repeat {
        elements.append(try value())
      } while try next(before: UInt8(ascii: "]"), from: start)
    }
    depth -= 1
    return elements
  }

  // MARK: Structure

  /// Steps over an opening bracket and gives its place.
  private mutating func open() throws(JSONSyntaxError) -> Int {
    depth += 1
    guard depth <= limits.depth else {
      throw error(.tooDeep(limit: limits.depth), SourceRange(index, index + 1))
    }
    defer { skipWhitespace() }
    index += 1
    return index - 1
  }

  /// Steps over a closing bracket, if it comes next.
  private mutating func close(_ closing: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == closing else { return false }
    index += 1
    return true
  }

  /// Steps over a comma (`true`) or the closing bracket (`false`).
  private mutating func next(before closing: UInt8, from start: Int) throws(JSONSyntaxError) -> Bool
  {
    skipWhitespace()
    if close(closing) { return false }
    let bracket = Character(Unicode.Scalar(closing))
    guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else {
      throw try unexpected(unclosedFrom: start) { .expectedCommaOrEnd(closing: bracket, found: $0) }
    }
    let comma = index
    index += 1
    skipWhitespace()
    if index < bytes.count, bytes[index] == closing {
      throw error(.trailingComma(closing: bracket), SourceRange(comma, comma + 1))
    }
    return true
  }

  private mutating func reportDuplicate(_ key: String, first: SourceRange, second: SourceRange) {
    duplicates.append(DuplicateKey(key: key, first: first, second: second))
  }

  mutating func skipWhitespace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      default: return
      }
    }
  }

  // MARK: Errors

  func error(_ kind: JSONSyntaxError.Kind, _ range: SourceRange) -> JSONSyntaxError {
    JSONSyntaxError(kind: kind, range: range)
  }

  /// What to say of the next character, which does not fit.
  private func unexpected(
    unclosedFrom start: Int? = nil, _ kind: (String) -> JSONSyntaxError.Kind
  ) throws(JSONSyntaxError) -> JSONSyntaxError {
    if index >= bytes.count, let start {
      let opening = Character(Unicode.Scalar(bytes[start]))
      return error(.unclosed(opening: opening), SourceRange(start, start + 1))
    }
    let found = try describeNext()
    let range = SourceRange(index, index + found.length)
    if isComment { return error(.comment, SourceRange(index, index + 2)) }
    if index < bytes.count, bytes[index] == UInt8(ascii: "'") { return error(.singleQuote, range) }
    return error(kind(found.text), range)
  }

  /// Whether a comment of a more lenient dialect comes next.
  private var isComment: Bool {
    guard index < bytes.count else { return false }
    if bytes[index] == UInt8(ascii: "#") { return true }
    guard bytes[index] == UInt8(ascii: "/"), index + 1 < bytes.count else { return false }
    return bytes[index + 1] == UInt8(ascii: "/") || bytes[index + 1] == UInt8(ascii: "*")
  }

  /// The next character in words, and how many bytes it has.
  private func describeNext() throws(JSONSyntaxError) -> (text: String, length: Int) {
    guard index < bytes.count else { return ("the end of the text", 0) }
    let byte = bytes[index]
    guard byte != 0 else { throw error(.nul, SourceRange(index, index + 1)) }
    guard byte >= 0x80 else {
      return byte < 0x20 || byte == 0x7F
        ? ("a control character", 1) : ("`\(Character(Unicode.Scalar(byte)))`", 1)
    }
    let length = try validScalarLength(at: index)
    return ("`\(text(SourceRange(index, index + length)))`", length)
  }

  func text(_ range: SourceRange) -> String {
    String(decoding: bytes[range.start..<range.end], as: UTF8.self)
  }
}

/// Finds a key again: by comparing while there are few, by hash once there are many.
private struct KeyIndex {
  private static let threshold = 16
  private var positions: [Text: Int] = [:]

  /// The position of an equal key before this one, or `nil` after noting this one.
  mutating func insert(_ key: String, at position: Int, among members: [JSONObject.Member]) -> Int?
  {
    if position < Self.threshold {
      return members.firstIndex { $0.key.hasSameBytes(as: key) }
    }
    if positions.isEmpty {
      for (index, member) in members.enumerated() { positions[Text(member.key)] = index }
    }
    if let first = positions[Text(key)] { return first }
    positions[Text(key)] = position
    return nil
  }
}
