package import PolicyDiagnostics
import PolicyYAML

extension DiagnosticCode {
  /// A key of the session settings that the identity server does not have.
  package static let kratosUnknownKey = DiagnosticCode("K810", "kratos-unknown-key")
}

extension LintRule {
  static let kratosUnknownKey = LintRule(
    .kratosUnknownKey, "A key below `session` that Kratos does not have.",
    rationale: """
      Kratos refuses a configuration with an unknown key below `session`, `session.cookie` or \
      `session.whoami`, and does not start. Usually it is misspelt, or indented too far.
      """,
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
            ⟦lifespann⟧: 24h
          """),
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
            whoami:
              required_aal: aal1
              ⟦lifespan⟧: 24h
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
          session:
            lifespan: 24h
            whoami:
              required_aal: aal1
          """)
    ],
    check: .kratos { kratos, _, findings in
      for (place, keys) in KratosSessionKeys.known {
        for entry in kratos.value(place)?.mapping ?? [] {
          guard let key = entry.key.scalar, !keys.contains(key) else { continue }
          let path = place.joined(separator: ".")
          let home = KratosSessionKeys.known.first { $0.keys.contains(key) }?.place
          let help =
            home.map { "it belongs below `\($0.joined(separator: "."))`" }
            ?? didYouMean(nearestNames(to: key, among: keys))
            ?? "`\(path)` has \(keys.map { "`\($0)`" }.joined(separator: ", "))"
          findings.report(
            "there is no \(quotedForDisplay("\(path).\(key)")), so Kratos refuses the configuration",
            at: entry.key.location, path: "$.\(path)", help: help)
        }
      }
    })
}

/// The keys of the session settings, as the schema of Kratos lists them.
enum KratosSessionKeys {
  static let known: [(place: [String], keys: [String])] = [
    (["session"], ["lifespan", "earliest_possible_extend", "cookie", "whoami"]),
    (["session", "cookie"], ["domain", "name", "persistent", "path", "secure", "same_site"]),
    (["session", "whoami"], ["required_aal", "tokenizer"]),
  ]
}
