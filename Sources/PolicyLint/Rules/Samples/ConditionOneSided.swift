package import PolicyDiagnostics
import PolicyTesting
import SessionPolicy

extension DiagnosticCode {
  /// A clause that has the same answer in every test.
  package static let conditionOneSided = DiagnosticCode("X603", "condition-one-sided")
}

extension LintRule {
  static let conditionOneSided = LintRule(
    .conditionOneSided, "A part of a condition that has the same answer in every test.",
    rationale: """
      The rule is tested both ways, but this part could be removed or turned round and every test \
      would pass. Not looked at while a test is skipped.
      """,
    severity: .info,
    bad: [.suite(LintExample.twoActions, policy: LintExample.careful(true))],
    good: [.suite(LintExample.twoActions, policy: LintExample.careful(false))],
    check: .coverage { policy, coverage, findings in
      for rule in policy.rules where coverage.count(of: rule)?.isCovered == true {
        guard let condition = rule.condition else { continue }
        for count in coverage.conditions
        where count.rule == rule.qualifiedID && !count.isCovered {
          // Clauses of the policy's own `when` are those of every rule.
          guard let place = condition.part(at: count.path) else { continue }
          let answer = count.trueCount > 0 ? "true" : count.falseCount > 0 ? "false" : "unknown"
          let other = answer == "true" ? "false" : "true"
          findings.report(
            "`\(escapedForDisplay(count.expression))` is \(answer) in every test, so nobody "
              + "notices when it is left out",
            at: place.location, path: count.path,
            help: "add a test in which it is \(other)")
        }
      }
    })
}

extension Condition {
  /// The part that stands at a path.
  fileprivate func part(at path: String) -> Condition? {
    if self.path == path { return self }
    switch kind {
    case .expression: return nil
    case .all(let parts), .any(let parts), .none(let parts):
      return parts.lazy.compactMap { $0.part(at: path) }.first
    }
  }
}

extension LintExample {
  /// Tests of two actions, both by a person.
  fileprivate static let twoActions = """
      - name: payments cannot be confirmed away
        session: ada
        requests: [pay, look, nothing]
        expect:
          - { request: pay, outcome: proceed, refresh: false }
          - { requests: [look, nothing], outcome: proceed, refresh: true }
    requests:
      pay: { action: payment.create, interactive: true }
      look: { action: page.read, interactive: true }
      nothing: { interactive: true }
    """

  /// A policy with a rule about payments that asks for a person too, if it does.
  fileprivate static func careful(_ asksMore: Bool) -> String {
    let more = asksMore ? "\n        - ⟦has(request.interactive)⟧" : ""
    return """
      version: 1
      policy: example
      rules:
        - id: confirm
          may: refresh
        - id: not-by-a-payment
          never: refresh
          when:
            all:
              - has(request.action) && request.action == "payment.create"\(more)

      """
  }
}
