public import Diagnostics
import SessionPolicy
import YAML

/// Loads suites one after the other, reading what they share once.
public struct SuiteLoader {
  private var resources = SuiteResources()

  /// Starts with nothing read.
  public init() {}

  /// Loads a suite.
  ///
  /// - Parameters:
  ///   - file: The suite; its name is the path from which its own paths count.
  ///   - root: The folder that documents of sessions never leave.
  /// - Returns: The suite, `nil` if there is an error, and everything found, in the order of its places.
  public mutating func load(
    _ file: SourceFile, below root: String
  ) -> (suite: Suite?, diagnostics: [Diagnostic]) {
    load(file, YAMLParser.parse(file), below: root)
  }

  /// Loads a suite whose text was parsed already.
  mutating func load(
    _ file: SourceFile, _ parsed: (document: YAMLNode?, diagnostics: [Diagnostic]),
    below root: String
  ) -> (suite: Suite?, diagnostics: [Diagnostic]) {
    let (document, problems) = parsed
    var collector = DiagnosticCollector()
    collector.report(contentsOf: problems)
    var suite: Suite?
    if let document {
      var reader = SuiteReader(
        file: file, folder: FixtureFolder.folder(of: file.name), root: FixtureFolder(root),
        resources: resources)
      suite = reader.suite(document)
      resources = reader.resources
      collector.report(contentsOf: reader.reader.diagnostics)
    }
    return (collector.hasErrors ? nil : suite, collector.sorted)
  }
}
