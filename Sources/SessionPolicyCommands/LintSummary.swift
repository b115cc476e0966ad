import Diagnostics
import JSON

/// Findings with their counts, in the shape that programs read.
struct LintSummary {
  let diagnostics: [Diagnostic]
  let files: Int

  init(_ diagnostics: [Diagnostic], files: Int) {
    self.diagnostics = diagnostics
    self.files = files
  }

  /// How many findings have a severity.
  func count(_ severity: Diagnostic.Severity) -> Int {
    diagnostics.count { $0.severity == severity }
  }

  /// One line that counts.
  var text: String {
    func plural(_ count: Int, _ noun: String) -> String {
      "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
    return [
      plural(files, "file"), plural(count(.error), "error"), plural(count(.warning), "warning"),
    ].joined(separator: ", ")
  }

  /// The findings and the summary.
  var json: JSONValue {
    [
      "version": 1, "findings": .array(diagnostics.map(Self.finding)),
      "summary": [
        "files": .number(files), "errors": .number(count(.error)),
        "warnings": .number(count(.warning)), "infos": .number(count(.info)), "suppressed": 0,
      ],
    ]
  }

  private static func finding(_ diagnostic: Diagnostic) -> JSONValue {
    [
      "code": .string(diagnostic.code.id), "name": .string(diagnostic.code.name),
      "severity": .string(diagnostic.severity.rawValue), "message": .string(diagnostic.message),
      "file": .string(diagnostic.location.file.name), "range": range(diagnostic.location),
      "path": diagnostic.path.map { .string($0) } ?? .null,
      "help": diagnostic.help.map { .string($0) } ?? .null,
      "related": .array(
        diagnostic.related.map {
          [
            "message": .string($0.message), "file": .string($0.location.file.name),
            "range": range($0.location),
          ]
        }),
      "suppressed": .null,
    ]
  }

  private static func range(_ location: SourceLocation) -> JSONValue {
    func position(_ offset: Int) -> JSONValue {
      let position = location.file.position(at: offset)
      return ["line": .number(position.line), "column": .number(position.column)]
    }
    return ["start": position(location.range.start), "end": position(location.range.end)]
  }
}
