import PolicyJSON
import PolicyTime
import Testing

@testable import SessionPolicy

/// What a guard answers for a decision: example sessions and rules → status, fields, body.
@Suite struct HTTPAnswerTests {
  private static let page = "https://shop.example.com/cart?item=1#top"

  private static let rules = """
    - { id: confirm, may: refresh }
    - { id: pay, must: reauthenticate, when: 'request.action == "pay"', max_age: 15m, aal: aal2,
        because: 'Paying needs a "second" factor.' }
    - { id: read, must: reauthenticate, when: 'request.action == "read"', because: Reading. }
    - { id: over, must: sign_in, when: 'request.action == "over"', because: Too long. }
    - { id: slide, may: extend, when: 'request.action == "work"' }

    """

  private struct Answered {
    let decision: Decision
    let visit: Visit
    func answer(_ target: AnswerTarget) -> HTTPAnswer { decision.answer(for: target, to: visit) }
  }

  private static func ask(
    _ action: String, returnTo: String? = page, client: String? = nil, after: String = "+0s",
    rules: String = rules, _ change: (inout Snapshot) -> Void = { _ in }
  ) throws -> Answered {
    var snapshot = LawExample().snapshot
    snapshot.session.active = true
    snapshot.request.action = action
    if let client { snapshot.request.client = Request.Client(type: client) }
    change(&snapshot)
    let now = after == "+0s" ? LawExample.now : LawExample.at(after)
    let decision = try LawExample.policies(rules).decide(
      snapshot, at: now, settings: KratosSettings())
    return Answered(
      decision: decision,
      visit: try Visit(
        snapshot, at: now, kratosURL: "https://id.example.com/", returnTo: returnTo))
  }

  /// The parameter of a redirect that says where its user comes back to.
  private static func wayBack(_ answer: HTTPAnswer) throws -> String {
    let place = try #require(answer["Location"] ?? answer["X-Session-Policy-Location"])
    let encoded = try #require(place.split(separator: "return_to=").last)
    var bytes: [UInt8] = []
    var rest = encoded.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      bytes.append(try #require(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)))
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The law of statuses: what each reader takes for "no", and for "yes".
  @Test(arguments: [
    ("work", AnswerTarget.browser, 200), ("work", .api, 200), ("work", .nginx, 200),
    ("work", .traefik, 200), ("work", .caddy, 200), ("work", .envoy, 200),
    ("work", .oathkeeper, 200), ("work", .authzen, 200),
    ("pay", .browser, 303), ("pay", .api, 401), ("pay", .nginx, 401), ("pay", .traefik, 303),
    ("pay", .caddy, 303), ("pay", .envoy, 303), ("pay", .oathkeeper, 403), ("pay", .authzen, 200),
    ("over", .browser, 303), ("over", .api, 401), ("over", .nginx, 401), ("over", .traefik, 303),
    ("over", .caddy, 303), ("over", .envoy, 303), ("over", .oathkeeper, 403),
    ("over", .authzen, 200),
  ])
  func eachReaderGetsAStatusThatItKnows(action: String, target: AnswerTarget, status: Int) throws {
    let answer = try Self.ask(action).answer(target)
    #expect(answer.status == status)
    #expect(answer["cache-control"] == "no-store")
  }

  @Test func aNativeClientIsNeverRedirected() throws {
    for target in [AnswerTarget.traefik, .caddy, .envoy, .nginx] {
      let answer = try Self.ask("pay", client: "native").answer(target)
      #expect(answer.status == 401)
      #expect(answer["Location"] == nil && answer["X-Session-Policy-Location"] == nil)
    }
  }

  @Test func aBrowserIsSentToTheFlowThatHelps() throws {
    let pay = try #require(try Self.ask("pay").answer(.browser)["Location"])
    #expect(
      pay.hasPrefix(
        "https://id.example.com/self-service/login/browser?aal=aal2&return_to=https%3A%2F%2Fshop"
      ))
    let over = try Self.ask("over").answer(.browser)
    #expect(
      try #require(over["Location"]).hasPrefix(
        "https://id.example.com/self-service/login/browser?return_to="))
    let back = try Self.wayBack(over)
    #expect(back.hasPrefix("https://shop.example.com/cart?item=1&session_policy_demand="))
    #expect(back.hasSuffix("#top"))
  }

  /// Kratos takes a session that policies are done with for a live one, and would send its user straight
  /// back: it is ended before.
  @Test func aSessionThatIsOverIsEndedFirst() throws {
    let answer = try Self.ask("over").answer(.browser)
    #expect(answer.calls.map(\.purpose) == [.revoke])
    #expect(try Self.ask("work").answer(.nginx).calls.map(\.purpose) == [.extend, .renewCookie])
    #expect(try Self.ask("pay").answer(.browser).calls == [])
  }

  /// RFC 9470 §3 and RFC 6750 §3.
  @Test func anAPIIsChallenged() throws {
    #expect(
      try Self.ask("pay").answer(.api)["WWW-Authenticate"]
        == "Bearer error=\"insufficient_user_authentication\", "
        + "error_description=\"Paying needs a 'second' factor.\", acr_values=\"aal2\", max_age=\"900\""
    )
    #expect(
      try Self.ask("read").answer(.api)["WWW-Authenticate"]
        == "Bearer error=\"insufficient_user_authentication\", error_description=\"Reading.\", "
        + "max_age=\"0\"")
    #expect(
      try Self.ask("over").answer(.api)["WWW-Authenticate"]
        == "Bearer error=\"invalid_token\", error_description=\"Too long.\"")
  }

  @Test func nobodyIsToldOfTokensThatThereWereNone() throws {
    let document = try #require(
      JSONReader.parse(SourceFile(name: "w", text: #"{"error": {"code": 401}}"#)).value)
    let snapshot = try #require(
      SessionReader.read(document, in: SourceFile(name: "w", text: "")).value)
    let decision = try LawExample.policies(Self.rules).decide(snapshot, at: LawExample.now)
    let visit = try Visit(snapshot, at: LawExample.now, kratosURL: "https://id.example.com")
    let answer = decision.answer(for: .api, to: visit)
    #expect(answer["WWW-Authenticate"] == "Bearer")
    #expect(decision.sharedSignals(about: snapshot, at: LawExample.now).isEmpty)
    #expect(
      decision.answer(for: .browser, to: visit)["Location"]
        == "https://id.example.com/self-service/login/browser")
  }

  /// RFC 9457 §3.
  @Test func aProblemSaysWhatToDoAndNamesNoRule() throws {
    let answer = try Self.ask("pay").answer(.api)
    #expect(answer["Content-Type"] == "application/problem+json")
    let problem = try #require(
      JSONReader.parse(SourceFile(name: "p", text: answer.body)).value)
    #expect(problem["type"]?.string == "tag:session-policy,2026:reauthenticate")
    #expect(problem["status"]?.number?.int64 == 401)
    #expect(problem["detail"]?.string == #"Paying needs a "second" factor."#)
    #expect(problem["reauthentication"]?["max_age"]?.number?.int64 == 900)
    let first = problem["reauthentication"]?["ways"]?.array?.first?.array?.first
    #expect(
      first?["native"]?.string == "https://id.example.com/self-service/login/api?aal=aal2")
    #expect(!answer.body.contains("p/pay"))
  }

  // MARK: No loop

  /// Who comes back as they went is told so, by every reader that could have sent them away.
  @Test(arguments: ["pay", "read", "over"])
  func theSecondVisitWithTheSameDemandSaysSo(action: String) throws {
    for target in [AnswerTarget.browser, .nginx, .traefik, .caddy, .envoy] {
      let back = try Self.wayBack(Self.ask(action).answer(target))
      let again = try Self.ask(action, returnTo: back, after: "+10s").answer(target)
      #expect(again.status == 403, "\(target)")
      #expect(again["Location"] == nil && again["X-Session-Policy-Location"] == nil)
    }
  }

  @Test func thePageOfWhoComesBackEscapesWhatItShows() throws {
    let rules = Self.rules.replacing("Too long.", with: "'<b>&\"over\"'")
    let back = try Self.wayBack(Self.ask("over", rules: rules).answer(.browser))
    let page = try Self.ask("over", returnTo: back, rules: rules).answer(.browser)
    #expect(page.body.contains("&lt;b&gt;&amp;&quot;over&quot;"))
    #expect(
      page.body.contains("href=\"https://id.example.com/self-service/login/browser?return_to="))
    #expect(page["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true)
  }

  /// Another demand is another matter: the second factor after the first, or another page.
  @Test func anotherDemandSendsAwayAgain() throws {
    let rules = """
      - { id: confirm, may: refresh }
      - { id: pay, must: reauthenticate, when: 'request.action == "pay"', methods: [password],
          max_age: 15m, because: Paying. }
      - { id: more, must: reauthenticate, when: 'request.action == "pay"', aal: aal2, because: Paying. }
      - { id: read, must: reauthenticate, when: 'request.action == "read"', because: Reading. }

      """
    let first = try Self.ask("pay", rules: rules)
    #expect(first.decision.reauthentication?.steps.map(\.factor) == [.first, .second])
    let back = try Self.wayBack(first.answer(.browser))
    #expect(try Self.ask("read", returnTo: back, rules: rules).answer(.browser).status == 303)
    let afterFirst = try Self.ask("pay", returnTo: back, after: "+30s", rules: rules) {
      $0.session.authenticatedAt = LawExample.at("+20s")
      $0.session.authenticationMethods = [LawExample.method("password", "+20s")]
    }
    #expect(afterFirst.decision.reauthentication?.steps.map(\.factor) == [.second])
    #expect(afterFirst.answer(.browser).status == 303)
  }

  /// The mark stays in the address of the page; who works on until the same is asked again is sent again.
  @Test func aDemandThatWasMetInBetweenIsMadeAgain() throws {
    let back = try Self.wayBack(Self.ask("pay").answer(.browser))
    #expect(try Self.ask("pay", returnTo: back, after: "+20m").answer(.browser).status == 303)
    // Who just showed something, and not enough, is told.
    let shown = try Self.ask(
      "over", returnTo: Self.wayBack(Self.ask("over").answer(.browser)), after: "+9m"
    ) {
      $0.session.authenticatedAt = LawExample.at("+8m")
    }
    #expect(shown.answer(.browser).status == 403)
  }

  /// Marks do not pile up, and what is no mark is nobody's business but the page's.
  @Test func onlyTheLastMarkStands() throws {
    let marked = Self.page.replacing(
      "item=1", with: "session_policy_demand=x&item=1&session_policy_demand=")
    let back = try Self.wayBack(Self.ask("pay", returnTo: marked).answer(.browser))
    #expect(back.split(separator: "session_policy_demand").count == 2)
    #expect(back.hasPrefix("https://shop.example.com/cart?item=1&"))
  }

  // MARK: URLs

  @Test(arguments: [
    "//evil.example", "/\\evil.example", "javascript:alert(1)", "https://", "https:///x",
    "https://shop.example.com@evil.example/", "/a b", "/a\nb", "", "cart", "https://\u{e9}.example",
    "https://shop%2eexample.com/", "https://shop.example.com:99999/", "https://shop.example.com:/",
    "https://shop.example.com:a", "https://[::1/", "https://[::1]a", "https://[]", "https://a;b",
  ])
  func aPageThatLeadsElsewhereIsRefused(url: String) throws {
    #expect(throws: Visit.BadURL.self) { try Self.ask("pay", returnTo: url) }
  }

  @Test(arguments: [
    "/", "/cart?x=//y", "http://localhost:8080/a", "HTTPS://shop.example.com",
    "https://[::1]:4433/",
  ])
  func aPageOfTheWebIsTaken(url: String) throws {
    let back = try Self.wayBack(Self.ask("pay", returnTo: url).answer(.browser))
    #expect(back.hasPrefix(url))
  }

  @Test func noFieldHoldsALineBreak() throws {
    let rules = """
      - { id: over, must: sign_in, because: "Line\\nSet-Cookie: a=b\\r\\nx \\u0085 é" }

      """
    for target in AnswerTarget.allCases {
      let answer = try Self.ask("pay", rules: rules).answer(target)
      for field in answer.fields {
        #expect(field.value.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(field)")
      }
    }
  }
}

/// The shapes of OpenID: AuthZEN and CAEP.
@Suite struct OpenIDShapeTests {
  private static let evaluation = """
    {"subject": {"type": "session", "id": "s-1", "properties": {"active": true,
       "issued_at": "2026-03-01T08:00:00Z", "authenticated_at": "2026-03-01T08:00:00Z",
       "expires_at": "2026-03-02T08:00:00Z", "authenticator_assurance_level": "aal2",
       "authentication_methods": [
         {"method": "password", "aal": "aal1", "completed_at": "2026-03-01T08:00:00Z"},
         {"method": "totp", "aal": "aal2", "completed_at": "2026-03-01T08:00:00Z"}]}},
     "action": {"name": "pay"}, "resource": {"type": "account", "id": "7"},
     "context": {"risk": "high", "request": {"country": "DE"}}}
    """

  private static func snapshot() throws -> Snapshot {
    try #require(SessionReader.read(SourceFile(name: "e.json", text: evaluation)).value)
  }

  private static let policies = """
    - { id: confirm, may: refresh }
    - { id: pay, must: reauthenticate, when: 'request.action == "pay" && context.risk == "high"',
        aal: aal2, max_age: 15m, because: Prove it. }

    """

  @Test func anEvaluationIsASnapshot() throws {
    let snapshot = try Self.snapshot()
    #expect(snapshot.session.id == "s-1")
    #expect(snapshot.request.action == "pay")
    #expect(snapshot.request.country == "DE")
    #expect(snapshot.context["risk"]?.string == "high")
    #expect(snapshot.context["resource"]?["id"]?.string == "7")
  }

  @Test func aDecisionIsAnEvaluationResponse() throws {
    let snapshot = try Self.snapshot()
    let decision = try LawExample.policies(Self.policies).decide(snapshot, at: LawExample.now)
    let answer = decision.authZEN
    #expect(answer["decision"]?.bool == false)
    #expect(answer["context"]?["max_age"]?.number?.int64 == 900)
    #expect(
      answer["context"]?["obligations"]?.array?.first.map { JSONWriter.text(of: $0) }
        == #"{"id":"reauthenticate","type":"step-up","properties":{"acr_value":"aal2"}}"#)
  }

  @Test func aDecayedFactorIsALowerLevel() throws {
    let snapshot = try Self.snapshot()
    let decision = try LawExample.policies(Self.policies).decide(snapshot, at: LawExample.now)
    let events = decision.sharedSignals(about: snapshot, at: LawExample.now)
    let event = try #require(
      events.first?["events"]?[
        "https://schemas.openid.net/secevent/caep/event-type/assurance-level-change"])
    #expect(event["event_timestamp"]?.number?.int64 == 1_772_355_600)
    #expect(event["change_direction"]?.string == "decrease")
    #expect(events.first?["sub_id"]?["session"]?["id"]?.string == "s-1")
  }

  @Test func aSessionThatIsOverIsRevoked() throws {
    let snapshot = try Self.snapshot()
    let decision = try LawExample.policies("- { id: over, must: sign_in, because: Enough. }\n")
      .decide(
        snapshot, at: LawExample.now)
    let events = decision.sharedSignals(about: snapshot, at: LawExample.now)
    let event = try #require(
      events.first?["events"]?[
        "https://schemas.openid.net/secevent/caep/event-type/session-revoked"])
    #expect(event["reason_admin"]?["en"]?.string?.hasSuffix("(p/over)") == true)
    #expect(event["reason_user"]?["en"]?.string == "Enough.")
  }
}
