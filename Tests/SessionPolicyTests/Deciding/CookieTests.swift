import PolicyCEL
import Testing

@testable import SessionPolicy

/// A browser's cookie ends on its own, whatever the session says.
@Suite struct CookieTests {
  private func decide(
    issued: String, _ change: (inout LawExample) -> Void = { _ in }
  ) throws -> Decision {
    var example = LawExample()
    example.snapshot.request.cookieIssuedAt = LawExample.at(issued)
    change(&example)
    return try example.decide("- { id: r, may: refresh }\n- { id: e, may: extend }")
  }

  @Test func theCookiesEndIsADeadlineAndABound() throws {
    let decision = try decide(issued: "-23h")
    #expect(decision.outcome == .proceed)
    // Ages are whole seconds, and one of exactly the lifespan still decodes.
    #expect(LawExample.distance(decision.deadlines.cookieAt) == "+1h1s")
    #expect(LawExample.distance(decision.validUntil) == "+1h1s")
    #expect(decision.requests.map(\.purpose) == [.extend, .renewCookie])
    #expect(LawExample.distance(decision.deadlines.signInAt?.at) == "+1h1s")
  }

  @Test func anUnreadableCookieEndsTheSession() throws {
    let decision = try decide(issued: "-25h")
    #expect(decision.outcome == .signIn)
    #expect(decision.reasons.map(\.code) == [.cookieExpired])
    #expect(decision.deadlines.cookieAt == nil)
    #expect(!decision.extend.isAllowed && !decision.refresh.isAllowed)
  }

  @Test func theSessionsOwnEndComesFirst() throws {
    let decision = try decide(issued: "-25h") {
      $0.snapshot.session.expiresAt = LawExample.at("-1s")
    }
    #expect(decision.reasons.map(\.code) == [.sessionExpired])
  }

  @Test func aCookieThatDoesNotPersistLivesThirtyDays() throws {
    let decision = try decide(issued: "-23h") { $0.settings.persistentCookie = false }
    #expect(LawExample.distance(decision.deadlines.cookieAt) == "+697h1s")
  }

  @Test func withoutACookieNothingIsSaid() throws {
    let decision = try LawExample().decide("- { id: r, may: refresh }")
    #expect(decision.deadlines.cookieAt == nil)
  }
}
