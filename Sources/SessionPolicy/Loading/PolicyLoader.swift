package import PolicyDiagnostics
import PolicyDocuments
import PolicyYAML

/// Gathers policies and what is wrong with them, each alone and together.
package struct PolicyLoader {
  private var sources: [SourceFile] = []
  private var documents: [PolicyDocument] = []
  private var suites: [SuiteDocument] = []
  private var names = UniqueNames(of: "policies", "nothing tells their rules apart")
  private var diagnostics: [Diagnostic] = []

  /// The most diagnostics that are listed for one file.
  private static let listed = 100

  /// Starts with nothing.
  package init() {}

  /// Adds what was found elsewhere.
  package mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  private mutating func reportBarren(_ directory: String) {
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
  /// - Parameter acceptingSuites: Whether suites are wanted too, even where they are named.
  package mutating func load(_ found: DirectoryReader, acceptingSuites: Bool = false) {
    for error in found.errors { report(error.diagnostic) }
    var barren = Set(found.files.compactMap(\.root))
    for file in found.files {
      do throws(FileError) {
        let source = try FileReader.read(file.path)
        let isPolicy = load(
          source, skippingSuites: acceptingSuites || file.root != nil, root: file.root)
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
    _ source: SourceFile, skippingSuites: Bool, root: String? = nil
  ) -> Bool {
    sources.append(source)
    var (document, found) = YAMLParser.parse(source)
    if let suite = SuiteMark(source, document) {
      guard !skippingSuites else {
        suites.append(SuiteDocument(source: source, document: document, root: root))
        return false
      }
      report(
        Diagnostic(
          .wrongKind, .error, "this file is a test suite, not a policy", at: suite.location,
          path: "$",
          help: "name it to `session-policy test`"))
      return true
    }
    if let document {
      let (policy, name, more) = PolicyReader.read(document, in: source)
      found += more
      if let name, let diagnostic = names.claim(name, path: "$.policy") { report(diagnostic) }
      documents.append(
        PolicyDocument(
          source: source, document: document, policy: policy,
          isComplete: policy != nil && !found.contains { $0.severity == .error }))
    }
    diagnostics += Self.shortened(found, in: source)
    return true
  }

  /// Compares the policies with each other and gives back everything that was loaded.
  package mutating func finish() -> LoadedPolicies {
    let complete = documents.filter(\.isComplete).compactMap(\.policy)
    diagnostics += SharedAttributes.conflicts(complete)
    var collector = DiagnosticCollector()
    collector.report(contentsOf: diagnostics)
    return LoadedPolicies(
      sources: sources, documents: documents, suites: suites,
      set: collector.hasErrors ? nil : PolicySet(policies: complete),
      diagnostics: collector.sorted)
  }

  /// The first of many diagnostics, and a word about the rest.
  private static func shortened(_ found: [Diagnostic], in source: SourceFile) -> [Diagnostic] {
    guard found.count > listed else { return found }
    var collector = DiagnosticCollector()
    collector.report(contentsOf: found)
    let errors = collector.sorted.filter { $0.severity == .error }
    let others = collector.sorted.filter { $0.severity != .error }
    let end = SourceRange(source.bytes.count, source.bytes.count)
    return (errors + others).prefix(listed) + [
      Diagnostic(
        .resourceLimit, .info, "\(found.count - listed) more problems in this file not listed",
        at: SourceLocation(source, end))
    ]
  }
}
