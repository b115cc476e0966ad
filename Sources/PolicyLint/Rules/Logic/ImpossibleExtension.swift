import PolicyCEL
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// An extension that its own rule does not let happen.
  package static let impossibleExtension = DiagnosticCode("L410", "impossible-extension")
}

extension LintRule {
  static let impossibleExtension = LintRule(
    .impossibleExtension, "An extension is longer than its own rule allows, or gains nothing.",
    rationale: """
      An extension is granted whole or not at all: never past `max_lifetime` or `max_age`, and never \
      to an earlier expiry than the present one. With `by` as long as the cap no session is ever \
      extended. With `within` longer than `by` nothing is gained before the last `by` of a session.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            by: ⟦2d⟧
            max_lifetime: 1d
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            by: 1h
            within: ⟦6h⟧
            max_lifetime: 1d
        """),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            by: 12h
            within: 6h
            max_lifetime: 1d
        """)
    ],
    check: .policy { document, findings in
      for rule in document.policy?.rules ?? [] {
        guard let by = rule.by else { continue }
        let caps = rule.requirement.caps.reversed()
        if let cap = caps.first(where: { $0.length.value <= by.value }) {
          let name = cap.key.rawValue
          findings.report(
            "an extension by `\(by.value.policyText ?? "")` always passes `\(name)`, so "
              + "`\(rule.qualifiedID)` extends no session",
            at: by.location, path: rule.path + ".by", help: "make `by` shorter than `\(name)`",
            related: [.init("the cap", at: cap.length.location)])
        } else if let within = rule.within, within.value > by.value {
          let gain = by.value.policyText ?? ""
          findings.report(
            "an extension by `\(gain)` gains nothing until the last `\(gain)`, so the rest of the "
              + "window is never used",
            at: within.location, severity: .warning, path: rule.path + ".within",
            help: "write `within: \(gain)`, or a longer `by`",
            related: [.init("what an extension gives", at: by.location)])
        }
      }
    })
}
