/// A suite with what of it is run.
package struct SelectedSuite: Sendable {
  /// The suite.
  package let suite: Suite
  /// The cases that are wanted and not skipped, each with its test.
  package let cases: [(test: SuiteTest, testCase: SuiteCase)]
  /// The laws that are wanted, by their places.
  let laws: [Int]
}
