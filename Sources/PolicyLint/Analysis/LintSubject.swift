package import PolicyAnalysis
import PolicyDiagnostics
package import PolicyTesting
package import SessionPolicy

/// Everything that is linted together.
package struct LintSubject: Sendable {
  /// The policy files, as far as each could be read.
  package let documents: [LintedPolicy]
  /// The test suites among them.
  package let suites: [LintedSuite]
  /// The policies that decide together; `nil` if any of them has an error.
  package let set: PolicySet?
  /// The identity server's configuration; `nil` if none was given.
  package let kratos: KratosConfiguration?
  /// The standard that limits are compared with; `nil` for none.
  package let profile: LimitProfile?

  /// What the suites' tests saw of the policies; `nil` if there are none, or any cannot be run whole.
  package let coverage: PolicyCoverage?

  /// What is so of conditions and rules in every session; `nil` if no check asks.
  package let survey: RuleSurvey?

  /// Whether no policy has an error, so that what is not in ``policies`` is not there at all.
  package var isComplete: Bool { documents.allSatisfy(\.isComplete) }

  /// The names of the files that have no error.
  var completeFiles: Set<Text> { Set(documents.filter(\.isComplete).map { Text($0.source.name) }) }

  /// The policies, as far as each could be read.
  package var policies: [Policy] { documents.compactMap(\.policy) }
}
