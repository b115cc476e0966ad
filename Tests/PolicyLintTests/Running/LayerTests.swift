import PolicyDiagnostics
import PolicyLint
import Testing

/// One run tells what is wrong on every layer.
@Suite struct LayerTests {
  @Test func oneErrorOfEachLayerIsToldAndNothingElse() {
    let text = """
      version: 1
      policy: layers
      attributes:
        context.risk: { type: string, values: [low, high] }
      constants:
        nowhere: NO
      rules:
        - id: confirm
          may: refresh
        - id: structure
          may: extend
          max_liftime: 30d
        - id: names
          never: extend
          when: context.rsk == "low"
        - id: types
          never: extend
          when: context.risk == 3
        - id: units
          may: extend
          max_lifetime: 30d
          within: 6
        - id: logic
          never: extend
          when: session.aal == "aal1" && session.aal == "aal2"
        - id: security
          must: reauthenticate
          when: request.action == "payment.create"
      """
    let result = lint(text)
    #expect(
      result.lines == [
        "Y002 6", "S101 12", "R201 15", "T303 18", "T301 22", "L401 25", "SEC006 27",
      ],
      "\(DiagnosticFormatter().format(result.open.map(\.diagnostic)))")
  }

  @Test func ruleWithAnErrorHasNoEcho() {
    // Without its cap the rule would look unbounded.
    let text = """
      version: 1
      policy: p
      rules:
        - id: slide
          may: extend
          max_lifetime: 30x
      """
    #expect(lint(text).lines.count == 1)
  }

  @Test func ruleUnderABrokenNameHasNoEcho() {
    let text = """
      version: 1
      policy: p
      definitions:
        managed: request.device.managd == 1 +
      rules:
        - id: slide
          may: extend
          when: managed
      """
    #expect(lint(text).open.allSatisfy { $0.diagnostic.code.id != "SEC001" })
  }
}

extension LayerTests {
  @Test func errorsOfPoliciesAndSuitesAreToldInOneRun() throws {
    let policy = "version: 1\npolicy: p\nrules:\n  - id: slide\n    may: extend\n"
    let broken = "version: 1\npolicy: q\nrules:\n  - id: a\n    may: extnd\n"
    func suite(_ name: String, _ policy: String) -> String {
      """
      version: 1
      suite: \(name)
      policies: [\(policy)]
      now: 2026-03-01T09:00:00Z
      sessions:
        ada: { set: { issued_at: -2h } }
      tests:
        - name: t
          session: adda
          expect: { outcome: proceed }
      """
    }
    let example = LintExample(files: [
      .init("p.yaml", policy), .init("q.yaml", broken), .init("s.yaml", suite("s", "p.yaml")),
      .init("t.yaml", suite("t", "q.yaml")), .init("u.yaml", suite("u", "q.yaml")),
    ])
    let rule = try #require(LintRule.named("SEC001"))
    let found = try ExampleDirectory(example).lint(optingInto: rule).map { diagnostic in
      let name = diagnostic.location.file.name.split(separator: "/").last ?? ""
      return "\(name) \(diagnostic.code.id)"
    }
    // A policy that does not load is told once, however many suites name it.
    #expect(found.filter { $0.hasPrefix("q.yaml") } == ["q.yaml T304"])
    #expect(found.contains("p.yaml SEC001"))
    for name in ["s", "t", "u"] { #expect(found.contains("\(name).yaml R202"), "\(found)") }
    #expect(!found.contains { $0.hasSuffix("Y011") })
  }
}
