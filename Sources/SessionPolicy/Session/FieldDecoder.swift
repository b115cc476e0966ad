import PolicyDiagnostics
import PolicyJSON
import PolicyTime

/// Checks JSON against the tables of records, and remembers every mistake with its place.
///
/// Null and absent are the same. What was checked without an error is read by the records themselves.
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

  /// Checks every field of a record that an object has, and that it has what it needs.
  ///
  /// Documents mostly have their keys in the order of the table, so each is looked for from where the last
  /// one was.
  ///
  /// - Parameter place: The object, for what it lacks.
  mutating func check(_ object: JSONObject, at place: JSONValue, as record: Record) {
    for number in record.required where value(record.fields[number].name, in: object) == nil {
      let name = record.fields[number].name
      report(.missingField, "the \(record.words) has no `\(name)`", at: place.start)
    }
    var next = 0
    var hasUnknown = false
    for member in object.members {
      guard let number = record.number(of: member.key, from: next) else {
        hasUnknown = true
        continue
      }
      next = number + 1
      if !member.value.isNull {
        check(member.value, of: member.key, as: record.fields[number].kind)
      }
    }
    if hasUnknown, !record.isOpen { refuseUnknownKeys(in: object, of: record) }
  }

  /// Checks a field, if it is there.
  mutating func check(_ field: Record.Field, in object: JSONObject) {
    guard let value = value(field.name, in: object) else { return }
    check(value, of: field.name, as: field.kind)
  }

  private mutating func check(_ value: JSONValue, of key: String, as kind: Record.Kind) {
    switch kind {
    case .json, .open, .derived, .elsewhere: break
    case .text, .word:
      if value.string == nil { reportKind(of: key, value, expected: "a string") }
    case .choice(let words): checkChoice(value, of: key, among: words)
    case .flag:
      if value.bool == nil { reportKind(of: key, value, expected: "`true` or `false`") }
    case .instant: checkInstant(value, of: key)
    case .level: checkLevel(value, of: key)
    case .texts:
      for element in elements(value, of: key) where element.string == nil {
        reportKind(of: key, element, expected: "strings")
      }
    case .object:
      if value.object == nil { reportKind(of: key, value, expected: "an object") }
    case .record(let record):
      if let object = value.object {
        check(object, at: value, as: record)
      } else {
        reportKind(of: key, value, expected: "an object")
      }
    case .records(let record, _):
      for element in elements(value, of: key) {
        if let object = element.object {
          check(object, at: element, as: record)
        } else {
          reportKind(of: key, element, expected: "objects")
        }
      }
    }
  }

  private mutating func checkInstant(_ value: JSONValue, of key: String) {
    guard var text = value.string else {
      reportKind(of: key, value, expected: "an instant in a string")
      return
    }
    guard text.withUTF8({ Timestamp(document: $0) }) != nil else {
      report(
        .invalidValue, "`\(key)` is not an instant: \(quotedForDisplay(text))", at: value.range,
        help: "write it as RFC 3339 with a zone, such as `2026-03-01T09:00:00Z`")
      return
    }
  }

  /// Checks the name of a level; empty is allowed.
  private mutating func checkLevel(_ value: JSONValue, of key: String) {
    guard let name = value.string else {
      reportKind(of: key, value, expected: "a string")
      return
    }
    guard !name.isEmpty, AssuranceLevel(name) == nil else { return }
    let levels = AssuranceLevel.allCases.map { "`\($0.name)`" }.joined(separator: ", ")
    report(
      .invalidValue, "`\(key)` is no assurance level: \(quotedForDisplay(name))", at: value.range,
      help: "the levels are \(levels)")
  }

  private mutating func checkChoice(
    _ value: JSONValue, of key: String, among words: [String]
  ) {
    guard let word = value.string else {
      reportKind(of: key, value, expected: "a string")
      return
    }
    guard !words.contains(bytes: word) else { return }
    let known = words.map { "`\($0)`" }.joined(separator: " or ")
    report(
      .invalidValue, "`\(key)` takes \(known), not \(quotedForDisplay(word))", at: value.range,
      help: didYouMean(nearestNames(to: word.lowercased(), among: words)))
  }

  private mutating func elements(_ value: JSONValue, of key: String) -> [JSONValue] {
    if value.array == nil { reportKind(of: key, value, expected: "an array") }
    return value.array ?? []
  }

  // MARK: Reports

  /// Refuses keys that a record of this project does not have: each would change nothing, in silence.
  mutating func refuseUnknownKeys(in object: JSONObject, of record: Record) {
    let known = record.fields.filter(\.isSettable).map(\.name)
    for member in object.members.prefix(Self.limit) where record[member.key] == nil {
      refuse(member, of: record, help: Self.suggestion(for: member.key, among: known))
    }
  }

  /// Refuses keys that are near one of a record's, in an object that has keys of its own.
  mutating func refuseMisspeltKeys(in object: JSONObject, of record: Record) {
    let known = record.fields.filter(\.isSettable).map(\.name)
    for member in object.members.prefix(Self.limit)
    where member.key.utf8.count > 3 && record[member.key] == nil {
      let near = Self.near(member.key, among: known)
      if !near.isEmpty { refuse(member, of: record, help: didYouMean(near)) }
    }
  }

  private mutating func refuse(_ member: JSONObject.Member, of record: Record, help: String?) {
    report(
      .unknownField,
      "\(record.subject) has no \(quotedForDisplay(member.key)), so it would change nothing",
      at: member.keyRange, help: help)
  }

  /// What a key may have meant; `lastActiveAt` means `last_active_at`.
  private static func near(_ key: String, among known: [String]) -> [String] {
    func plain(_ name: String) -> String { name.filter { $0 != "_" }.lowercased() }
    guard key.utf8.count < 100 else { return [] }
    let wanted = plain(key)
    if let same = known.first(where: { plain($0) == wanted }) { return [same] }
    return nearestNames(to: key, among: known)
  }

  private static func suggestion(for key: String, among known: [String]) -> String {
    didYouMean(near(key, among: known))
      ?? "there are " + known.map { "`\($0)`" }.joined(separator: ", ")
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

extension Record {
  /// The name as people write it.
  fileprivate var words: String { name.replacing("_", with: " ") }
}

extension JSONValue {
  /// The first byte of the value, for messages about all of it.
  var start: SourceRange? { range.map { SourceRange($0.start, $0.start + 1) } }
}
