import PolicyAnalysis
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
    check: .survey { survey, subject, findings in
      guard let kratos = subject.kratos, let settings = kratos.settings else { return }
      for (name, life, node) in kratos.tokens {
        let written = "a token of \(quotedForDisplay(name)) is good for `\(life.policyText ?? "")`"
        let path = "$.session.whoami.tokenizer.templates.\(name).ttl"
        let found = survey.tokens.filter { $0.life <= life }
        if life > settings.lifespan {
          findings.report(
            "\(written), longer than a session lives, `\(settings.lifespan.policyText ?? "")`",
            at: node.occurrence, path: path,
            help: "write a `ttl` of minutes, and make a new token when it ends",
            related: kratos.related("the lifespan", "session", "lifespan"),
            evidence: .proved("of every session that nobody extends"))
        } else if let outliving = found.first(where: { $0.showing.witness != nil }) ?? found.first {
          let limit = outliving.rule.writtenLimits.map(\.value).min { $0.value < $1.value }
          let told = limit.flatMap { $0.value < life ? $0 : nil }
          findings.report(
            written + outliving.consequence(of: told), at: node.occurrence, path: path,
            help: told == nil
              ? "write a `ttl` that ends before the rule asks"
              : "write a `ttl` that is no longer than the limit",
            related: [
              .init(
                told == nil ? "the rule" : "the limit",
                at: told?.location ?? outliving.rule.id.location)
            ], shown: outliving.showing)
        }
      }
    })
}

extension OutlivingToken {
  /// What of a rule does not hold.
  fileprivate func consequence(of limit: Located<Duration>?) -> String {
    let name = "`\(rule.qualifiedID)`"
    if let limit {
      return ", so the `\(limit.value.policyText ?? "")` of \(name) holds for no one who shows it"
    }
    let words = after?.policyText.map { ", which asks after `\($0)`," } ?? ""
    return ", so \(name)\(words) holds for no one who shows it"
  }
}
