package import PolicyDiagnostics
import PolicyDocuments
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
  /// - Returns: The suites, and everything found that was not found before.
  static func read(_ loaded: LoadedPolicies) -> (suites: [LintedSuite], problems: [Diagnostic]) {
    var loader = SuiteLoader()
    var suites: [LintedSuite] = []
    var problems: [Diagnostic] = []
    var told = Set(loaded.diagnostics.map(Remark.init))
    for found in loaded.suites {
      // A loader says only once what is wrong with policies, and refers to that later. Here it was
      // said before, so each suite is to say it again, which is then left out.
      if loaded.set == nil { loader = SuiteLoader() }
      let (suite, diagnostics) = loader.load(
        found.source, below: found.root ?? FilePath.folder(of: found.source.name))
      suites.append(LintedSuite(source: found.source, document: found.document, suite: suite))
      problems += diagnostics.filter { told.insert(Remark($0)).inserted }
    }
    return (suites, problems)
  }

  /// What tells two findings apart, whichever way led to the file.
  private struct Remark: Hashable {
    let code: DiagnosticCode
    let range: SourceRange
    let message: String
    let file: [UInt8]

    init(_ diagnostic: Diagnostic) {
      code = diagnostic.code
      range = diagnostic.location.range
      message = diagnostic.message
      file = diagnostic.location.file.bytes
    }
  }
}
