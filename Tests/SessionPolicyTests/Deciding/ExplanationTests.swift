import PolicyCEL
import Testing

@testable import SessionPolicy

/// Explanations by example: what became of each rule, and what its clauses saw.
@Suite struct ExplanationTests {
  private func explain(_ rules: String, _ change: (inout LawExample) -> Void = { _ in })
    throws -> Explanation
  {
    var example = LawExample()
    change(&example)
    return try LawExample.policies(rules).explain(
      example.snapshot, at: example.now, settings: example.settings)
  }

  private typealias Standing = Explanation.RuleExplanation.Standing

  static let standings: [(rule: String, standing: String, reasons: [String])] = [
    ("may: refresh", "grants", []),
    ("may: refresh, aal: aal2", "refuses", ["aal_insufficient"]),
    ("may: refresh, when: \"false\"", "does_not_apply", []),
    ("may: refresh, when: request.country == 'DE'", "refuses", []),
    ("may: extend, within: 6h", "refuses", ["extend_window_not_open"]),
    ("never: extend", "in_force", []),
    ("never: extend, when: request.country == 'DE'", "in_force", []),
    ("must: sign_in, max_lifetime: 3h", "met", []),
    ("must: sign_in, max_lifetime: 2h", "in_force", ["lifetime_exceeded"]),
    ("must: sign_in, when: request.action == 'read'", "does_not_apply", []),
  ]

  @Test(arguments: standings)
  func eachRuleSaysWhatBecameOfIt(rule: String, standing: String, reasons: [String]) throws {
    let explained = try #require(try explain("- { id: r, \(rule) }").rules.first)
    #expect(explained.standing.rawValue == standing)
    #expect(explained.reasons.map(\.rawValue) == reasons)
  }

  @Test func rulesAreExplainedThoughTheSessionIsOver() throws {
    let explanation = try explain("- { id: r, may: refresh }") {
      $0.snapshot.session.active = false
    }
    #expect(explanation.decision.outcome == .signIn)
    #expect(explanation.rules.first?.standing == .grants)
  }

  @Test func clausesStandAloneWithWhatTheyRead() throws {
    let explanation = try explain(
      "- { id: r, may: refresh, when: request.action == 'read' || session.age < duration('3h') }")
    let clauses = try #require(explanation.rules.first).clauses
    #expect(
      clauses.map(\.text) == ["request.action == \"read\"", "session.age < duration(\"3h\")"])
    #expect(clauses.map { try? $0.result.get() } == [false, true])
    #expect(clauses.flatMap(\.values).map(\.name) == ["request.action", "session.age"])
    #expect(
      clauses.flatMap(\.values).map(\.value) == ["\"pay\"", "duration(\"2h\")"])
  }
}
