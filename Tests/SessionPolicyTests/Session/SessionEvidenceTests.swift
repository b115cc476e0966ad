import PolicyCEL
import PolicyTime
import SessionPolicy
import Testing

private func method(
  _ name: String, _ aal: AssuranceLevel? = nil, at minute: Int64? = nil
) -> AuthenticationMethod {
  AuthenticationMethod(
    method: name, aal: aal, completedAt: minute.flatMap { Timestamp(seconds: $0 * 60) })
}

private func session(_ methods: [AuthenticationMethod], stored: String? = nil) -> Session {
  Session(id: "s", authenticatorAssuranceLevel: stored, authenticationMethods: methods)
}

/// What was completed, and the level by the rule up to v26.2 and by that of the head.
@Test(
  arguments: [
    ([], .aal0, .aal0),
    ([method("password", .aal1)], .aal1, .aal1),
    ([method("totp", .aal2)], .aal1, .aal1),
    ([method("password", .aal1), method("totp", .aal2)], .aal2, .aal2),
    ([method("totp", .aal2), method("passkey", .aal1)], .aal2, .aal2),
    ([method("oidc", .aal2)], .aal1, .aal2),
    ([method("saml", .aal2)], .aal1, .aal2),
    ([method("oidc", .aal1)], .aal1, .aal1),
    ([method("webauthn", .aal2), method("password", .aal2)], .aal1, .aal1),
    ([method("password"), method("totp")], .aal2, .aal1),
    ([method("password"), method("lookup_secret")], .aal2, .aal1),
    ([method("code_recovery"), method("webauthn")], .aal2, .aal1),
    ([method("link_recovery"), method("totp")], .aal1, .aal1),
    ([method("v0.6_legacy_session")], .aal1, .aal1),
    ([method("password", .aal3), method("totp", .aal2)], .aal1, .aal1),
    ([method("unheard_of")], .aal1, .aal1),
  ] as [([AuthenticationMethod], AssuranceLevel, AssuranceLevel)])
func levelFollowsFromWhatWasCompleted(
  methods: [AuthenticationMethod], tagged: AssuranceLevel, head: AssuranceLevel
) {
  #expect(AssuranceLevel.achieved(by: methods, in: .v26_2) == tagged)
  #expect(AssuranceLevel.achieved(by: methods, in: .head) == head)
}

@Test func policiesSeeTheStoredLevelFirst() {
  let both = [method("password", .aal1), method("totp", .aal2)]
  #expect(session(both, stored: "aal1").assuranceLevel == .aal1)
  #expect(session(both, stored: "").assuranceLevel == .aal2)
  #expect(session(both).assuranceLevel == .aal2)
  #expect(session([], stored: "aal0").assuranceLevel == .aal0)
  #expect(session([]).assuranceLevel == nil)
  #expect(session(both, stored: "AAL2").assuranceLevel == nil)
}

@Test func levelsAreOrderedAndNamed() {
  #expect(AssuranceLevel.allCases == AssuranceLevel.allCases.sorted())
  #expect(AssuranceLevel("aal2") == .aal2)
  #expect(AssuranceLevel("AAL2") == nil)
  #expect(AssuranceLevel.aal3.name == "aal3")
}

@Test func theNewestCompletionCounts() {
  let session = session([
    method("password", .aal1, at: 1), method("totp", .aal2, at: 5), method("webauthn", at: 4),
    method("password", .aal1, at: 9), method("lookup_secret", .aal2), method("unheard_of", at: 20),
  ])
  func minute(_ level: AssuranceLevel?, _ methods: [String]?) -> Int64? {
    session.latestCompletion(at: level, methods: methods).map { $0.seconds / 60 }
  }
  #expect(minute(nil, nil) == 20)
  #expect(minute(.aal0, nil) == 20)
  #expect(minute(.aal1, nil) == 9)
  #expect(minute(.aal2, nil) == 5)
  #expect(minute(.aal2, ["webauthn"]) == 4)
  #expect(minute(.aal2, ["password"]) == nil)
  #expect(minute(nil, ["password", "webauthn"]) == 9)
  #expect(minute(nil, ["lookup_secret"]) == nil)
  #expect(minute(nil, []) == nil)
  #expect(minute(.aal3, nil) == nil)
  #expect(session.latestFirstFactor == Timestamp(seconds: 540))
}

@Test func anUpstreamLoginIsAFirstFactorAtAnyLevel() {
  #expect(session([method("oidc", .aal2, at: 3)]).latestFirstFactor?.seconds == 180)
  #expect(session([method("totp", .aal2, at: 3)]).latestFirstFactor == nil)
}

@Test(arguments: [
  ("password", true, false), ("passkey", true, false), ("oidc", true, false),
  ("totp", false, true), ("lookup_secret", false, true), ("webauthn", true, true),
  ("code", true, true), ("unheard_of", true, true),
])
func methodsServeAsFactors(method: String, first: Bool, second: Bool) {
  #expect(AuthenticationMethod.canBeFirstFactor(method) == first)
  #expect(AuthenticationMethod.canBeSecondFactor(method) == second)
}
