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

  /// Where a rule asks which methods were shown, the session after steps is made as a whole, and by what steps
  /// move otherwise. Both are the same session.
  @Test func aRuleThatLooksAtMethodsAndNeverAppliesChangesNothing() throws {
    var seen = 0
    try check(every: 3) { sample, seed in
      var random = SeededGenerator(seed: seed)
      let moved = (0..<2).map { _ in
        RandomRule(
          effect: random.pick(["must: reauthenticate", "must: sign_in"]),
          lines: [
            random.pick(["aal: aal2", "max_age: 15m", "max_age: 1d"]),
            "when: "
              + random.pick([
                "session.authentication_age < duration(\"1h\")", "session.age > duration(\"2h\")",
                "session.idle <= duration(\"5m\")", "session.idle > duration(\"1m\")",
                "session.remaining > duration(\"30m\")", "session.aal == \"aal2\"",
                "session.aal == \"aal1\"", "session.active",
              ]),
          ])
      }
      let numbered = Array((sample.rules + moved).enumerated()).map { ($0.offset, $0.element) }
      let looking = RandomRule(
        effect: "must: reauthenticate",
        lines: [
          "aal: aal2",
          "when: session.id == \"nobody\" && "
            + "session.authentication_methods.exists(m, m.method == \"totp\")",
        ])
      let first = try sample.policies(numbered).decide(
        sample.snapshot, at: sample.now, settings: sample.settings)
      var second = try sample.policies(numbered + [(numbered.count, looking)]).decide(
        sample.snapshot, at: sample.now, settings: sample.settings)
      second.policies = first.policies
      if first.reauthentication != nil { seen += 1 }
      #expect(
        JSONWriter.text(of: first.json()) == JSONWriter.text(of: second.json()), "seed \(seed)")
    }
    #expect(seen > 0)
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

  /// The snapshot without each of its inputs, and with each of them failed; but not with what it says of
  /// the level, for that is worked out then.
  private static func poorer(_ sample: RandomCase) -> [(name: String, snapshot: Snapshot)] {
    var found: [(String, Snapshot)] = []
    func with(_ name: String, _ change: (inout Snapshot) -> Void) {
      var copy = sample.snapshot
      change(&copy)
      found.append((name, copy))
    }
    let ahead = sample.now.adding(.seconds(3_600))
    with("no active") { $0.session.active = nil }
    with("no expires_at") { $0.session.expiresAt = nil }
    for (name, instant) in [("no", nil), ("future", ahead)] {
      with("\(name) authenticated_at") { $0.session.authenticatedAt = instant }
      with("\(name) issued_at") { $0.session.issuedAt = instant }
      with("\(name) last_active_at") { $0.request.lastActiveAt = instant }
      for place in sample.snapshot.session.authenticationMethods.indices {
        with("\(name) completed_at \(place)") {
          $0.session.authenticationMethods[place].completedAt = instant
        }
      }
    }
    // A list that is left out says nothing; the level stated still does, unless the list contradicts it: a
    // level below that of the methods, which Kratos never writes.
    let session = sample.snapshot.session
    if session.authenticatorAssuranceLevel != nil,
      session.assuranceLevel ?? .aal0 >= .achieved(by: session.authenticationMethods)
    {
      with("no methods") { snapshot in
        let session = snapshot.session
        snapshot.session = Session(
          id: session.id, active: session.active, expiresAt: session.expiresAt,
          authenticatedAt: session.authenticatedAt, issuedAt: session.issuedAt,
          authenticatorAssuranceLevel: session.authenticatorAssuranceLevel,
          identity: session.identity)
      }
    }
    // Kratos lets a session go on whose identity nobody shows.
    if sample.snapshot.session.identity?.state == "active" {
      with("no identity") { $0.session.identity = nil }
      with("no state") { $0.session.identity?.state = nil }
    }
    with("no action") { $0.request.action = nil }
    with("no country") { $0.request.country = nil }
    with("no risk") { $0.context = [:] }
    for risk in [JSONValue.string("HIGH"), .array([.string("high")]), true, ["high": true]] {
      with("risk \(JSONWriter.text(of: risk))") { $0.context = ["risk": risk] }
    }
    return found
  }

  @Test func removingAnInputOrMakingItFailNeverLoosens() throws {
    try check { sample, seed in
      let policies = try sample.policies()
      let whole = policies.decide(sample.snapshot, at: sample.now, settings: sample.settings)
      for (name, snapshot) in Self.poorer(sample) {
        let decision = policies.decide(snapshot, at: sample.now, settings: sample.settings)
        let isStricter = decision.isAtMostAsLoose(as: whole)
        #expect(isStricter, "seed \(seed), \(name)")
      }
    }
  }

  // MARK: Steps

  /// The session after some methods were shown, each as a factor, told without the engine.
  private static func session(
    of sample: RandomCase, after picks: [(factor: Decision.Step.Factor, method: String)],
    level: AssuranceLevel
  ) -> Snapshot {
    var snapshot = sample.snapshot
    for (factor, method) in picks {
      snapshot.session.authenticationMethods.append(
        AuthenticationMethod(
          method: method, aal: factor == .first ? .aal1 : .aal2, completedAt: sample.now))
    }
    snapshot.session.authenticatedAt = sample.now
    snapshot.session.authenticatorAssuranceLevel = level.name
    snapshot.session.expiresAt = sample.now.adding(sample.settings.lifespan)
    snapshot.request.lastActiveAt = sample.now
    return snapshot
  }

  /// The rules that ask.
  ///
  /// - Parameter isStrict: Whether those count that ask for nothing in particular.
  private static func asking(
    _ decision: Decision, _ policies: PolicySet, isStrict: Bool = true
  ) -> Set<String> {
    let rules = policies.policies.flatMap(\.rules).filter { rule in
      rule.effect == .mustSignIn
        || rule.effect == .mustReauthenticate && (isStrict || rule.isDemanding)
    }
    return Set(decision.reasons.compactMap(\.rule)).intersection(rules.map(\.qualifiedID))
  }

  /// Every choice of methods, up to so many.
  private static func choices(
    _ steps: [Decision.Step]
  ) -> [[(factor: Decision.Step.Factor, method: String)]] {
    steps.reduce([[]]) { choices, step in
      let any = step.factor == .first ? ["password", "passkey"] : ["totp", "lookup_secret"]
      return Array(
        choices.flatMap { choice in
          (step.methods ?? any).map { choice + [(step.factor, $0)] }
        }.prefix(16))
    }
  }

  @Test func doingTheStepsClearsThem() throws {
    for timeless in [true, false] {
      try check(timeless: timeless) { sample, seed in
        let policies = try sample.policies()
        let decision = policies.decide(sample.snapshot, at: sample.now, settings: sample.settings)
        for way in decision.reauthentication?.alternatives ?? [] {
          // Steps count from the level stated, which need not be that of the methods.
          let level = try #require(way.last).then.aal
          for picks in Self.choices(way) {
            let after = policies.decide(
              Self.session(of: sample, after: picks, level: level), at: sample.now,
              settings: sample.settings)
            let left = Self.asking(after, policies)
            #expect(
              Self.asking(after, policies, isStrict: false).isEmpty,
              "seed \(seed), \(timeless), \(picks)")
            // What asks for nothing is ended where anything ends it; a list of methods that is not known
            // stays so, which cannot be written down.
            if !left.isEmpty, sample.snapshot.session.listsMethods {
              let isEndless = Self.isEndless(sample, policies)
              #expect(isEndless, "seed \(seed), \(timeless), \(picks), \(left)")
            }
          }
        }
      }
    }
  }

  private static let steps: [(factor: Decision.Step.Factor, method: String)] = [
    (.first, "password"), (.first, "passkey"), (.first, "webauthn"), (.second, "totp"),
    (.second, "webauthn"), (.second, "lookup_secret"),
  ]

  /// What is decided after each choice of up to three steps.
  private static func afterSteps(
    _ sample: RandomCase, _ policies: PolicySet,
    _ body: (Decision, [(factor: Decision.Step.Factor, method: String)]) -> Void
  ) {
    let stated = sample.snapshot.session.assuranceLevel ?? .aal0
    for chosen in 1..<(1 << steps.count) where chosen.nonzeroBitCount <= 3 {
      let picks = steps.indices.filter { chosen >> $0 & 1 != 0 }.map { steps[$0] }
      let methods = session(of: sample, after: picks, level: stated).session
        .authenticationMethods
      let snapshot = session(
        of: sample, after: picks, level: max(stated, .achieved(by: methods)))
      body(
        policies.decide(snapshot, at: sample.now, settings: sample.settings), picks)
    }
  }

  /// Whether something asks whatever is shown.
  private static func isEndless(_ sample: RandomCase, _ policies: PolicySet) -> Bool {
    var isEndless = true
    afterSteps(sample, policies) { decision, _ in
      if asking(decision, policies).isEmpty { isEndless = false }
    }
    return isEndless
  }

  @Test func onlyWhereNoStepsClearThemIsTheSessionOver() throws {
    try check { sample, seed in
      let policies = try sample.policies()
      let decision = policies.decide(sample.snapshot, at: sample.now, settings: sample.settings)
      // Over for want of a way, and for nothing else.
      // A list of methods that is not known stays so, which cannot be written down.
      guard decision.outcome == .signIn, sample.snapshot.session.listsMethods,
        decision.refresh.reasons.contains(where: { $0.code == .signInDue && $0.rule == nil })
      else { return }
      Self.afterSteps(sample, policies) { after, picks in
        let left = Self.asking(after, policies, isStrict: false)
        #expect(!left.isEmpty, "seed \(seed), \(picks)")
      }
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
