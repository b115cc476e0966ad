package import PolicyDiagnostics
package import PolicyTesting
package import PolicyYAML
import SessionPolicy

/// A test suite as far as it could be read.
package struct LintedSuite: Sendable {
  /// The file.
  package let source: SourceFile
  /// Its YAML; `nil` if it is none.
  package let document: YAMLNode?
  /// What it says; `nil` if it has an error.
  package let suite: Suite?

  /// Reads the suites among what was loaded, and what they name.
  ///
  /// The policies that they test are those that were loaded, where they are among them.
  ///
  /// - Returns: The suites, and everything found that was not found before.
  static func read(
    _ loaded: LoadedPolicies, below root: String
  ) -> (suites: [LintedSuite], problems: [Diagnostic]) {
    var loader = SuiteLoader(lending: PolicyShelf(loaded.files), root: root)
    var suites: [LintedSuite] = []
    var problems: [Diagnostic] = []
    for found in loaded.suites {
      let (suite, diagnostics) = loader.load(found.source).parts
      suites.append(LintedSuite(source: found.source, document: found.document, suite: suite))
      problems += diagnostics
    }
    return (suites, problems)
  }
}
