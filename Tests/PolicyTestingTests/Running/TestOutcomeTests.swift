import PolicyTesting
import Testing

@Suite struct TestOutcomeTests {
  @Test func outcomesHaveTheWordsThatProgramsRead() {
    #expect(TestOutcome.allCases.map(\.rawValue) == ["passed", "failed", "skipped", "error"])
  }
}
