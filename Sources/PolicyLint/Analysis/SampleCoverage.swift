import PolicyDiagnostics
import PolicyTesting
import SessionPolicy

/// What the tests of suites see of the policies.
enum SampleCoverage {
  /// Runs every test; `nil` if there is none, if a suite cannot be read, or if a test is skipped,
  /// for what is not run may be just what is missing.
  static func of(_ suites: [LintedSuite]) -> PolicyCoverage? {
    let readable = suites.compactMap(\.suite)
    let tests = readable.flatMap(\.tests)
    guard !tests.isEmpty, readable.count == suites.count,
      tests.allSatisfy({ $0.skipReason == nil })
    else { return nil }
    var coverage = PolicyCoverage()
    for suite in readable {
      let runner = SuiteRunner(suite)
      for test in suite.tests {
        for testCase in test.cases { _ = runner.run(test, testCase, coverage: &coverage) }
      }
    }
    return coverage
  }

  /// The linted policies that some suite tests, and of which no rule is missing for an error.
  static func policies(of subject: LintSubject) -> [Policy] {
    let tested = Set(
      subject.suites.flatMap { ($0.suite?.policies.policies ?? []).map(\.file.bytes) })
    return subject.documents.filter { $0.isComplete && tested.contains($0.source.bytes) }
      .compactMap(\.policy)
  }
}

extension PolicyCoverage {
  /// What was seen of a rule; `nil` if no decision was made.
  func count(of rule: Rule) -> RuleCount? { rules.first { $0.rule == rule.qualifiedID } }
}
