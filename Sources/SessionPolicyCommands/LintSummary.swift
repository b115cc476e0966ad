import Diagnostics
import JSON
import PolicyLint

/// Findings with their counts, in the shape that programs read.
struct LintSummary {
  let result: LintResult

  init(_ result: LintResult) { self.result = result }

  /// One line that counts.
  var text: String {
    func plural(_ count: Int, _ noun: String) -> String {
      "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
    var parts = [
      plural(result.fileCount, "file"), plural(result.count(.error), "error"),
      plural(result.count(.warning), "warning"),
    ]
    if result.count(.info) > 0 { parts.append("\(result.count(.info)) info") }
    if result.suppressedCount > 0 { parts.append("\(result.suppressedCount) ignored") }
    return parts.joined(separator: ", ")
  }

  /// The findings and the summary.
  var json: JSONValue {
    [
      "version": 1, "findings": .array(result.findings.map(Self.finding)),
      "summary": [
        "files": .number(result.fileCount), "errors": .number(result.count(.error)),
        "warnings": .number(result.count(.warning)), "infos": .number(result.count(.info)),
        "suppressed": .number(result.suppressedCount),
      ],
    ]
  }

  private static func finding(_ finding: Finding) -> JSONValue {
    let diagnostic = finding.diagnostic
    return [
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
      "confidence": .string(finding.confidence.rawValue),
      "suppressed": suppression(finding.suppression),
    ]
  }

  private static func suppression(_ suppression: Finding.Suppression?) -> JSONValue {
    switch suppression {
    case nil: .null
    case .comment(let reason): ["by": "comment", "reason": .string(reason)]
    case .baseline: ["by": "baseline", "reason": .null]
    }
  }

  private static func range(_ location: SourceLocation) -> JSONValue {
    func position(_ offset: Int) -> JSONValue {
      let position = location.file.position(at: offset)
      return ["line": .number(position.line), "column": .number(position.column)]
    }
    return ["start": position(location.range.start), "end": position(location.range.end)]
  }
}
