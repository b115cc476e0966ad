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
    .object(
      JSONObject(
        finding.diagnostic.jsonMembers + [
          ("confidence", .string(finding.confidence.rawValue)),
          ("suppressed", suppression(finding.suppression)),
        ]))
  }

  private static func suppression(_ suppression: Finding.Suppression?) -> JSONValue {
    switch suppression {
    case nil: .null
    case .comment(let reason): ["by": "comment", "reason": .string(reason)]
    case .baseline: ["by": "baseline", "reason": .null]
    }
  }
}
