import PolicyJSON
import Testing

@testable import SessionPolicy

/// Deciding from many tasks at once.
@Suite struct DecisionConcurrencyTests {
  @Test func manyTasksGetTheAnswersThatOneWouldGet() async throws {
    let samples = (1...40).map { RandomCase(seed: UInt64($0)) }
    let policies = try samples.map { try $0.policies() }
    let alone = zip(samples, policies).map { sample, policies in
      JSONWriter.text(
        of: policies.decide(sample.snapshot, at: sample.now, settings: sample.settings).json())
    }
    await withTaskGroup(of: (Int, String).self) { group in
      for round in 0..<400 {
        let index = round % samples.count
        let (sample, policies) = (samples[index], policies[index])
        group.addTask {
          let decision = policies.decide(
            sample.snapshot, at: sample.now, settings: sample.settings)
          return (index, JSONWriter.text(of: decision.json()))
        }
      }
      for await (index, text) in group { #expect(text == alone[index]) }
    }
  }
}
