import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import PolicyTime
import Testing

@testable import SessionPolicy

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The laws every decision keeps, over random policies, settings and snapshots.
///
/// `PROPERTY_CASES` sets how many cases are tried, `PROPERTY_SEED` where they begin; a failure names
/// the seed of its case.
@Suite struct DecisionInvariantTests {
  private static func number(_ name: String) -> UInt64? {
    getenv(name).flatMap { UInt64(String(cString: $0)) }
  }

  static let seeds: Range<UInt64> = {
    let first = number("PROPERTY_SEED") ?? 1
    return first..<(first + (number("PROPERTY_CASES") ?? 3_000))
  }()

  private func check(
    timeless: Bool = false, every step: Int = 1, _ body: (RandomCase, UInt64) throws -> Void
  ) throws {
    for seed in stride(from: Self.seeds.lowerBound, to: Self.seeds.upperBound, by: step) {
      try body(RandomCase(seed: seed, timeless: timeless), seed)
    }
  }

  @Test func dueReauthenticationPermitsNoExtensionAndSignInPermitsNothing() throws {
    try check { sample, seed in
      let decision = try sample.policies().decide(
        sample.snapshot, at: sample.now, settings: sample.settings)
      if decision.outcome != .proceed {
        #expect(!decision.extend.isAllowed, "seed \(seed)")
        #expect(!decision.reasons.isEmpty, "seed \(seed)")
      }
      if decision.outcome == .signIn { #expect(!decision.refresh.isAllowed, "seed \(seed)") }
      if decision.outcome == .reauthenticate {
        #expect(decision.refresh.isAllowed, "seed \(seed)")
        #expect(decision.reauthentication?.steps.isEmpty == false, "seed \(seed)")
      }
      #expect(decision.extend.isAllowed == decision.extend.reasons.isEmpty, "seed \(seed)")
      #expect(decision.refresh.isAllowed == decision.refresh.reasons.isEmpty, "seed \(seed)")
    }
  }

  @Test func noExtensionPassesACapOrMovesTheExpiryBack() throws {
    try check { sample, seed in
      let policies = try sample.policies()
      let decision = policies.decide(sample.snapshot, at: sample.now, settings: sample.settings)
      guard decision.extend.isAllowed, let expiry = decision.extend.expiresAt else { return }
      let session = sample.snapshot.session
      #expect(session.expiresAt.map { expiry > $0 } ?? false, "seed \(seed)")
      for rule in policies.policies.flatMap(\.rules)
      where decision.extend.rules.contains(rule.qualifiedID) {
        let isWithin = rule.alternatives.contains { requirement in
          requirement.caps.allSatisfy { cap in
            let start = requirement.start(of: cap.key, in: sample.snapshot, sample.settings)
            return start?.adding(cap.length.value).map { expiry <= $0 } ?? false
          }
        }
        #expect(isWithin, "seed \(seed)")
      }
    }
  }

  @Test func theOrderOfRulesChangesNothing() throws {
    try check(every: 3) { sample, seed in
      var random = SeededGenerator(seed: seed)
      let numbered = Array(sample.rules.enumerated()).map { ($0.offset, $0.element) }
      let first = try sample.policies(numbered).decide(
        sample.snapshot, at: sample.now, settings: sample.settings)
      var second = try sample.policies(numbered.shuffled(using: &random)).decide(
        sample.snapshot, at: sample.now, settings: sample.settings)
      // Another file has another digest.
      second.policies = first.policies
      #expect(
        JSONWriter.text(of: first.json()) == JSONWriter.text(of: second.json()), "seed \(seed)")
    }
  }

  @Test func removingAPermitOrAddingADemandNeverLoosens() throws {
    try check(every: 3) { sample, seed in
      let numbered = Array(sample.rules.enumerated()).map { ($0.offset, $0.element) }
      guard let removed = numbered.indices.randomElement() else { return }
      var fewer = numbered
      fewer.remove(at: removed)
      let all = try sample.policies(numbered).decide(
        sample.snapshot, at: sample.now, settings: sample.settings)
      let less = try sample.policies(fewer).decide(
        sample.snapshot, at: sample.now, settings: sample.settings)
      if numbered[removed].1.effect.hasPrefix("may") {
        #expect(less.isAtMostAsLoose(as: all), "seed \(seed), rule \(removed)")
      } else {
        #expect(all.isAtMostAsLoose(as: less), "seed \(seed), rule \(removed)")
      }
    }
  }

  @Test func removingAnInputNeverLoosens() throws {
    try check(every: 2) { sample, seed in
      let policies = try sample.policies()
      let whole = policies.decide(sample.snapshot, at: sample.now, settings: sample.settings)
      var poorer: [Snapshot] = []
      func without(_ change: (inout Snapshot) -> Void) {
        var copy = sample.snapshot
        change(&copy)
        poorer.append(copy)
      }
      without { $0.session.active = nil }
      without { $0.session.expiresAt = nil }
      without { $0.session.authenticatedAt = nil }
      without { $0.session.issuedAt = nil }
      without { $0.request.action = nil }
      without { $0.request.country = nil }
      without { $0.request.lastActiveAt = nil }
      without { $0.context = [:] }
      for (index, snapshot) in poorer.enumerated() {
        let decision = policies.decide(snapshot, at: sample.now, settings: sample.settings)
        #expect(decision.isAtMostAsLoose(as: whole), "seed \(seed), input \(index)")
      }
    }
  }

  @Test func doingTheStepsClearsThem() throws {
    try check(timeless: true) { sample, seed in
      let policies = try sample.policies()
      let decision = policies.decide(sample.snapshot, at: sample.now, settings: sample.settings)
      guard let due = decision.reauthentication else { return }
      // A rule without a requirement asks for as long as its condition holds.
      let inForce = policies.policies.flatMap(\.rules).filter { due.rules.contains($0.qualifiedID) }
      guard !inForce.contains(where: { !$0.isDemanding }) else { return }
      var snapshot = sample.snapshot
      for step in due.steps {
        let method = step.methods?.first ?? (step.factor == .first ? "password" : "totp")
        snapshot.session.authenticationMethods.append(
          AuthenticationMethod(
            method: method, aal: step.factor == .first ? .aal1 : .aal2, completedAt: sample.now))
        snapshot.session.authenticatedAt = sample.now
      }
      // Steps count from the level stated, which need not be that of the methods in a random session.
      let stated = sample.snapshot.session.assuranceLevel ?? .aal0
      snapshot.session.authenticatorAssuranceLevel =
        max(stated, .achieved(by: snapshot.session.authenticationMethods)).name
      snapshot.session.expiresAt = sample.now.adding(.seconds(3_600))
      let after = policies.decide(snapshot, at: sample.now, settings: sample.settings)
      let still = after.reauthentication?.rules ?? []
      #expect(Set(still).isDisjoint(with: due.rules), "seed \(seed)")
    }
  }

  @Test func aDecisionHoldsUntilTheVeryNanosecondItNames() throws {
    try check { sample, seed in
      let policies = try sample.policies()
      func decide(_ instant: Timestamp) -> Decision {
        policies.decide(sample.snapshot, at: instant, settings: sample.settings)
      }
      let decision = decide(sample.now)
      guard let until = decision.validUntil else {
        if let later = sample.now.adding(.seconds(40 * 86_400)) {
          #expect(decide(later).fixedText == decision.fixedText, "seed \(seed)")
        }
        return
      }
      #expect(until > sample.now, "seed \(seed)")
      #expect(decide(until).fixedText != decision.fixedText, "seed \(seed) at \(until)")
      if let before = until.adding(.nanoseconds(-1)) {
        #expect(decide(before).fixedText == decision.fixedText, "seed \(seed) before \(until)")
      }
      let span = until.elapsed(since: sample.now)
      for part in 1..<4 {
        if let between = sample.now.adding(span / 4 * part) {
          #expect(decide(between).fixedText == decision.fixedText, "seed \(seed) at \(between)")
        }
      }
    }
  }
}
