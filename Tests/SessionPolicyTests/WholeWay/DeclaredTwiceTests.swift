import PolicyDiagnostics
import Testing

@testable import SessionPolicy

/// Attributes that several policies declare with different values: each policy's rules read them as it
/// declares them.
@Suite struct DeclaredTwiceTests {
  private static func policy(_ name: String, _ values: String, _ when: String) -> SourceFile {
    SourceFile(
      name: "\(name).yaml",
      text: """
        version: 1
        policy: \(name)
        attributes:
          context.risk: { type: string\(values), optional: true }
          context.roles: { type: list(string)\(values), optional: true }
          identity.metadata_public.tier: { type: string\(values), optional: true }
        definitions: { risky: '\(when == "risky" ? Self.risk : "true")' }
        rules:
          - { id: slide, may: extend }
          - { id: r, must: sign_in, when: '\(when)' }
        """)
  }

  private static func decision(
    _ files: [SourceFile], context: String, tier: String = "low"
  ) throws -> Decision {
    let loaded = PolicySet.load(files)
    let policies = try #require(loaded.value, "\(loaded.diagnostics.map(\.message))")
    let file = SourceFile(
      name: "s.json",
      text: """
        {"now": "2026-03-01T09:00:00Z", "session": {"id": "s", "active": true,
         "expires_at": "2026-03-02T08:00:00Z", "issued_at": "2026-03-01T08:00:00Z",
         "authenticated_at": "2026-03-01T08:00:00Z", "authenticator_assurance_level": "aal1",
         "authentication_methods": [], "identity": {"id": "i", "state": "active",
         "metadata_public": {"tier": "\(tier)"}}}, "context": \(context)}
        """)
    return try policies.decisionByEveryRoad(on: file)
  }

  private static let risk = #"has(context.risk) && context.risk == "high""#

  /// In whatever order the files are loaded.
  @Test(arguments: [
    // Known to both, to one, to none.
    ("low", []), ("high", []), ("medium", ["two/r context.risk outside_values"]),
    ("none", ["one/r context.risk outside_values", "two/r context.risk outside_values"]),
  ])
  func whatIsNoneOfItsValuesHasFailedForAPolicy(_ risk: String, _ told: [String]) throws {
    let files = [
      Self.policy("one", ", values: [low, medium, high]", Self.risk),
      Self.policy("two", ", values: [low, high]", Self.risk),
    ]
    for files in [files, files.reversed()] {
      let decision = try Self.decision(files, context: #"{"risk": "\#(risk)"}"#)
      #expect(decision.told == told)
      #expect((decision.outcome == .signIn) == (risk == "high" || !told.isEmpty))
    }
  }

  /// The same text means another condition to each of them, however it is written.
  @Test(arguments: [
    #"has(context.risk) && context.risk == "high""#, "risky",
    #"context.?risk.orValue("low") == "high""#,
    #"has(context.risk) && context.risk.contains("high")"#,
    #"has(context.risk) && context.risk.size() == 4"#,
    #"has(context.risk) && context.risk in ["high"]"#,
  ])
  func whateverTheConditionIs(_ condition: String) throws {
    let files = [
      Self.policy("one", ", values: [low, medium, high]", condition),
      Self.policy("two", ", values: [low, high]", condition), Self.policy("open", "", condition),
    ]
    for files in [files, files.reversed()] {
      let decision = try Self.decision(files, context: #"{"risk": "medium"}"#)
      #expect(decision.told == ["two/r context.risk outside_values"])
      #expect(Set(decision.reasons.map(\.rule)) == ["two/r"])
      let unknown = try Self.decision(files, context: #"{"risk": "wild"}"#)
      #expect(unknown.told.map { $0.prefix(5) } == ["one/r", "two/r"])
    }
  }

  @Test func listsAndTheIdentity() throws {
    let roles = [
      Self.policy("one", ", values: [low, high]", #""high" in context.roles"#),
      Self.policy("two", ", values: [low]", #"context.roles.exists(r, r == "low")"#),
    ]
    #expect(
      try Self.decision(roles, context: #"{"roles": ["high"]}"#).told == [
        "two/r context.roles outside_values"
      ])
    let tier = [
      Self.policy("one", ", values: [low, high]", #"identity.metadata_public.tier == "high""#),
      Self.policy("two", ", values: [low]", #"identity.metadata_public.tier == "low""#),
    ]
    #expect(
      try Self.decision(tier, context: "{}", tier: "high").told == [
        "two/r identity.metadata_public.tier outside_values"
      ])
  }

  /// Policies that declare the same values, in whatever order, share what is read of a document in one pass.
  @Test func theSameValuesInAnotherOrderAreTheSame() throws {
    let loaded = PolicySet.load([
      Self.policy("one", ", values: [low, high]", Self.risk),
      Self.policy("two", ", values: [high, low]", Self.risk),
    ])
    let plan = try #require(loaded.value).plan
    #expect(plan.reading != nil)
    #expect(plan.layout.attributes.count == Set(plan.layout.attributes).count)
  }
}
