import PolicyAnalysis
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
    severity: .warning,
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
    check: .survey { survey, subject, findings in
      // A part of a configuration says nothing about the methods of the whole.
      guard let kratos = subject.kratos, let methods = kratos.value("selfservice", "methods"),
        methods.mapping != nil, let settings = kratos.settings, let enabled = settings.methods
      else { return }
      let factors = KratosFactors(methods: enabled, settings: settings)
      let related = [Diagnostic.Related("the methods", at: methods.occurrence.narrowed)]
      for demand in survey.unmeetable {
        let rule = demand.rule
        // Where another alternative can be met, nobody is sent to a form that cannot be done.
        let severity: Diagnostic.Severity? = demand.hasWay ? .info : nil
        var told: Set<SourceRange> = []
        for index in demand.outOfReach {
          guard let requirement = rule.alternatives.dropFirst(index).first else { continue }
          let (level, named) = (requirement.aal, requirement.methods)
          if let level, !factors.reaches(level.value), told.insert(level.location.range).inserted {
            findings.report(
              "Kratos has no second factor enabled, so no session reaches `aal2`",
              at: level.location, severity: severity,
              path: rule.path(of: "aal", inAlternative: index),
              help: "enable one, such as `selfservice.methods.totp.enabled: true`",
              related: related)
          }
          guard let named, told.insert(named.location.range).inserted else { continue }
          findings.report(
            factors.offersAny(named.value)
              ? "Kratos is not set up to ask for these so that nobody who is asked can show one"
              : "Kratos has none of these methods enabled, so nobody completes one",
            at: named.location, severity: severity,
            path: rule.path(of: "methods", inAlternative: index),
            help: "enable one of them below `selfservice.methods`"
              + (settings.asksPasskeysForNothing(named.value)
                ? ", passkeys with `user_verification: required`" : ""),
            related: related)
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

  /// Whether a method of Kratos' own is off.
  private func isDisabled(_ name: String) -> Bool {
    guard let setting = KnownMethod.named(name)?.setting else { return false }
    return !methods.isEnabled(setting)
  }
}

extension KratosSettings {
  /// Whether there are passkeys among some methods, of which Kratos does not make sure that they are two factors.
  fileprivate func asksPasskeysForNothing(_ methods: [String]) -> Bool {
    passkeyUserVerification != .required && methods.contains("passkey")
  }
}

extension SourceLocation {
  /// The first line of the place.
  var narrowed: SourceLocation {
    let line = file.lineRange(file.line(at: range.start))
    return SourceLocation(file, SourceRange(range.start, min(range.end, line.end)))
  }
}
