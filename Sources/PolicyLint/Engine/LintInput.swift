package import Diagnostics
package import SessionPolicy
import YAML

/// The files that are linted together.
package struct LintInput: Sendable {
  /// The policies and suites.
  package let loaded: LoadedPolicies
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
    guard let path else {
      (kratos, kratosProblems) = (nil, [])
      return
    }
    do throws(FileError) {
      let file = try FileReader.read(path, limit: KratosSettings.fileLimit)
      let (document, settings, problems) = KratosSettings.readDocument(file)
      kratosProblems = problems
      kratos = document.map { KratosDocument(source: file, document: $0, settings: settings) }
    } catch {
      (kratos, kratosProblems) = (nil, [error.diagnostic])
    }
  }

  /// How many files were read.
  package var fileCount: Int {
    var names = Set(loaded.documents.map(\.source.name) + loaded.suites.map(\.source.name))
    names.formUnion(loaded.diagnostics.map(\.location.file.name))
    return names.count
  }
}
