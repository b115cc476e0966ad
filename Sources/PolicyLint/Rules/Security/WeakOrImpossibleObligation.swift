import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A demand that does too little, or that nobody can meet.
  package static let weakOrImpossibleObligation = DiagnosticCode(
    "SEC005", "weak-or-impossible-obligation")
}

extension LintRule {
  static let weakOrImpossibleObligation = LintRule(
    .weakOrImpossibleObligation,
    "A demand is weaker than another one for the same request, or nobody can meet it.",
    rationale: """
      Demands join: the strictest holds. One that is weaker wherever it asks, or asks only where another \
      rule ends the session, is never felt, and reads as if it were enough. One that asks for a second \
      factor and names only methods that Kratos counts as first factors is never met, so whoever it \
      applies to is asked for ever or signed out.
      """,
    severity: .warning,
    fallsAway: "`aal3`, `aal0` and a limit of zero do not load.",
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: dangerous
            must: reauthenticate
            when: request.action in ["payment.create", "payment.approve"]
            max_age: 5m
            because: Confirm it, please.
          - id: payments
            ⟦must: reauthenticate⟧
            when: request.action == "payment.create"
            max_age: 1h
            because: A payment needs a login from the last hour.
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: second-factor
            must: reauthenticate
            aal: aal2
            methods: ⟦[password]⟧
            max_age: 1h
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
          - id: payments
            must: reauthenticate
            when: request.action == "payment.create"
            aal: aal2
            methods: [totp, webauthn]
            max_age: 1h
        """)
    ],
    check: .survey { survey, subject, findings in
      for demand in survey.unmeetable {
        let rule = demand.rule
        let isMet = rule.alternatives.count > demand.never.count
        var told: Set<SourceRange> = []
        for index in demand.never {
          guard let requirement = rule.alternatives.dropFirst(index).first,
            let methods = requirement.methods, told.insert(methods.location.range).inserted
          else { continue }
          findings.report(
            "Kratos records none of these as a second factor, so "
              + "\(isMet ? "this alternative of " : "")`\(rule.qualifiedID)` is never met",
            at: methods.location, severity: isMet ? nil : .error,
            path: rule.path(of: "methods", inAlternative: index),
            help: "name second factors, such as `totp` or `webauthn`",
            related: requirement.aal.map {
              [.init("the level it is asked for", at: $0.location)]
            } ?? [])
        }
      }
      for remark in survey.rules where remark.kind == .unfelt {
        let names = remark.others.map { "`\($0.qualifiedID)`" }
        let ends = remark.others.allSatisfy { $0.effect == .mustSignIn }
        let verb = names.count == 1 ? (ends ? "ends" : "demands") : (ends ? "end" : "demand")
        findings.report(
          "`\(remark.rule.qualifiedID)` is never felt, for \(names.inSentence) \(verb) "
            + "\(ends ? "the session" : "more") wherever it asks",
          at: remark.rule.effectLocation, severity: remark.isAcrossFiles ? .info : nil,
          path: remark.rule.path,
          help: ends
            ? "remove it, or let the other rule end fewer sessions"
            : "remove it, or demand more than the other rule",
          related: remark.others.map { .init("the stricter demand", at: $0.effectLocation) })
      }
    })
}
