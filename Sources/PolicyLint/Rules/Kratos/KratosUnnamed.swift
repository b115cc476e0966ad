package import PolicyDiagnostics
import PolicyYAML
import SessionPolicy

extension DiagnosticCode {
  /// A name of the identity server's configuration that no policy has.
  package static let kratosUnnamed = DiagnosticCode("K819", "kratos-unnamed")
}

extension LintRule {
  static let kratosUnnamed = LintRule(
    .kratosUnnamed,
    "Kratos' configuration defines a schema, a provider or a method that no policy names, and others are named.",
    rationale: """
      Where policies tell people apart by their schema or provider, those of one that is not named are \
      left to whatever rules hold for everybody, which may be none. Where they name second factors, \
      who shows another one that Kratos takes has shown nothing.
      """,
    severity: .info, confidence: .heuristic,
    bad: [
      LintExample(
        LintExample.schemas("\"employee\""),
        kratos: """
          identity:
            schemas:
              - id: employee
                url: file:///etc/kratos/employee.json
              - id: ⟦customer⟧
                url: file:///etc/kratos/customer.json
          """),
      LintExample(
        LintExample.secondFactors("[totp]"),
        kratos: """
          selfservice:
            methods:
              totp:
                enabled: true
              ⟦webauthn⟧:
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
        """,
        kratos: """
          identity:
            schemas:
              - id: employee
                url: file:///etc/kratos/employee.json
              - id: customer
                url: file:///etc/kratos/customer.json
          """)
    ],
    check: .kratos { kratos, subject, findings in
      guard subject.isComplete else { return }
      let all = NamedInKratos(subject).names
      for kind in NamedInKratos.Kind.allCases {
        let named = Set(all[kind, default: []].map(\.value))
        let defined = kind.names(in: kratos) ?? []
        // A name that is on one side alone may be the one that is missing on the other.
        guard !named.isEmpty, named.isSubset(of: defined.map(\.value)) else { continue }
        for name in defined where !named.contains(name.value) {
          guard let place = name.place else { continue }
          findings.report(
            "no policy names the \(kind.noun) \(quotedForDisplay(name.value)), and policies name "
              + "others",
            at: place, help: "say in a policy what holds for it, if anything is to")
        }
      }
      reportMethods(kratos, named: Set(all[.method, default: []].map(\.value)), subject, &findings)
    })

  /// Methods that the configuration turns on, of a factor of which policies name others. What is on
  /// without a word is nobody's choice, and not told.
  private static func reportMethods(
    _ kratos: KratosConfiguration, named inConditions: Set<String>, _ subject: LintSubject,
    _ findings: inout Findings
  ) {
    let demanded = subject.policies.flatMap(\.rules).flatMap {
      $0.written("methods", \.methods)
    }
    let named = inConditions.union(demanded.flatMap(\.value.value))
    guard let settings = kratos.settings, let enabled = settings.methods, !named.isEmpty,
      let known = NamedInKratos.Kind.method.names(in: kratos),
      named.isSubset(of: known.map(\.value))
    else { return }
    let levels = Set(named.compactMap { KnownMethod.named($0)?.recordedLevel(settings) })
    for entry in kratos.value("selfservice", "methods")?.mapping ?? [] {
      guard let name = entry.key.scalar, !named.contains(name), enabled.isEnabled(name),
        let method = KnownMethod.named(name), !method.isOnByDefault,
        let level = method.recordedLevel(settings), levels.contains(level)
      else { continue }
      findings.report(
        "no policy names the method \(quotedForDisplay(name)), and policies name others of its factor",
        at: entry.key.occurrence, help: "name it beside the others, if it is to count")
    }
  }
}
