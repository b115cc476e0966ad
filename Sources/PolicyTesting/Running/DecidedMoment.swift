import PolicyDiagnostics
import PolicyDocuments
import PolicyTime
import SessionPolicy

/// One decision of a test with everything it came from.
struct DecidedMoment {
  let snapshot: Snapshot
  let now: Timestamp
  let suite: Suite
  let decision: Decision
  /// Whether the session is live.
  let isActive: Bool
  private let firstID: String
  /// Whether failures come with their evidence.
  private let isExplaining: Bool
  /// Made only for coverage and for failures.
  lazy var explanation = suite.policies.explain(snapshot, at: now, settings: suite.settings)

  /// How many rules, and how many clauses of each, a failure shows.
  private static let (listedRules, listedClauses) = (8, 50)

  init(
    _ snapshot: Snapshot, at now: Timestamp, suite: Suite, firstID: String, isExplaining: Bool
  ) {
    self.isExplaining = isExplaining
    var snapshot = snapshot
    snapshot.now = now
    self.snapshot = snapshot
    self.now = now
    self.suite = suite
    decision = suite.policies.decide(snapshot, at: now, settings: suite.settings)
    isActive = KratosRules(suite.settings).isActive(snapshot.session, at: now)
    self.firstID = firstID
  }

  /// Counts what the decision covered; a session that is over is no rule's business.
  mutating func cover(_ coverage: inout PolicyCoverage) {
    coverage.note(decision)
    guard coverage.isEnabled, isActive else { return }
    coverage.note(
      explanation, of: snapshot, at: now, settings: suite.settings, by: suite.policies)
  }

  /// What is not as expected.
  mutating func failures(of expectation: SuiteExpectation) -> [TestFailure] {
    var failures: [TestFailure] = []
    let facts = DecisionFacts(
      decision, snapshot.session,
      level: KratosRules(suite.settings).assuranceLevel(of: snapshot.session), firstID: firstID,
      isActive: isActive, parts: expectation.claims.map(\.part))
    for claim in expectation.claims {
      let actual = facts.value(of: claim.part) ?? ClaimValue.none
      guard !claim.value.matches(actual) else { continue }
      let message =
        "`\(claim.part)` is \(quotedForDisplay(actual.text, limit: 400)), and "
        + "\(quotedForDisplay(claim.value.text, limit: 400)) was expected"
      failures.append(
        failure(
          of: claim.part, expected: claim.value.text, actual: actual.text, message,
          at: claim.location, claim.path))
    }
    return failures
  }

  /// A part that is not as expected, with the evidence.
  mutating func failure(
    of part: String, expected: String, actual: String, _ message: String,
    at location: SourceLocation, _ path: String
  ) -> TestFailure {
    var evidence: FailureEvidence?
    if isExplaining {
      let rules = rules(behind: part)
      let listed = rules.prefix(Self.listedRules).map { $0.listing(Self.listedClauses) }
      evidence = FailureEvidence(
        snapshot: snapshot, decision: decision, rules: listed,
        omittedRules: rules.count - listed.count, now: now,
        reproduction: Reproduction(snapshot, suite).command)
    }
    return TestFailure(
      path: path, part: part, expected: expected, actual: actual, message: message,
      location: location,
      evidence: evidence)
  }

  /// The rules that have a say in a part of the decision; those of a policy that does not apply at all
  /// have none.
  private mutating func rules(behind part: String) -> [Explanation.RuleExplanation] {
    let object: Effect.Object? =
      FieldTable.isAboutExtending(part)
      ? .extend : part.hasPrefix("refresh") ? .refresh : nil
    let relevant = explanation.rules.filter { rule in
      guard rule.isGateOpen else { return false }
      let effect = rule.rule.effect
      // Who may not refresh has to sign in, and then that rule has decided.
      if decision.reasons.contains(where: { $0.rule == rule.rule.qualifiedID }) { return true }
      if effect.verb == .must { return rule.standing == .inForce || object == nil }
      return object.map { $0 == effect.object } ?? false
    }
    return relevant.filter { $0.standing == .inForce || $0.standing == .grants }
      + relevant.filter { $0.standing != .inForce && $0.standing != .grants }
  }
}

extension PolicySet {
  /// About what it takes to decide and explain, in rules: their alternatives, and the ways of what is asked, which
  /// take most of it.
  var weight: Int {
    policies.reduce(1) { weight, policy in
      policy.rules.reduce(weight) {
        $0 + max(1, $1.alternatives.count) + ($1.effect == .mustReauthenticate ? 3 : 0)
      }
    }
  }
}
