import Foundation
import HTTPTypes
import HummingbirdCore
import SessionPolicy
import Synchronization
import Testing

@testable import SessionGateway

@Suite struct SessionGuardTests {
  private let session = Whoami.session(Samples.session(), cookie: nil)

  @Test func aSessionGoesOnAndTheAnswerIsRemembered() async throws {
    let setting = try Setting([session])
    for _ in 0..<5 {
      let reply = await setting.ask()
      #expect(reply.answer?.status == 200)
      #expect(reply.answer?["X-Session-Policy-Outcome"] == "proceed")
    }
    #expect(setting.kratos.state.withLock { $0.whoamis } == 1)
    #expect(
      setting.metrics.text().contains(#"proxy="caddy",outcome="proceed",remembered="true"} 4"#))
    // At the expiry Kratos is asked again, and says that there is nothing any more.
    setting.kratos.state.withLock { $0.answers = [.noSession] }
    setting.clock.value = try #require(Timestamp(rfc3339: "2026-03-02T08:50:00Z"))
    #expect(await setting.ask().answer?.status == 303)
  }

  @Test func refusalsAreNotRemembered() async throws {
    let setting = try Setting([session])
    for _ in 0..<3 { #expect(await setting.ask("pay").answer?.status == 303) }
    #expect(setting.kratos.state.withLock { $0.whoamis } == 3)
  }

  @Test func whoShowsNothingIsAnsweredWithoutKratos() async throws {
    let setting = try Setting([session])
    let place = try #require(await setting.ask(nil, nil).answer?["Location"])
    #expect(place.hasPrefix("https://id.example.com/self-service/login/browser?return_to="))
    let api = await setting.ask(nil, nil, isNavigation: false).answer
    #expect(api?.status == 401 && api?["WWW-Authenticate"] == "Bearer")
    #expect(setting.kratos.state.withLock { $0.whoamis } == 0)
  }

  @Test func aDemandNamesTheFlowAndFetchesAreChallenged() async throws {
    let setting = try Setting([session])
    let place = try #require(await setting.ask("pay").answer?["Location"])
    #expect(place.contains("/self-service/login/browser?aal=aal2&return_to=https%3A%2F%2Fapp"))
    for reply in [
      await setting.ask("pay", isNavigation: false),
      await setting.ask("pay", .sessionToken("t"), isNavigation: false),
      await setting.ask("pay", isNavigation: false, page: nil),
    ] {
      #expect(reply.answer?.status == 401)
      #expect(
        reply.answer?["WWW-Authenticate"]?.contains("insufficient_user_authentication") == true)
      #expect(reply.answer?["Location"] == nil)
    }
    let nginx = await setting.ask("pay", from: .nginx).answer
    #expect(nginx?.status == 401 && nginx?["X-Session-Policy-Location"] != nil)
    let script = await setting.ask("pay", from: .nginx, isNavigation: false).answer
    #expect(script?.status == 401 && script?["X-Session-Policy-Location"] == nil)
    #expect(await setting.ask("pay", from: .oathkeeper).answer?.status == 403)
  }

  @Test func kratosOwnLevelIsAStepUpAndNoLoop() async throws {
    let setting = try Setting([.levelRequired])
    let first = await setting.ask()
    let place = try #require(first.answer?["Location"])
    #expect(place.contains("/self-service/login/browser?aal=aal2&return_to="))
    #expect(first.answer?.calls.isEmpty == true)
    // Back without it, the mark in the URL: told, and not sent away again.
    let mark = try #require(place.split(separator: "session_policy_demand%3D").last)
    let again = await setting.ask(
      page: "https://app.example.com/a?b=c&session_policy_demand=\(mark)")
    #expect(again.answer?.status == 403)
    #expect(setting.kratos.state.withLock { $0.calls }.isEmpty)
  }

  @Test(arguments: AnswerTarget.allCases)
  func nobodyIsLetThroughWhileKratosIsAway(_ target: AnswerTarget) async throws {
    let setting = try Setting([session])
    setting.kratos.state.withLock { $0.problem = Unavailable(reason: "connection refused") }
    let reply = await setting.ask(from: target)
    #expect(reply.answer == nil && reply.cookie == nil)
    let response = GatewayResponder.response(reply)
    #expect(response.status.code == 503)
    #expect(response.headers[.retryAfter] != nil)
    #expect(
      setting.logs.value.contains { $0.contains("nobody is let through: connection refused") })
    #expect(await setting.guard.isReady() == false)
    setting.kratos.state.withLock { $0.problem = nil }
    #expect(await setting.guard.isReady())
    #expect(await setting.ask(from: target).answer != nil)
  }

  @Test(arguments: [
    "[]", #"{"session": {"id": 7, "active": true}}"#, #"{"error": {"code": 500}}"#,
    #"{"active": true, "expires_at": "2026-03-02T08:50:00Z"}"#,
    #"{"id": "", "active": true, "expires_at": "2026-03-02T08:50:00Z"}"#,
  ])
  func whatCannotBeReadLetsNobodyThrough(_ text: String) async throws {
    let document = try #require(JSONReader.parse(SourceFile(name: "d", text: text)).value)
    let setting = try Setting([.session(document, cookie: nil)])
    #expect(await setting.ask().answer == nil)
  }

  @Test func anExtensionComesWithWhoamisCookieAndOnlyOnceInFlight() async throws {
    let old = Whoami.session(Samples.session(), cookie: nil)
    let new = Whoami.session(
      Samples.session(expires: "2026-03-03T06:00:00Z"), cookie: "ory_kratos_session=new; Path=/")
    let setting = try Setting([old, new])
    setting.clock.value = try #require(Timestamp(rfc3339: "2026-03-02T06:00:00Z"))
    setting.kratos.state.withLock { $0.delay = .milliseconds(100) }
    let replies = await withTaskGroup(of: Reply.self) { group in
      for number in 0..<20 { group.addTask { await setting.ask("read \(number)") } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(replies.count == 20)
    for reply in replies {
      #expect(reply.answer?.status == 200)
      #expect(reply.cookie == "ory_kratos_session=new; Path=/")
    }
    #expect(
      setting.kratos.state.withLock { $0.calls } == [
        "PATCH /admin/sessions/8f3f5c0e-2b7b-4d0f-9e0e-2f1f4f1f0a01/extend"
      ])
    #expect(setting.kratos.state.withLock { $0.whoamis } == 2)
    // The cookie is not remembered with the answer.
    #expect(await setting.ask("read 0").cookie == nil)
  }

  @Test func anExtensionThatFailsTakesNothingAway() async throws {
    let setting = try Setting([session])
    setting.clock.value = try #require(Timestamp(rfc3339: "2026-03-02T06:00:00Z"))
    setting.kratos.state.withLock { $0.adminProblem = Unavailable(reason: "timed out") }
    #expect(await setting.ask().answer?.status == 200)
    #expect(
      setting.metrics.text().contains(#"session_gateway_extensions_total{result="failed"} 1"#))
  }

  @Test func withoutAnAdminURLNothingIsExtendedOrEnded() async throws {
    let setting = try Setting([session], hasAdmin: false)
    setting.clock.value = try #require(Timestamp(rfc3339: "2026-03-02T06:00:00Z"))
    #expect(await setting.ask().answer?.status == 200)
    #expect(setting.kratos.state.withLock { $0.calls }.isEmpty)
  }

  private let ended = Whoami.session(
    Samples.session(
      issued: "2026-01-01T00:00:00Z", authenticated: "2026-03-01T08:50:00Z",
      expires: "2026-03-02T08:50:00Z"), cookie: nil)

  @Test func aSessionThatIsOverIsEndedInKratosFirst() async throws {
    let setting = try Setting([ended])
    let reply = await setting.ask()
    #expect(reply.answer?.status == 303)
    #expect(
      setting.kratos.state.withLock { $0.calls } == [
        "DELETE /admin/sessions/8f3f5c0e-2b7b-4d0f-9e0e-2f1f4f1f0a01"
      ])
  }

  /// Whoever knows that a session is over lets nobody through for it, whatever else was remembered.
  @Test func whatIsRememberedEndsWithTheSession() async throws {
    let setting = try Setting([session])
    #expect(await setting.ask("read").answer?.status == 200)
    #expect(await setting.ask("read", .sessionToken("t")).answer?.status == 200)
    #expect(await setting.ask("leave").answer?.status == 303)
    setting.kratos.state.withLock { $0.answers = [.noSession] }
    #expect(await setting.ask("read").answer?.status == 303)
    #expect(await setting.ask("read", .sessionToken("t"), from: .api).answer?.status == 401)
  }

  @Test(arguments: [Whoami.noSession, .levelRequired])
  func whatIsRememberedEndsWhenKratosSaysOtherwise(_ answer: Whoami) async throws {
    let setting = try Setting([session])
    #expect(await setting.ask("read").answer?.status == 200)
    setting.kratos.state.withLock { $0.answers = [answer] }
    #expect(await setting.ask("desk").answer?.status == 303)
    #expect(await setting.ask("read").answer?.status == 303)
    // An account that was disabled for a while is remembered again.
    setting.kratos.state.withLock { $0.answers = [session] }
    let before = setting.kratos.state.withLock { $0.whoamis }
    for _ in 0..<3 { #expect(await setting.ask("read").answer?.status == 200) }
    #expect(setting.kratos.state.withLock { $0.whoamis } == before + 1)
  }

  /// Kratos has nothing to ask of somebody who has no second factor.
  @Test func whoHasNoSecondFactorIsSentToSetOneUp() async throws {
    let setting = try Setting([session])
    setting.kratos.state.withLock { $0.methods = ["password"] }
    let place = try #require(await setting.ask("pay").answer?["Location"])
    #expect(place.hasPrefix("https://id.example.com/self-service/settings/browser?return_to="))
    #expect(setting.kratos.state.withLock { $0.calls } == ["GET /admin/identities/ada"])
    // With one, or without anybody who says so, it is the login flow.
    for methods in [["password", "totp"], nil] {
      setting.kratos.state.withLock { $0.methods = methods }
      let place = try #require(await setting.ask("pay").answer?["Location"])
      #expect(place.hasPrefix("https://id.example.com/self-service/login/browser?aal=aal2&"))
    }
    setting.kratos.state.withLock { $0.adminProblem = Unavailable(reason: "timed out") }
    #expect(
      try #require(await setting.ask("pay").answer?["Location"]).contains("login/browser?aal=aal2"))
    #expect(setting.logs.value.contains { $0.contains("nobody says what a user has set up") })
  }

  @Test func nobodyIsReadyBeforeKratosAnswered() async throws {
    let setting = try Setting([session])
    setting.kratos.state.withLock { $0.problem = Unavailable(reason: "connection refused") }
    #expect(await setting.guard.isReady() == false)
  }

  @Test func aQuestionThatSaysTwoThingsIsRefused() async throws {
    let setting = try Setting([session])
    let reply = setting.guard.reply(to: .nginx, Ambiguous(reason: "X-Risk is sent 2 times"))
    let response = GatewayResponder.response(reply)
    #expect(response.status.code == 400)
    #expect(setting.logs.value.contains { $0.contains("X-Risk is sent 2 times") })
    #expect(setting.metrics.text().contains(#"outcome="ambiguous",remembered="false"} 1"#))
  }

  @Test func aSessionThatCannotBeEndedIsNotSentAway() async throws {
    let setting = try Setting([ended])
    setting.kratos.state.withLock { $0.adminProblem = Unavailable(reason: "timed out") }
    #expect(await setting.ask().answer == nil)
  }

  @Test func onlyThoseWhoWereLetThroughWereActive() async throws {
    let setting = try Setting([session], rememberFor: .zero)
    // Authenticated ten minutes ago, which is activity.
    #expect(await setting.ask("desk").answer?.status == 200)
    setting.pass(.seconds(29 * 60))
    #expect(await setting.ask("desk").answer?.status == 200)
    setting.pass(.seconds(29 * 60))
    #expect(await setting.ask("desk").answer?.status == 200)
    setting.pass(.seconds(30 * 60))
    // Being refused does not make anybody active.
    for _ in 0..<2 { #expect(await setting.ask("desk").answer?.status == 303) }
  }

  @Test func changedPoliciesCountAtOnce() async throws {
    let setting = try Setting([session])
    #expect(await setting.ask().answer?.status == 200)
    let file = setting.folder.appending(path: "p.yaml")
    try (Samples.policy + "\n  - { id: closed, must: sign_in }\n").write(
      to: file, atomically: true, encoding: .utf8)
    setting.reloader.look()
    #expect(await setting.ask().answer?.status == 303)
    try "version: 1\npolicy: [".write(to: file, atomically: true, encoding: .utf8)
    setting.reloader.look()
    #expect(await setting.ask().answer?.status == 303)
    #expect(setting.logs.value.contains { $0.contains("the policies that were in force stay so") })
  }

  @Test func noSecretIsLoggedOrRecorded() async throws {
    let setting = try Setting([session], record: "records")
    for action in ["read", "pay", "desk"] {
      for credential in [
        Credential.cookie("secret-cookie"), .sessionToken("secret-token"), .bearer("secret-bearer"),
      ] {
        _ = await setting.ask(action, credential, from: .nginx)
      }
    }
    setting.kratos.state.withLock { $0.problem = Unavailable(reason: "timed out") }
    _ = await setting.ask("new")
    let records = try String(
      contentsOf: setting.folder.appending(path: "records"), encoding: .utf8)
    #expect(records.split(separator: "\n").count == 9)
    #expect(setting.logs.value.count == 10)
    for text in setting.logs.value + [records, setting.metrics.text()] {
      #expect(!text.contains("secret"))
    }
  }
}
