import PolicyCEL
import PolicyDiagnostics
import PolicyTime
import Testing

@testable import SessionPolicy

/// Bounds far from the present, which do not fit into 64 bits of nanoseconds.
@Suite struct DistantInstantTests {
  private func decide(
    when condition: String, at now: String, expiresAt: String = "9999-01-01T00:00:00Z"
  ) throws -> Decision {
    let policy = """
      version: 1
      policy: p
      rules:
        - { id: r, may: refresh, when: '\(condition)' }
      """
    let set = try #require(PolicySet.load([SourceFile(name: "p.yaml", text: policy)]).value)
    let session = Session(id: "s", expiresAt: Timestamp(rfc3339: expiresAt))
    let now = try #require(Timestamp(rfc3339: now))
    let prepared = set.prepare(Snapshot(session: session), at: now)
    let decision = set.decide(Snapshot(session: session), at: now)
    #expect(prepared.verdict() == Verdict(decision))
    let until = prepared.verdictUntil().validUntil
    #expect(until == decision.validUntil)
    return decision
  }

  @Test(arguments: [
    ("now < timestamp(\"2300-01-01T00:00:00Z\")", "2026-03-01T09:00:00Z", "2300-01-01T00:00:00Z"),
    ("now < timestamp(\"1650-01-01T00:00:00Z\")", "1600-03-01T09:00:00Z", "1650-01-01T00:00:00Z"),
    ("now < timestamp(\"2100-01-01T00:00:00Z\")", "1600-03-01T09:00:00Z", "2100-01-01T00:00:00Z"),
    ("now.getFullYear() < 9000", "8999-12-31T23:59:59Z", "9000-01-01T00:00:00Z"),
    ("true", "2026-03-01T09:00:00Z", "9999-01-01T00:00:00Z"),
  ])
  func theBoundIsExactHoweverFar(_ condition: String, _ now: String, _ until: String) throws {
    #expect(try decide(when: condition, at: now).validUntil == Timestamp(rfc3339: until))
  }
}
