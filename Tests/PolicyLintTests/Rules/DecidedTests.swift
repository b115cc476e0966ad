import PolicyDiagnostics
import PolicyLint
import Testing

/// What was once guessed from how rules are written: however they are, the same is found.
@Suite("What a check says of sessions does not hang on spelling")
struct DecidedTests {
  private func found(
    _ rules: String, kratos: String? = nil, profile: String? = nil
  ) throws -> [String] {
    try diagnostics(rules, kratos, profile).map {
      "\($0.code.id) \($0.location.file.line(at: $0.location.range.start))"
    }
  }

  private func diagnostics(
    _ rules: String, _ kratos: String? = nil, _ profile: String? = nil
  ) throws -> [Diagnostic] {
    let policy =
      "version: 1\npolicy: p\nrules:\n  - { id: confirm, may: refresh }\n\(rules)\n"
    return try ExampleDirectory.lint(policy, kratos: kratos, profile: profile)
  }

  // MARK: Extensions

  @Test(arguments: [
    (#"session.age < duration("12h")"#, true),
    (#"!(session.age >= duration("12h"))"#, true),
    (#"duration("12h") > now - session.issued_at"#, true),
    (#"session.age < duration("12h") ? true : false"#, true),
    (#"session.age < duration("12h") && request.action == "a""#, true),
    (#"now < session.issued_at + duration("12h")"#, true),
    (#"duration("12h") + session.issued_at > now"#, true),
    (#"session.issued_at > now - duration("12h")"#, true),
    (#"!(now - duration("12h") >= session.issued_at)"#, true),
    // What is asked includes the extension.
    (#"session.age + duration("8h") <= duration("12h")"#, false),
    (#"session.age <= duration("12h") - duration("8h")"#, false),
    (#"now <= session.issued_at + (duration("12h") - duration("8h"))"#, false),
    (#"now - session.issued_at <= duration("12h") - duration("7h")"#, true),
    // Other sessions have no bound at all, which is another finding.
    (#"session.age < duration("12h") || request.action == "a""#, false),
  ])
  func aBoundThatTheExtensionStepsOver(_ condition: String, _ isFound: Bool) throws {
    let found = try found("  - { id: slide, may: extend, by: 8h, when: '\(condition)' }")
    #expect(found.contains("SEC002 5") == isFound, "\(found)")
  }

  /// A prohibition bounds the age before extending only, like a condition of the rule itself.
  @Test(arguments: [
    (#"session.age >= duration("12h")"#, true),
    (#"!(session.age < duration("12h"))"#, true),
    (#"now >= session.issued_at + duration("12h")"#, true),
    (#"session.age >= duration("12h") - duration("8h")"#, false),
    (#"session.age + duration("8h") > duration("12h")"#, false),
    (#"session.age >= duration("12h") && request.action == "a""#, false),
  ])
  func aProhibitionThatTheExtensionStepsOver(_ condition: String, _ isFound: Bool) throws {
    let rules = """
        - { id: slide, may: extend, by: 8h, when: 'session.age < duration("40d")' }
        - { id: over, must: sign_in, max_lifetime: 40d }
        - { id: old, never: extend, when: '\(condition)' }
      """
    #expect(try found(rules).contains("SEC002 7") == isFound)
    // The remedy, as it is told.
    let told = try diagnostics(rules).first { $0.code.id == "SEC002" }
    #expect(
      told?.help
        == (isFound
          ? "state the cap as `max_lifetime` of `p/slide`, which the new expiry stays within" : nil)
    )
    let mended = rules.replacing("by: 8h,", with: "by: 8h, max_lifetime: 12h,")
    #expect(try found(mended).filter { $0.hasPrefix("SEC") } == [])
  }

  /// What nobody can show as Kratos is set up, nobody is asked for, and nobody is permitted anything for it.
  @Test(arguments: [
    ("may: extend, aal: aal2, max_lifetime: 30d, max_idle: 1h", true),
    ("may: refresh, methods: [totp]", true), ("must: sign_in, aal: aal2", true),
    ("must: reauthenticate, aal: aal2, max_age: 15m", true),
    ("may: extend, max_age: 30h, max_idle: 1h", false),
    ("may: refresh, methods: [password]", false),
  ])
  func whatKratosOffersNobody(_ keys: String, _ isFound: Bool) throws {
    let kratos = "selfservice:\n  methods:\n    password: { enabled: true }\n"
    for when in ["", #", when: 'request.action == "a"'"#] {
      let found = try found("  - { id: a, \(keys)\(when) }", kratos: kratos)
      #expect(found.contains("K806 5") == isFound, "\(keys): \(found)")
    }
  }

  @Test func whatEndsThereIsNotSteppedOver() throws {
    let slide = #"  - { id: slide, may: extend, by: 8h, when: 'session.age < duration("12h")' }"#
    #expect(try found(slide + "\n  - { id: over, must: sign_in, max_lifetime: 12h }") == [])
    // Nor is what ends at the latest with the last extension.
    #expect(try found(slide + "\n  - { id: over, must: sign_in, max_lifetime: 20h }") == [])
    #expect(
      try found(slide + "\n  - { id: over, must: sign_in, max_lifetime: 21h }") == ["SEC002 5"])
  }

  @Test(arguments: [
    ("aal: aal2", "SEC009 5"), (#"when: 'session.aal == "aal2"'"#, "SEC009 5"),
    (#"when: 'session.aal != "aal1"'"#, "SEC009 5"),
    ("methods: [totp], aal: aal2", "SEC009 5"),
    (#"aal: aal2, when: 'session.idle < duration("1h")'"#, ""),
    (#"aal: aal2, when: '!(now - request.last_active_at > duration("1h"))'"#, ""),
    ("aal: aal1", ""),
  ])
  func sessionsAtTheSecondLevelThatNobodyUses(_ keys: String, _ expected: String) throws {
    let found = try found("  - { id: slide, may: extend, max_lifetime: 30d, \(keys) }")
    #expect(found.joined(separator: ", ") == expected)
  }

  @Test func anIdleLimitForSomeIsNoneForOthers() throws {
    let slide = "  - { id: slide, may: extend, max_lifetime: 30d, aal: aal2 }\n"
    let limit = "  - { id: idle, must: sign_in, max_idle: 1h }"
    #expect(try found(slide + limit) == [])
    let some = limit.replacing("1h }", with: #"1h, when: 'request.action == "a"' }"#)
    #expect(try found(slide + some) == ["SEC009 5"])
  }

  @Test func anExtensionThatItsConditionRefuses() throws {
    let slide = "  - { id: slide, may: extend, by: 8h, max_lifetime: 12h, when: 'CONDITION' }"
    func found(_ condition: String) throws -> [String] {
      try self.found(slide.replacing("CONDITION", with: condition))
    }
    #expect(try found(#"session.age > duration("5h")"#) == ["L410 5"])
    #expect(try found(#"session.age > duration("3h")"#) == [])
    #expect(try found(#"session.remaining > duration("8h")"#) == ["L410 5"])
  }

  /// However long an extension is, and whoever says so.
  @Test(arguments: [
    (#"session.remaining > duration("12h")"#, true),
    (#"!(session.remaining <= duration("12h"))"#, true),
    (#"session.expires_at - now > duration("12h")"#, true),
    (#"session.expires_at > now + duration("12h")"#, true),
    (#"session.remaining > duration("6h")"#, true),
    (#"session.remaining >= duration("6h")"#, false),
    (#"session.remaining > duration("5h")"#, false),
  ])
  func aWindowThatItsConditionShuts(_ condition: String, _ isFound: Bool) throws {
    for by in ["", "by: 8h, "] {
      let slide =
        "  - { id: slide, may: extend, within: 6h, \(by)max_lifetime: 30d, when: '\(condition)' }"
      #expect(try found(slide) == (isFound ? ["L410 5"] : []))
    }
  }

  /// What is told of an extension without an end makes no other finding, whatever else asks for logins.
  @Test(arguments: [
    "", "  - { id: pay, must: reauthenticate, max_age: 15m, when: request.action == 'pay' }\n",
    "  - { id: two, must: reauthenticate, aal: aal2, max_age: 15m, when: request.action != 'pay' }\n",
  ])
  func whatEndsAnExtensionDoesAsItIsTold(_ demand: String) throws {
    for keys in ["", ", max_idle: 1h", ", by: 1h", ", when: 'session.age.getHours() < 8'"] {
      let rules = demand + "  - { id: slide, may: extend\(keys) }"
      let told = try diagnostics(rules)
      #expect(told.map(\.code.id) == ["SEC001"], "\(rules)")
      let help = try #require(told.first?.help)
      let isEnd = help.hasPrefix("add a rule with `must: sign_in`")
      #expect(isEnd == !demand.isEmpty, "\(help)")
      let mended =
        isEnd
        ? rules + "\n  - { id: end, must: sign_in, max_lifetime: 30d }"
        : rules.replacing("may: extend", with: "may: extend, max_lifetime: 30d")
      #expect(try found(mended) == [], "\(mended)")
    }
  }

  @Test func aCapThatLoginsPass() throws {
    let slide = "  - { id: slide, may: extend, max_lifetime: 12h }\n"
    let pay = "  - { id: pay, must: reauthenticate, max_age: 15m, when: request.action == 'pay' }\n"
    #expect(try found(slide) == [])
    #expect(try found(slide + pay) == ["SEC019 5"])
    #expect(try found(slide + pay + "  - { id: end, must: sign_in, max_lifetime: 12h }") == [])
    #expect(
      try found(slide + pay + "  - { id: end, must: sign_in, max_lifetime: 12h1s }")
        == ["SEC019 5"])
    let message = try diagnostics(slide + pay).first?.message
    #expect(
      message
        == "a login that is asked for gives a session `24h` more, past this cap of `p/slide`, and "
        + "nothing ends it there")
  }

  // MARK: Demands

  @Test func aProofFromLongAgo() throws {
    let pay = #"  - { id: pay, must: reauthenticate, KEYS, when: '"pay" == request.action' }"#
    func found(_ keys: String, _ more: String = "") throws -> [String] {
      try self.found(pay.replacing("KEYS", with: keys) + more)
    }
    #expect(try found("aal: aal2") == ["SEC004 5"])
    #expect(try found("methods: [passkey]") == ["SEC004 5"])
    // A login from today is no second factor from today.
    let today = "\n  - { id: today, must: sign_in, max_age: 12h }"
    #expect(try found("aal: aal2", today) == ["SEC004 5"])
    #expect(try found("methods: [passkey]", today) == [])
    let fresh = #"{ id: fresh, must: reauthenticate, aal: aal2, max_age: 5m, when: "#
    func isStale(_ actions: String) throws -> Bool {
      try found("aal: aal2", "\n  - \(fresh)'request.action in [\(actions)]' }")
        .contains("SEC004 5")
    }
    #expect(try !isStale(#""pay", "look""#))
    #expect(try isStale(#""buy", "look""#))
  }

  @Test func aLaxerDemandIsNeverFelt() throws {
    let strict = """
        - { id: a, must: reauthenticate, max_age: 5m, when: 'session.aal == "aal1"' }
        - { id: b, must: reauthenticate, max_age: 6m, when: 'session.aal == "aal2"' }

      """
    let lax = "  - { id: c, must: reauthenticate, max_age: 1h, because: An hour. }"
    #expect(try found(strict + lax) == ["SEC005 7"])
    // Then it is the one at `aal2` that is never felt, and can be left out.
    #expect(try found(strict + lax.replacing("1h", with: "5m30s")) == ["L403 6"])
  }

  @Test(arguments: [
    ("must: sign_in, max_age: 5m", ["SEC005 6"]),
    (#"must: sign_in, when: 'session.authentication_age >= duration("1h")'"#, ["SEC005 6"]),
    ("must: sign_in, max_age: 2h", []),
    (#"must: sign_in, max_age: 5m, when: 'session.aal == "aal1"'"#, []),
    ("must: sign_in, max_lifetime: 30d", []),
  ])
  func aDemandIsNeverFeltWhereTheSessionEnds(_ end: String, _ expected: [String]) throws {
    let rules = "  - { id: end, \(end) }\n"
    let lax = "  - { id: c, must: reauthenticate, max_age: 1h, because: An hour., when: CONDITION }"
    for condition in [#"request.action == "pay""#, #"request.action in ["pay", "buy"]"#] {
      #expect(
        try found(rules + lax.replacing("CONDITION", with: "'\(condition)'")) == expected, "\(end)")
    }
  }

  /// One ends sessions at one level, and another asks for more at the other.
  @Test func aDemandIsNeverFeltWhereOthersEndOrAskForMore() throws {
    let rules = """
        - { id: a, must: sign_in, max_age: 10m, when: 'session.aal == "aal1"' }
        - { id: b, must: reauthenticate, max_age: 6m, when: 'session.aal == "aal2"' }
        - { id: c, must: reauthenticate, max_age: 1h, because: An hour. }
      """
    let told = try #require(try diagnostics(rules).first)
    #expect(told.code.id == "SEC005")
    #expect(told.message == "`p/c` is never felt, for `p/a` and `p/b` demand more wherever it asks")
  }

  /// Of a demand that nobody is permitted to meet where it asks, though somewhere else they are.
  @Test func aDemandThatOnlyEnds() throws {
    let policy = """
      version: 1
      policy: p
      rules:
        - { id: confirm, may: refresh, when: 'request.action == "a"' }
        - { id: fresh, must: reauthenticate, max_age: 1h, when: 'has(request.action) && request.action == "b"' }

      """
    let found = lint(policy).open.map(\.diagnostic)
    #expect(found.map(\.code.id) == ["L409"])
    #expect(found.first?.evidence == .proved("of every session"))
    #expect(lint(policy.replacing(#""b""#, with: #""a""#)).lines == [])
  }

  @Test func whatKratosRefusesIsAskedOfAllSessions() throws {
    let kratos =
      "selfservice: { flows: { settings: { privileged_session_max_age: 15m } } }\n"
    let rule =
      "  - { id: c, must: reauthenticate, max_age: 1h, when: 'request.action == \"settings.password\"' }\n"
    #expect(try found(rule, kratos: kratos).first == "K804 5")
    // Another rule asks for as much, in another way.
    let over =
      #"  - { id: d, must: sign_in, when: 'session.authentication_age >= duration("15m")' }"#
    #expect(try found(rule + over, kratos: kratos).filter { $0.hasPrefix("K804") } == [])
  }

  // MARK: Between rules

  @Test(arguments: [
    (#"session.idle < duration("15m")"#, #"session.idle > duration("15m")"#, true),
    (#"!(session.idle >= duration("15m"))"#, #"!(session.idle <= duration("15m"))"#, true),
    (#"session.idle < duration("15m")"#, #"session.idle >= duration("15m")"#, false),
    (
      #"session.idle < duration("15m") && request.action == "a""#,
      #"session.idle > duration("15m") && request.action == "b""#, false
    ),
    (
      #"session.idle < duration("15m") && request.action == "a""#,
      #"session.idle > duration("15m") && has(request.action)"#, true
    ),
  ])
  func aValueThatIsLeftOut(_ low: String, _ high: String, _ isFound: Bool) throws {
    let rules = """
        - { id: slide, may: extend, max_lifetime: 30d, when: '\(low)' }
        - { id: away, must: sign_in, when: '\(high)' }
      """
    let found = try found(rules)
    #expect(found.contains("L405 6") == isFound, "\(found)")
    // Another rule has the value.
    let more = rules + "\n  - { id: at, never: extend, when: 'session.idle >= duration(\"15m\")' }"
    #expect(try !self.found(more).contains("L405 6"))
  }

  // MARK: Profiles

  @Test func aBoundHoldsByWhicheverRules() throws {
    let idle = "  - { id: idle, must: sign_in, max_idle: 15m }\n"
    #expect(try found(idle, profile: "pci-dss-4") == [])
    let halves = """
        - { id: a, must: sign_in, when: 'session.aal == "aal1" && session.idle > duration("10m")' }
        - { id: b, must: reauthenticate, aal: aal2, max_idle: 15m, max_age: 1h }
      """
    #expect(try found(halves, profile: "pci-dss-4") == [])
    let some =
      "  - { id: a, must: sign_in, max_idle: 15m, when: 'has(request.action) && request.action == \"a\"' }"
    let broken = try diagnostics(some, nil, "pci-dss-4")
    #expect(
      broken.map(\.message) == [
        "some sessions go on beyond the limit of `15m` of idle time that PCI DSS 4.0.1 8.2.8 requires (SHALL)"
      ])
    #expect(broken.first?.evidence?.isProved == true)
  }

  @Test func theLifespanOfKratosIsALimitToo() throws {
    let rules = "  - { id: idle, must: sign_in, max_idle: 15m }"
    #expect(try found(rules, profile: "owasp-asvs-4-l1") == [])
    #expect(
      try found(rules, kratos: "session: { lifespan: 720h }\n", profile: "owasp-asvs-4-l1") == [])
    #expect(
      try found(rules, kratos: "session: { lifespan: 960h }\n", profile: "owasp-asvs-4-l1").filter {
        $0.hasPrefix("SEC010")
      } == ["SEC010 2"])
  }

  // MARK: What the other side says

  private func evidence(_ code: String, of rules: String, attributes: String = "") -> [String] {
    let text =
      "version: 1\npolicy: p\n\(attributes)rules:\n  - { id: confirm, may: refresh }\n\(rules)\n"
    return lint(text).open.map(\.diagnostic).filter { $0.code.id == code }.map {
      $0.evidence.map { "\($0.name): \($0.text)" } ?? "no evidence"
    }
  }

  private static let trusted =
    "attributes:\n  context.home: string\n  context.allowed: { type: list(string) }\n"
    + "  request.device.managed: bool\nconstants:\n  near: [AT, DE]\n"
    + "definitions:\n  at_home: request.country in near\n"

  @Test(arguments: [
    #"request.country == "DE""#, #"request.country != "DE""#, "request.country in near", "at_home",
    #"has(request.country) ? request.country == "DE" : true"#,
    #"request.?country.orValue("DE") == "DE""#, #"has(request.ip)"#,
    #"["AT", "DE"].exists(place, place == request.country)"#,
    #"near.all(place, place != request.country)"#, #"{"DE": true, "AT": false}[request.country]"#,
    #"request.country.startsWith("D")"#, #"request.country == context.home"#,
    "request.device.managed", #"request.client.type == "native""#,
    #"session.aal == "aal2" && !(request.country != "DE")"#,
    #"session.aal == "aal2" || request.country == "DE""#,
    #"cel.bind(place, request.country, place == "DE")"#,
  ])
  func aPermissionThatAnythingSaidDecides(_ condition: String) {
    let rule = "  - { id: slide, may: extend, max_lifetime: 30d, when: '\(condition)' }"
    let found = evidence("SEC013", of: rule, attributes: Self.trusted)
    #expect(
      found.count == 1 && found.allSatisfy { $0.hasPrefix("proved: for example") }, "\(found)")
  }

  @Test(arguments: [
    #"request.country == "DE" || !has(request.country) || request.country != "DE""#,
    #"has(request.country) && request.country == "DE" || true"#,
    #"session.aal == "aal2" || session.aal == "aal2" && request.country == "DE""#,
    #"has(request.country) ? session.aal == "aal2" : session.aal == "aal2""#,
    #"request.action == "DE""#, #"context.home == "DE""#,
    #"session.aal == "aal1" && session.aal == "aal2" && request.country == "DE""#,
  ])
  func whatIsPermittedWhateverIsSaidIsNone(_ condition: String) {
    let rule = "  - { id: slide, may: extend, max_lifetime: 30d, when: '\(condition)' }"
    #expect(evidence("SEC013", of: rule, attributes: Self.trusted) == [])
  }

  /// However many places other rules name, of a rule its own are looked at.
  @Test func whatOtherRulesNameHidesNothing() {
    let others = (0..<100).map {
      "  - { id: r\($0), never: extend, when: 'request.country == \"C\($0)\"' }\n"
    }.joined()
    let own = """
        - { id: slide, may: extend, max_lifetime: 30d, when: 'request.country == "DE"' }
        - { id: ask, must: reauthenticate, aal: aal2, max_age: 12h, when: 'request.country != "DE"' }
      """
    #expect(evidence("SEC013", of: others + own).count == 1)
    #expect(evidence("SEC014", of: others + own).count == 1)
  }

  /// The policy's own condition says who it is for, and a rule that forbids may hear a lie.
  @Test func whoAPolicyIsForIsNoPermission() {
    let text = """
      version: 1
      policy: p
      when: request.client.type == "native"
      rules:
        - { id: slide, may: extend, max_lifetime: 30d }
        - { id: not-there, never: extend, when: 'request.country == "KP"' }

      """
    #expect(!lint(text).lines.contains { $0.hasPrefix("SEC013") })
  }

  @Test func whatIsNotLookedIntoIsPossible() {
    let rule =
      "  - { id: slide, may: extend, max_lifetime: 30d, when: "
      + "'session.devices.exists(d, context.allowed.exists(a, a == d.location))' }"
    #expect(
      evidence("SEC013", of: rule, attributes: Self.trusted).allSatisfy {
        $0.hasPrefix("possible: it hangs on")
      })
  }

  @Test(arguments: [
    (#"request.country != "DE""#, true), (#"!(request.country == "DE")"#, true),
    ("!(request.country in near)", true), ("!at_home", true),
    (#"request.country == "DE" ? false : true"#, true),
    (#"!["AT", "DE"].exists(place, place == request.country)"#, true),
    ("near.all(place, place != request.country)", true),
    (#"has(request.country) && request.country != "DE""#, true),
    (#"request.country != context.home"#, true),
    (#"session.aal == "aal1" && request.country != "DE""#, true),
    (#"request.action == "pay" && (request.country != "DE" || request.ip != "10.0.0.1")"#, true),
    // Being in a named place is asked for more.
    (#"request.country == "KP""#, false), (#"!(request.country != "KP")"#, false),
    ("at_home", false), (#"request.country.startsWith("K")"#, false),
    (#"near.exists(place, place == request.country)"#, false),
    // It is asked of everybody.
    (#"request.country != "DE" || session.aal == "aal1" || session.aal == "aal2""#, false),
    (#"request.action != "pay""#, false), ("!has(request.country)", false),
  ])
  func aDemandThatAPlaceEscapes(_ condition: String, _ isFound: Bool) {
    let rule =
      "  - { id: ask, must: reauthenticate, aal: aal2, max_age: 12h, when: '\(condition)' }"
    let found = evidence("SEC014", of: rule, attributes: Self.trusted)
    #expect(found.count == (isFound ? 1 : 0), "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("proved: for example") }, "\(found)")
  }

  /// Both remedies: to demand it of everybody, or more of those elsewhere.
  @Test(arguments: [
    ("{ id: all, must: reauthenticate, aal: aal2, max_age: 7d }", false),
    ("{ id: all, must: reauthenticate, methods: [totp], aal: aal2 }", false),
    (
      #"{ id: at, must: reauthenticate, aal: aal2, max_age: 7d, when: 'request.country == "DE"' }"#,
      false
    ),
    ("{ id: all, must: reauthenticate, max_age: 1h }", true),
    (
      #"{ id: all, must: reauthenticate, aal: aal2, max_age: 7d, when: 'request.action == "pay"' }"#,
      true
    ),
    ("{ id: all, must: sign_in, max_lifetime: 30d }", true),
  ])
  func nobodyEscapesWhatIsAskedOfAll(_ other: String, _ isFound: Bool) {
    let rule =
      "  - { id: ask, must: reauthenticate, aal: aal2, max_age: 12h, when: 'request.country != \"DE\"' }"
    let found = evidence("SEC014", of: rule + "\n  - \(other)")
    #expect(found.isEmpty != isFound, "\(found)")
  }

  // MARK: Passkeys

  private static let passkey = #"session.authentication_methods.exists(m, m.method == "passkey")"#

  @Test(arguments: [
    (#"session.aal == "aal2" || \#(passkey)"#, "may: extend", true),
    (#"session.aal == "aal2" ? true : \#(passkey)"#, "may: extend", true),
    (#"!(session.aal == "aal1" && !\#(passkey))"#, "may: extend", true),
    (#"session.aal == "aal1" ? \#(passkey) : true"#, "may: extend", true),
    (#"session.aal != "aal2" && !\#(passkey)"#, "must: sign_in", true),
    (#"!(session.aal == "aal2" || \#(passkey))"#, "must: sign_in", true),
    (#"session.aal == "aal2" && \#(passkey)"#, "may: extend", false),
    (#"session.aal == "aal1" && \#(passkey)"#, "may: extend", false),
    (#"session.aal == "aal1" || \#(passkey)"#, "may: extend", false),
    (#"\#(passkey)"#, "may: extend", false),
    (#"session.aal == "aal2" && !\#(passkey)"#, "must: sign_in", false),
  ])
  func aPasskeyThatCountsLikeTheSecondLevel(
    _ condition: String, _ effect: String, _ isFound: Bool
  ) throws {
    let kratos =
      "selfservice: { methods: { passkey: { enabled: true }, totp: { enabled: true } } }\n"
    let found = try diagnostics("  - { id: a, \(effect), when: '\(condition)' }", kratos)
      .filter { $0.code.id == "K820" }
    #expect(found.count == (isFound ? 1 : 0), "\(found.map(\.message))")
    #expect(found.allSatisfy { $0.evidence?.isProved == true })
  }
}
