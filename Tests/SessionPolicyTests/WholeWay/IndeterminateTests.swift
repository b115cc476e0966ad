import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import SessionPolicy
import Testing

/// What `indeterminate` lists: all that a rule's answer hangs on, in whatever order it is written, and
/// nothing that it does not.
@Suite struct IndeterminateTests {
  private static func told(_ rule: String, _ session: String = "") throws -> [String] {
    let text = """
      version: 1
      policy: p
      attributes:
        context.a: { type: bool, optional: true }
        context.b: { type: bool, optional: true }
        context.m: { type: int, optional: true }
        context.n: { type: int, optional: true }
        context.yes: bool
        context.no: bool
      rules:
        - { id: confirm, may: refresh }
        - { id: r, \(rule) }
      """
    let loaded = PolicySet.load([SourceFile(name: "p.yaml", text: text)])
    let policies = try #require(loaded.value, "\(loaded.diagnostics.map(\.message))")
    let file = SourceFile(
      name: "s.json",
      text: """
        {"now": "2026-03-01T09:00:00Z", "session": {"id": "s", "active": true,
         "expires_at": "2026-03-02T08:00:00Z", "issued_at": "2026-03-01T08:00:00Z",
         "authenticated_at": "2026-03-01T08:00:00Z"\(session)},
         "context": {"yes": true, "no": false}}
        """)
    return try policies.decisionByEveryRoad(on: file).indeterminate.map {
      "\($0.attribute ?? "-") \($0.cause)"
    }
  }

  @Test(arguments: [
    ("context.a && context.b", ["context.a", "context.b"]),
    ("context.b && context.a", ["context.a", "context.b"]),
    ("context.a || context.b", ["context.a", "context.b"]),
    ("context.a && context.no", []), ("context.no && context.a", []),
    ("context.a || context.yes", []), ("context.yes || context.a", []),
    ("(context.a || context.yes) && context.b", ["context.b"]),
    ("context.b && (context.yes || context.a)", ["context.b"]),
    ("(context.a || context.no) && context.b", ["context.a", "context.b"]),
    ("context.m < context.n", ["context.m", "context.n"]),
    ("context.n > context.m", ["context.m", "context.n"]),
    ("context.m + context.n == 3", ["context.m", "context.n"]),
    ("[context.n, context.m].size() == 2", ["context.m", "context.n"]),
    ("context.m in [context.n]", ["context.m", "context.n"]),
    ("context.a ? context.m == 1 : context.n == 1", ["context.a"]),
    ("context.yes ? context.m == 1 : context.n == 1", ["context.m"]),
    ("!(context.a && context.b)", ["context.a", "context.b"]),
    ("has(context.a) && context.a", []),
    ("cel.bind(x, context.m, x == context.n)", ["context.m", "context.n"]),
  ])
  func everythingThatTheAnswerHangsOnIsListed(_ condition: String, _ missing: [String]) throws {
    let told = try Self.told("must: sign_in, when: '\(condition)'")
    #expect(told == missing.map { "\($0) missing" })
  }

  @Test func clausesOfLists() throws {
    for joint in ["all", "any", "none"] {
      for clauses in ["[context.a, context.b]", "[context.b, context.a]"] {
        #expect(
          try Self.told("must: sign_in, when: { \(joint): \(clauses) }")
            == ["context.a missing", "context.b missing"])
      }
    }
  }

  private static let password = """
    , "authenticator_assurance_level": "aal1", "authentication_methods": [{"method": "password",
     "aal": "aal1", "completed_at": "2026-03-01T08:00:00Z"}]
    """

  /// What a user has simply not shown is no missing input.
  @Test func aFactorThatWasNeverShownIsNotMissing() throws {
    #expect(try Self.told("must: reauthenticate, aal: aal2, max_age: 10m", Self.password) == [])
    #expect(
      try Self.told("must: reauthenticate, methods: [totp], max_age: 10m", Self.password) == [])
    #expect(
      try Self.told(
        "must: reauthenticate, methods: [totp], max_age: 10m",
        #", "authenticator_assurance_level": "aal1", "authentication_methods": []"#) == [])
  }

  @Test func aCompletionWithoutATimeIsMissing() throws {
    #expect(
      try Self.told(
        "must: reauthenticate, methods: [totp], max_age: 10m",
        """
        , "authenticator_assurance_level": "aal2", "authentication_methods": [{"method": "totp",
         "aal": "aal2"}]
        """) == ["session.authentication_methods[].completed_at missing"])
  }

  /// A completion that can be used, but is too old, does not hide those that cannot.
  @Test(arguments: [
    ([#", "completed_at": null"#], ["missing"]),
    ([""], ["missing"]),
    ([#", "completed_at": "2026-03-01T10:00:00Z""#], ["in_future"]),
    ([#", "completed_at": "2026-03-01T10:00:00Z""#, ""], ["in_future", "missing"]),
    ([#", "completed_at": "2026-03-01T08:59:00Z""#, ""], []),
    ([#", "completed_at": "2026-03-01T09:05:00Z""#, ""], []),
    ([#", "completed_at": "2026-03-01T08:30:00Z""#], []),
  ])
  func anOlderCompletionDoesNotHideOthers(_ others: [String], _ causes: [String]) throws {
    let entries = ([#", "completed_at": "2026-03-01T08:00:00Z""#] + others).map {
      #"{"method": "totp", "aal": "aal2"\#($0)}"#
    }
    for entries in [entries, entries.reversed()] {
      for requirement in ["methods: [totp]", "aal: aal2", "aal: aal2, methods: [totp]"] {
        #expect(
          try Self.told(
            "must: reauthenticate, \(requirement), max_age: 10m",
            """
            , "authenticator_assurance_level": "aal2",
             "authentication_methods": [\(entries.joined(separator: ", "))]
            """) == causes.map { "session.authentication_methods[].completed_at \($0)" })
      }
    }
  }

  /// Only completions unlike any that can be used: each cause is told.
  @Test func completionsOfWhichNoneCanBeUsedAreTold() throws {
    #expect(
      try Self.told(
        "must: reauthenticate, methods: [totp], max_age: 10m",
        """
        , "authenticator_assurance_level": "aal2", "authentication_methods": [{"method": "totp",
         "aal": "aal2"}, {"method": "totp", "aal": "aal2", "completed_at": "2026-03-01T10:00:00Z"}]
        """)
        == ["in_future", "missing"].map { "session.authentication_methods[].completed_at \($0)" })
  }

  /// An empty list says that nothing was shown.
  @Test func nothingShownIsALevel() throws {
    #expect(
      try Self.told("must: reauthenticate, aal: aal1", #", "authentication_methods": []"#) == [])
    #expect(
      try Self.told(
        #"must: sign_in, when: session.aal == "aal0""#, #", "authentication_methods": []"#) == [])
    #expect(
      try Self.told("must: reauthenticate, aal: aal1", #", "authentication_methods": null"#)
        == ["session.aal missing"])
  }

  @Test func whereNobodySaysWhatWasShownThatIsMissing() throws {
    #expect(
      try Self.told("must: reauthenticate, aal: aal2, max_age: 10m") == [
        "session.aal missing", "session.authentication_methods missing",
      ])
    #expect(
      try Self.told(
        "must: reauthenticate, methods: [totp]", #", "authenticator_assurance_level": "aal1""#)
        == ["session.authentication_methods missing"])
  }

  @Test func aRequirementIsLookedAtOnlyWhereTheConditionIsNotFalse() throws {
    #expect(
      try Self.told("must: reauthenticate, when: context.no, max_idle: 10m", Self.password) == [])
    #expect(
      try Self.told("must: reauthenticate, when: context.a, max_idle: 10m", Self.password)
        == ["context.a missing", "request.last_active_at missing"])
  }

  @Test func whatCELRefusesHasNoAttribute() throws {
    #expect(try Self.told("must: sign_in, when: '1 / size([]) == 1'") == ["- division by zero"])
  }
}
