import PolicyDiagnostics

/// What reading files finds, explained.
extension LintRule {
  static let duplicateKey = LintRule(
    .duplicateKey, "A mapping has the same key twice.",
    rationale: """
      Most readers of YAML keep the last one and say nothing, so a condition or a limit is lost \
      that everybody who reads the file sees.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: 1d
            ⟦max_lifetime⟧: 30d
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

  static let implicitBoolean = LintRule(
    .implicitBoolean, "A word without quotes is a bool to some readers of YAML.",
    rationale: """
      The country code `NO` is `false` to one reader and text to another. What a condition \
      compares with would depend on who reads the file.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        constants:
          countries: [DE, ⟦NO⟧]
        rules:
          - id: slide
            never: extend
            when: request.country in countries
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        constants:
          countries: [DE, "NO"]
        rules:
          - id: slide
            never: refresh
            when: request.country in countries
        """)
    ],
    check: .loading)

  static let ambiguousNumber = LintRule(
    .ambiguousNumber, "A number that readers of YAML read differently.",
    rationale: """
      `010` is eight to one reader and ten to another, `1:30` is ninety minutes, ninety seconds \
      or text. A limit that is off by a factor of sixty is no limit.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: ⟦1:30⟧
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

  static let implicitTimestamp = LintRule(
    .implicitTimestamp, "A date without quotes is an instant to some readers of YAML.",
    rationale: """
      It has no zone, so it names another instant in each place. Conditions take instants as \
      `timestamp("2026-01-01T00:00:00Z")`.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.day: string
        constants:
          holiday: ⟦2026-01-01⟧
        rules:
          - id: not-on-holidays
            never: extend
            when: context.day == holiday
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: now < timestamp("2026-01-01T00:00:00Z")
        """)
    ],
    check: .loading)

  static let anchorOrMerge = LintRule(
    .anchorOrMerge, "An anchor, an alias or a merge key that is not allowed where it stands.",
    rationale: """
      Merge keys bring in fields that a reviewer does not see, and readers disagree about which \
      one wins. An anchor that nobody uses, or an alias of nothing, is a mistake.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            ⟦<<⟧: { max_lifetime: 30d }
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

  static let resourceLimit = LintRule(
    .resourceLimit, "A document is larger or deeper than is read.",
    rationale: """
      A policy has at most 1 MiB, 64 levels and 100 000 nodes, and aliases multiply it at most \
      tenfold. More is refused before it costs time or memory.
      """,
    bad: [
      LintExample(
        files: [
          .init(
            "policy.yaml",
            "version: 1\npolicy: example\ndescription: "
              + String(repeating: "[", count: 63) + "⟦[⟧" + String(repeating: "]", count: 64)
              + "\nrules:\n  - id: confirm\n    may: refresh\n")
        ])
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

  static let whitespaceTrap = LintRule(
    .whitespaceTrap, "White space or a comment changes what is read.",
    rationale: """
      YAML takes ` #` for the beginning of a comment, even in the middle of an expression \
      without quotes. The condition that is read is not the one that is seen.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: request.action == "a ⟦#1"⟧
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
            when: 'request.action == "a #1"'
            max_lifetime: 30d
        """)
    ],
    check: .loading)

  static let nullValue = LintRule(
    .nullValue, "A key has no value.",
    rationale: """
      An empty limit is no limit to some and a mistake to others. Leave the key out to have \
      none.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            ⟦max_lifetime⟧:
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

  static let invalidYAML = LintRule(
    .invalidYAML, "The text is no YAML.",
    rationale: """
      Nothing of the file can be read, so nothing of it is in force. A condition that begins \
      with `!`, `*` or `[` needs quotes.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: ⟦!has(request.action)⟧
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: "!(request.action == 'a')"
        """)
    ],
    check: .loading)

  static let invalidEncoding = LintRule(
    .invalidEncoding, "The bytes are no UTF-8 text.",
    rationale: """
      What the file says would depend on a guess about its encoding. Save it as UTF-8.
      """,
    bad: [
      LintExample(
        files: [
          .init(
            "policy.yaml",
            "version: 1\npolicy: example\n# f⟦\u{FC}⟧r\nrules:\n  - id: confirm\n    may: refresh\n",
            isLatin1: true)
        ], isMovable: false)
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

  static let unreadableFile = LintRule(
    .unreadableFile, "A file cannot be read, or there is none.",
    rationale: """
      It may be missing, unreadable for this user, or no file at all. Nothing is checked then, \
      so the exit status is 2.
      """,
    bad: [
      LintExample(files: [.init("policy.yaml", "⟦⟧", role: .missing)], isMovable: false)
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

  static let emptyDocument = LintRule(
    .emptyDocument, "There is nothing in the document.",
    rationale: """
      An empty file permits nothing, and nobody writes one on purpose.
      """,
    bad: [
      LintExample(
        """
        # Nothing yet.⟦⟧
        """, isMovable: false)
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

  static let severalDocuments = LintRule(
    .severalDocuments, "There is more than one document in the file.",
    rationale: """
      Only the first one would be read, and the rules of the others would silently be out of \
      force. Put each into a file of its own.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: confirm
            may: refresh
        ⟦---⟧
        version: 1
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

  static let invalidJSON = LintRule(
    .invalidJSON, "The text is no JSON.",
    rationale: """
      A session document that cannot be read is no session, and a suite that names one tests \
      nothing.
      """,
    bad: [.suite(LintExample.soundTest, session: "{ \"issued_at\": ⟦,⟧ }\n")],
    good: [.suite(LintExample.soundTest)],
    check: .loading)
}
