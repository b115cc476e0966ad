import PolicyAnalysis
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
  package let kratos: KratosConfiguration?
  private let release: KratosRelease?
  /// What is wrong with that configuration.
  package let kratosProblems: [Diagnostic]
  private let root: String

  /// Reads policies and suites under paths.
  ///
  /// - Parameters:
  ///   - paths: Files and directories.
  ///   - sources: Texts that are linted besides, such as standard input.
  ///   - kratos: The paths of the parts of a configuration of the identity server; those that are
  ///     named among the other paths come before them.
  ///   - release: The release that the configuration is for; `nil` to tell it from what it says.
  ///   - root: The folder outside of which nothing is read that suites name.
  package init(
    paths: [String], sources: [SourceFile] = [], kratos kratosPaths: [String] = [],
    release: KratosRelease? = nil, root: String = "."
  ) {
    self.root = root
    var loader = PolicyLoader()
    if !paths.isEmpty || (sources.isEmpty && kratosPaths.isEmpty) {
      loader.load(DirectoryReader(paths), acceptingSuites: true, acceptingKratos: true)
    }
    for source in sources { loader.load(source, skippingSuites: true, acceptingKratos: true) }
    loaded = loader.finish()
    (suites, suiteProblems) = LintedSuite.read(loaded, below: root)
    self.release = release
    var parts = loaded.kratos
    var unread: [Diagnostic] = []
    for path in kratosPaths where !parts.contains(where: { $0.name.hasSameBytes(as: path) }) {
      do throws(FileError) {
        parts.append(try FileReader.read(path, limit: KratosSettings.fileLimit))
      } catch {
        unread.append(error.diagnostic)
      }
    }
    guard unread.isEmpty, !parts.isEmpty else {
      (kratos, kratosProblems) = (nil, unread)
      return
    }
    (kratos, kratosProblems) = KratosConfiguration.read(parts, for: release).parts
  }

  /// Everything whose text was read.
  package var files: [SourceFile] {
    loaded.sources + (kratos?.parts.map(\.source) ?? [])
  }

  /// The same with other texts for files of some names.
  func replacing(_ files: [Text: SourceFile]) -> LintInput {
    var loader = PolicyLoader()
    let roots = Dictionary(
      loaded.suites.map { (Text($0.source.name), $0.root) }, uniquingKeysWith: { first, _ in first }
    )
    for file in loaded.files {
      let name = Text(file.source.name)
      let text = files[name].flatMap { $0 === file.source ? nil : $0 }
      loader.load(
        text.map(file.replaced) ?? file, skippingSuites: true,
        root: roots[name] ?? nil)
    }
    return LintInput(loaded: loader.finish(), kratos: kratos, files, release, root: root)
  }

  private init(
    loaded: LoadedPolicies, kratos: KratosConfiguration?, _ files: [Text: SourceFile],
    _ release: KratosRelease?, root: String
  ) {
    self.root = root
    self.loaded = loaded
    (suites, suiteProblems) = LintedSuite.read(loaded, below: root)
    self.release = release
    let parts = kratos?.parts.map { files[Text($0.source.name)] ?? $0.source } ?? []
    (self.kratos, kratosProblems) =
      parts.isEmpty ? (nil, []) : KratosConfiguration.read(parts, for: release).parts
  }

  /// What is so of the conditions and rules in every session, as far as they could be read.
  ///
  /// - Parameter profile: The standard whose bounds are looked at too.
  func survey(for profile: LimitProfile?) -> RuleSurvey {
    let set = loaded.set ?? PolicySet(policies: loaded.documents.compactMap(\.policy))
    var limits = Analysis.Limits()
    // Lint is run at every save: a question has 40 ms, and all of them have less than a second, more only for
    // more than two thousand rules or a MiB, and then in proportion.
    let size = set.policies.reduce(0) { $0 + $1.file.bytes.count }
    let count = set.policies.reduce(0) { $0 + $1.rules.count }
    limits.work = max(20_000_000, 4_000_000 + 12 * size, 10_000 * count)
    limits.question = 2_000_000
    limits.terms = 4_000_000
    return RuleSurvey(
      set, settings: kratos?.settings ?? KratosSettings(), isConfigured: kratos?.settings != nil,
      bounds: profile?.bounds ?? [], tokens: kratos?.tokens.map(\.life) ?? [], limits: limits)
  }

  /// How many files were read.
  package var fileCount: Int {
    let problems = loaded.diagnostics + kratosProblems
    return Set((files + problems.map(\.location.file)).map { Text($0.name) }).count
  }
}
