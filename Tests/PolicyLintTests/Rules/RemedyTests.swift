import PolicyDiagnostics
import PolicyLint
import Testing

@Suite("What a finding tells to do makes it go away, and nothing else comes")
struct RemedyTests {
  @Test(arguments: LintRule.all.map(\.code.id))
  func whatAFixDoesToABadExample(_ code: String) throws {
    let rule = try #require(LintRule.named(code))
    for example in rule.bad {
      let directory = try ExampleDirectory(example)
      let (before, after) = try directory.mend(optingInto: rule)
      guard let after else { continue }
      #expect(
        after.count { $0.code == rule.code } < before.count { $0.code == rule.code },
        "\(code): \(DiagnosticFormatter().format(after))")
      // What keeps a file from being read hides the rest of what there is to find.
      if case .loading = rule.check { continue }
      let others = Set(after.map(\.code.id)).subtracting(before.map(\.code.id))
      #expect(others.isEmpty, "\(code) brings \(DiagnosticFormatter().format(after))")
    }
  }

  /// The remedies that are told in words, made as they are told.
  @Test(arguments: [
    ("may: extend", "may: extend\n    max_lifetime: 30d"),
    (
      "may: extend\n    when: 'session.age.getHours() < 8'",
      "may: extend\n    when: 'session.age.getHours() < 8'\n    max_lifetime: 30d"
    ),
    (
      "may: refresh\n    when: '!has(context.risk) || context.risk == \"low\"'",
      "may: refresh\n    when: 'has(context.risk) && context.risk == \"low\"'"
    ),
    (
      "may: refresh\n    when: context.?risk.orValue(\"low\") == \"low\"",
      "may: refresh\n    when: has(context.risk) && context.?risk.orValue(\"low\") == \"low\""
    ),
    (
      "must: reauthenticate\n    when: session.aal == \"aal1\"",
      "must: reauthenticate\n    aal: aal2"
    ),
    (
      "must: reauthenticate\n    when: request.action == \"pay\"",
      "must: reauthenticate\n    when: request.action == \"pay\"\n    max_age: 5m"
    ),
    (
      "never: extend\n    when: session.aal == \"aal1\" && session.aal == \"aal2\"",
      "never: extend\n    when: session.aal == \"aal1\" || request.action == \"pay\""
    ),
    (
      "must: sign_in\n    when: session.authentication_age < duration(\"8h\")\n    max_age: 8h",
      "must: sign_in\n    max_age: 8h"
    ),
    (
      "never: extend\n    when: session.remaining <= duration(\"0s\")",
      "never: extend\n    when: session.remaining <= duration(\"1h\")"
    ),
  ])
  func whatIsToldInWords(_ bad: String, _ mended: String) {
    func lines(_ rule: String) -> [String] {
      lint(
        "version: 1\npolicy: p\nattributes:\n"
          + "  context.risk: { type: string, values: [low, high], optional: true }\nrules:\n"
          + "  - { id: confirm, may: refresh, when: has(request.action) }\n"
          + "  - id: a\n    \(rule)\n"
      ).lines
    }
    #expect(!lines(bad).isEmpty)
    #expect(lines(mended) == [], "\(mended)")
  }
}
