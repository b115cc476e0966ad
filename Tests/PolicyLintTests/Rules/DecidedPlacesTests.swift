import PolicyDiagnostics
import PolicyLint
import Testing

/// What is said of places and passkeys hangs on no value that stands for those that nobody names.
@Suite("What a check says of sessions does not hang on the values that it tries")
struct DecidedPlacesTests {
  private func evidence(
    _ code: String, of rules: String, kratos: String? = nil, confirm: String? = nil
  ) throws -> [String] {
    let policy =
      "version: 1\npolicy: p\nattributes: { context.risk: string }\nrules:\n"
      + "  - { id: confirm, may: refresh\(confirm.map { ", \($0)" } ?? "") }\n\(rules)\n"
    return try ExampleDirectory.lint(policy, kratos: kratos)
      .filter { $0.code.id == code }.map {
        $0.evidence.map { "\($0.name): \($0.text)" } ?? "no evidence"
      }
  }

  private func demand(_ condition: String) throws -> [String] {
    try evidence(
      "SEC014",
      of: "  - { id: ask, must: reauthenticate, aal: aal2, max_age: 12h, when: '\(condition)' }")
  }

  // MARK: Places

  private static let ofCountries = [
    #"request.country.startsWith("F")"#, #"request.country.matches("^(PL|XY|RU)$")"#,
    #"request.country.matches("^F.$")"#, #"request.country.lowerAscii() in ["xy", "pl"]"#,
    #"request.country == "KP" && request.ip.startsWith("203.")"#,
    #"has(request.country) && request.country.contains("XY")"#,
  ]
  private static let ofNetworks = [
    #"cidr("NET.0/24").containsIP(request.ip)"#, #"cidr("NET.0/24").containsIP(ip(request.ip))"#,
    #"isIP(request.ip) && cidr("NET.0/24").containsIP(request.ip)"#,
    #"request.ip.startsWith("NET.")"#, #"request.ip.contains("NET.")"#,
    #"ip(request.ip) == ip("NET.7")"#, #"request.ip.matches("^NET[.]")"#,
    #"request.ip.endsWith(".7")"#,
  ]
  private static let countries = ["CH", "DE", "CN", "UY", "NP", "KE", "ZW"]
  private static let networks = ["203.0.113", "198.51.100", "192.0.2", "10.1.2"]

  private static func spelled(
    _ spelling: String, country: String = "", network: String = ""
  ) -> String {
    spelling.replacing("XY", with: country).replacing("xy", with: country.lowercased())
      .replacing(#""F""#, with: "\"\(country.prefix(1))\"")
      .replacing("^F.$", with: "^\(country.prefix(1)).$").replacing("NET", with: network)
  }

  @Test(arguments: ofCountries, countries)
  func aCountryIsBadOrGoodWhicheverItIs(_ spelling: String, _ country: String) throws {
    try expectBadOrGood(Self.spelled(spelling, country: country))
  }

  @Test(arguments: ofNetworks, networks)
  func aNetworkIsBadOrGoodWhicheverItIs(_ spelling: String, _ network: String) throws {
    try expectBadOrGood(Self.spelled(spelling, network: network))
  }

  /// A demand in a place lets nobody escape, and one everywhere else lets that place do so.
  private func expectBadOrGood(
    _ condition: String, at place: Testing.SourceLocation = #_sourceLocation
  ) throws {
    #expect(try demand(condition) == [], sourceLocation: place)
    let escaped = try demand("!(\(condition))")
    #expect(
      escaped.count == 1 && escaped.allSatisfy { $0.hasPrefix("proved: for example") },
      "\(escaped)", sourceLocation: place)
  }

  /// A permission hangs on a place whichever it is, and in whichever way.
  @Test(arguments: ofCountries + ofNetworks)
  func aPermissionHangsOnAnyPlace(_ spelling: String) throws {
    for (country, network) in zip(Self.countries, Self.networks) {
      let condition = Self.spelled(spelling, country: country, network: network)
      for condition in [condition, "!(\(condition))"] {
        let rule = "  - { id: slide, may: extend, max_lifetime: 30d, when: '\(condition)' }"
        let found = try evidence("SEC013", of: rule)
        #expect(
          found.count == 1 && found.allSatisfy { $0.hasPrefix("proved") },
          "\(condition): \(found)")
      }
    }
  }

  /// Functions know places that nobody writes.
  @Test(arguments: [
    "ip(request.ip).isLoopback()", "ip(request.ip).isLinkLocalUnicast()",
    "ip(request.ip).isLinkLocalMulticast()",
  ])
  func aFunctionNamesPlacesToo(_ condition: String) throws {
    #expect(try demand(condition) == [])
    let escaped = try demand("!\(condition)")
    #expect(escaped.count == 1 && escaped.allSatisfy { $0.hasPrefix("proved") }, "\(escaped)")
    let permission = "  - { id: slide, may: extend, max_lifetime: 30d, when: '\(condition)' }"
    let permitted = try evidence("SEC013", of: permission)
    #expect(
      permitted.count == 1 && permitted.allSatisfy { $0.hasPrefix("proved") }, "\(permitted)")
  }

  /// What says different things of places that nobody names is no proof of anything.
  @Test(arguments: [
    #"request.country.matches("^[A-J]")"#, #"!request.country.matches("^[A-J]")"#,
    #"ip(request.ip).family() == 4"#,
  ])
  func whatHasNoUsualAnswerProvesNothing(_ condition: String) throws {
    #expect(try demand(condition).allSatisfy { $0.hasPrefix("possible") })
  }

  /// Of what else is asked any value will do by which it is so.
  @Test(arguments: ["report.", "pay", "D"])
  func otherTextsAreTheOnesThatAreAskedFor(_ action: String) throws {
    let found = try demand(#"request.action.startsWith("\#(action)") && request.country != "DE""#)
    #expect(found.count == 1 && found.allSatisfy { $0.hasPrefix("proved") }, "\(found)")
  }

  /// Another demand covers one if it asks the same by itself, with whatever patience.
  @Test(arguments: [
    ("sign_in, max_idle: 15m", "", true), ("sign_in", "", true),
    ("sign_in, max_idle: 15m", "sign_in, max_lifetime: 365d", true),
    ("sign_in, max_idle: 15m", "sign_in, max_idle: 30d", false),
    ("sign_in, max_idle: 15m", "sign_in, max_idle: 30d, max_lifetime: 365d", false),
    ("sign_in, max_idle: 15m", "sign_in", false),
    ("sign_in, max_idle: 15m, max_lifetime: 1d", "sign_in, max_idle: 30d", true),
    ("sign_in, max_idle: 15m, max_lifetime: 1d", "sign_in, max_idle: 1d, max_lifetime: 9d", false),
    ("sign_in, max_age: 12h", "sign_in, max_lifetime: 365d", true),
    ("sign_in", "sign_in, max_lifetime: 365d", true),
    ("sign_in, aal: aal2", "sign_in, max_lifetime: 365d", true),
    ("sign_in, aal: aal2", "sign_in, aal: aal2", false),
    ("sign_in, methods: [totp]", "sign_in, methods: [totp, webauthn]", true),
    ("reauthenticate, max_age: 1h", "reauthenticate, aal: aal1", true),
    ("reauthenticate, max_age: 1h", "reauthenticate, max_age: 1d", false),
    ("reauthenticate, max_idle: 15m", "reauthenticate, max_age: 1d", true),
    ("reauthenticate, aal: aal2, max_age: 1h", "reauthenticate, aal: aal2", false),
    ("reauthenticate", "reauthenticate, max_age: 1d", true),
    ("reauthenticate, max_age: 1h", "reauthenticate", false),
    ("reauthenticate, aal: aal2, max_age: 1h", "reauthenticate", true),
  ])
  func onlyTheSameDemandCovers(_ own: String, _ other: String, _ isFound: Bool) throws {
    var rules = "  - { id: ask, must: \(own), when: 'request.country != \"DE\"' }\n"
    if !other.isEmpty { rules += "  - { id: all, must: \(other) }\n" }
    let found = try evidence("SEC014", of: rules).count
    #expect(found == (isFound ? 1 : 0))
  }

  /// That a value has to be there is no word on what it is.
  @Test(arguments: [
    (#"request.country == "DE" ? context.risk == "low" : context.risk == "low""#, 0),
    (#"request.country == "DE" ? context.risk == "low" : context.risk == "none""#, 1),
    ("size(request.country) == 2", 0), (#"size(request.country) == 2 && request.ip != "1""#, 1),
    ("has(request.country)", 1),
  ])
  func absenceIsNoValue(_ condition: String, _ count: Int) throws {
    let rule = "  - { id: slide, may: extend, max_lifetime: 30d, when: '\(condition)' }"
    #expect(try evidence("SEC013", of: rule).count == count)
  }

  // MARK: Passkeys

  private static let kratos =
    "selfservice: { methods: { passkey: { enabled: true }, totp: { enabled: true } } }\n"
  private static let shown = #"session.authentication_methods.exists(m, m.method == "passkey")"#

  private func passkeys(_ rules: String, confirm: String? = nil) throws -> [String] {
    try evidence("K820", of: rules, kratos: Self.kratos, confirm: confirm)
  }

  @Test(arguments: [
    "[{ aal: aal2 }, { methods: [passkey, password] }]",
    "[{ aal: aal2 }, { methods: [password, passkey, oidc] }]",
    "[{ methods: [passkey], max_age: 1h }, { aal: aal2, max_age: 1d }]",
  ])
  func thePasskeyIsWhatIsShown(_ ways: String) throws {
    for rule in ["must: reauthenticate", "must: sign_in", "may: extend, max_lifetime: 30d"] {
      let found = try passkeys("  - { id: a, \(rule), one_of: \(ways) }")
      #expect(found.count == 1 && found.allSatisfy { $0.hasPrefix("proved") }, "\(found)")
      #expect(found.allSatisfy { $0.contains("passkey") }, "\(found)")
      // Another method that would do is no part of it.
      guard ways.contains("password") else { continue }
      #expect(found.allSatisfy { !$0.contains("password") }, "\(found)")
    }
  }

  @Test(arguments: [
    #"request.action.startsWith("D")"#, #"request.action.startsWith("report.")"#,
    #"request.action.startsWith("payment.")"#, #"request.action.matches("^pay")"#,
    #"request.action == "pay""#, #"!request.action.startsWith("report.")"#,
  ])
  func aPasskeyBesideWhatIsNotLookedInto(_ other: String) throws {
    for demand in ["must: sign_in", "must: reauthenticate, aal: aal2"] {
      let when = #"\#(other) && session.aal != "aal2" && !\#(Self.shown)"#
      let found = try passkeys("  - { id: a, \(demand), when: '\(when)' }")
      #expect(found.count == 1 && found.allSatisfy { $0.hasPrefix("proved") }, "\(found)")
    }
    let when = #"\#(other) && (session.aal == "aal2" || \#(Self.shown))"#
    let found = try passkeys("  - { id: a, may: extend, max_lifetime: 30d, when: '\(when)' }")
    #expect(found.count == 1 && found.allSatisfy { $0.hasPrefix("proved") }, "\(found)")
  }

  /// Nobody knows what an expression of two inputs takes, so that it is no more than possible.
  @Test func aPasskeyBesideWhatNobodyAnswers() throws {
    let when =
      #"request.action.startsWith(context.risk + ".") && session.aal != "aal2" && !\#(Self.shown)"#
    let found = try passkeys("  - { id: a, must: sign_in, when: '\(when)' }")
    #expect(found.count == 1 && found.allSatisfy { $0.hasPrefix("possible") }, "\(found)")
  }

  @Test(arguments: [
    ("must: reauthenticate, aal: aal2", "", true),
    ("must: reauthenticate, aal: aal2", #" && request.action == "pay""#, true),
    ("must: reauthenticate, aal: aal2, max_age: 1h", "", true),
    ("must: sign_in, aal: aal2", "", true),
    ("must: reauthenticate, aal: aal2", #" && session.aal == "aal2""#, false),
    ("must: reauthenticate, max_age: 1h", "", false),
    ("must: reauthenticate, methods: [totp]", "", false),
  ])
  func theSecondLevelIsAskedOfOthersAlone(
    _ demand: String, _ more: String, _ isFound: Bool
  ) throws {
    let found = try passkeys("  - { id: a, \(demand), when: '!\(Self.shown)\(more)' }")
    #expect(found.count == (isFound ? 1 : 0), "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("proved") }, "\(found)")
  }

  @Test(arguments: [
    (#"session.aal == "aal2" || !METHODS.all(m, m.method != "passkey")"#, "may: extend", true),
    (#"session.aal != "aal2" && METHODS.all(m, m.method != "passkey")"#, "must: sign_in", true),
    (#"METHODS.exists(m, m.method == "passkey" || m.aal == "aal2")"#, "may: extend", true),
    (
      #"METHODS.exists(m, m.method == "passkey") || METHODS.exists(m, m.aal == "aal2")"#,
      "may: extend", true
    ),
    (#"METHODS.all(m, m.method != "passkey" && m.aal == "aal1")"#, "must: sign_in", true),
    (#"session.aal == "aal2" || METHODS.all(m, m.method != "passkey")"#, "may: extend", false),
    (#"METHODS.exists(m, m.method == "passkey" && m.aal == "aal1")"#, "may: extend", false),
    (
      #"session.aal == "aal2" || METHODS.exists_one(m, m.method == "passkey")"#, "may: extend", true
    ),
    (
      #"session.aal != "aal2" && !METHODS.exists_one(m, m.method == "passkey")"#, "must: sign_in",
      true
    ),
    (
      #"session.aal == "aal2" || METHODS.exists_one(m, m.method == "passkey" || m.method == "code")"#,
      "may: extend", true
    ),
    (#"session.aal == "aal2" || METHODS.exists_one(m, m.method == "totp")"#, "may: extend", false),
    (#"session.aal == "aal2" || "passkey" in METHODS.map(m, m.method)"#, "may: extend", true),
    (
      #"session.aal == "aal2" || "passkey" in METHODS.map(m, m.aal == "aal1", m.method)"#,
      "may: extend", true
    ),
    (#"session.aal == "aal2" || "password" in METHODS.map(m, m.method)"#, "may: extend", false),
    (
      #"session.aal == "aal2" || METHODS.map(m, m.method).exists(x, x in ["passkey", "webauthn"])"#,
      "may: extend", true
    ),
    (
      #"session.aal == "aal2" || METHODS.filter(m, m.method == "passkey").size() > 0"#,
      "may: extend", true
    ),
    (
      #"session.aal == "aal2" || 0 < size(METHODS.filter(m, m.method == "passkey"))"#,
      "may: extend", true
    ),
    (
      #"session.aal == "aal2" || METHODS.filter(m, m.method == "passkey") != []"#, "may: extend",
      true
    ),
    (
      #"session.aal != "aal2" && METHODS.filter(m, m.method == "passkey").size() == 0"#,
      "must: sign_in", true
    ),
    (
      #"session.aal == "aal2" || METHODS.filter(m, m.method == "passkey").exists(m, m.aal == "aal1")"#,
      "may: extend", true
    ),
    (
      #"session.aal == "aal2" || METHODS.filter(m, m.method == "passkey").exists(m, m.aal == "aal2")"#,
      "may: extend", false
    ),
    // What forbids leaves others alone, and so does not ask.
    (#"session.aal != "aal2" && METHODS.all(m, m.method != "passkey")"#, "never: extend", true),
    (
      #"session.aal != "aal2" && !METHODS.exists_one(m, m.method == "passkey")"#, "never: refresh",
      true
    ),
    (#"session.aal != "aal2""#, "never: extend", false),
  ])
  func howeverAPasskeyIsLookedFor(
    _ condition: String, _ effect: String, _ isFound: Bool
  ) throws {
    let when = condition.replacing("METHODS", with: "session.authentication_methods")
    let found = try passkeys("  - { id: a, \(effect), when: '\(when)' }")
    #expect(found.count == (isFound ? 1 : 0), "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("proved") }, "\(found)")
  }

  /// Nothing is asked at the second level, and of others no more than a passkey.
  @Test(arguments: [
    ("must: reauthenticate, methods: [passkey]", #"session.aal == "aal1""#, true),
    ("must: sign_in, methods: [passkey, webauthn], max_age: 1h", #"session.aal != "aal2""#, true),
    (
      "must: reauthenticate, methods: [passkey]",
      #"session.aal == "aal1" && request.action.startsWith("pay")"#, true
    ),
    (
      "must: reauthenticate, methods: [passkey]",
      #"METHODS.all(m, m.aal == "aal1")"#, true
    ),
    ("must: reauthenticate, methods: [passkey], aal: aal2", #"session.aal == "aal1""#, false),
    ("must: reauthenticate, methods: [passkey]", #"request.action == "pay""#, false),
    ("must: reauthenticate, methods: [passkey]", #"session.aal == "aal2""#, false),
    ("must: reauthenticate, methods: [totp]", #"session.aal == "aal1""#, false),
    ("may: extend, methods: [passkey]", #"session.aal == "aal1""#, false),
    ("may: extend, aal: aal2", #"session.aal == "aal2" || \#(shown)"#, false),
    ("may: extend, max_idle: 1h", #"session.aal == "aal2" || \#(shown)"#, true),
  ])
  func aPasskeyIsAskedOfTheFirstLevelAlone(
    _ effect: String, _ condition: String, _ isFound: Bool
  ) throws {
    let when = condition.replacing("METHODS", with: "session.authentication_methods")
    let found = try passkeys("  - { id: a, \(effect), when: '\(when)' }")
    #expect(found.count == (isFound ? 1 : 0), "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("proved") }, "\(found)")
  }

  /// One permission for who shows a passkey, and another one for who is at the second level.
  @Test(arguments: [
    (
      "may: extend, max_lifetime: 30d, methods: [passkey]",
      "may: extend, max_lifetime: 1d, aal: aal2", 1
    ),
    (
      "may: extend, max_lifetime: 30d, when: '\(shown)'",
      #"may: extend, max_lifetime: 30d, when: 'session.aal == "aal2"'"#, 1
    ),
    ("may: refresh, methods: [passkey]", #"may: refresh, when: 'session.aal != "aal1"'"#, 1),
    (
      #"may: refresh, methods: [passkey], when: 'request.action == "a"'"#,
      #"may: refresh, aal: aal2, when: 'request.action in ["a", "b"]'"#, 1
    ),
    (
      #"may: refresh, methods: [passkey], when: 'request.action == "a"'"#,
      #"may: refresh, aal: aal2, when: 'request.action == "b"'"#, 0
    ),
    ("may: refresh, methods: [passkey]", "may: extend, max_lifetime: 30d, aal: aal2", 0),
    ("may: refresh, methods: [passkey]", "may: refresh, methods: [totp]", 0),
    ("may: refresh, methods: [passkey]", "may: refresh, methods: [password]", 0),
    ("may: refresh, methods: [passkey], aal: aal2", "may: refresh, aal: aal2", 0),
  ])
  func twoPermissionsThatSayHalfOfItEach(
    _ one: String, _ other: String, _ count: Int
  ) throws {
    for rules in [[one, other], [other, one]] {
      let text = rules.enumerated().map { "  - { id: r\($0), \($1) }" }.joined(separator: "\n")
      let found = try passkeys(text, confirm: #"when: 'request.action == "x"'"#)
      #expect(found.count == count, "\(found)")
      #expect(found.allSatisfy { $0.hasPrefix("proved") }, "\(found)")
    }
  }

  /// What the condition of a policy says is told once.
  @Test func aPolicyTakesAPasskeyOnce() throws {
    let policy = """
      version: 1
      policy: p
      when: session.aal == "aal2" || \(Self.shown)
      rules:
        - { id: confirm, may: refresh }
        - { id: slide, may: extend, max_lifetime: 30d }

      """
    let found = try ExampleDirectory.lint(policy, kratos: Self.kratos)
    #expect(found.filter { $0.code.id == "K820" }.count == 1)
  }
}
