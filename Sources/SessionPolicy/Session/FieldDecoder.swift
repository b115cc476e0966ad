import PolicyCEL
import PolicyDiagnostics
import PolicyJSON

/// Reads typed fields out of JSON objects and remembers every mistake with its place.
///
/// Null and absent read as `nil`. A field of the wrong kind is reported and reads as `nil`.
struct FieldDecoder {
  let file: SourceFile
  private(set) var diagnostics: [Diagnostic] = []
  /// Whether anything reported is an error.
  private(set) var hasErrors = false

  /// Most mistakes reported for one document, and most keys of one object tried for a misspelling.
  private static let limit = 100

  init(_ file: SourceFile) { self.file = file }

  // MARK: Fields

  /// Any JSON but null.
  func value(_ key: String, in object: JSONObject) -> JSONValue? {
    guard let value = object[key], !value.isNull else { return nil }
    return value
  }

  mutating func string(_ key: String, in object: JSONObject) -> String? {
    guard let value = value(key, in: object) else { return nil }
    if value.string == nil { reportKind(of: key, value, expected: "a string") }
    return value.string
  }

  /// A string that must be there; empty after a report when it is not.
  mutating func required(
    _ key: String, of owner: String, in object: JSONObject, at place: JSONValue
  ) -> String {
    if value(key, in: object) == nil {
      report(.missingField, "\(owner) has no `\(key)`", at: place.start)
    }
    return string(key, in: object) ?? ""
  }

  mutating func bool(_ key: String, in object: JSONObject) -> Bool? {
    guard let value = value(key, in: object) else { return nil }
    if value.bool == nil { reportKind(of: key, value, expected: "`true` or `false`") }
    return value.bool
  }

  /// An instant; the zero time means unknown and reads as `nil`.
  mutating func instant(_ key: String, in object: JSONObject) -> Timestamp? {
    guard let value = value(key, in: object) else { return nil }
    guard let text = value.string else {
      reportKind(of: key, value, expected: "an instant in a string")
      return nil
    }
    guard let instant = Timestamp(rfc3339: text) else {
      report(
        .invalidValue, "`\(key)` is not an instant: `\(text.excerpt)`", at: value.range,
        help: "write it as RFC 3339 with a zone and at most nine digits of fraction, such as "
          + "`2026-03-01T09:00:00Z`")
      return nil
    }
    return instant == .minimum ? nil : instant
  }

  /// The name of a level, checked but kept as text; empty is allowed.
  mutating func assuranceLevel(_ key: String, in object: JSONObject) -> String? {
    guard let name = string(key, in: object) else { return nil }
    if !name.isEmpty, AssuranceLevel(name) == nil {
      let levels = AssuranceLevel.allCases.map { "`\($0.name)`" }.joined(separator: ", ")
      report(
        .invalidValue, "`\(key)` is no assurance level: `\(name.excerpt)`",
        at: object[key]?.range, help: "the levels are \(levels)")
    }
    return name
  }

  mutating func strings(_ key: String, in object: JSONObject) -> [String]? {
    guard let elements = elements(key, in: object) else { return nil }
    return elements.compactMap { element in
      if element.string == nil { reportKind(of: key, element, expected: "strings") }
      return element.string
    }
  }

  mutating func object(_ key: String, in object: JSONObject) -> JSONObject? {
    guard let value = value(key, in: object) else { return nil }
    if value.object == nil { reportKind(of: key, value, expected: "an object") }
    return value.object
  }

  mutating func record<Record>(
    _ key: String, in object: JSONObject,
    _ decode: (JSONObject, JSONValue, inout FieldDecoder) -> Record
  ) -> Record? {
    guard let members = self.object(key, in: object), let value = object[key] else { return nil }
    return decode(members, value, &self)
  }

  /// The records of an array; none when there is no array.
  mutating func records<Record>(
    _ key: String, in object: JSONObject,
    _ decode: (JSONObject, JSONValue, inout FieldDecoder) -> Record
  ) -> [Record] {
    guard let elements = elements(key, in: object) else { return [] }
    return elements.compactMap { element in
      guard let members = element.object else {
        reportKind(of: key, element, expected: "objects")
        return nil
      }
      return decode(members, element, &self)
    }
  }

  private mutating func elements(_ key: String, in object: JSONObject) -> [JSONValue]? {
    guard let value = value(key, in: object) else { return nil }
    if value.array == nil { reportKind(of: key, value, expected: "an array") }
    return value.array
  }

  // MARK: Reports

  /// Warns of keys that nothing reads and that look like one that something does.
  mutating func warnOfMisspeltKeys(in object: JSONObject, known: [String]) {
    for member in object.members.prefix(Self.limit)
    where member.key.utf8.count > 3 && !known.contains(member.key) {
      let near = nearestNames(to: member.key, among: known)
      guard !near.isEmpty else { continue }
      report(
        .unknownField, .warning, "`\(member.key.excerpt)` is not a key that anything reads",
        at: member.keyRange, help: didYouMean(near))
    }
  }

  mutating func reportKind(of key: String, _ value: JSONValue, expected: String) {
    report(
      .wrongKind, "`\(key)` takes \(expected), not \(value.kindName)", at: value.range)
  }

  mutating func report(
    _ code: DiagnosticCode, _ severity: Diagnostic.Severity, _ message: String,
    at range: SourceRange?, help: String? = nil
  ) {
    if severity == .error { hasErrors = true }
    guard diagnostics.count <= Self.limit else { return }
    let location = SourceLocation(file, range ?? SourceRange(0, 0))
    guard diagnostics.count < Self.limit else {
      let message = "there are more than \(Self.limit) mistakes; the rest are not listed"
      diagnostics.append(Diagnostic(.resourceLimit, severity, message, at: location))
      return
    }
    diagnostics.append(Diagnostic(code, severity, message, at: location, help: help))
  }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange?, help: String? = nil
  ) {
    report(code, .error, message, at: range, help: help)
  }
}

extension JSONValue {
  /// The first byte of the value, for messages about all of it.
  var start: SourceRange? { range.map { SourceRange($0.start, $0.start + 1) } }
}

extension String {
  /// The text as a message shows it: on one line, and not too long.
  var excerpt: String {
    var text = ""
    for (index, scalar) in unicodeScalars.enumerated() {
      guard index < 80 else { return text + "…" }
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      text.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
    }
    return text
  }
}
