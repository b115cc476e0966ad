package import PolicyDiagnostics
import PolicyYAML
import SessionPolicy

extension DiagnosticCode {
  /// A name of the identity server's configuration that no condition has.
  package static let kratosUnnamed = DiagnosticCode("K819", "kratos-unnamed")
}

extension LintRule {
  static let kratosUnnamed = LintRule(
    .kratosUnnamed,
    "Kratos' configuration defines a schema or a provider that no policy names, and others are named.",
    rationale: """
      Where policies tell people apart by their schema or provider, those of one that is not named are \
      left to whatever rules hold for everybody, which may be none.
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
          """)
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
    })
}
