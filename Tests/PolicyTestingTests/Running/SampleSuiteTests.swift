import PolicyTesting
import Testing

/// The suites that are shipped, each case a test of its own.
@Suite struct SampleSuiteTests {
  private static let samples =
    "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/") + "/samples"

  @Test(arguments: try PolicyTestCase.load(paths: [samples]))
  func sample(_ testCase: PolicyTestCase) throws { try testCase.check() }

  @Test func everyRuleAndEveryClauseIsSeenBothWays() {
    var run = TestRun()
    let problems = run.run(paths: [Self.samples]) { _ in }
    #expect(problems.isEmpty)
    #expect(run.coverage.covered == run.coverage.total)
    #expect(run.coverage.total > 90)
  }

  @Test func loadingNothingIsAnError() {
    #expect(throws: PolicyError.self) {
      try PolicyTestCase.load(paths: [Self.samples + "/kratos"])
    }
  }
}
