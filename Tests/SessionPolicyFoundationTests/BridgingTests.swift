import Foundation
import SessionPolicy
import SessionPolicyFoundation
import Testing

@Suite("dates and timestamps") struct BridgingTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2001-01-01T00:00:00.5Z", 978_307_200.5),
    ("1969-12-31T23:59:59.75Z", -0.25), ("0001-01-01T00:00:00Z", -62_135_596_800),
    ("9999-12-31T23:59:59Z", 253_402_300_799),
  ])
  func aDateIsTheInstantItNames(text: String, seconds: Double) throws {
    let instant = try #require(Timestamp(rfc3339: text))
    #expect(Timestamp(Date(timeIntervalSince1970: seconds)) == instant)
    #expect(Date(instant).timeIntervalSince1970 == seconds)
  }

  @Test func aDateComesBackAsItWas() {
    for step in 0..<1_000 {
      let date = Date(timeIntervalSinceReferenceDate: 7.9e8 + Double(step) * 0.123_456_7)
      #expect(Timestamp(date).map { Date($0) } == date)
    }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e300, -63_113_904_001, 3e11])
  func noInstantIsMadeUpForADateOutOfRange(seconds: Double) {
    let date = Date(timeIntervalSinceReferenceDate: seconds)
    #expect(Timestamp(date) == nil)
    // No session is live at the last instant there is, so nothing is permitted by a date gone wrong.
    #expect(Timestamp(clamping: date) == .maximum)
  }

  @Test func durationsAreSeconds() {
    #expect(Duration.milliseconds(-1_500).timeInterval == -1.5)
    #expect(Duration(timeInterval: 90.25) == .milliseconds(90_250))
    #expect(Duration(timeInterval: .nan) == nil)
    #expect(Duration(timeInterval: .infinity) == nil)
    #expect(Duration(timeInterval: -1e300) == nil)
  }

  @Test func decisionsTakeDates() throws {
    let policies = try PolicySet.load([
      SourceFile(
        name: "p.yaml",
        text: "version: 1\npolicy: p\nrules:\n  - { id: r, must: sign_in, max_lifetime: 1h }\n")
    ]).get()
    let begin = Date(timeIntervalSince1970: 1_780_000_000)
    let session = Session(
      id: "s", expiresAt: Timestamp(begin + 86_400), authenticatedAt: Timestamp(begin),
      issuedAt: Timestamp(begin), authenticatorAssuranceLevel: "aal1")
    let snapshot = Snapshot(session: session)
    #expect(policies.decide(snapshot, at: begin + 3_599).outcome == .proceed)
    #expect(policies.decide(snapshot, at: begin + 3_600).outcome == .signIn)
    #expect(policies.prepare(snapshot).verdict(at: begin + 3_599).outcome == .proceed)
    #expect(policies.prepare(snapshot).decision(at: begin + 3_600).outcome == .signIn)
  }
}
