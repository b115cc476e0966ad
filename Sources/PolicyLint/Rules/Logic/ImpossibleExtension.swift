package import PolicyDiagnostics
import PolicyTime
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
        guard rule.effect == .mayExtend, let by = rule.by else { continue }
        let impossible = rule.capsPassed(by: by.value)
        if let cap = impossible.first, rule.isPassed(by: by.value) {
          findings.report(
            "an extension by `\(by.value.policyText ?? "")` always passes `\(cap.key)`, so "
              + "`\(rule.qualifiedID)` extends no session",
            at: by.location, path: rule.path + ".by", help: "make `by` shorter than `\(cap.key)`",
            related: impossible.map { .init("the cap", at: $0.value.location) })
          continue
        }
        for cap in impossible {
          findings.report(
            "an extension by `\(by.value.policyText ?? "")` always passes this cap, so this "
              + "alternative of `\(rule.qualifiedID)` extends no session",
            at: cap.value.location, path: cap.path, help: "make the cap longer than `by`",
            related: [.init("what an extension gives", at: by.location)])
        }
        if let within = rule.within, within.value > by.value {
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

extension Rule {
  /// The caps that an extension by some time always passes: of each alternative the last one, each place
  /// once.
  func capsPassed(by length: Duration) -> [Written<Duration>] {
    LimitKey.allCases.reversed().flatMap { key in
      written(key.rawValue) { alternative in
        alternative.caps.last { $0.length.value <= length }.flatMap {
          $0.key == key ? $0.length : nil
        }
      }
    }
  }

  /// Whether it always passes a cap, whichever alternative permits it.
  func isPassed(by length: Duration) -> Bool {
    alternatives.allSatisfy { $0.caps.contains { $0.length.value <= length } }
  }
}
