import PolicyAnalysis
import PolicyDiagnostics
import PolicyTesting
import SessionPolicy

/// What came of the mutants of some policies.
struct MutationReport {
  let results: [MutantResult]
  /// Every test that was run on them.
  let tests: [TestName]
  /// What was compared with, as it was written; `nil` if everything was changed.
  let old: String?
  let summary: MutationSummary

  init(_ results: [MutantResult], tests: [TestName], comparedWith old: String?) {
    self.results = results
    self.tests = tests
    self.old = old
    summary = MutationSummary(results)
  }

  /// The results of each file, in the order of the files.
  var files: [(file: SourceFile, results: [MutantResult])] {
    var files: [(file: SourceFile, results: [MutantResult])] = []
    for result in results {
      if files.last?.file === result.mutant.file {
        files[files.count - 1].results.append(result)
      } else {
        files.append((result.mutant.file, [result]))
      }
    }
    return files
  }
}
