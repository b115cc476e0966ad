package import PolicyDiagnostics
import PolicyTime
import PolicyYAML
import SessionPolicy

extension DiagnosticCode {
  /// A cookie that dies before its session.
  package static let kratosCookieDiesFirst = DiagnosticCode("K805", "kratos-cookie-dies-first")
}

extension LintRule {
  static let kratosCookieDiesFirst = LintRule(
    .kratosCookieDiesFirst, "A cookie cannot be read any more while its session still lives.",
    rationale: """
      A cookie can be decoded for `session.lifespan` if it is persistent and for thirty days if not, \
      whatever the session's expiry. A session that lives longer, by a longer lifespan of its \
      organization or of the project, is lost to the browser before it ends, and stays alive on the \
      server.
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
        """,
        kratos: """
          session:
            lifespan: ⟦1440h⟧
            cookie:
              persistent: false
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
          selfservice:
            methods:
              b2b:
                config:
                  organizations:
                    - id: 4f1d5f3b-8f0b-4a1b-9d7d-6f5b3c1f2a10
                      session_lifespan: ⟦48h⟧
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
            lifespan: 1440h
          """)
    ],
    check: .kratos { kratos, _, findings in
      guard let settings = kratos.settings else { return }
      guard let cookie = KratosRules(settings).cookieLifetime else { return }
      let lifetime = cookie.policyText ?? ""
      if settings.lifespan > cookie.rounded, let place = kratos.value("session", "lifespan") {
        findings.report(
          "a cookie that is not persistent can be read for `\(lifetime)` only, and sessions live "
            + "longer",
          at: place.occurrence, path: "$.session.lifespan",
          help: "set `session.cookie.persistent: true`, or a lifespan of at most `720h`",
          related: kratos.related("not persistent", "session", "cookie", "persistent"))
      }
      let organizations = kratos.value("selfservice", "methods", "b2b", "config", "organizations")
      for organization in organizations?.sequence ?? [] {
        guard let node = organization["session_lifespan"], let text = node.scalar,
          let own = KratosSettings.duration(text), own > cookie.rounded
        else { continue }
        findings.report(
          "the cookie can be read for `\(lifetime)` only, and sessions of this organization live "
            + "longer",
          at: node.occurrence, help: "set `session.lifespan` to the longest of all lifespans",
          related: kratos.related("the lifespan of cookies", "session", "lifespan"))
      }
    })
}

extension Duration {
  /// The duration in whole seconds, rounded up: ages of cookies are counted so.
  fileprivate var rounded: Duration {
    let (seconds, fraction) = components
    return fraction > 0 ? .seconds(seconds) + .seconds(1) : self
  }
}
