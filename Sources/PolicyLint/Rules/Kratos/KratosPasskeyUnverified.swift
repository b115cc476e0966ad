package import PolicyDiagnostics
import PolicyYAML
import SessionPolicy

extension DiagnosticCode {
  /// A passkey that is taken for two factors, and is one.
  package static let kratosPasskeyUnverified = DiagnosticCode("K820", "kratos-passkey-unverified")
}

extension LintRule {
  static let kratosPasskeyUnverified = LintRule(
    .kratosPasskeyUnverified,
    "A policy takes a passkey for two factors, and Kratos does not make sure of the second.",
    rationale: """
      A passkey is two factors only where its user is asked for a PIN, a finger or a face. Unless \
      Kratos' `user_verification` is `required`, which it is not by default, an authenticator that \
      asks for nothing is taken as well: whoever holds it has shown one factor and passes for two.
      """,
    severity: .warning, confidence: .likely,
    bad: [
      LintExample(
        LintExample.passkeyOrTwoFactors("⟦[passkey]⟧"),
        kratos: """
          selfservice:
            methods:
              totp:
                enabled: true
              passkey:
                enabled: true
                config:
                  authenticator_selection:
                    user_verification: preferred
          """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: slide
            may: extend
            when:
              any:
                - session.aal == "aal2"
                - ⟦session.authentication_methods.exists(m, m.method == "passkey")⟧
            max_idle: 30m
            max_lifetime: 30d
        """,
        kratos: """
          selfservice:
            methods:
              passkey:
                enabled: true
          """),
    ],
    good: [
      LintExample(
        LintExample.passkeyOrTwoFactors("[passkey]"),
        kratos: """
          selfservice:
            methods:
              totp:
                enabled: true
              passkey:
                enabled: true
                config:
                  authenticator_selection:
                    user_verification: required
          """)
    ],
    check: .kratos { kratos, subject, findings in
      guard let settings = kratos.settings, settings.passkeyUserVerification != .required,
        settings.methods?.isEnabled("passkey") ?? false
      else { return }
      let setting = ["selfservice", "methods", "passkey"]
      let place = kratos.value(
        setting + ["config", "authenticator_selection", "user_verification"])
      let word = settings.passkeyUserVerification.rawValue
      for (location, path) in subject.scopedRules.flatMap(passkeysForTwoFactors) {
        findings.report(
          "a passkey counts like `aal2` here, and Kratos takes one that asked its user for nothing",
          at: location, path: path,
          help:
            "set `selfservice.methods.passkey.config.authenticator_selection.user_verification: "
            + "required`, or ask for `aal: aal2`",
          related: (place ?? kratos.value(setting)).map {
            [
              .init(
                place == nil ? "left out here, it is `\(word)`" : "it is `\(word)` here",
                at: $0.occurrence.narrowed)
            ]
          } ?? [])
      }
    })

  /// Where a rule takes a passkey for as much as the second level.
  private static func passkeysForTwoFactors(
    _ scoped: ScopedRule
  ) -> [(SourceLocation, path: String?)] {
    let rule = scoped.rule
    var found: [(SourceLocation, path: String?)] = []
    if rule.alternatives.contains(where: { $0.aal?.value == .aal2 }) {
      for (index, alternative) in rule.alternatives.enumerated() where alternative.aal == nil {
        guard let methods = alternative.methods, methods.value.contains("passkey") else { continue }
        found.append((methods.location, "\(rule.path).one_of[\(index)].methods"))
      }
    }
    return found + passkeyClauses(scoped.tree, of: rule.effect.verb).map { ($0.location, nil) }
  }

  /// The clauses for which a passkey is an alternative to the second level: one that permits, or one
  /// whose lack is held against the session.
  private static func passkeyClauses(_ tree: ConditionTree, of verb: Effect.Verb) -> [Clause] {
    let parts: [ConditionTree]
    let isJoint: Bool
    switch tree {
    case .clause: return []
    case .any(let any): (parts, isJoint) = (any, verb == .may)
    case .all(let all): (parts, isJoint) = (all, verb != .may)
    }
    let inner = parts.flatMap { passkeyClauses($0, of: verb) }
    guard isJoint else { return inner }
    let isLack = verb != .may
    let asksForTwo = parts.contains { part in
      guard case .clause(let clause) = part, let atom = clause.atom,
        atom.path.description == "session.aal", !atom.isComplement
      else { return false }
      let levels = atom.texts
      return isLack ? !levels.contains("aal2") : levels.contains("aal2") && !levels.contains("aal1")
    }
    guard asksForTwo else { return inner }
    return inner
      + parts.compactMap { part in
        guard case .clause(let clause) = part, clause.isNegated == isLack,
          NamedInKratos.names(in: clause, of: .method).contains("passkey")
        else { return nil }
        return clause
      }
  }
}

extension LintExample {
  /// A policy that takes two factors or one of some methods.
  static func passkeyOrTwoFactors(_ methods: String) -> String {
    """
    version: 1
    policy: example
    rules:
      - id: confirm
        may: refresh
      - id: strong-and-recent
        must: reauthenticate
        max_age: 12h
        one_of:
          - aal: aal2
          - methods: \(methods)

    """
  }
}
