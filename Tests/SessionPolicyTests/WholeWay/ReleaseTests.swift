import PolicyDiagnostics
import Testing

@testable import SessionPolicy

/// The level of a session that states none is what the chosen release of Kratos computes, and so is what
/// counts as a second factor.
@Suite struct ReleaseTests {
  private static let policy = """
    version: 1
    policy: p
    rules:
      - { id: confirm, may: refresh }
      - { id: two, must: reauthenticate, aal: aal2 }
      - { id: told, must: sign_in, when: session.aal == "aal0" }
      - { id: fresh, must: reauthenticate, aal: aal2, max_age: 10m, when: 'request.action == "pay"' }
    """

  private static func decision(
    _ methods: String, _ release: KratosRelease?, action: String = "read"
  ) throws -> Decision {
    let loaded = PolicySet.load([SourceFile(name: "p.yaml", text: policy)])
    let policies = try #require(loaded.value, "\(loaded.diagnostics.map(\.message))")
    let file = SourceFile(
      name: "s.json",
      text: """
        {"now": "2026-03-01T09:00:00Z", "session": {"id": "s", "active": true,
         "expires_at": "2026-03-02T08:00:00Z", "issued_at": "2026-03-01T08:55:00Z",
         "authenticated_at": "2026-03-01T08:55:00Z", "authentication_methods": [\(methods)],
         "identity": {"id": "i", "state": "active"}}, "request": {"action": "\(action)"}}
        """)
    return try policies.decisionByEveryRoad(
      on: file, settings: KratosSettings(release: release))
  }

  private static func entry(_ method: String, _ aal: String? = nil, _ more: String = "") -> String {
    let level = aal.map { #", "aal": "\#($0)""# } ?? ""
    return #"{"method": "\#(method)"\#(level), "completed_at": "2026-03-01T08:55:00Z"\#(more)}"#
  }

  /// Entries without a level: inferred up to v26.2, and not at the development head.
  @Test func levelsAreInferredByReleasesThatDo() throws {
    let entries = [Self.entry("password"), Self.entry("totp", "")].joined(separator: ", ")
    for release in [nil, .v1_3, .v25_4, .v26_2] as [KratosRelease?] {
      #expect(try Self.decision(entries, release).outcome == .proceed)
      #expect(try Self.decision(entries, release, action: "pay").outcome == .proceed)
    }
    let decision = try Self.decision(entries, .head)
    #expect(decision.outcome == .reauthenticate)
    #expect(decision.reasons.map(\.code) == [.aalInsufficient])
  }

  /// Only the head writes what a provider reported, so such a session is its own where nobody chose.
  @Test func whatOnlyTheHeadWritesTellsTheRelease() throws {
    let entries = [
      Self.entry("oidc", nil, #", "upstream_acr": "x""#), Self.entry("totp"),
    ].joined(separator: ", ")
    #expect(try Self.decision(entries, nil).outcome == .reauthenticate)
    #expect(try Self.decision(entries, .v26_2).outcome == .proceed)
    #expect(try Self.decision(entries, .head).outcome == .reauthenticate)
  }

  /// A provider that vouches for the second factor vouches for both, to the head alone.
  @Test func aProviderVouchesForBothFactorsToTheHead() throws {
    for provider in ["oidc", "saml"] {
      let entries = Self.entry(provider, "aal2")
      #expect(try Self.decision(entries, nil).outcome == .proceed)
      #expect(try Self.decision(entries, .head, action: "pay").outcome == .proceed)
      #expect(try Self.decision(entries, .v26_2).outcome == .reauthenticate)
    }
  }

  /// What a level was not recorded for is no second factor to the head, at any stated level.
  @Test func evidenceFollowsTheRelease() throws {
    let entries = [Self.entry("password", "aal1"), Self.entry("totp")].joined(separator: ", ")
    let stated = entries + #"], "authenticator_assurance_level": "aal2", "devices": ["#
    #expect(try Self.decision(stated, nil, action: "pay").outcome == .proceed)
    #expect(try Self.decision(stated, .v26_2, action: "pay").outcome == .proceed)
    let decision = try Self.decision(stated, .head, action: "pay")
    #expect(decision.outcome == .reauthenticate)
    #expect(decision.reasons.map(\.code) == [.maxAgeExceeded])
    #expect(decision.told == [])
  }

  @Test(arguments: [nil, .v1_3, .v26_2, .head] as [KratosRelease?])
  func nothingShownIsTheLowestLevel(release: KratosRelease?) throws {
    let decision = try Self.decision("", release)
    #expect(decision.outcome == .signIn)
    #expect(decision.reasons.map(\.rule).contains("p/told"))
    #expect(decision.told == [])
  }
}
