package import PolicyDiagnostics
import PolicyYAML
import SessionPolicy

extension DiagnosticCode {
  /// A window that was probably meant as an age.
  package static let kratosWindowMisread = DiagnosticCode("K812", "kratos-window-misread")
}

extension LintRule {
  static let kratosWindowMisread = LintRule(
    .kratosWindowMisread,
    "`earliest_possible_extend` says how long before the expiry, and was probably meant otherwise.",
    rationale: """
      It is a distance to the expiry, not an age. `0s` extends only what has expired, which then \
      lives again; a few seconds leave no time to extend; more than the lifespan opens the window at \
      once, and can make an extension shorten a session that was issued under a longer lifespan.
      """,
    severity: .warning, confidence: .likely,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
        """,
        kratos: """
          session:
            lifespan: 24h
            earliest_possible_extend: ⟦1s⟧
          """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
        """,
        kratos: """
          session:
            lifespan: 24h
            earliest_possible_extend: ⟦48h⟧
          """),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
        """,
        kratos: """
          session:
            lifespan: 24h
            earliest_possible_extend: 6h
          """)
    ],
    check: .kratos { kratos, _, findings in
      guard let settings = kratos.settings, let window = settings.earliestPossibleExtend,
        let place = kratos.value("session", "earliest_possible_extend")
      else { return }
      let written = place.scalar ?? ""
      let message: String
      if window == .zero {
        message = "with `\(written)` only expired sessions can be extended, and then live again"
      } else if window > settings.lifespan {
        message =
          "the window is longer than a session lives, so it is always open, and an extension can "
          + "make a session shorter"
      } else if window < .seconds(60) {
        message = "sessions can be extended only in the last `\(written)` before they expire"
      } else {
        return
      }
      findings.report(
        message, at: place.occurrence, path: "$.session.earliest_possible_extend",
        help: "write how long before the expiry extending begins, such as `6h`",
        related: kratos.related("the lifespan", "session", "lifespan"))
    })
}
