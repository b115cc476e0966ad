import PolicyCEL
import Testing

@testable import SessionPolicy

/// What nobody knows may be unknown in another place later; that changes nothing.
@Suite struct UnknownHorizonTests {
  @Test(arguments: [70_003_449, 70_017_498, 70_057_292] as [UInt64])
  func theSameInputMissingInAnotherPlaceIsNoChange(seed: UInt64) throws {
    let sample = RandomCase(seed: seed)
    let policies = try sample.policies()
    let decision = policies.decide(sample.snapshot, at: sample.now, settings: sample.settings)
    guard let until = decision.validUntil else { return }
    let later = policies.decide(sample.snapshot, at: until, settings: sample.settings)
    #expect(later.fixedText != decision.fixedText)
  }
}
