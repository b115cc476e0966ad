import Testing

@testable import PolicyTesting

/// What becomes of mutants, and that bounds never make it look better than it is.
@Suite struct MutationRunTests {
  /// A shipped suite, of whose policy some mutants are proved equal.
  private static func suites() -> [SelectedSuite] {
    let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    var run = TestRun(isCovering: false, root: root)
    run.isKeepingSuites = true
    _ = run.run(paths: [root + "/samples/nist-800-63b-4-aal2.yaml"]) { _ in }
    return run.selected
  }

  private static func names(_ results: [MutantResult]) -> [String] {
    results.map { "\($0.mutant.words) \($0.fate) \($0.runs)" }
  }

  @Test func theSameComesOfThemEachTime() {
    let run = MutationRun(Self.suites())
    var told: [Int] = []
    let results = run.run { told.append($0) }
    #expect(results.count == run.mutants.count)
    #expect(told.last == run.mutants.count)
    #expect(Self.names(results) == Self.names(run.run()))
    let summary = MutationSummary(results)
    #expect(summary.isClean && summary.equal == 3 && summary.refused == 0)
  }

  @Test func whatIsTooMuchIsLeftOutAndSaysSo() {
    var limits = MutationRun.Limits()
    limits.reading = 50_000
    let run = MutationRun(Self.suites(), limits: limits)
    let few = MutationSummary(run.run())
    #expect(few.total + few.refused + few.equal + few.leftOut == run.mutants.count)
    #expect(few.total > 0 && few.leftOut > 20)
    limits.reading = 0
    let none = MutationSummary(MutationRun(Self.suites(), limits: limits).run())
    #expect(none.total == 0 && none.leftOut > 40)
  }

  /// A comparison that is given up is no proof.
  @Test func withoutWorkNothingIsProvedEqual() {
    var limits = MutationRun.Limits()
    limits.workOfOne = 10
    let summary = MutationSummary(MutationRun(Self.suites(), limits: limits).run())
    #expect(summary.equal == 0)
    #expect(summary.unknown == 3)
    #expect(!summary.isClean)
  }
}
