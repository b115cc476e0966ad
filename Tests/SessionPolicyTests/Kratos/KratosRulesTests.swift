import PolicyCEL
import PolicyTime
import SessionPolicy
import Testing

/// 2026-03-01T00:00:00Z plus hours and nanoseconds.
func instant(_ hours: Int64, nanoseconds: Int64 = 0) -> Timestamp {
  let midnight = Timestamp(rfc3339: "2026-03-01T00:00:00Z") ?? .minimum
  return midnight.adding(.seconds(hours * 3_600) + .nanoseconds(nanoseconds)) ?? .minimum
}

func hours(_ count: Int64) -> Duration { .seconds(count * 3_600) }

private let organization = "7f3c9a4e-5b1d-4c2a-9e8f-0a1b2c3d4e5f"

private func session(
  active: Bool? = true, expires: Timestamp? = instant(24), authenticated: Timestamp? = instant(0),
  identity: Identity? = Identity(id: "ada"), methods: [AuthenticationMethod] = []
) -> Session {
  Session(
    id: "s", active: active, expiresAt: expires, authenticatedAt: authenticated,
    issuedAt: instant(0), authenticationMethods: methods, identity: identity)
}

// MARK: Activity

@Test(
  arguments: [
    (session(), instant(24, nanoseconds: -1), nil),
    (session(), instant(24), .expired),
    (session(), instant(24, nanoseconds: 1), .expired),
    (session(active: false), instant(1), .revoked),
    (session(active: false), instant(24), .expired),
    (session(identity: Identity(id: "ada", state: "inactive")), instant(1), .identityInactive),
    (
      session(active: false, identity: Identity(id: "ada", state: "inactive")), instant(1),
      .identityInactive
    ),
    (session(identity: Identity(id: "ada", state: "inactive")), instant(24), .expired),
    (session(identity: Identity(id: "ada", state: nil)), instant(1), nil),
    (session(identity: nil), instant(1), nil),
    (session(active: nil), instant(1), .unknown),
    (session(expires: nil), instant(1), .unknown),
    (session(active: false, expires: nil), instant(1), .revoked),
  ] as [(Session, Timestamp, SessionInactivity?)])
func aSessionIsLiveUntilItsExpiry(session: Session, now: Timestamp, cause: SessionInactivity?) {
  #expect(KratosRules().inactivity(of: session, at: now) == cause)
  #expect(KratosRules().isActive(session, at: now) == (cause == nil))
}

// MARK: Lifespan

@Test(arguments: [
  (KratosRelease.head, organization, hours(48)),
  (.head, organization.uppercased(), hours(48)),
  (.head, "{\(organization)}", hours(48)),
  (.head, "urn:uuid:\(organization)", hours(48)),
  (.head, "7f3c9a4e5b1d4c2a9e8f0a1b2c3d4e5f", hours(48)),
  (.head, "acme", hours(24)),
  (.head, "00000000-0000-0000-0000-000000000000", hours(24)),
  (.v26_2, organization, hours(24)),
])
func theOrganizationOfALoginDecidesTheLifespan(
  release: KratosRelease, id: String, lifespan: Duration
) {
  let settings = KratosSettings(organizationLifespans: [organization: hours(48)], release: release)
  let methods = [
    AuthenticationMethod(method: "totp"), AuthenticationMethod(method: "oidc", organization: "no"),
    AuthenticationMethod(method: "oidc", organization: id),
  ]
  #expect(settings.lifespan(for: session(methods: methods)) == lifespan)
}

@Test func theFirstUUIDWinsEvenIfItHasNoLifespan() {
  let settings = KratosSettings(organizationLifespans: [organization: hours(48)], release: .head)
  let methods = ["00000000-0000-0000-0000-000000000000", organization].map {
    AuthenticationMethod(method: "oidc", organization: $0)
  }
  #expect(settings.lifespan(for: session(methods: methods)) == hours(24))
  let identity = Identity(id: "ada", organizationID: organization)
  #expect(settings.lifespan(for: session(identity: identity)) == hours(24))
}

@Test func anOrganizationWithoutALifespanOfItsOwnHasTheProjects() {
  let settings = KratosSettings(organizationLifespans: [organization: .zero], release: .head)
  let methods = [AuthenticationMethod(method: "oidc", organization: organization)]
  #expect(settings.lifespan(for: session(methods: methods)) == hours(24))
}

// MARK: Extension

/// Lifespan, window, expiry, the instant asked about, and whether extending does anything.
@Test(
  arguments: [
    (hours(24), hours(12), instant(24), instant(12), false),
    (hours(24), hours(12), instant(24), instant(12, nanoseconds: 1), true),
    (hours(24), nil, instant(24), instant(0), false),
    (hours(24), nil, instant(24), instant(0, nanoseconds: 1), true),
    (hours(24), .zero, instant(24), instant(24), false),
    (hours(24), .zero, instant(24), instant(24, nanoseconds: 1), true),
    (hours(24), .seconds(1), instant(24), instant(23), false),
    (hours(24), hours(48), instant(24), instant(1), true),
    (hours(24), nil, nil, instant(0), false),
  ] as [(Duration, Duration?, Timestamp?, Timestamp, Bool)])
func extendingBeginsToWorkAfterTheWindowOpens(
  lifespan: Duration, window: Duration?, expires: Timestamp?, now: Timestamp, works: Bool
) {
  let rules = KratosRules(KratosSettings(lifespan: lifespan, earliestPossibleExtend: window))
  let session = session(expires: expires)
  #expect(rules.canBeExtended(session, at: now) == works)
  if let first = rules.firstExtendable(session) { #expect((now >= first) == works) }
  let extended = rules.extended(session, at: now)
  #expect((extended != session) == works)
  if works { #expect(extended.expiresAt == now.adding(lifespan)) }
}

@Test func theWindowIsTheProjectsEvenForAnOrganization() {
  let methods = [AuthenticationMethod(method: "oidc", organization: organization)]
  let longer = KratosRules(
    KratosSettings(organizationLifespans: [organization: hours(48)], release: .head))
  let began = session(expires: instant(48), methods: methods)
  #expect(!longer.canBeExtended(began, at: instant(24)))
  #expect(longer.canBeExtended(began, at: instant(24, nanoseconds: 1)))
  let shorter = KratosRules(
    KratosSettings(organizationLifespans: [organization: hours(1)], release: .head))
  #expect(shorter.canBeExtended(session(expires: instant(1), methods: methods), at: instant(0)))
}

@Test func anExtensionCanShortenASession() {
  let rules = KratosRules(KratosSettings(earliestPossibleExtend: hours(48)))
  let long = session(expires: instant(40))
  #expect(rules.extensionGain(long, at: instant(0)) == hours(-16))
  #expect(rules.extended(long, at: instant(0)).expiresAt == instant(24))
  #expect(rules.extensionGain(long, at: instant(16)) == .zero)
  #expect(rules.extensionGain(session(expires: nil), at: instant(0)) == nil)
}

@Test func extendingLooksAtNothingButTheExpiry() {
  let rules = KratosRules()
  let revoked = rules.extended(session(active: false), at: instant(20))
  #expect(revoked.expiresAt == instant(44))
  #expect(revoked.active == false)
  let expired = rules.extended(session(), at: instant(30))
  #expect(rules.isActive(expired, at: instant(30)))
}

@Test func instantsStayWithinTheCalendar() {
  let rules = KratosRules(KratosSettings(lifespan: .seconds(9_000_000_000)))
  #expect(rules.expiry(of: session(), renewedAt: .maximum) == .maximum)
  let first = Timestamp.minimum.adding(.nanoseconds(1))
  #expect(rules.extendableAfter(session(expires: first)) == .minimum)
  #expect(rules.extendableAfter(session(expires: .minimum)) == nil, "the zero time is unknown")
}

// MARK: Privilege

/// Release, limit in hours, hours since the authentication, nanoseconds, and whether the password,
/// another credential and a protected trait may be changed.
@Test(
  arguments: [
    (KratosRelease.v26_2, 1, 1, -1, true, true, true),
    (.v26_2, 1, 1, 0, false, false, false),
    (.v1_3, 1, 1, 0, false, false, false),
    (.v26_2, 1, 1, 1, false, false, false),
    (.head, 1, 1, -1, true, true, true),
    (.head, 1, 1, 0, false, false, false),
    (.head, 1, 1, 1, false, false, false),
    (.v26_2, 0, 0, 0, false, false, false),
    (.v26_2, 0, 0, 1, false, false, false),
    (.head, 0, 0, 0, false, true, true),
    (.head, 0, 5, 0, false, true, true),
  ] as [(KratosRelease, Int64, Int64, Int64, Bool, Bool, Bool)])
func aSessionIsPrivilegedForAWhile(
  release: KratosRelease, limit: Int64, age: Int64, nanoseconds: Int64, password: Bool,
  credential: Bool, trait: Bool
) {
  let rules = KratosRules(
    KratosSettings(privilegedSessionMaxAge: hours(limit), release: release))
  let now = instant(age, nanoseconds: nanoseconds)
  #expect(rules.isPrivileged(session(), at: now, for: .password) == password)
  #expect(rules.isPrivileged(session(), at: now, for: .credential) == credential)
  #expect(rules.isPrivileged(session(), at: now, for: .protectedTrait) == trait)
}

@Test func privilegeNeedsAKnownAuthentication() {
  for release in KratosRelease.allCases {
    let rules = KratosRules(KratosSettings(release: release))
    #expect(!rules.isPrivileged(session(authenticated: nil), at: instant(0)))
    #expect(rules.privilegedUntil(session(authenticated: nil)) == nil)
    #expect(rules.privilegedUntil(session()) == instant(1))
    #expect(rules.isPrivileged(session(identity: nil), at: instant(0)) == (release != .head))
  }
  let never = KratosRules(KratosSettings(privilegedSessionMaxAge: .zero))
  #expect(never.privilegedUntil(session()) == nil)
}

// MARK: Required levels

private let one = [AuthenticationMethod(method: "password", aal: .aal1)]
private let two = one + [AuthenticationMethod(method: "totp", aal: .aal2)]

@Test(
  arguments: [
    (two, .highestAvailable, nil, .satisfied), (two, .aal1, nil, .satisfied),
    (one, .aal1, nil, .satisfied), ([], .aal1, nil, .insufficient),
    (one, .highestAvailable, nil, .unknown), (one, .highestAvailable, .aal2, .insufficient),
    (one, .highestAvailable, .aal1, .satisfied), (one, .highestAvailable, .aal0, .satisfied),
    ([], .highestAvailable, .aal1, .satisfied), ([], .highestAvailable, .aal2, .insufficient),
  ]
    as [(
      [AuthenticationMethod], KratosSettings.RequiredAAL, AssuranceLevel?,
      KratosRules.AssuranceVerdict
    )])
func requiredLevels(
  methods: [AuthenticationMethod], required: KratosSettings.RequiredAAL,
  available: AssuranceLevel?, verdict: KratosRules.AssuranceVerdict
) {
  #expect(
    KratosRules().verdict(on: session(methods: methods), requiring: required, available: available)
      == verdict)
}

@Test func whoamiComputesTheLevelAnew() {
  var stale = session(methods: one)
  stale.authenticatorAssuranceLevel = "aal2"
  #expect(stale.assuranceLevel == .aal2)
  #expect(KratosRules().recomputedLevel(of: stale) == .aal1)
}

@Test func theLevelOfAMethodComesFromTheSettings() {
  let plain = KratosRules()
  let other = KratosRules(KratosSettings(passwordlessWebAuthn: true, codeAsSecondFactor: true))
  let expected: [(String, AssuranceLevel?, AssuranceLevel?)] = [
    ("password", .aal1, .aal1), ("oidc", .aal1, .aal1), ("saml", .aal1, .aal1),
    ("passkey", .aal1, .aal1), ("link_recovery", .aal1, .aal1), ("code_recovery", .aal1, .aal1),
    ("totp", .aal2, .aal2), ("lookup_secret", .aal2, .aal2), ("webauthn", .aal2, .aal1),
    ("code", .aal1, .aal2), ("unheard_of", nil, nil),
  ]
  for (method, first, second) in expected {
    #expect(plain.recordedLevel(ofMethod: method) == first, "\(method)")
    #expect(other.recordedLevel(ofMethod: method) == second, "\(method)")
  }
}

// MARK: Cookies

@Test func aCookieHasALifeOfItsOwn() {
  let persistent = KratosRules()
  #expect(persistent.cookieDecodes(issuedAt: instant(0), at: instant(24)))
  #expect(
    persistent.cookieDecodes(
      issuedAt: instant(0, nanoseconds: 5), at: instant(24, nanoseconds: 999_999_999)))
  #expect(
    !persistent.cookieDecodes(issuedAt: instant(0), at: instant(24, nanoseconds: 1_000_000_000)))
  #expect(persistent.cookieDeadline(issuedAt: instant(0)) == instant(24).adding(.seconds(1)))
  let transient = KratosRules(KratosSettings(lifespan: hours(24 * 180), persistentCookie: false))
  #expect(transient.cookieLifetime == hours(24 * 30))
  #expect(transient.cookieMaxAge(for: session(), at: instant(0)) == nil)
}

@Test func aLifespanUnderASecondIsNoLimitForCookies() {
  for (lifespan, limit) in [
    (Duration.milliseconds(999), nil), (.milliseconds(1_999), Duration.seconds(1)),
    (.zero, nil), (.nanoseconds(1), nil),
  ] {
    let rules = KratosRules(KratosSettings(lifespan: lifespan))
    #expect(rules.cookieLifetime == limit, "\(lifespan)")
    #expect(rules.cookieDecodes(issuedAt: instant(0), at: instant(1_000)) == (limit == nil))
    #expect((rules.cookieDeadline(issuedAt: instant(0)) == nil) == (limit == nil))
  }
}

@Test func theMaxAgeOfACookieIsInWholeSeconds() {
  let rules = KratosRules()
  #expect(rules.cookieMaxAge(for: session(), at: instant(23)) == 3_600)
  #expect(rules.cookieMaxAge(for: session(), at: instant(23, nanoseconds: 1)) == 3_599)
  #expect(rules.cookieMaxAge(for: session(expires: nil), at: instant(23)) == nil)
  #expect(rules.cookieMaxAge(for: session(), at: instant(24, nanoseconds: -1_000_000_000)) == 1)
  #expect(rules.cookieMaxAge(for: session(), at: instant(24, nanoseconds: -999_999_999)) == nil)
}

@Test func whoamiRenewsACookieThatExpiresBeforeTheSession() {
  let rules = KratosRules()
  #expect(rules.whoamiRenewsCookie(of: session(), cookieExpiresAt: nil))
  #expect(
    rules.whoamiRenewsCookie(of: session(), cookieExpiresAt: instant(24, nanoseconds: -1)))
  #expect(!rules.whoamiRenewsCookie(of: session(), cookieExpiresAt: instant(24)))
}
