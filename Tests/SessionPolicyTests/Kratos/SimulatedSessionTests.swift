import PolicyCEL
import SessionPolicy
import Testing

private let ada = Identity(id: "ada")
private let password = AuthenticationMethod(method: "password")
private let totp = AuthenticationMethod(method: "totp")
private let oidc = AuthenticationMethod(method: "oidc", provider: "okta")

/// Why Kratos refused; `nil` if it did not.
private func refusal(_ result: SessionOperationResult) -> KratosRefusal.Cause? {
  if case .refused(let refusal) = result { refusal.cause } else { nil }
}

/// Ada's session, begun with a password at hour 0.
private func life(_ settings: KratosSettings = KratosSettings()) -> SimulatedSession {
  let session = KratosRules(settings).begun(id: "s", identity: ada, by: password, at: instant(0))
  return SimulatedSession(session, at: instant(0), settings: settings)
}

@Test func aLoginBeginsASession() {
  let session = life().session
  #expect(session.id == "s")
  #expect(session.active == true)
  #expect(session.issuedAt == instant(0))
  #expect(session.authenticatedAt == instant(0))
  #expect(session.expiresAt == instant(24))
  #expect(session.authenticatorAssuranceLevel == "aal1")
  #expect(session.authenticationMethods.map(\.completedAt) == [instant(0)])
}

@Test func extendingMovesTheExpiryAlone() {
  var life = life(KratosSettings(earliestPossibleExtend: hours(12)))
  let before = life.session
  #expect(life.apply(.extend, at: instant(12)) == .unchanged(.extendWindowNotOpen))
  #expect(life.session == before)
  #expect(life.apply(.extend, at: instant(13)) == .changed)
  var expected = before
  expected.expiresAt = instant(37)
  #expect(life.session == expected)
}

@Test func aRefreshMovesEverythingButTheBeginning() {
  var life = life()
  #expect(life.apply(.refresh(password), at: instant(5)) == .changed)
  let session = life.session
  #expect(session.id == "s")
  #expect(session.issuedAt == instant(0))
  #expect(session.authenticatedAt == instant(5))
  #expect(session.expiresAt == instant(29))
  #expect(session.authenticationMethods.map(\.completedAt) == [instant(0), instant(5)])
  #expect(session.authenticatorAssuranceLevel == "aal1")
  #expect(life.abandoned.isEmpty)
}

@Test func aStepUpRaisesTheLevelAndTheLevelStays() {
  var life = life()
  #expect(life.apply(.stepUp(totp), at: instant(1)) == .changed)
  #expect(life.session.authenticatorAssuranceLevel == "aal2")
  #expect(life.session.authenticatedAt == instant(1))
  #expect(life.session.expiresAt == instant(25))
  #expect(refusal(life.apply(.stepUp(totp), at: instant(2))) == .alreadyAvailable)
  #expect(life.apply(.refreshSecondFactor(totp), at: instant(3)) == .changed)
  #expect(life.session.latestCompletion(at: .aal2) == instant(3))
  life.apply(.refresh(password), at: instant(20))
  #expect(life.session.assuranceLevel == .aal2)
  #expect(life.session.latestCompletion(at: .aal2) == instant(3))
}

@Test func aRefreshByAnotherProviderIsANewSession() {
  var life = life()
  life.apply(.stepUp(totp), at: instant(1))
  #expect(life.apply(.refresh(oidc), at: instant(2)) == .newSession)
  #expect(life.session.id != "s")
  #expect(life.session.issuedAt == instant(2))
  #expect(life.session.authenticationMethods.map(\.method) == ["oidc"])
  #expect(life.session.authenticatorAssuranceLevel == "aal1")
  #expect(life.abandoned.map(\.id) == ["s"])
  #expect(life.abandoned.map(\.active) == [true])
}

@Test func someoneElseInARefreshHasASessionOfTheirOwn() {
  var life = life()
  let bob = Identity(id: "bob")
  #expect(life.apply(.refresh(password, identity: ada), at: instant(1)) == .changed)
  #expect(life.apply(.refresh(password, identity: bob), at: instant(2)) == .newSession)
  #expect(life.session.identity?.id == "bob")
  #expect(life.abandoned.map(\.identity?.id) == ["ada"])
  let first = life.session.id
  life.apply(.revoke, at: instant(3))
  #expect(life.apply(.signIn(password), at: instant(3)) == .newSession)
  #expect(Set([first, life.session.id, "s"]).count == 3)
}

@Test func theHeadRefusesACodeOfSomeoneElse() {
  let code = AuthenticationMethod(method: "code")
  let bob = Identity(id: "bob")
  var head = life(KratosSettings(release: .head))
  #expect(
    refusal(head.apply(.refresh(code, identity: bob), at: instant(1))) == .identityMismatch)
  var tagged = life()
  #expect(tagged.apply(.refresh(code, identity: bob), at: instant(1)) == .newSession)
}

@Test func enrollingMovesTheAuthenticationAtTheHeadAlone() {
  for (release, authenticated) in [
    (KratosRelease.v26_2, instant(0)), (.head, instant(1, nanoseconds: -1)),
  ] {
    var life = life(KratosSettings(release: release))
    #expect(life.apply(.enrol(totp), at: instant(1, nanoseconds: -1)) == .changed)
    #expect(life.session.authenticatedAt == authenticated)
    #expect(life.session.expiresAt == instant(24))
    #expect(life.session.assuranceLevel == .aal2)
  }
}

@Test func readingASessionChangesNothing() {
  var life = life()
  let before = life.session
  #expect(life.apply(.whoami, at: instant(23)) == .unchanged(.noEffect))
  #expect(life.session == before)
}

@Test func activityIsKnownToTheCallerAlone() {
  var life = life()
  let before = life.session
  #expect(life.lastActiveAt == nil)
  #expect(life.apply(.activity, at: instant(1)) == .changed)
  #expect(life.lastActiveAt == instant(1))
  #expect(life.session == before)
  life.apply(.refresh(password), at: instant(2))
  #expect(life.lastActiveAt == instant(2))
  life.apply(.extend, at: instant(3))
  #expect(life.lastActiveAt == instant(2))
}

@Test func aRevokedSessionStaysOver() {
  var life = life()
  #expect(life.apply(.revoke, at: instant(1)) == .changed)
  #expect(life.session.active == false)
  #expect(life.session.expiresAt == instant(24))
  #expect(life.apply(.revoke, at: instant(2)) == .unchanged(.noEffect))
  #expect(life.apply(.extend, at: instant(3)) == .changed)
  #expect(life.session.active == false)
  #expect(refusal(life.apply(.stepUp(totp), at: instant(4))) == .noSession)
  #expect(refusal(life.apply(.enrol(totp), at: instant(4))) == .noSession)
  #expect(life.apply(.refresh(password), at: instant(5)) == .newSession)
  #expect(life.abandoned.isEmpty)
  #expect(life.session.active == true)
}

@Test func anExpiredSessionLivesAgainWhenExtended() {
  var life = life()
  life.advance(to: instant(24))
  #expect(life.session.active == false)
  #expect(life.apply(.extend, at: instant(25)) == .changed)
  #expect(life.session.active == true)
  #expect(life.session.expiresAt == instant(49))
}

@Test func aDisabledIdentityEndsItsSessionsAndCannotSignIn() {
  var life = life()
  #expect(life.apply(.setIdentityState(active: false), at: instant(1)) == .changed)
  #expect(life.session.active == false)
  #expect(refusal(life.apply(.signIn(password), at: instant(2))) == .identityDisabled)
  #expect(life.apply(.setIdentityState(active: true), at: instant(3)) == .changed)
  #expect(life.session.active == true)
  #expect(life.apply(.setIdentityState(active: true), at: instant(3)) == .unchanged(.noEffect))
}

@Test func timeDoesNotRunBackwards() {
  var life = life()
  life.advance(to: instant(5))
  life.advance(to: instant(4))
  #expect(life.now == instant(5))
  #expect(life.apply(.revoke, at: instant(4)) == .unchanged(.inThePast))
}
