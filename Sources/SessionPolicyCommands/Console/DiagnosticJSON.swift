import PolicyDiagnostics
import PolicyJSON

// Diagnostics in the shape that programs read. Keys may be added, never renamed.

extension Diagnostic {
  /// The members of a finding, without what lint adds.
  var jsonMembers: [(String, JSONValue)] {
    [
      ("code", .string(code.id)), ("name", .string(code.name)),
      ("severity", .string(severity.rawValue)), ("message", .string(message)),
      ("file", .string(location.file.name)), ("range", location.json),
      ("path", .text(path)), ("help", .text(help)),
      (
        "related",
        .array(
          related.map {
            [
              "message": .string($0.message), "file": .string($0.location.file.name),
              "range": $0.location.json,
            ]
          })
      ),
    ]
  }

  /// A finding that nobody suppressed.
  var json: JSONValue { .object(JSONObject(jsonMembers + [("suppressed", .null)])) }
}

extension SourceLocation {
  /// The range, 1-based, with columns in UTF-16 code units.
  var json: JSONValue {
    func position(_ offset: Int) -> JSONValue {
      let position = file.position(at: offset)
      return ["line": .number(position.line), "column": .number(position.column)]
    }
    return ["start": position(range.start), "end": position(range.end)]
  }
}

extension JSONValue {
  /// A text, or `null` for none.
  static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}
