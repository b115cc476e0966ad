package import PolicyDiagnostics
import PolicyTesting
import SessionPolicy

extension DiagnosticCode {
  /// A limit that no test stands close to.
  package static let boundaryUntested = DiagnosticCode("X604", "boundary-untested")
}

extension LintRule {
  static let boundaryUntested = LintRule(
    .boundaryUntested,
    "A limit that is not tested just before it is reached, when it is, and just after.",
    rationale: """
      A limit is reached at `elapsed >= limit`. Mistakes by one second, or in the direction of a \
      comparison, show only there. Just before and just after are within one second. Not looked at \
      while a test is skipped.
      """,
    severity: .info, isOptIn: true,
    bad: [.suite(LintExample.twoAges, policy: LintExample.limited(isMarked: true))],
    good: [.suite(LintExample.threeAges, policy: LintExample.limited(isMarked: false))],
    check: .coverage { policy, coverage, findings in
      for rule in policy.rules {
        for limit in coverage.limits where limit.rule == rule.qualifiedID && !limit.isCovered {
          guard let place = rule.location(ofLimit: limit.key) else { continue }
          let missing = [
            ("just before it", limit.isTestedBefore), ("exactly at it", limit.isTestedAt),
            ("just after it", limit.isTestedAfter),
          ].filter { !$0.1 }.map(\.0)
          findings.report(
            "no test stands \(missing.joined(separator: ", nor ")), so a mistake by a second would "
              + "pass",
            at: place, path: "\(rule.path).\(limit.key)",
            help: "add cases a second before the limit, at it, and a second after it")
        }
      }
    })
}

extension Rule {
  /// Where a limit stands.
  fileprivate func location(ofLimit key: String) -> SourceLocation? {
    key == "within"
      ? within?.location
      : writtenLimits.first { $0.path == "\(path).\(key)" }?.value.location
  }
}

extension LintExample {
  /// Tests some way before and after a limit.
  fileprivate static let twoAges = """
      - name: an hour
        session: ada
        timeline:
          - { at: 1m, expect: { outcome: proceed } }
          - { at: 3h, expect: { outcome: reauthenticate } }
    """

  /// Tests at the limit and a second around it. The session authenticated an hour ago.
  fileprivate static let threeAges = """
      - name: an hour
        session: ada
        timeline:
          - { at: 59m59s, expect: { outcome: proceed } }
          - { at: 1h, expect: { outcome: reauthenticate } }
          - { at: 1h1s, expect: { outcome: reauthenticate } }
    """

  /// A policy with a limit.
  fileprivate static func limited(isMarked: Bool) -> String {
    """
    version: 1
    policy: example
    rules:
      - id: confirm
        may: refresh
      - id: fresh
        must: reauthenticate
        max_age: \(isMarked ? "⟦2h⟧" : "2h")

    """
  }
}
