import PolicyCEL
import PolicyJSON
import PolicyTime
import Testing

@testable import SessionPolicy

/// Verdicts say what decisions say, and the index of rules changes neither.
@Suite struct VerdictAgreementTests {
  @Test func verdictsAndTheIndexAgreeWithDecisionsWithoutEither() throws {
    let seeds = DecisionInvariantTests.seeds
    var inBits = 0
    for seed in stride(from: seeds.lowerBound, to: seeds.upperBound, by: 5) {
      let sample = RandomCase(seed: seed)
      let policies = try sample.policies()
      let plain = PolicySet(policies: policies.policies, isIndexed: false)
      let prepared = policies.prepare(sample.snapshot, at: sample.now, settings: sample.settings)
      func decide(_ set: PolicySet, at now: Timestamp) -> Decision {
        set.decide(sample.snapshot, at: now, settings: sample.settings)
      }
      for offset: Int64 in [0, 899, 3_600, 86_400] {
        let now = try #require(sample.now.adding(.seconds(offset)))
        if prepared.shortVerdict(at: now) != nil { inBits += 1 }
        let decision = decide(plain, at: now)
        let indexed = decide(policies, at: now)
        #expect(
          JSONWriter.text(of: indexed.json()) == JSONWriter.text(of: decision.json()), "\(seed)")
        #expect(prepared.verdict(at: now) == Verdict(decision), "\(seed)")
        let (verdict, until) = prepared.verdictUntil(at: now, steps: 64)
        #expect(verdict == Verdict(decision), "\(seed)")
        // Never late: just before the bound the answer is the same, whatever was stepped over.
        guard let before = until?.adding(.nanoseconds(-1)), before > now else { continue }
        let later = Verdict(decide(plain, at: before))
        #expect(later.outcome == verdict.outcome, "\(seed)")
        #expect(later.isExtendAllowed == verdict.isExtendAllowed, "\(seed)")
        #expect(later.isRefreshAllowed == verdict.isRefreshAllowed, "\(seed)")
      }
    }
    #expect(inBits > seeds.count / 5, "the short way is taken")
  }
}
