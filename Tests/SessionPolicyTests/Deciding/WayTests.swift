import PolicyCEL
import PolicyJSON
import Testing

@testable import SessionPolicy

/// Ways by example: what rules ask for, and what the user can do about it.
@Suite struct WayTests {
  /// The ways of a decision, such as `first [passkey] | second`; `sign_in` where there is none.
  private func ways(
    _ demands: [String], beside other: String = "",
    _ change: (inout LawExample) -> Void = { _ in }
  ) throws -> String {
    let decision = try decide(demands, beside: other, change)
    guard let due = decision.reauthentication else { return decision.outcome.rawValue }
    #expect(due.steps == due.alternatives.first)
    return due.alternatives.map(Self.text).joined(separator: " | ")
  }

  private func decide(
    _ demands: [String], beside other: String = "",
    _ change: (inout LawExample) -> Void = { _ in }
  ) throws -> Decision {
    var example = LawExample()
    change(&example)
    let rules = demands.enumerated().map { "- { id: m\($0), must: reauthenticate, \($1) }" }
    return try example.decide(
      (["- { id: r, may: refresh }"] + rules + [other]).joined(separator: "\n"))
  }

  private static func text(_ steps: [Decision.Step]) -> String {
    steps.map { step in
      step.factor.rawValue + (step.methods.map { " [\($0.joined(separator: " "))]" } ?? "")
    }.joined(separator: ", ")
  }

  /// A session that was stepped up by a one-time code.
  private static func stepUp(_ example: inout LawExample) {
    example.snapshot.session.authenticatorAssuranceLevel = "aal2"
    example.snapshot.session.authenticationMethods.append(LawExample.method("totp", "-30m"))
  }

  static let asked: [(demands: [String], ways: String)] = [
    (["max_age: 1h"], "first"),
    (["aal: aal2"], "second"),
    (["aal: aal2, max_age: 5m"], "second"),
    (["methods: [passkey]"], "first [passkey]"),
    (["methods: [totp]"], "second [totp]"),
    // One is enough, and one is a first factor and the other a second.
    (["methods: [passkey, totp]"], "first [passkey] | second [totp]"),
    (["methods: [password, passkey], max_age: 1h"], "first [passkey password]"),
    // The level and the method are two requirements; the password was shown.
    (["aal: aal2, methods: [password]"], "second"),
    (["aal: aal2, methods: [passkey]"], "first [passkey], second"),
    (["aal: aal2, methods: [passkey, totp]"], "second [totp] | first [passkey], second"),
    // Evidence of both is a second factor, which a passkey never is.
    (["aal: aal2, methods: [passkey], max_age: 5m"], "sign_in"),
    (["aal: aal2, methods: [passkey, totp], max_age: 5m"], "second [totp]"),
    // Several rules are met together where they can be.
    (["methods: [passkey, password], max_age: 1h", "methods: [passkey]"], "first [passkey]"),
    (["methods: [passkey]", "methods: [totp]"], "first [passkey], second [totp]"),
    (["methods: [passkey]", "methods: [oidc]"], "first [oidc], first [passkey]"),
    (["max_age: 1h", "aal: aal2"], "second"),
    // Alternatives.
    (
      ["one_of: [{ aal: aal2, max_age: 15m }, { methods: [passkey], max_age: 15m }]"],
      "first [passkey] | second"
    ),
    (["max_age: 15m, one_of: [{ aal: aal2 }, { methods: [passkey] }]"], "first [passkey] | second"),
    (
      ["one_of: [{ aal: aal2 }, { methods: [passkey] }]", "methods: [totp]"],
      "second [totp]"
    ),
    (
      ["one_of: [{ methods: [passkey] }, { methods: [totp] }, { max_idle: 1m }]"],
      "first | second [totp]"
    ),
    // A requirement that no step meets is no way; another may be one.
    (
      ["one_of: [{ aal: aal2, methods: [passkey], max_age: 5m }, { methods: [totp] }]"],
      "second [totp]"
    ),
    // Of three rules any two can be met by one method, and which two is a way of its own.
    (
      ["methods: [passkey, oidc]", "methods: [oidc, saml]", "methods: [saml, passkey]"],
      "first [oidc], first [passkey saml] | first [oidc passkey], first [saml]"
        + " | first [oidc saml], first [passkey]"
    ),
  ]

  @Test(arguments: asked)
  func waysFollowFromWhatIsAsked(demands: [String], ways: String) throws {
    #expect(try self.ways(demands) == ways)
  }

  static let roused: [(demands: [String], ways: String)] = [
    // The step makes another rule apply, which is met as well where it can be.
    (
      [
        "max_age: 30m", #"methods: [passkey], when: 'session.authentication_age < duration("9m")'"#,
      ],
      "first [passkey]"
    ),
    (
      ["max_age: 30m", #"aal: aal2, when: 'now - session.authenticated_at < duration("9m")'"#],
      "second"
    ),
    // Only some of the methods make it apply.
    (["aal: aal2", #"methods: [totp], when: 'session.aal == "aal2"'"#], "second [totp]"),
    (
      [
        "aal: aal2",
        "methods: [passkey], when: 'session.authentication_methods.exists(m, m.method == \"totp\")'",
      ], "second [code deviceauthn lookup_secret webauthn] | first [passkey], second [totp]"
    ),
    // No method ends it.
    (
      [
        "max_age: 30m",
        #"aal: aal2, methods: [passkey], max_age: 1m, when: 'session.idle < duration("1m")'"#,
      ],
      "sign_in"
    ),
    // A step that nobody asks for, and that ends what one that is asked for would begin.
    (
      [
        "max_age: 30m",
        #"methods: [passkey], max_age: 1m, aal: aal2, when: 'session.aal == "aal1" && session.idle < duration("1m")'"#,
      ],
      "second"
    ),
    // A requirement that nothing meets, of a rule that any step ends.
    (
      [#"aal: aal2, methods: [password], max_age: 1m, when: 'session.idle > duration("1m")'"#],
      "first"
    ),
    // What the step makes cease applies no longer.
    (["max_age: 30m, when: 'session.authentication_age > duration(\"10m\")'"], "first"),
  ]

  @Test(arguments: roused)
  func noRuleAsksAgainAfterAWay(demands: [String], ways: String) throws {
    #expect(try self.ways(demands) == ways)
  }

  @Test func aWayThatEndsTheSessionIsNone() throws {
    let ending = "- { id: s, must: sign_in, when: 'session.idle < duration(\"1m\")' }"
    #expect(try ways(["max_age: 30m"], beside: ending) == "sign_in")
    let other = """
      - { id: s, must: sign_in, when: 'session.authentication_methods.exists(m, m.method == "totp")' }
      """
    #expect(try ways(["methods: [totp, passkey]"], beside: other) == "first [passkey]")
  }

  /// What a rule requires that would end the session after a step is shown with it, if steps can show it.
  static let ending: [(rules: String, ways: String)] = [
    ("methods: [lookup_secret]", "second [lookup_secret], second [totp]"),
    ("methods: [passkey], max_idle: 1m", "first [passkey], second [totp]"),
    // The step itself shows it.
    ("aal: aal2, max_age: 1m", "second [totp]"),
    ("max_idle: 1m", "second [totp]"),
    // Only signing in makes the session younger.
    ("max_lifetime: 1h", "sign_in"),
    ("methods: [passkey], max_lifetime: 1h", "sign_in"),
    (
      "one_of: [{ max_lifetime: 1h, methods: [oidc] }, { methods: [passkey] }]",
      "first [passkey], second [totp]"
    ),
    // Nothing is both.
    ("aal: aal2, methods: [passkey], max_age: 1m", "sign_in"),
    // What is shown for one rule makes the next one apply.
    (
      """
      methods: [webauthn] }
      - { id: t, must: sign_in, methods: [passkey], when: 'session.authentication_methods.exists(m, \
          m.method == "webauthn")'
      """,
      "first [passkey], first [webauthn], second [totp]"
        + " | first [passkey], second [totp], second [webauthn]"
    ),
    (
      """
      methods: [lookup_secret] }
      - { id: t, must: sign_in, when: 'session.authentication_methods.exists(m, \
          m.method == "lookup_secret")'
      """, "sign_in"
    ),
  ]

  @Test(arguments: ending)
  func whatWouldEndTheSessionAfterAStepIsMetAsWell(rules: String, ways: String) throws {
    let other = """
      - { id: s, must: sign_in, when: 'session.authentication_methods.exists(m, m.method == "totp")', \
          \(rules) }
      """
    #expect(try self.ways(["methods: [totp]"], beside: other) == ways)
  }

  /// What a way makes apply ends or begins by time as well.
  @Test func whatIsAskedThenIsFollowedInTime() throws {
    let then = """
      methods: [passkey], when: 'session.authentication_age < duration("1s") && \
      session.age < duration("3h")'
      """
    let decision = try decide(["max_age: 30m", then])
    #expect(decision.reauthentication?.alternatives.map(Self.text) == ["first [passkey]"])
    #expect(LawExample.distance(decision.validUntil) == "+1h")
    let listed = """
      methods: [passkey], when: 'session.authentication_methods.exists(m, now - m.completed_at < \
      duration("1s") && m.completed_at < timestamp("2026-03-01T11:00:00Z"))'
      """
    let among = try decide(["max_age: 30m", listed])
    #expect(among.reauthentication?.alternatives.map(Self.text) == ["first [passkey]"])
    #expect(LawExample.distance(among.validUntil) == "+2h")
    let alone = try decide([
      "max_age: 30m", #"methods: [passkey], when: 'session.idle < duration("1s")'"#,
    ])
    #expect(LawExample.distance(alone.validUntil) == "+22h")
  }

  @Test func whatIsMetAsksForNothing() throws {
    let rule = "one_of: [{ aal: aal2 }, { methods: [password], max_age: 2h }]"
    #expect(try ways([rule]) == "proceed")
  }

  @Test func aSecondFactorThatWasShownIsAskedForOnceMore() throws {
    let decision = try decide(["aal: aal2, max_age: 5m"], Self.stepUp)
    let step = try #require(decision.reauthentication?.steps.first)
    #expect(step.browser.pathAndQuery == "/self-service/login/browser?aal=aal2&refresh=true")
  }

  @Test func joinedValuesAreThoseOfTheWayThatIsFollowed() throws {
    let decision = try decide([
      "one_of: [{ aal: aal2, max_age: 15m }, { methods: [passkey], max_age: 5m }]",
      "max_age: 10m",
    ])
    let due = try #require(decision.reauthentication)
    #expect(due.aal == nil)
    #expect(due.methods == ["passkey"])
    #expect(due.maxAge == .seconds(300))
  }

  /// A rule that is there twice, or asks for what is shown already, adds no way and no time.
  @Test func rulesThatWantTheSameAreOne() throws {
    let one = "one_of: [{ aal: aal2, max_age: 15m }, { methods: [passkey], max_age: 15m }]"
    let other = "one_of: [{ methods: [passkey, oidc] }, { methods: [totp] }]"
    let ways = "first [passkey] | second [totp] | first [oidc passkey], second"
    for count in [1, 2, 40] {
      let rules = Array(repeating: one, count: count) + Array(repeating: other, count: count)
      #expect(try self.ways(rules) == ways)
      #expect(try self.ways(rules.reversed()) == ways)
    }
  }

  /// What is told with a way is, of each rule, the loosest of the alternatives that it shows, whatever the
  /// order of the rules.
  @Test func whatIsAskedTogetherHasNoOrder() throws {
    let rules = [
      "methods: [passkey], max_age: 20m", "methods: [totp], max_age: 30m",
      "one_of: [{ methods: [passkey], max_age: 1m }, { methods: [totp], max_age: 10m }]",
    ]
    for order in [[0, 1, 2], [0, 2, 1], [2, 0, 1], [2, 1, 0], [1, 2, 0], [1, 0, 2]] {
      let due = try #require(try decide(order.map { rules[$0] }).reauthentication)
      #expect(due.alternatives.map(Self.text) == ["first [passkey], second [totp]"])
      #expect(due.maxAge == .seconds(600))
    }
  }

  /// Names are looked up in time that does not hang on how many there are.
  @Test func aRuleMayNameVeryManyMethods() throws {
    let names = (0..<40_000).map { "m\($0)" } + ["passkey"]
    let reader = NameSet(names)
    #expect(names.allSatisfy(reader.contains) && !reader.contains("m40000"))
    #expect(NameSet(["a", "é"]).contains("é") && !NameSet(["é"]).contains("e\u{301}"))
    #expect(!NameSet(["é"] + names).contains("e\u{301}"))
    let decision = try decide(["methods: [\(names.joined(separator: ", "))]"])
    #expect(decision.reauthentication?.steps.first?.methods?.count == names.count)
  }

  // MARK: What Kratos offers

  /// These methods and no others.
  private static func enabled(_ names: [String]) -> KratosMethods {
    var methods = KratosMethods()
    for name in KratosMethods.defaults.keys { methods.set(name, enabled: names.contains(name)) }
    return methods
  }

  /// A configuration with passwords, one-time codes of an app, and keys that are no first factor.
  private static func configured(_ example: inout LawExample) {
    example.settings.methods = enabled(["password", "totp", "webauthn"])
  }

  @Test func onlyWhatKratosOffersIsNamed() throws {
    #expect(try ways(["methods: [totp, webauthn]"], Self.configured) == "second [totp webauthn]")
    #expect(try ways(["methods: [passkey, totp]"], Self.configured) == "second [totp]")
    #expect(try ways(["methods: [passkey]"], Self.configured) == "sign_in")
    #expect(
      try ways(["aal: aal2"]) { $0.settings.methods = Self.enabled(["password", "code"]) }
        == "sign_in")
    #expect(
      try ways(["methods: [code], max_age: 10m"]) {
        $0.settings.methods = Self.enabled(["password", "code"])
        $0.settings.codeAsSecondFactor = true
        $0.settings.codeAsFirstFactor = false
      } == "second [code]")
  }

  @Test func keysHaveNoWayForNativeClients() throws {
    let decision = try decide(["methods: [passkey, totp]"])
    let ways = try #require(decision.reauthentication?.alternatives)
    #expect(ways.map { $0.map { $0.native == nil } } == [[true], [false]])
  }

  // MARK: What the user has set up

  @Test func whoHasNoSecondFactorSetsOneUpFirst() throws {
    func enrolled(_ methods: [String], _ age: String) -> (inout LawExample) -> Void {
      {
        $0.snapshot.request.enrolledMethods = methods
        $0.snapshot.session.authenticatedAt = LawExample.at(age)
      }
    }
    #expect(try ways(["aal: aal2"], enrolled(["password"], "-5m")) == "enrol, second")
    // No longer privileged: the settings want a first factor before.
    #expect(try ways(["aal: aal2"], enrolled(["password"], "-2h")) == "first, enrol, second")
    #expect(try ways(["aal: aal2"], enrolled(["password", "totp"], "-5m")) == "second")
    #expect(
      try ways(["methods: [passkey, totp]"], enrolled(["password", "totp"], "-5m"))
        == "second [totp] | enrol [passkey], first [passkey]")
    // Two steps of which one needs what is set up between them could not be one.
    #expect(
      try ways(["methods: [passkey, totp]"], enrolled(["password", "totp"], "-2h"))
        == "second [totp] | first, enrol [passkey], first [passkey]")
    // What is shown anyway comes first, and is enough to set up the rest.
    #expect(
      try ways(
        ["methods: [passkey]", "methods: [totp]"], enrolled(["password", "totp"], "-2h"))
        == "second [totp], enrol [passkey], first [passkey]")
    // What cannot be shown joins nothing together.
    #expect(
      try ways(
        ["methods: [totp, code]", "methods: [code, lookup_secret]"],
        enrolled(["password", "totp", "lookup_secret"], "-5m"))
        == "second [lookup_secret], second [totp]")
    // However many alternatives there are that nobody can show.
    let strange = (1...70).map { "{ methods: [m\($0)] }" }.joined(separator: ", ")
    #expect(
      try ways(
        ["one_of: [\(strange), { aal: aal2, methods: [passkey] }]"],
        enrolled(["password", "totp", "passkey"], "-5m")) == "first [passkey], second")
    // A code cannot be set up.
    #expect(try ways(["methods: [code]"], enrolled(["password"], "-5m")) == "sign_in")
  }

  @Test func theEndOfThePrivilegedTimeIsAChange() throws {
    let decision = try decide(["aal: aal2"]) {
      $0.snapshot.request.enrolledMethods = ["password"]
      $0.snapshot.session.authenticatedAt = LawExample.at("-5m")
    }
    #expect(LawExample.distance(decision.validUntil) == "+55m")
  }

  @Test func credentialsOfAnAdminAnswerTellWhatIsSetUp() throws {
    let found = try ways(["aal: aal2"]) { example in
      example.snapshot.session.authenticatedAt = LawExample.at("-5m")
      example.identity = [
        "id": "5c1f6c1e-9c1d-4a43-8a77-0d4cf2f1a002", "state": "active",
        "credentials": ["password": ["type": "password"]],
      ]
    }
    #expect(found == "enrol, second")
  }

  // MARK: What steps do

  @Test func aFirstFactorBesideALoneSecondOneMakesBoth() throws {
    let decision = try decide(["max_age: 30m"]) {
      $0.snapshot.session.authenticatorAssuranceLevel = "aal1"
      $0.snapshot.session.authenticationMethods = [LawExample.method("totp", "-1h")]
    }
    #expect(decision.reauthentication?.steps.map(\.then.aal) == [.aal2])
  }

  /// Steps count from the stated level, also where the methods that are listed state none.
  @Test func aStatedLevelStandsForItsFirstFactor() throws {
    func passkeyWithoutLevel(_ example: inout LawExample) {
      var method = LawExample.method("passkey", "-1h")
      method.aal = ""
      example.snapshot.session.authenticationMethods = [method]
    }
    #expect(try ways(["methods: [totp]"], passkeyWithoutLevel) == "second [totp]")
    // A second factor beside a stated `aal1` makes `aal2`, and that ends the session.
    let ending = #"- { id: s, must: sign_in, when: 'session.aal == "aal2"' }"#
    #expect(try ways(["methods: [totp]"], beside: ending, passkeyWithoutLevel) == "sign_in")
  }

  /// Who sets a key up to show it as a first factor has not shown a second one by that.
  @Test func aKeyIsSetUpForTheFactorAsWhichItIsShown() throws {
    let found = try ways(
      [
        "methods: [passkey, webauthn]",
        #"aal: aal2, methods: [webauthn], max_age: 12h, when: 'session.idle <= duration("90s")'"#,
      ]
    ) { example in
      Self.stepUp(&example)
      example.snapshot.session.authenticatedAt = LawExample.at("-5m")
      example.snapshot.request.enrolledMethods = ["password", "totp"]
    }
    #expect(found == "enrol [webauthn], second [webauthn]")
  }

  @Test func eachStepSaysWhatItDoesToTheSession() throws {
    let decision = try decide(["aal: aal2"]) {
      $0.snapshot.request.enrolledMethods = ["password"]
      $0.snapshot.session.authenticatedAt = LawExample.at("-2h")
    }
    let then = try #require(decision.reauthentication?.steps).map { step in
      "\(LawExample.distance(step.then.authenticatedAt)) "
        + "\(LawExample.distance(step.then.expiresAt)) \(step.then.aal)"
    }
    #expect(then == ["+0s +24h aal1", "+0s +24h aal2", "+0s +24h aal2"])
  }
}
