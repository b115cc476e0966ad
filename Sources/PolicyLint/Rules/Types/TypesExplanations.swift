import PolicyDiagnostics

/// What reading files finds, explained.
extension LintRule {
  static let missingUnit = LintRule(
    .missingUnit, "A duration has no unit.",
    rationale: """
      Fifteen seconds, minutes and hours are different limits, and no guess is safe: so no fix \
      is offered, only the candidates.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            within: ⟦6⟧
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
            within: 6h
            max_lifetime: 30d
        """)
    ],
    check: .loading)

  static let typeMismatch = LintRule(
    .typeMismatch, "Types that do not fit together.",
    rationale: """
      The comparison would fail for every session, and the rule fail closed.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: session.aal == ⟦2⟧
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
            when: session.aal == "aal2"
        """)
    ],
    check: .loading)

  static let valueOutsideDomain = LintRule(
    .valueOutsideDomain, "A value that can never be there.",
    rationale: """
      A comparison with a misspelt level or word has the same answer for every session, so the \
      rule applies to all of them or to none.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: session.aal == ⟦"aal4"⟧
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: ⟦extnd⟧
        """),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: session.aal == "aal2"
        """)
    ],
    check: .loading)

  static let unknownTimeZone = LintRule(
    .unknownTimeZone, "A time zone is named that the system does not know.",
    rationale: """
      The condition fails for every session: a `may` never grants, a `never` and a `must` always hold. \
      It is a warning, for another machine may have another database of zones. Write names of the IANA \
      database such as `Europe/Berlin`: abbreviations such as `CET` know no summer time everywhere.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: office-hours
            never: extend
            when: now.getHours(⟦"Europe/Berln"⟧) >= 18
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: office-hours
            never: extend
            when: now.getHours("Europe/Berlin") >= 18
        """)
    ],
    check: .loading)

  static let listInequality = LintRule(
    .listInequality,
    "A list is compared as a whole by `!=`, where leaving out one value was probably meant.",
    rationale: """
      It holds for nearly every list, also for one that has the value among others: so the \
      exception is none.
      """,
    severity: .warning, confidence: .likely,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.groups: list(string)
        rules:
          - id: slide
            never: extend
            when: ⟦context.groups != ["staff"]⟧
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.groups: list(string)
        rules:
          - id: slide
            never: extend
            when: '!("staff" in context.groups)'
        """)
    ],
    check: .loading)

  static let stringOrder = LintRule(
    .stringOrder, "Text is compared by order where a level was probably meant.",
    rationale: """
      Text is ordered letter by letter, so `low` comes after `high`. Only levels such as \
      `session.aal` have an order of their own.
      """,
    severity: .warning, confidence: .likely,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.risk: { type: string, values: [low, medium, high] }
        rules:
          - id: slide
            never: extend
            when: ⟦context.risk > "low"⟧
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
            when: session.aal < "aal2"
        """)
    ],
    check: .loading)

  static let invalidExpression = LintRule(
    .invalidExpression, "The text is no CEL expression.",
    rationale: """
      A condition that cannot be read holds for nobody, so the file does not load.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: request.action == "a" ⟦and⟧ session.aal == "aal1"
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
            when: request.action == "a" && request.country == "DE"
        """)
    ],
    check: .loading)

  static let expressionLimit = LintRule(
    .expressionLimit, "An expression is too long, too deep or too dear.",
    rationale: """
      A condition is at most 64 KiB long and 250 levels deep, and its cost is bounded, so that \
      no policy can make a decision slow.
      """,
    bad: [
      LintExample(
        files: [
          .init(
            "policy.yaml",
            "version: 1\npolicy: example\nrules:\n  - id: slide\n    never: extend\n    when: "
              + "⟦(⟧" + String(repeating: "(", count: 249) + "session.active"
              + String(repeating: ")", count: 250) + "\n")
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

  static let unguardedOptional = LintRule(
    .unguardedOptional, "An optional attribute is read without asking whether it is there.",
    rationale: """
      Where it is missing the condition has no answer, and the rule fails closed: a `may` does \
      not grant, a `never` forbids, a `must` is in force. If that is meant, say so by `has(…)`.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.risk: { type: string, values: [low, high], optional: true }
        rules:
          - id: slide
            never: extend
            when: ⟦context.risk⟧ == "high"
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.risk: { type: string, values: [low, high], optional: true }
        rules:
          - id: slide
            never: extend
            when: has(context.risk) && context.risk == "high"
        """)
    ],
    check: .loading)

  static let invalidPattern = LintRule(
    .invalidPattern, "A regular expression that cannot be compiled.",
    rationale: """
      It would fail for every session. Patterns are those of RE2, which match in linear time and \
      have no look-around.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: request.action.matches("a⟦(⟧")
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
            when: request.action.matches("a(b)?")
        """)
    ],
    check: .loading)

  static let invalidConstant = LintRule(
    .invalidConstant, "A constant means nothing, such as an impossible instant.",
    rationale: """
      It would fail for every session.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: now > timestamp(⟦"2026-02-30T00:00:00Z"⟧)
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: office
            never: extend
            when: '!cidr(⟦"10.0.0.0/80"⟧).containsIP(request.ip)'
        """),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: now > timestamp("2026-02-28T00:00:00Z")
        """)
    ],
    check: .loading)
}
