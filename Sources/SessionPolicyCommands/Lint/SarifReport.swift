import PolicyDiagnostics
import PolicyJSON
import PolicyLint

/// Findings in the form of SARIF 2.1.0, with all that code scanning on GitHub asks for.
struct SarifReport {
  private let findings: [Finding]
  private let omitted: Int

  init(_ result: LintResult) { (findings, omitted) = result.listed() }

  /// The document.
  var json: JSONValue {
    SarifLog(
      rules: LintRule.all.map(SarifRule.json) + strangers.map(SarifRule.json), results: results,
      omitted: omitted
    ).json
  }

  /// Codes of findings that no rule explains; each is listed too, for every result names its rule.
  private var strangers: [DiagnosticCode] {
    var known = Set(LintRule.all.map(\.code))
    return findings.map(\.diagnostic.code).filter { known.insert($0).inserted }
  }

  private var results: [JSONValue] {
    let codes = LintRule.all.map(\.code) + strangers
    let indices = Dictionary(
      codes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var counts: [String: Int] = [:]
    return findings.map { finding in
      let print = Self.fingerprint(finding.diagnostic)
      counts[print, default: 0] += 1
      return Self.result(
        finding, index: indices[finding.diagnostic.code],
        fingerprint: "\(print):\(counts[print, default: 1])")
    }
  }

  private static func result(
    _ finding: Finding, index: Int?, fingerprint: String
  ) -> JSONValue {
    let diagnostic = finding.diagnostic
    var members: [(String, JSONValue)] = [("ruleId", .string(diagnostic.code.id))]
    if let index { members.append(("ruleIndex", .number(index))) }
    members += [
      ("level", .string(SarifRule.level(diagnostic.severity))),
      ("message", ["text": .string(message(diagnostic))]),
      ("locations", [SarifPlace.location(diagnostic.location)]),
      ("partialFingerprints", ["primaryLocationLineHash": .string(fingerprint)]),
    ]
    if !diagnostic.related.isEmpty {
      members.append(
        (
          "relatedLocations",
          .array(
            diagnostic.related.enumerated().map { index, related in
              var place = SarifPlace.location(related.location)
              place["id"] = .number(index + 1)
              place["message"] = ["text": .string(related.message)]
              return place
            })
        ))
    }
    if diagnostic.evidence != nil {
      members.append(("properties", Self.properties(finding)))
    }
    if let fix = diagnostic.fix { members.append(("fixes", [Self.fix(fix)])) }
    if let suppression = finding.suppression {
      members.append(("suppressions", [Self.suppression(suppression)]))
    }
    return .object(JSONObject(members))
  }

  /// How far a finding is shown, with the session that shows it.
  private static func properties(_ finding: Finding) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("evidence", .text(finding.diagnostic.evidence?.name)),
      ("hangs_on", .array(finding.hangsOn.map { .string($0) })),
    ]
    if let witness = finding.witness { members.append(("witness", witness)) }
    return .object(JSONObject(members))
  }

  /// What is told, with a link to each related place.
  private static func message(_ diagnostic: Diagnostic) -> String {
    var text = SarifLog.escaped(diagnostic.message)
    if let evidence = diagnostic.evidence {
      text += (evidence.isProved ? ". Proved: " : ". Possible: ") + SarifLog.escaped(evidence.text)
    }
    if let help = diagnostic.help { text += ". Help: " + SarifLog.escaped(help) }
    let links = diagnostic.related.enumerated().map { index, related in
      "[\(SarifLog.escaped(related.message))](\(index + 1))"
    }
    return links.isEmpty ? text : text + ". See: " + links.joined(separator: ", ")
  }

  private static func suppression(_ suppression: Finding.Suppression) -> JSONValue {
    switch suppression {
    case .comment(let reason): ["kind": "inSource", "justification": .string(reason)]
    case .baseline: ["kind": "external", "justification": "it is known from the baseline"]
    }
  }

  private static func fix(_ fix: Fix) -> JSONValue {
    var names: [Text] = []
    for edit in fix.edits where !names.contains(Text(edit.location.file.name)) {
      names.append(Text(edit.location.file.name))
    }
    let changes = names.map { name -> JSONValue in
      let replacements = fix.edits.filter { Text($0.location.file.name) == name }.map { edit in
        [
          "deletedRegion": SarifPlace.region(edit.location),
          "insertedContent": ["text": .string(edit.replacement)],
        ] as JSONValue
      }
      return [
        "artifactLocation": SarifPlace.artifact(name.string), "replacements": .array(replacements),
      ]
    }
    return ["description": ["text": .string(fix.title)], "artifactChanges": .array(changes)]
  }

  /// What stays the same while other lines of the file change: FNV-1a over check and line.
  private static func fingerprint(_ diagnostic: Diagnostic) -> String {
    let file = diagnostic.location.file
    let line = diagnostic.mark(
      of: file.lineRange(file.line(at: diagnostic.location.range.start)))
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in (diagnostic.code.id + line).utf8 where byte > 0x20 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
