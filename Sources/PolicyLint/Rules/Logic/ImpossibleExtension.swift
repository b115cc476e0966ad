import PolicyAnalysis
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
    check: .survey { survey, _, findings in
      for futile in survey.futile {
        let rule = futile.rule
        if futile.isOutsideWindow, let within = rule.within {
          findings.report(
            "this window is never open where `\(rule.qualifiedID)` applies, so it extends no session",
            at: within.location, path: rule.path + ".within",
            help: "make the window wider, or let the condition hold in it")
          continue
        }
        // Without `by` it is Kratos that says how long an extension is: K802.
        guard let by = rule.by else { continue }
        let text = by.value.policyText ?? ""
        let isWhole = futile.alternatives.count == rule.alternatives.count
        let passed = rule.capsPassed(by: by.value)
        if isWhole, let cap = passed.first, rule.isPassed(by: by.value) {
          findings.report(
            "an extension by `\(text)` always passes `\(cap.key)`, so `\(rule.qualifiedID)` extends "
              + "no session",
            at: by.location, path: rule.path + ".by", help: "make `by` shorter than `\(cap.key)`",
            related: passed.map { .init("the cap", at: $0.value.location) })
          continue
        }
        for cap in passed {
          findings.report(
            "an extension by `\(text)` always passes this cap, so this alternative of "
              + "`\(rule.qualifiedID)` extends no session",
            at: cap.value.location, path: cap.path, help: "make the cap longer than `by`",
            related: [.init("what an extension gives", at: by.location)])
        }
        guard passed.isEmpty else { continue }
        findings.report(
          "an extension by `\(text)` is never granted, for wherever "
            + "\(isWhole ? "" : "an alternative of ")`\(rule.qualifiedID)` applies it passes a cap or "
            + "gains nothing",
          at: by.location, path: rule.path + ".by", help: "write a `by` that fits the condition")
      }
      for unused in survey.unused {
        let rule = unused.rule
        // One that always passes a cap extends nobody at all.
        guard let by = rule.by, let within = rule.within, !rule.isPassed(by: by.value) else {
          continue
        }
        let gain = by.value.policyText ?? ""
        findings.report(
          "an extension by `\(gain)` gains nothing until the last `\(gain)`, so the rest of the "
            + "window is never used",
          at: within.location, severity: .warning, path: rule.path + ".within",
          help: "write `within: \(gain)`, or a longer `by`",
          related: [.init("what an extension gives", at: by.location)], shown: unused.showing)
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
