import PolicyAnalysis
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
    severity: .warning,
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
    check: .survey { survey, subject, findings in
      guard let kratos = subject.kratos, let settings = kratos.settings,
        settings.passkeyUserVerification != .required,
        settings.methods?.isEnabled("passkey") ?? false
      else { return }
      let setting = ["selfservice", "methods", "passkey"]
      let place = kratos.value(
        setting + ["config", "authenticator_selection", "user_verification"])
      let word = settings.passkeyUserVerification.rawValue
      for passkey in survey.passkeys {
        guard let (location, path) = passkey.subject else { continue }
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
          } ?? [], shown: passkey.showing)
      }
    })
}

extension PasskeyForTwo {
  /// Where it is said, and its path.
  fileprivate var subject: (location: SourceLocation, path: String)? {
    switch place {
    case .condition(let clause):
      (clause?.location ?? rule.condition?.location).map { ($0, rule.path) }
    case .alternative(let index):
      rule.alternatives.dropFirst(index).first.flatMap { alternative in
        let place = alternative.location.map { _ in ".one_of[\(index)]" } ?? ""
        return alternative.methods.map { ($0.location, "\(rule.path)\(place).methods") }
      }
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
