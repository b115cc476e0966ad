package import PolicyDiagnostics
import PolicyTime
import PolicyYAML
import SessionPolicy

extension DiagnosticCode {
  /// A token that is good for longer than the session it is made of may be.
  package static let kratosTokenOutlives = DiagnosticCode("K817", "kratos-token-outlives")
}

extension LintRule {
  static let kratosTokenOutlives = LintRule(
    .kratosTokenOutlives, "A token lives longer than the session may that it stands for.",
    rationale: """
      A token of the tokenizer is good until its `ttl` ends, whatever becomes of the session: a limit \
      of a policy that is shorter, or a revocation, holds for no one who shows the token.
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
            whoami:
              tokenizer:
                templates:
                  api:
                    ttl: ⟦720h⟧
          """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: half-an-hour-idle
            must: sign_in
            max_idle: 30m
        """,
        kratos: """
          session:
            lifespan: 24h
            whoami:
              tokenizer:
                templates:
                  api:
                    ttl: ⟦1h⟧
          """),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: half-an-hour-idle
            must: sign_in
            max_idle: 30m
        """,
        kratos: """
          session:
            lifespan: 24h
            whoami:
              tokenizer:
                templates:
                  api:
                    ttl: 10m
          """)
    ],
    check: .kratos { kratos, subject, findings in
      guard let settings = kratos.settings else { return }
      let limits = subject.policies.flatMap(\.rules).filter { $0.effect.verb == .must }
        .flatMap { rule in rule.writtenLimits.map { (rule: rule, limit: $0.value) } }
      let shortest = limits.min { $0.limit.value < $1.limit.value }
      let templates = kratos.value("session", "whoami", "tokenizer", "templates")?.mapping ?? []
      for template in templates {
        guard let name = template.key.scalar, let node = template.value["ttl"],
          let life = node.scalar.flatMap(KratosSettings.duration)
        else { continue }
        let written = "a token of \(quotedForDisplay(name)) is good for `\(life.policyText ?? "")`"
        let path = "$.session.whoami.tokenizer.templates.\(name).ttl"
        if life > settings.lifespan {
          findings.report(
            "\(written), longer than a session lives, `\(settings.lifespan.policyText ?? "")`",
            at: node.occurrence, path: path,
            help: "write a `ttl` of minutes, and make a new token when it ends",
            related: kratos.related("the lifespan", "session", "lifespan"))
        } else if let shortest, life > shortest.limit.value {
          findings.report(
            "\(written), so the `\(shortest.limit.value.policyText ?? "")` of "
              + "`\(shortest.rule.qualifiedID)` holds for no one who shows it",
            at: node.occurrence, path: path,
            help: "write a `ttl` that is no longer than the limit",
            related: [.init("the limit", at: shortest.limit.location)])
        }
      }
    })
}
