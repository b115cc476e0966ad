package import PolicyDiagnostics
import PolicyDocuments
import PolicyYAML
package import SessionPolicy

/// The files that are linted together.
package struct LintInput: Sendable {
  /// The policies.
  package let loaded: LoadedPolicies
  /// The suites among them.
  package let suites: [LintedSuite]
  /// What is wrong with the suites, or with what they name.
  package let suiteProblems: [Diagnostic]
  /// The identity server's configuration; `nil` if none was given, or if it is no YAML.
  package let kratos: KratosDocument?
  /// What is wrong with that configuration.
  package let kratosProblems: [Diagnostic]

  /// Reads policies and suites under paths.
  ///
  /// - Parameters:
  ///   - paths: Files and directories.
  ///   - sources: Texts that are linted besides, such as standard input.
  ///   - kratos: The path of a configuration of the identity server.
  package init(paths: [String], sources: [SourceFile] = [], kratos path: String? = nil) {
    var loader = PolicyLoader()
    if !paths.isEmpty || sources.isEmpty {
      loader.load(DirectoryReader(paths), acceptingSuites: true)
    }
    for source in sources { loader.load(source, skippingSuites: true) }
    loaded = loader.finish()
    (suites, suiteProblems) = LintedSuite.read(loaded)
    guard let path else {
      (kratos, kratosProblems) = (nil, [])
      return
    }
    do throws(FileError) {
      let file = try FileReader.read(path, limit: KratosSettings.fileLimit)
      (kratos, kratosProblems) = Self.kratos(file)
    } catch {
      (kratos, kratosProblems) = (nil, [error.diagnostic])
    }
  }

  /// Everything whose text was read.
  package var files: [SourceFile] {
    loaded.sources + (kratos.map { [$0.source] } ?? [])
  }

  /// The same with other texts for files of some names.
  func replacing(_ files: [String: SourceFile]) -> LintInput {
    var loader = PolicyLoader()
    let roots = Dictionary(
      loaded.suites.map { ($0.source.name, $0.root) }, uniquingKeysWith: { first, _ in first })
    for file in loaded.files {
      let text = files[file.source.name].flatMap { $0 === file.source ? nil : $0 }
      loader.load(
        text.map(file.replaced) ?? file, skippingSuites: true,
        root: roots[file.source.name] ?? nil)
    }
    let kratos = kratos.map { Self.kratos(files[$0.source.name] ?? $0.source) }
    return LintInput(
      loaded: loader.finish(), kratos: kratos?.document, kratosProblems: kratos?.problems ?? [])
  }

  private init(loaded: LoadedPolicies, kratos: KratosDocument?, kratosProblems: [Diagnostic]) {
    self.loaded = loaded
    (suites, suiteProblems) = LintedSuite.read(loaded)
    self.kratos = kratos
    self.kratosProblems = kratosProblems
  }

  private static func kratos(
    _ file: SourceFile
  ) -> (document: KratosDocument?, problems: [Diagnostic]) {
    let (document, settings, problems) = KratosSettings.readDocument(file)
    return (
      document.map { KratosDocument(source: file, document: $0, settings: settings) }, problems
    )
  }

  /// How many files were read.
  package var fileCount: Int {
    Set(loaded.sources.map(\.name) + loaded.diagnostics.map(\.location.file.name)).count
  }
}
