import Foundation
import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import PolicyTime
import SessionPolicy
import Testing

@testable import SessionPolicyCommands

/// What `import` writes decides as Kratos does, for sessions of every kind and at every edge.
@Suite struct ImportEqualityTests {
  private static let cases =
    ProcessInfo.processInfo.environment["PROPERTY_CASES"].flatMap(Int.init) ?? 200

  @Test(arguments: KratosFixture.own + KratosFixture.real)
  func everySessionIsTreatedAsKratosTreatsIt(fixture: KratosFixture) throws {
    let kratos = try Imported(fixture)
    let seed = UInt64(0x1818) &+ UInt64(fixture.name.utf8.count)
    var random = SeededGenerator(seed: seed)
    var differing = 0
    var seen = Seen()
    for _ in 0..<Self.cases where differing < 3 {
      let session = Self.session(of: fixture.model, &random)
      let answer = fixture.model.answer(session)
      let decisions = try kratos.decide(session)
      seen.count(answer, session)
      for decision in decisions {
        let problems = Self.problems(decision, answer, session, fixture.model)
        if !problems.isEmpty { differing += 1 }
        #expect(problems == [], "seed \(seed): \(session)")
      }
    }
    // What is compared has both sides, as far as the settings leave them.
    if Self.cases >= 200 {
      #expect(seen.live > 0 && seen.over > 0 && seen.guarded > 0, "\(seen)")
    }
  }

  // MARK: Comparing

  private struct Seen {
    var (live, over, guarded) = (0, 0, 0)

    mutating func count(_ answer: KratosModel.Answer, _ session: KratosModel.Session) {
      live += answer.isLive ? 1 : 0
      over += answer.isLive ? 0 : 1
      guarded += session.action?.hasPrefix("settings.") == true ? 1 : 0
    }
  }

  /// Where a decision is not what Kratos does, but for where it is stricter on purpose.
  private static func problems(
    _ decision: Decision, _ answer: KratosModel.Answer, _ session: KratosModel.Session,
    _ model: KratosModel
  ) -> [String] {
    var problems: [String] = []
    func check(_ holds: Bool, _ problem: String) { if !holds { problems.append(problem) } }
    guard answer.isLive else {
      // Kratos would still extend it.
      check(decision.outcome == .signIn, "outcome \(decision.outcome) of what is over")
      check(!decision.extend.isAllowed && !decision.refresh.isAllowed, "something is permitted")
      return problems
    }
    let passes = answer.hasLevel && answer.isRecent
    check((decision.outcome == .proceed) == passes, "outcome \(decision.outcome)")
    if let demand = decision.reauthentication, decision.outcome == .reauthenticate {
      let level: AssuranceLevel = session.methods.isEmpty && session.available < 2 ? .aal1 : .aal2
      check((demand.aal == nil) == answer.hasLevel, "level \(String(describing: demand.aal))")
      check(demand.aal == nil || demand.aal == level || demand.aal == .aal1, "level")
      check(
        demand.maxAge
          == (answer.isRecent || model.privileged == 0 ? nil : .nanoseconds(model.privileged)),
        "age \(String(describing: demand.maxAge))")
    }
    if decision.outcome != .signIn { check(decision.refresh.isAllowed, "no refresh") }
    // Stricter on purpose: nothing without knowing the identity, while a login is due, or for no gain.
    let gains = answer.extended.map { $0 > session.expiresAt } ?? false
    let isExtended = gains && passes && session.identityState == "active"
    check(decision.extend.isAllowed == isExtended, "extend \(decision.extend)")
    if isExtended {
      check(
        decision.extend.expiresAt == answer.extended.flatMap { instant($0) },
        "new expiry \(String(describing: decision.extend.expiresAt))")
    }
    return problems
  }

  // MARK: Sessions

  private static let now = Timestamp(seconds: 1_772_355_600) ?? .minimum

  fileprivate static func instant(_ offset: Int64) -> Timestamp? {
    now.adding(.nanoseconds(offset))
  }

  private static let actions = [
    nil, "report.read", "payment.create", "settings.profile", "settings.password", "settings.totp",
    "settings.lookup_secret", "settings.webauthn", "settings.passkey", "settings.oidc",
    "settings.protected_traits",
  ]

  /// A session at, beside or between the edges of the settings.
  private static func session(
    of model: KratosModel, _ random: inout SeededGenerator
  ) -> KratosModel.Session {
    let edges = [
      model.lifespan, model.window ?? model.lifespan, min(model.lifespan, model.window ?? .max), 0,
    ]
    var session = KratosModel.Session(
      expiresAt: near(random.pick(edges), &random),
      authenticatedAt: -max(0, near(model.privileged, &random)),
      methods: methods(&random), available: random.below(3), action: random.pick(actions))
    if session.expiresAt <= 0, random.chance(80) { session.expiresAt = 1 - session.expiresAt }
    if random.chance(4) { session.isActive = false }
    if random.chance(6) { session.identityState = random.pick([nil, "inactive"]) }
    return session
  }

  private static func near(_ edge: Int64, _ random: inout SeededGenerator) -> Int64 {
    let steps: [Int64] = [0, 0, 1, -1, 1_000, 1_000_000_000, -1_000_000_000, 59_999_999_999]
    if random.chance(60) { return min(edge, .max - 60_000_000_000) + random.pick(steps) }
    return Int64.random(in: 0...max(1, edge == 0 ? 3_600_000_000_000 : edge), using: &random)
  }

  private static func methods(
    _ random: inout SeededGenerator
  ) -> [(name: String, level: Int)] {
    switch random.below(10) {
    case 0: return []
    case 1...5: return [("password", 1)]
    case 6: return [("oidc", 1), ("password", 1)]
    case 7: return [("password", 1), ("totp", 2)]
    case 8: return [("totp", 2)]
    default: return [("passkey", 1), ("lookup_secret", 2), ("password", 1)]
    }
  }
}

/// A configuration that was imported, by its policy and its settings as they were written.
private struct Imported {
  let policies: PolicySet
  /// The configuration itself, and what was written of it.
  let settings: [KratosSettings]

  init(_ fixture: KratosFixture) throws {
    let sources = fixture.parts.enumerated().map { SourceFile(name: "part\($0).yml", text: $1) }
    let release = fixture.release.flatMap(KratosRelease.init)
    let read = KratosConfiguration.read(sources, for: release)
    let own = try #require(read.value?.settings(despite: read.diagnostics, for: release))
    let files = ImportedFiles(KratosBehaviour(own, from: ["kratos.yml"], namesMethods: true))
    let loaded = PolicySet.load([SourceFile(name: "kratos.yaml", text: files.text(of: .policy))])
    policies = try #require(loaded.value, "\(DiagnosticFormatter().format(loaded.diagnostics))")
    #expect(loaded.diagnostics.isEmpty)
    let written = KratosSettings.read(
      SourceFile(name: "settings.json", text: files.text(of: .settings)), for: release)
    settings = [own, try #require(written.value)]
  }

  func decide(_ session: KratosModel.Session) throws -> [Decision] {
    let expiresAt = try #require(ImportEqualityTests.instant(session.expiresAt))
    let authenticatedAt = try #require(ImportEqualityTests.instant(session.authenticatedAt))
    let hasFirst = session.methods.contains { $0.level == 1 }
    let hasSecond = session.methods.contains { $0.level == 2 }
    let level = session.methods.isEmpty ? 0 : hasFirst && hasSecond ? 2 : 1
    let methods = session.methods.map { method in
      [
        "method": .string(method.name), "aal": .string("aal\(method.level)"),
        "completed_at": .string(authenticatedAt.rfc3339),
      ] as JSONValue
    }
    let document: JSONValue = [
      "id": "s", "active": .bool(session.isActive), "expires_at": .string(expiresAt.rfc3339),
      "authenticated_at": .string(authenticatedAt.rfc3339),
      "issued_at": .string(authenticatedAt.rfc3339),
      "authenticator_assurance_level": .string("aal\(level)"),
      "authentication_methods": .array(methods),
      "identity": .object(
        JSONObject(present: [
          ("id", "i"), session.identityState.map { ("state", .string($0)) },
        ])),
    ]
    var snapshot: JSONValue = [
      "now": "2026-03-01T09:00:00Z", "session": document,
      "context": ["available_aal": .string("aal\(session.available)")],
    ]
    if let action = session.action { snapshot["request"] = ["action": .string(action)] }
    let text = JSONWriter.text(of: snapshot)
    let read = SessionReader.read(SourceFile(name: "s.json", text: text))
    let asked = try #require(read.value, "\(read.diagnostics.map(\.message)) \(text)")
    return settings.map { policies.decide(asked, settings: $0) }
  }
}
