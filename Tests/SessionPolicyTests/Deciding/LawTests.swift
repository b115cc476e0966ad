import PolicyCEL
import PolicyJSON
import Testing

@testable import SessionPolicy

/// The law by example: rules, what differs from the session of ``LawExample``, and what is decided.
@Suite struct LawTests {
  static let permits = [
    LawRow(
      "what nothing permits is not permitted, and the session goes on",
      "- { id: r, never: refresh, when: \"false\" }",
      "proceed · extend no: no_matching_permit · refresh no: no_matching_permit · until +22h"),
    LawRow(
      "a permit grants where all it requires is met",
      "- { id: r, may: refresh, methods: [password], max_age: 2h }",
      "proceed · extend no: no_matching_permit · refresh by r · until +1h"),
    LawRow(
      "and says what is not",
      "- { id: r, may: refresh, aal: aal2, methods: [totp], max_lifetime: 1h }",
      "proceed · extend no: no_matching_permit · refresh no: aal_insufficient (r), "
        + "method_missing (r), lifetime_exceeded (r) · until +22h"),
    LawRow(
      "never beats may",
      "- { id: r, may: refresh }\n- { id: n, never: refresh }",
      "proceed · extend no: no_matching_permit · refresh no: forbidden (n) · until +22h"),
    LawRow(
      "an extension puts the expiry a lifespan from now",
      "- { id: e, may: extend }",
      "proceed · extend to +24h by e · refresh no: no_matching_permit · until +22h"),
    LawRow(
      "or as far as the rule says, and the latest new expiry wins",
      "- { id: e, may: extend }\n- { id: f, may: extend, by: 36h }\n- { id: g, may: extend, by: 36h }",
      "proceed · extend to +36h by f, g · refresh no: no_matching_permit · until +22h"),
    LawRow(
      "an extension that would shorten is none",
      "- { id: e, may: extend, by: 12h }",
      "proceed · extend no not before +10h1ns by e: extend_no_gain (e) "
        + "· refresh no: no_matching_permit · until +10h1ns"),
    LawRow(
      "a window opens at its instant",
      "- { id: e, may: extend, within: 6h }",
      "proceed · extend no not before +16h by e: extend_window_not_open (e) "
        + "· refresh no: no_matching_permit · until +16h"),
    LawRow(
      "Kratos' own window opens just after",
      "- { id: e, may: extend, within: 6h }",
      "proceed · extend no not before +21h1ns by e: extend_window_not_open (e) "
        + "· refresh no: no_matching_permit · until +21h1ns"
    ) { $0.settings.earliestPossibleExtend = .seconds(3_600) },
    LawRow(
      "the new expiry stays within what only a new session resets",
      "- { id: e, may: extend, max_lifetime: 25h }",
      "proceed · extend no: extend_cap_reached (e) · refresh no: no_matching_permit · until +22h"),
    LawRow(
      "up to the instant of the cap, which it may reach",
      "- { id: e, may: extend, max_lifetime: 26h }",
      "proceed · extend to +24h by e · refresh no: no_matching_permit · until +1ns"),
    LawRow(
      "and within what only authenticating resets",
      "- { id: e, may: extend, by: 23h, max_age: 24h }",
      "proceed · extend to +23h by e · refresh no: no_matching_permit · until +1ns"),
    LawRow(
      "being idle is no cap",
      "- { id: e, may: extend, max_idle: 10m }",
      "proceed · extend to +24h by e · refresh no: no_matching_permit · until +5m"),
  ]

  static let demands = [
    LawRow(
      "a demand that is met says nothing until it no longer is",
      "- { id: m, must: reauthenticate, max_age: 2h }\n- { id: r, may: refresh }",
      "proceed · extend no: no_matching_permit · refresh by r · until +1h"),
    LawRow(
      "a limit is reached when as much time has passed",
      "- { id: m, must: reauthenticate, max_age: 1h }\n- { id: r, may: refresh }",
      "reauthenticate: max_age_exceeded (m) · extend no: reauthentication_due (m) · refresh by r "
        + "· until +22h"),
    LawRow(
      "whoever may not refresh has to sign in",
      "- { id: m, must: reauthenticate, max_age: 1h }",
      "sign_in: max_age_exceeded (m), no_matching_permit · extend no: sign_in_due (m) "
        + "· refresh no: no_matching_permit · until +22h"),
    LawRow(
      "a second factor grows old by its own completion",
      "- { id: m, must: reauthenticate, aal: aal2, max_age: 15m }\n- { id: r, may: refresh }",
      "proceed · extend no: no_matching_permit · refresh by r · until +5m"
    ) {
      $0.snapshot.session.authenticatorAssuranceLevel = "aal2"
      $0.snapshot.session.authenticationMethods.append(LawExample.method("totp", "-10m"))
    },
    LawRow(
      "a method by the newest completion of one of them",
      "- { id: m, must: reauthenticate, methods: [totp, passkey], max_age: 15m }\n"
        + "- { id: r, may: refresh }",
      "proceed · extend no: no_matching_permit · refresh by r · until +10m"
    ) {
      $0.snapshot.session.authenticationMethods += [
        LawExample.method("totp", "-1h"), LawExample.method("passkey", "-5m"),
      ]
    },
    LawRow(
      "a demand without a requirement is in force wherever it applies",
      "- { id: m, must: sign_in, when: 'request.action == \"pay\"' }\n- { id: r, may: refresh }",
      "sign_in: rule_in_force (m) · extend no: sign_in_due (m) · refresh no: sign_in_due (m) "
        + "· until +22h"),
    LawRow(
      "signing in is stricter than re-authenticating",
      "- { id: a, must: reauthenticate, max_age: 1h }\n- { id: b, must: sign_in, max_lifetime: 2h }\n"
        + "- { id: r, may: refresh }",
      "sign_in: lifetime_exceeded (b), max_age_exceeded (a) · extend no: sign_in_due (b) "
        + "· refresh no: sign_in_due (b) · until +22h"),
    LawRow(
      "idle time counts from the last activity",
      "- { id: m, must: sign_in, max_idle: 15m }",
      "proceed · extend no: no_matching_permit · refresh no: no_matching_permit · until +10m"),
  ]

  static let unknowns = [
    LawRow(
      "a permit whose condition is unknown does not grant",
      "- { id: r, may: refresh, when: 'request.country == \"DE\"' }",
      "proceed · extend no: no_matching_permit · refresh no: input_missing (r) · until +22h"),
    LawRow(
      "a ban whose condition is unknown bans",
      "- { id: r, may: refresh }\n- { id: n, never: refresh, when: 'request.country == \"DE\"' }",
      "proceed · extend no: no_matching_permit · refresh no: forbidden (n) · until +22h"),
    LawRow(
      "a demand whose condition is unknown is in force with what it requires",
      "- { id: m, must: sign_in, when: 'request.country == \"DE\"', max_idle: 15m }",
      "proceed · extend no: no_matching_permit · refresh no: no_matching_permit · until +10m"),
    LawRow(
      "and wholly if it requires nothing",
      "- { id: m, must: sign_in, when: '1 / size(context.risk) == 1' }",
      "sign_in: evaluation_error (m), rule_in_force (m) · extend no: sign_in_due (m) "
        + "· refresh no: sign_in_due (m), no_matching_permit · until +22h"
    ) { $0.snapshot.context = ["risk": ""] },
    LawRow(
      "a missing instant meets no limit",
      "- { id: m, must: sign_in, max_idle: 15m }",
      "sign_in: idle_timeout (m) · extend no: sign_in_due (m) "
        + "· refresh no: sign_in_due (m), no_matching_permit · until +22h"
    ) { $0.snapshot.request.lastActiveAt = nil },
  ]

  static let lifeless = [
    LawRow(
      "a session ends at its expiry, and nothing brings it back",
      "- { id: r, may: refresh }\n- { id: e, may: extend }",
      "sign_in: session_expired · extend no: session_expired · refresh no: session_expired "
        + "· until for ever"
    ) { $0.snapshot.session.expiresAt = LawExample.now },
    LawRow(
      "a revoked one is over",
      "- { id: r, may: refresh }",
      "sign_in: session_inactive · extend no: session_inactive · refresh no: session_inactive "
        + "· until +22h"
    ) { $0.snapshot.session.active = false },
    LawRow(
      "and one of a disabled identity",
      "- { id: r, may: refresh }",
      "sign_in: identity_inactive · extend no: identity_inactive · refresh no: identity_inactive "
        + "· until +22h"
    ) { $0.snapshot.session.identity?.state = "inactive" },
    LawRow(
      "one that does not say is over too",
      "- { id: r, may: refresh }",
      "sign_in: input_missing · extend no: input_missing · refresh no: input_missing · until +22h"
    ) { $0.snapshot.session.active = nil },
  ]

  @Test(arguments: permits + demands + unknowns + lifeless)
  func theLawByExample(row: LawRow) throws {
    let decision = try row.decide()
    #expect(LawExample.summary(decision) == row.expected, "\(row.rules)")
  }

  @Test func everyLimitHasAnExample() {
    for key in LimitKey.allCases {
      #expect((Self.permits + Self.demands).contains { $0.rules.contains("\(key.rawValue):") })
    }
  }

  @Test func theOrderOfRulesIsThatOfTheirNames() throws {
    let rules = [
      "- { id: a, must: reauthenticate, max_age: 1h }", "- { id: b, must: sign_in, max_idle: 1m }",
      "- { id: c, may: refresh }", "- { id: d, never: refresh }",
    ]
    let first = try LawExample().decide(rules.joined(separator: "\n"))
    let second = try LawExample().decide(rules.reversed().joined(separator: "\n"))
    #expect(LawExample.summary(first) == LawExample.summary(second))
  }

  /// Numbers that 64 bits do not hold go by the same text, over 128.
  @Test(arguments: ["40w", "2000w", "100000w"])
  func longSpansDecideAsShortOnes(span: String) throws {
    let decision = try LawExample().decide("- { id: e, may: extend, max_lifetime: \(span) }")
    #expect(decision.extend.isAllowed)
  }

  /// More sets of methods than 64 bits can mark.
  @Test func theSeventiethSetOfMethodsIsHeldAgainstTheSession() throws {
    let rules = (0..<80).map { "- { id: r\($0), may: refresh, methods: [m\($0)] }" }
      .joined(separator: "\n")
    var example = LawExample()
    example.snapshot.session.authenticationMethods.append(LawExample.method("m70", "-1h"))
    #expect(try example.decide(rules).refresh.rules == ["p/r70"])
  }
}
