package import PolicyDiagnostics
import PolicyYAML
import SessionPolicy

extension DiagnosticCode {
  /// A level or method that the identity server offers to nobody.
  package static let kratosUnreachableFactor = DiagnosticCode("K806", "kratos-unreachable-factor")
}

extension LintRule {
  static let kratosUnreachableFactor = LintRule(
    .kratosUnreachableFactor, "A factor is demanded that Kratos is not set up to ask for.",
    rationale: """
      With no second factor enabled nobody ever reaches `aal2`, and with none of the named methods \
      enabled nobody completes one. Whoever the rule applies to is sent to a form that cannot be \
      done. Where another alternative of `one_of` can be met, this is for information alone.
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
          - id: two-factors
            must: reauthenticate
            aal: ⟦aal2⟧
            max_age: 12h
        """,
        kratos: """
          selfservice:
            methods:
              password:
                enabled: true
          """),
      LintExample(
        LintExample.passkeyOrTwoFactors("⟦[passkey]⟧"),
        kratos: """
          selfservice:
            methods:
              totp:
                enabled: true
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
          - id: two-factors
            must: reauthenticate
            aal: aal2
            max_age: 12h
        """,
        kratos: """
          selfservice:
            methods:
              password:
                enabled: true
              totp:
                enabled: true
          """)
    ],
    check: .kratos { kratos, subject, findings in
      // A part of a configuration says nothing about the methods of the whole.
      guard let methods = kratos.value("selfservice", "methods"), methods.mapping != nil,
        let settings = kratos.settings, let enabled = settings.methods
      else { return }
      let factors = KratosFactors(methods: enabled, settings: settings)
      for rule in subject.policies.flatMap(\.rules) where rule.effect.verb == .must {
        // Where another alternative can be met, nobody is sent to a form that cannot be done.
        let severity: Diagnostic.Severity? =
          rule.alternatives.contains(where: factors.canMeet) ? .info : nil
        for level in rule.written("aal", \.aal) where !factors.reaches(level.value.value) {
          findings.report(
            "Kratos has no second factor enabled, so no session reaches `aal2`",
            at: level.value.location, severity: severity, path: level.path,
            help: "enable one, such as `selfservice.methods.totp.enabled: true`",
            related: [.init("the methods", at: methods.occurrence.narrowed)])
        }
        for named in rule.written("methods", \.methods) where !factors.offersAny(named.value.value)
        {
          findings.report(
            "Kratos has none of these methods enabled, so nobody completes one",
            at: named.value.location, severity: severity, path: named.path,
            help: "enable one of them below `selfservice.methods`",
            related: [.init("the methods", at: methods.occurrence.narrowed)])
        }
      }
    })
}

/// What the methods that a configuration enables can be asked for.
private struct KratosFactors {
  let methods: KratosMethods
  let settings: KratosSettings

  /// Whether anything is enabled that Kratos counts as a second factor.
  private var hasSecond: Bool {
    KnownMethod.all.contains { method in
      guard let setting = method.setting, methods.isEnabled(setting) else { return false }
      switch method.second {
      case .never: return false
      // A provider may vouch for a second factor.
      case .carriedOver: return true
      default: return method.recordedLevel(settings) == .aal2
      }
    }
  }

  /// Whether sessions can have a level.
  func reaches(_ level: AssuranceLevel) -> Bool { level < .aal2 || hasSecond }

  /// Whether one of some methods may be enabled.
  func offersAny(_ names: [String]) -> Bool { names.isEmpty || !names.allSatisfy(isDisabled) }

  /// Whether a requirement can be met.
  func canMeet(_ requirement: Requirement) -> Bool {
    reaches(requirement.aal?.value ?? .aal1) && offersAny(requirement.methods?.value ?? [])
  }

  /// Whether a method of Kratos' own is off.
  private func isDisabled(_ name: String) -> Bool {
    guard let setting = KnownMethod.named(name)?.setting else { return false }
    return !methods.isEnabled(setting)
  }
}

extension SourceLocation {
  /// The first line of the place.
  var narrowed: SourceLocation {
    let line = file.lineRange(file.line(at: range.start))
    return SourceLocation(file, SourceRange(range.start, min(range.end, line.end)))
  }
}
