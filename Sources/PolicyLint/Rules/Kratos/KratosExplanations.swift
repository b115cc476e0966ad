import PolicyDiagnostics
import SessionPolicy

/// What reading a configuration of Kratos finds, explained.
extension LintRule {
  static let kratosUnknownKey = LintRule(
    .kratosUnknownKey, "A key that Kratos does not have.",
    rationale: """
      Kratos holds its configuration against a schema, and does not start with a key that is not in \
      it. Usually the key is misspelt, or was in another release.
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
          selfservice:
            methods:
              ⟦passwort⟧:
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
          session:
            lifespan: 24h
            whoami:
              required_aal: aal1
          """)
    ],
    check: .loading)

  static let kratosMisplacedKey = LintRule(
    .kratosMisplacedKey, "A key that stands where Kratos does not look for it.",
    rationale: """
      Kratos refuses the file, or where its schema is open, leaves the default in force: sessions live \
      for 24 hours and can be extended at any time, or are privileged for an hour. Mis-indented lines \
      are the usual cause; examples in wide use have them.
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
          selfservice:
            flows:
              ⟦privileged_session_max_age⟧: 5m
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
          selfservice:
            flows:
              settings:
                privileged_session_max_age: 5m
          """)
    ],
    check: .loading)

  static let kratosTemplate = LintRule(
    .kratosTemplate, "A configuration that another program was to fill in.",
    rationale: """
      `${NAME}` and `{{ … }}` mean something to a shell, to Helm or to a template engine, and nothing \
      to Kratos. What is checked is what Kratos would be given.
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
            lifespan: ⟦${SESSION_LIFESPAN}⟧
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
          dsn: ${DSN}
          session:
            lifespan: 24h
          """)
    ],
    check: .loading)

  static let notAKratosConfiguration = LintRule(
    .notAKratosConfiguration, "A file was given for a configuration of Kratos and is another one.",
    rationale: """
      Kratos would refuse it at once. Read as if it were a configuration that sets nothing, it would \
      stand for the defaults, and every check and decision would be made for those.
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
          ⟦services⟧:
            kratos:
              image: oryd/kratos:v26.2.0
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
          session:
            lifespan: 24h
          """)
    ],
    check: .loading)
}
