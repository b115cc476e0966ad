import Diagnostics
import JSON
import PolicyLint

/// Findings in the form of SARIF 2.1.0, with what code scanning services ask for.
struct SarifReport {
  private let result: LintResult

  init(_ result: LintResult) { self.result = result }

  /// The document.
  var json: JSONValue {
    let rules = LintRule.all
    let indices = Dictionary(
      rules.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
    return [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": [
        [
          "tool": [
            "driver": [
              "name": "session-policy",
              "rules": .array(rules.map(Self.rule)),
            ]
          ],
          "columnKind": "utf16CodeUnits",
          "results": .array(result.findings.map { Self.result($0, indices) }),
        ]
      ],
    ]
  }

  // MARK: Rules

  private static func rule(_ rule: LintRule) -> JSONValue {
    var properties: [(String, JSONValue)] = [
      ("tags", .array([.string(rule.isSecurity ? "security" : "correctness")])),
      ("precision", .string(precision(rule.confidence))),
      ("problem.severity", .string(problemSeverity(rule.severity))),
    ]
    if rule.isSecurity {
      properties.append(("security-severity", .string(securitySeverity(rule.severity))))
    }
    return [
      "id": .string(rule.code.id), "name": .string(rule.code.name),
      "shortDescription": text(rule.summary), "fullDescription": text(rule.rationale),
      "help": text(RuleText.page(rule)),
      "defaultConfiguration": ["level": .string(level(rule.severity))],
      "properties": .object(JSONObject(properties)),
    ]
  }

  private static func precision(_ confidence: Confidence) -> String {
    switch confidence {
    case .proved: "very-high"
    case .likely: "high"
    case .heuristic: "medium"
    }
  }

  private static func problemSeverity(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "recommendation"
    }
  }

  private static func securitySeverity(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "8.0"
    case .warning: "5.0"
    case .info: "2.0"
    }
  }

  private static func level(_ severity: Diagnostic.Severity) -> String {
    severity == .info ? "note" : severity.rawValue
  }

  // MARK: Results

  private static func result(
    _ finding: Finding, _ indices: [DiagnosticCode: Int]
  ) -> JSONValue {
    let diagnostic = finding.diagnostic
    var members: [(String, JSONValue)] = [("ruleId", .string(diagnostic.code.id))]
    if let index = indices[diagnostic.code] { members.append(("ruleIndex", .number(index))) }
    members += [
      ("level", .string(level(diagnostic.severity))),
      ("message", text(diagnostic.message + (diagnostic.help.map { "\n\($0)" } ?? ""))),
      ("locations", [location(diagnostic.location)]),
      ("partialFingerprints", ["sessionPolicy/v1": .string(fingerprint(diagnostic))]),
    ]
    if !diagnostic.related.isEmpty {
      members.append(
        (
          "relatedLocations",
          .array(
            diagnostic.related.enumerated().map { index, related in
              var place = location(related.location)
              place["id"] = .number(index + 1)
              place["message"] = text(related.message)
              return place
            })
        ))
    }
    if let suppression = finding.suppression {
      members.append(("suppressions", [Self.suppression(suppression)]))
    }
    return .object(JSONObject(members))
  }

  private static func suppression(_ suppression: Finding.Suppression) -> JSONValue {
    switch suppression {
    case .comment(let reason): ["kind": "inSource", "justification": .string(reason)]
    case .baseline: ["kind": "external"]
    }
  }

  private static func location(_ location: SourceLocation) -> JSONValue {
    let start = location.file.position(at: location.range.start)
    let end = location.file.position(at: location.range.end)
    return [
      "physicalLocation": [
        "artifactLocation": ["uri": .string(uri(location.file.name))],
        "region": [
          "startLine": .number(start.line), "startColumn": .number(start.column),
          "endLine": .number(end.line), "endColumn": .number(end.column),
        ],
      ]
    ]
  }

  /// A path as a reference: what no path of one may hold is written in percent.
  private static func uri(_ path: String) -> String {
    let plain = path.hasPrefix("./") ? path.dropFirst(2) : path[...]
    let reference = plain.utf8.map { byte -> String in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
        String(UnicodeScalar(byte))
      default:
        "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
    return path.hasPrefix("/") ? "file://" + reference : reference
  }

  /// What stays the same while other lines of the file change: FNV-1a over check, file and text.
  private static func fingerprint(_ diagnostic: Diagnostic) -> String {
    let file = diagnostic.location.file
    let words = [diagnostic.code.id, file.name, file.text(of: diagnostic.location.range)]
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in words.joined(separator: "\u{0}").utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static func text(_ text: String) -> JSONValue { ["text": .string(text)] }
}
