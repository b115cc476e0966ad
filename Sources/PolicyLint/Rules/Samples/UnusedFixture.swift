package import PolicyDiagnostics
import PolicyTesting
import PolicyYAML

extension DiagnosticCode {
  /// A session or request of a suite that no test uses.
  package static let unusedFixture = DiagnosticCode("X609", "unused-fixture")
}

extension LintRule {
  static let unusedFixture = LintRule(
    .unusedFixture, "A session or a request of a suite that no test uses.",
    rationale: """
      It reads as if something were tested with it. Perhaps a test was to use it and uses another \
      one.
      """,
    severity: .warning,
    bad: [
      .suite(
        LintExample.soundTest,
        sessions: "ada: { from: ada.json }\n  ⟦bob⟧: { extends: ada, set: { issued_at: -2h } }")
    ],
    good: [.suite(LintExample.soundTest)],
    check: .set { subject, findings in
      for linted in subject.suites where linted.suite != nil {
        guard let document = linted.document else { continue }
        var used: Set<String> = []
        if let tests = document["tests"] { collect(tests, into: &used) }
        for entry in document["sessions"]?.mapping ?? [] {
          if let base = entry.value["extends"]?.scalar { used.insert(base) }
        }
        for (section, noun) in [("sessions", "session"), ("requests", "request")] {
          for entry in document[section]?.mapping ?? [] {
            guard let name = entry.key.scalar, !used.contains(name) else { continue }
            findings.report(
              "no test uses the \(noun) \(quotedForDisplay(name))", at: entry.key.location,
              path: "$.\(section)", help: "remove it, or test with it")
          }
        }
      }
    })

  /// Every text below a node, keys apart.
  private static func collect(_ node: YAMLNode, into texts: inout Set<String>) {
    switch node.content {
    case .scalar(let text, _): texts.insert(text)
    case .sequence(let items): for item in items { collect(item, into: &texts) }
    case .mapping(let entries): for entry in entries { collect(entry.value, into: &texts) }
    }
  }
}
