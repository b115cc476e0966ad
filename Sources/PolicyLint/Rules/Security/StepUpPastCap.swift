import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A cap on extensions that a demanded login passes.
  package static let stepUpPastCap = DiagnosticCode("SEC019", "step-up-past-cap")
}

extension LintRule {
  static let stepUpPastCap = LintRule(
    .stepUpPastCap,
    "A login that a rule asks for lengthens sessions past the cap of their extension.",
    rationale: """
      `max_lifetime` on a permission caps extensions and nothing else. In Kratos a login within a \
      session, a step-up too, gives it a whole lifespan again and leaves `issued_at` as it is. Whoever \
      is asked to re-authenticate shortly before the cap lives on beyond it, and is asked again, and \
      lives on. What is to be the end of a session is a rule with `must: sign_in`.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: slide
            may: extend
            max_lifetime: ⟦12h⟧
          - id: payments
            must: reauthenticate
            when: request.action == "payment.create"
            max_age: 15m
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: slide
            may: extend
            max_lifetime: 12h
          - id: payments
            must: reauthenticate
            when: request.action == "payment.create"
            max_age: 15m
          - id: overall
            must: sign_in
            max_lifetime: 12h
        """)
    ],
    check: .survey { survey, subject, findings in
      // A rule that could not be read may be the one that ends them.
      guard subject.isComplete else { return }
      for outlived in survey.outlived {
        let (rule, cap) = (outlived.rule, outlived.cap.policyText ?? "")
        let limits = rule.written(LimitKey.maxLifetime.rawValue) { $0[.maxLifetime] }
        guard let place = limits.first(where: { $0.value.value == outlived.cap }) else { continue }
        findings.report(
          "a login that is asked for gives a session `\(outlived.lifespan.policyText ?? "")` more, past "
            + "this cap of `\(rule.qualifiedID)`, and nothing ends it there",
          at: place.value.location, path: place.path,
          help: "add a rule with `must: sign_in` and `max_lifetime: \(cap)`",
          shown: outlived.showing)
      }
    })
}
