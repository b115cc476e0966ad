import Testing

@testable import SessionPolicy

/// What Kratos knows of its methods, by example.
@Suite struct AuthenticationMethodTests {
  private static let plain = KratosSettings()
  private static let other = KratosSettings(passwordlessWebAuthn: true, codeAsSecondFactor: true)

  @Test(
    arguments: [
      ("password", .aal1, .aal1), ("oidc", .aal1, .aal1), ("saml", .aal1, .aal1),
      ("passkey", .aal1, .aal1), ("totp", .aal2, .aal2), ("lookup_secret", .aal2, .aal2),
      ("deviceauthn", .aal2, .aal2), ("webauthn", .aal2, .aal1), ("code", .aal1, .aal2),
      ("link_recovery", .aal1, .aal1), ("code_recovery", .aal1, .aal1), ("profile", nil, nil),
      ("identifier_first", nil, nil), ("v0.6_legacy_session", nil, nil), ("unheard_of", nil, nil),
    ] as [(String, AssuranceLevel?, AssuranceLevel?)])
  func theLevelOfAMethodComesFromTheSettings(
    _ name: String, _ plain: AssuranceLevel?, _ other: AssuranceLevel?
  ) {
    #expect(KratosRules(Self.plain).recordedLevel(ofMethod: name) == plain)
    #expect(KratosRules(Self.other).recordedLevel(ofMethod: name) == other)
  }

  @Test(
    arguments: [
      ("password", .aal1, true, false), ("oidc", .aal1, true, false), ("saml", nil, true, false),
      ("passkey", nil, true, false), ("totp", .aal2, false, true),
      ("lookup_secret", .aal2, false, true), ("webauthn", .aal2, true, true),
      ("code", nil, true, true), ("link_recovery", nil, true, false),
      ("code_recovery", .aal1, true, false), ("v0.6_legacy_session", .aal1, false, false),
      ("profile", nil, false, false), ("identifier_first", nil, false, false),
      ("unheard_of", nil, true, true),
    ] as [(String, AssuranceLevel?, Bool, Bool)])
  func whatAMethodStandsForWithoutARecord(
    _ name: String, _ level: AssuranceLevel?, _ first: Bool, _ second: Bool
  ) {
    #expect(AuthenticationMethod(method: name).level == level)
    #expect(AuthenticationMethod.canBeFirstFactor(name) == first)
    #expect(AuthenticationMethod.canBeSecondFactor(name) == second)
  }

  @Test func providersVouchForTheirUsers() {
    let upstream = KnownMethod.all.filter(\.isUpstream).map(\.name)
    #expect(upstream == ["oidc", "saml"])
    #expect(upstream.allSatisfy { AuthenticationMethod(method: $0).isUpstream })
    #expect(!AuthenticationMethod(method: "unheard_of").isUpstream)
  }

  @Test func securityKeysHaveNoNativeFlow() {
    #expect(KnownMethod.all.filter { !$0.isNative }.map(\.name) == ["webauthn", "passkey"])
  }

  @Test func whatIsOnWhereAConfigurationIsSilent() {
    let on = KnownMethod.all.filter(\.isOnByDefault).map(\.name)
    #expect(on == ["password", "code", "profile", "code_recovery"])
  }
}
