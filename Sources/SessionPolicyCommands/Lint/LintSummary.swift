import PolicyDiagnostics
import PolicyJSON
import PolicyLint

/// Findings with their counts, in the shape that programs read.
struct LintSummary {
  let result: LintResult
  /// What is written of the findings.
  let listed: [Finding]
  /// How many are not.
  let omitted: Int

  init(_ result: LintResult) {
    self.result = result
    (listed, omitted) = result.listed()
  }

  /// What counts of the findings that are written.
  var open: [Diagnostic] { listed.filter { $0.suppression == nil }.map(\.diagnostic) }

  /// One line that counts.
  var text: String {
    var parts = [
      counted(result.fileCount, "file"), counted(result.count(.error), "error"),
      counted(result.count(.warning), "warning"),
    ]
    if result.count(.info) > 0 { parts.append("\(result.count(.info)) info") }
    if result.suppressedCount > 0 { parts.append("\(result.suppressedCount) ignored") }
    if omitted > 0 { parts.append("\(omitted) of them not listed") }
    return parts.joined(separator: ", ")
  }

  /// One line about what can be mended; `nil` if nothing can.
  var fixes: String? {
    let fixes = result.open.compactMap(\.diagnostic.fix)
    let safe = fixes.count(where: \.isSafe)
    let other = fixes.count - safe
    switch (safe, other) {
    case (0, 0): return nil
    case (_, 0): return "\(safe) fixable with `--fix`"
    case (0, _): return "\(other) fixable with `--fix --unsafe-fixes`"
    default: return "\(safe) fixable with `--fix`, \(other) more with `--fix --unsafe-fixes`"
    }
  }

  /// The findings and the summary.
  var json: JSONValue {
    [
      "version": 1, "findings": .array(listed.map(Self.finding)),
      "summary": [
        "files": .number(result.fileCount), "errors": .number(result.count(.error)),
        "warnings": .number(result.count(.warning)), "infos": .number(result.count(.info)),
        "suppressed": .number(result.suppressedCount), "omitted": .number(omitted),
      ],
    ]
  }

  private static func finding(_ finding: Finding) -> JSONValue {
    .object(
      JSONObject(
        finding.diagnostic.jsonMembers + [
          ("confidence", .string(finding.confidence.rawValue)),
          ("evidence", finding.diagnostic.evidence.map { .string($0.name) } ?? .null),
          ("hangs_on", .array(finding.hangsOn.map { .string($0) })),
          ("witness", finding.witness ?? .null), ("fix", finding.diagnostic.fix.map(fix) ?? .null),
          ("suppressed", suppression(finding.suppression)),
        ]))
  }

  private static func fix(_ fix: Fix) -> JSONValue {
    let edits = fix.edits.map { edit in
      [
        "file": .string(edit.location.file.name), "range": edit.location.json,
        "text": .string(edit.replacement),
      ] as JSONValue
    }
    return ["title": .string(fix.title), "safe": .bool(fix.isSafe), "edits": .array(edits)]
  }

  private static func suppression(_ suppression: Finding.Suppression?) -> JSONValue {
    switch suppression {
    case nil: .null
    case .comment(let reason): ["by": "comment", "reason": .string(reason)]
    case .baseline: ["by": "baseline", "reason": .null]
    }
  }
}
