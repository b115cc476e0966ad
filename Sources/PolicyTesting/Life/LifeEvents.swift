package import PolicyDiagnostics
import PolicyDocuments
package import PolicyTime
import PolicyYAML

/// Reads the events of a life from a file that holds the list of a suite's `timeline`.
package enum LifeEvents {
  /// Reads a file.
  ///
  /// As in suites, but that steps may lie before now, for they have happened, and that nothing has to be
  /// expected.
  ///
  /// - Parameter now: The instant from which steps count.
  /// - Returns: The steps in order, `nil` if there is an error, and everything found.
  package static func read(_ file: SourceFile, now: Timestamp) -> Loaded<[TimelineStep]> {
    let (document, problems) = YAMLParser.parse(file).parts
    var collector = DiagnosticCollector()
    collector.report(contentsOf: problems)
    var steps: [TimelineStep]?
    if let document {
      var reader = DocumentReader(tables: [.policy, .rule])
      steps = TimelineReader(ofLifeAt: now).steps(
        DocumentNode(document: document, subject: "the file of events"), &reader)
      collector.report(contentsOf: reader.diagnostics)
    }
    return Loaded(
      collector.hasErrors ? nil : steps, collector.sorted(atMost: SuiteLoader.listed, in: file))
  }
}
