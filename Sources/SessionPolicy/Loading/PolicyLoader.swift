package import PolicyDiagnostics
package import PolicyDocuments
import PolicyYAML

/// Gathers policies and what is wrong with them, each alone and together.
package struct PolicyLoader {
  private var files: [PolicyFile] = []
  private var documents: [PolicyDocument] = []
  private var suites: [SuiteDocument] = []
  private var kratos: [SourceFile] = []
  private var names = UniqueNames(of: "policies", "nothing tells their rules apart")
  private var diagnostics: [Diagnostic] = []
  /// The files of this set and of others before it.
  package private(set) var shelf: PolicyShelf

  /// Starts with nothing but the files that were read for other sets.
  package init(_ shelf: PolicyShelf = PolicyShelf()) { self.shelf = shelf }

  /// Adds what was found elsewhere.
  package mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  /// Says that a folder has no policy in it.
  package mutating func reportBarren(_ directory: String) {
    report(
      Diagnostic(
        .unreadableFile, .error, "there is no policy below \(quotedForDisplay(directory))",
        at: Self.beginning(of: directory), help: "policies are files that end in `.yaml` or `.yml`")
    )
  }

  private static func beginning(of name: String) -> SourceLocation {
    SourceLocation(SourceFile(name: name, bytes: []), SourceRange(0, 0))
  }

  /// Loads the policies among files that were found.
  ///
  /// - Parameters:
  ///   - acceptingSuites: Whether suites are wanted too, even where they are named.
  ///   - acceptingKratos: Whether configurations of Kratos are, where they are named.
  package mutating func load(
    _ found: DirectoryReader, acceptingSuites: Bool = false, acceptingKratos: Bool = false
  ) {
    for error in found.errors { report(error.diagnostic) }
    var barren = Set(found.files.compactMap(\.root))
    for file in found.files {
      do throws(FileError) {
        let read = try shelf.read(file)
        let isPolicy = load(
          read, skippingSuites: acceptingSuites || file.root != nil,
          acceptingKratos: acceptingKratos && file.root == nil, root: file.root)
        if isPolicy || acceptingSuites, let root = file.root { barren.remove(root) }
      } catch {
        report(error.diagnostic)
        if let root = file.root { barren.remove(root) }
      }
    }
    for root in found.emptyRoots + barren.sorted() { reportBarren(root) }
    if found.files.isEmpty, found.errors.isEmpty, found.emptyRoots.isEmpty {
      report(
        Diagnostic(
          .unreadableFile, .error, "no policy file is named, so there is nothing to load",
          at: Self.beginning(of: "<policies>")))
    }
  }

  /// Loads one source; `false` if it is a suite and passed over.
  @discardableResult
  package mutating func load(
    _ source: SourceFile, skippingSuites: Bool, acceptingKratos: Bool = false,
    root: String? = nil
  ) -> Bool {
    load(
      PolicyFile(source), skippingSuites: skippingSuites, acceptingKratos: acceptingKratos,
      root: root)
  }

  /// Loads what was read before; `false` if it is a suite and passed over.
  @discardableResult
  package mutating func load(
    _ file: PolicyFile, skippingSuites: Bool, acceptingKratos: Bool = false,
    root: String? = nil
  ) -> Bool {
    if file.kind == .kratos {
      let place = SourceLocation(file.source.asConfiguration, SourceRange(0, 0))
      if acceptingKratos {
        kratos.append(file.source)
      } else if root != nil {
        report(
          Diagnostic(
            .wrongKind, .info, "this file is a configuration of Kratos, and is skipped", at: place,
            path: "$", help: "give it with `--kratos`"))
        return false
      } else {
        report(
          Diagnostic(
            .wrongKind, .error, "this file is a configuration of Kratos, not a policy",
            at: place, path: "$", help: "give it with `--kratos`"))
      }
      return true
    }
    files.append(file)
    if file.kind == .suite {
      guard !skippingSuites else {
        suites.append(SuiteDocument(source: file.source, document: file.document, root: root))
        return false
      }
      report(
        Diagnostic(
          .wrongKind, .error, "this file is a test suite, not a policy", at: file.suiteMark,
          path: "$",
          help: "name it to `session-policy test`"))
      return true
    }
    if let policy = file.policy { documents.append(policy) }
    if let name = file.name, let diagnostic = names.claim(name, path: "$.policy") {
      report(diagnostic)
    }
    diagnostics += file.diagnostics
    return true
  }

  /// Compares the policies with each other and gives back everything that was loaded.
  package mutating func finish() -> LoadedPolicies {
    let complete = documents.filter(\.isComplete).compactMap(\.policy)
    diagnostics += SharedAttributes.conflicts(complete)
    var collector = DiagnosticCollector()
    collector.report(contentsOf: diagnostics)
    return LoadedPolicies(
      files: files, documents: documents, suites: suites, kratos: kratos,
      set: collector.hasErrors ? nil : PolicySet(policies: complete),
      diagnostics: collector.sorted)
  }
}

extension Diagnostic {
  /// Whether it says that a configuration of Kratos in a folder of policies was skipped.
  package var isOfSkippedFile: Bool { severity == .info && code == .wrongKind }
}
