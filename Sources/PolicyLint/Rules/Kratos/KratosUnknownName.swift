package import PolicyDiagnostics
import PolicyYAML
import SessionPolicy

extension DiagnosticCode {
  /// A name in a condition that the identity server's configuration does not define.
  package static let kratosUnknownName = DiagnosticCode("K818", "kratos-unknown-name")
}

extension LintRule {
  static let kratosUnknownName = LintRule(
    .kratosUnknownName,
    "A condition names a schema, a provider or a method that Kratos' configuration does not define.",
    rationale: """
      No session ever has it, so the rule applies to nobody, or to everybody. Usually it is misspelt on \
      one side.
      """,
    severity: .warning, confidence: .likely,
    bad: [
      LintExample(
        LintExample.schemas("⟦\"employe\"⟧"),
        kratos: """
          identity:
            schemas:
              - id: employee
                url: file:///etc/kratos/employee.json
          """),
      LintExample(
        LintExample.secondFactors("⟦[totp, webauthn]⟧"),
        kratos: """
          selfservice:
            methods:
              totp:
                enabled: true
          """),
    ],
    good: [
      LintExample(
        LintExample.schemas("\"employee\""),
        kratos: """
          identity:
            schemas:
              - id: employee
                url: file:///etc/kratos/employee.json
          """)
    ],
    check: .kratos { kratos, subject, findings in
      let named = NamedInKratos(subject).names
      for kind in NamedInKratos.Kind.allCases {
        guard let defined = kind.names(in: kratos) else { continue }
        let known = Set(defined.map(\.value))
        let unknown = named[kind, default: []].filter { !known.contains($0.value) }
        for (index, name) in unknown.enumerated() {
          let near = index < suggested ? nearestNames(to: name.value, among: known) : []
          findings.report(
            "Kratos has no \(kind.noun) \(quotedForDisplay(name.value)), so no session has it",
            at: name.location, help: didYouMean(near) ?? "\(kind.place) has what there is")
        }
      }
      reportDemands(subject, kratos, &findings)
    })

  /// Methods beside others of a demand that are off: where all are, nobody meets it, which another check
  /// says.
  private static func reportDemands(
    _ subject: LintSubject, _ kratos: KratosConfiguration, _ findings: inout Findings
  ) {
    guard let defined = NamedInKratos.Kind.method.names(in: kratos) else { return }
    let known = Set(defined.map(\.value))
    var budget = suggested
    for written in subject.policies.flatMap(\.rules).flatMap({ $0.written("methods", \.methods) }) {
      let methods = written.value
      let off = methods.value.filter { !known.contains($0) }
      guard let name = off.first, off.count < methods.value.count else { continue }
      budget -= 1
      let near = budget > 0 ? nearestNames(to: name, among: known) : []
      findings.report(
        "Kratos has no enabled method \(quotedForDisplay(name)), so no session has it"
          + (off.count > 1 ? ", nor \(off.count - 1) more of these" : ""),
        at: methods.location, severity: .info, path: written.path,
        help: didYouMean(near) ?? "\(NamedInKratos.Kind.method.place) has what there is")
    }
  }

  /// For how many names another one is looked for.
  private static let suggested = 100
}

extension LintExample {
  /// A policy that asks for one of some methods.
  static func secondFactors(_ methods: String) -> String {
    """
    version: 1
    policy: example
    rules:
      - id: confirm
        may: refresh
      - id: two-factors
        must: reauthenticate
        methods: \(methods)
        max_age: 12h

    """
  }

  /// A policy for the people of a schema.
  static func schemas(_ name: String) -> String {
    """
    version: 1
    policy: example
    when: identity.schema_id == \(name)
    rules:
      - id: confirm
        may: refresh

    """
  }
}
