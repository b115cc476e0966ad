package import PolicyDiagnostics
import PolicyYAML

extension DiagnosticCode {
  /// A key that the identity server looks for elsewhere.
  package static let kratosMisplacedKey = DiagnosticCode("K811", "kratos-misplaced-key")
}

extension LintRule {
  static let kratosMisplacedKey = LintRule(
    .kratosMisplacedKey, "A session setting stands where Kratos does not look for it.",
    rationale: """
      The default is in force instead, and nothing says so: sessions live for 24 hours and can be \
      extended at any time, or are privileged for an hour. Mis-indented lines are the usual cause; \
      examples in wide use have them.
      """,
    fallsAway: "`lifespan`, `whoami` and the window at the top level are reported as S108.",
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
          selfservice:
            flows:
              ⟦privileged_session_max_age⟧: 5m
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
          selfservice:
            flows:
              settings:
                privileged_session_max_age: 5m
          """)
    ],
    check: .kratos { kratos, _, findings in
      let homes = [
        "privileged_session_max_age": ["selfservice", "flows", "settings"],
        "earliest_possible_extend": ["session"],
      ]
      for (path, entry) in kratos.entries() {
        guard let key = path.last, let home = homes[key], path != home + [key] else { continue }
        // What stands at the top level or below `session` is told by other checks.
        if key == "earliest_possible_extend", path.count == 1 || path.first == "session" {
          continue
        }
        findings.report(
          "Kratos does not read `\(key)` here, so the default is in force",
          at: entry.key.location, path: "$." + path.joined(separator: "."),
          help: "put it below `\(home.joined(separator: "."))`")
      }
    })
}
