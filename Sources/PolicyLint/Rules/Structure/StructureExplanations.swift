import PolicyDiagnostics

/// What reading files finds, explained.
extension LintRule {
  static let unknownField = LintRule(
    .unknownField, "A key that the format does not have.",
    rationale: """
      A misspelt limit is no limit: if the key were passed over, the session would live on. \
      Every key has to be known.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            ⟦max_lifetme⟧: 12h
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: 30d
        """)
    ],
    check: .loading)

  static let missingField = LintRule(
    .missingField, "A key that has to be there is not.",
    rationale: """
      A rule without an effect does nothing, and one without an `id` cannot be cited in answers, \
      samples and comments.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - ⟦may⟧: refresh
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: 30d
        """)
    ],
    check: .loading)

  static let duplicateID = LintRule(
    .duplicateID, "Two things have the same name.",
    rationale: """
      Answers, samples and comments cite rules by their names, and would mean either. Upper and \
      lower case are not told apart.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
          - id: ⟦Confirm⟧
            may: extend
            max_lifetime: 30d
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: 30d
        """)
    ],
    check: .loading)

  static let unsupportedVersion = LintRule(
    .unsupportedVersion, "A version of the language that this build does not read.",
    rationale: """
      In another version every word may mean something else, so nothing is guessed.
      """,
    bad: [
      LintExample(
        """
        version: ⟦3⟧
        policy: example
        rules:
          - id: confirm
            may: refresh
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: 30d
        """)
    ],
    check: .loading)

  static let wrongKind = LintRule(
    .wrongKind, "A value of another kind than is needed, such as a list for a mapping.",
    rationale: """
      What was meant cannot be told from what was written.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            ⟦max_lifetime⟧: [30d]
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: 30d
        """)
    ],
    check: .loading)

  static let invalidValue = LintRule(
    .invalidValue, "A value is not of the form that is needed.",
    rationale: """
      A month has no fixed length, a decimal is read differently in different places, and \
      `unlimited` is said by leaving the limit out.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: ⟦1mo⟧
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: 30d
        """)
    ],
    check: .loading)

  static let conflictingFields = LintRule(
    .conflictingFields, "Two keys exclude each other.",
    rationale: """
      A rule has one effect, and a condition joins its parts in one way. Which of the two was \
      meant, only the author knows.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            ⟦never⟧: refresh
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: 30d
        """)
    ],
    check: .loading)

  static let misplacedField = LintRule(
    .misplacedField, "A key means nothing where it stands.",
    rationale: """
      A `never` rule takes no requirements, and only an extension has a window. The limit would \
      not be held. In a configuration of Kratos, a session key at the top level is not read.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            ⟦max_idle⟧: 15m
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: 30d
        """)
    ],
    check: .loading)

  static let emptyCollection = LintRule(
    .emptyCollection, "A list or mapping without entries where one is needed.",
    rationale: """
      An empty list of methods could mean any or none. Leave the key out, or write what it is to \
      hold.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            methods: ⟦[]⟧
            max_lifetime: 30d
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: 30d
        """)
    ],
    check: .loading)

  static let notASession = LintRule(
    .notASession, "A document holds no session.",
    rationale: """
      A session of Kratos stands alone, as whoami answers, or within the response to a login or \
      a snapshot. What a suite tests with something else is nothing.
      """,
    bad: [.suite(LintExample.soundTest, session: "⟦{⟧ \"claims\": { \"issued_at\": null } }\n")],
    good: [.suite(LintExample.soundTest)],
    check: .loading)
}
