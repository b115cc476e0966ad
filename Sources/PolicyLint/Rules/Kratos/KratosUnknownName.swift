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
          """)
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
    })

  /// For how many names another one is looked for.
  private static let suggested = 100
}

extension LintExample {
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
