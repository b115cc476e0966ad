import PolicyCEL
import PolicyDiagnostics
import SessionPolicy
import Testing

@testable import SessionPolicyCommands

/// What can be written, looked up offline.
@Suite struct ReferenceCommandTests {
  /// Every function that authors can write has an example, and every example holds.
  @Test func everyFunctionHasAnExampleThatHolds() throws {
    let names = FunctionTable.standard.declarations.keys.filter(ReferenceText.isWritten).sorted()
    #expect(Set(names) == Set(FunctionExamples.all.keys), "\(names)")
    let rules = names.enumerated().map { place, name in
      "  - { id: r\(place), may: refresh, when: '\(FunctionExamples.all[name] ?? "false")' }"
    }
    let text = "version: 1\npolicy: p\nrules:\n" + rules.joined(separator: "\n") + "\n"
    let loaded = PolicySet.load([SourceFile(name: "p.yaml", text: text)])
    #expect(
      !loaded.diagnostics.contains { $0.severity == .error }, "\(loaded.diagnostics.map(\.message))"
    )
    let policies = try #require(loaded.value)
    let explanation = policies.explain(Snapshot(session: Session(id: "a")))
    for (place, name) in names.enumerated() {
      let rule = explanation.rules.first { $0.rule.id.value == "r\(place)" }
      #expect(rule?.standing == .grants, "\(name): \(FunctionExamples.all[name] ?? "")")
    }
  }

  @Test(arguments: [
    (
      "attributes",
      ["session.aal", "request.device.managed", "session.age", "derived", "kratos.lifespan"]
    ),
    ("functions", ["size(string) -> int", "matches("]),
    ("keys", ["max_age", "timeline", "one_of"]),
    ("methods", ["webauthn", "if passwordless", "unless mfa_enabled"]),
    ("reasons", ["extend_cap_reached", "cookie_expired"]), ("checks", ["SEC001"]),
  ])
  func topicsShowWhatThereIs(topic: String, words: [String]) {
    let run = CommandRun(["reference", topic])
    #expect(run.status == .success)
    for word in words { #expect(run.output.contains(word), "\(word): \(run.output)") }
    let whole = CommandRun(["reference"])
    #expect(whole.output.contains(run.output))
  }

  @Test func anotherTopicIsRefused() {
    let run = CommandRun(["reference", "weather"])
    #expect(run.status == .failure)
    #expect(run.errors.contains("weather"))
  }

  /// Each reason has its own meaning and a remedy.
  @Test func reasonsAreToldApart() {
    #expect(Set(ReasonCode.allCases.map(\.meaning)).count == ReasonCode.allCases.count)
    for code in ReasonCode.allCases { #expect(code.remedy.hasSuffix(".")) }
  }
}
