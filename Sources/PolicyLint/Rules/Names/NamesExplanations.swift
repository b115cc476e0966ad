import PolicyDiagnostics

/// What reading files finds, explained.
extension LintRule {
  static let unknownAttribute = LintRule(
    .unknownAttribute, "A condition reads an attribute that nothing declares.",
    rationale: """
      Nobody would supply it, so the rule would fail closed for every session: a permission that \
      nobody gets, or a demand that nobody escapes.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: session.⟦idel⟧ > duration("15m")
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
            when: session.idle > duration("15m")
        """)
    ],
    check: .loading)

  static let undefinedDefinition = LintRule(
    .undefinedDefinition, "A condition uses a name that nothing declares.",
    rationale: """
      Names are those of attributes, constants and definitions of the same file.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        definitions:
          managed: has(request.device.managed) && request.device.managed
        rules:
          - id: slide
            never: extend
            when: "!managed"
          - id: confirm
            never: refresh
            when: "!⟦manged⟧"
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        definitions:
          managed: has(request.device.managed) && request.device.managed
        rules:
          - id: slide
            never: extend
            when: "!managed"
        """)
    ],
    check: .loading)

  static let cyclicDefinition = LintRule(
    .cyclicDefinition, "Definitions use each other in a circle.",
    rationale: """
      None of them has a value then.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        definitions:
          ⟦a⟧: b
          b: a
        rules:
          - id: slide
            never: extend
            when: a
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        definitions:
          a: b
          b: request.action == "x"
        rules:
          - id: slide
            never: extend
            when: a
        """)
    ],
    check: .loading)

  static let unknownFunction = LintRule(
    .unknownFunction, "A condition calls a function that does not exist.",
    rationale: """
      Conditions have the functions of CEL's standard and of its extensions for strings, math \
      and optionals, and no others.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: request.action.⟦startWith⟧("settings.")
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
            when: request.action.startsWith("settings.")
        """)
    ],
    check: .loading)

  static let conflictingDeclaration = LintRule(
    .conflictingDeclaration, "A declaration contradicts another one.",
    rationale: """
      An attribute is one input and has one type, in all policies that decide together; a name \
      that hid a built-in one would make a condition mean something else than it says.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        definitions:
          ⟦now⟧: request.action == "x"
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
        definitions:
          reads: request.action == "x"
        rules:
          - id: slide
            never: extend
            when: reads
        """)
    ],
    check: .loading)
}
