import CEL
public import Diagnostics
import YAML

extension PolicySet {
  /// Loads policies that decide together.
  ///
  /// Everything wrong with any of them is reported at once.
  ///
  /// - Parameter sources: One policy each.
  /// - Returns: The set, `nil` if there is an error, and everything found, in the order of its places.
  public static func load(
    _ sources: [SourceFile]
  ) -> (set: PolicySet?, diagnostics: [Diagnostic]) {
    var loader = PolicyLoader()
    for source in sources { loader.load(source, skippingSuites: false) }
    return loader.finish()
  }

  /// Loads policies from files and directories.
  ///
  /// A directory stands for every `*.yaml` and `*.yml` below it, without those whose names begin with
  /// a dot and without test suites. A file above 1 MiB, a pipe or a device is refused unread.
  ///
  /// - Parameter paths: Files and directories.
  /// - Returns: The set, `nil` if there is an error, and everything found, in the order of its places.
  public static func load(paths: [String]) -> (set: PolicySet?, diagnostics: [Diagnostic]) {
    load(DirectoryReader(paths))
  }

  /// Loads the policies among files that were found.
  static func load(_ found: DirectoryReader) -> (set: PolicySet?, diagnostics: [Diagnostic]) {
    var loader = PolicyLoader()
    for error in found.errors { loader.report(error.diagnostic) }
    var barren = Set(found.files.compactMap(\.root))
    for file in found.files {
      do throws(FileError) {
        let source = try FileReader.read(file.path)
        let isPolicy = loader.load(source, skippingSuites: file.root != nil)
        if isPolicy, let root = file.root { barren.remove(root) }
      } catch {
        loader.report(error.diagnostic)
        if let root = file.root { barren.remove(root) }
      }
    }
    for root in found.emptyRoots + barren.sorted() { loader.reportBarren(root) }
    if found.files.isEmpty, found.errors.isEmpty, found.emptyRoots.isEmpty {
      loader.report(
        Diagnostic(
          .unreadableFile, .error, "no policy file is named, so there is nothing to load",
          at: PolicyLoader.beginning(of: "<policies>")))
    }
    return loader.finish()
  }
}

/// Gathers policies and what is wrong with them, each alone and together.
private struct PolicyLoader {
  private var policies: [Policy] = []
  private var names: [String: Located<String>] = [:]
  private var diagnostics: [Diagnostic] = []

  /// The most diagnostics that are listed for one file.
  private static let listed = 100

  mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  mutating func reportBarren(_ directory: String) {
    report(
      Diagnostic(
        .unreadableFile, .error, "there is no policy below \(quotedForDisplay(directory))",
        at: Self.beginning(of: directory), help: "policies are files that end in `.yaml` or `.yml`")
    )
  }

  static func beginning(of name: String) -> SourceLocation {
    SourceLocation(SourceFile(name: name, bytes: []), SourceRange(0, 0))
  }

  /// Loads one source; `false` if it is a suite and passed over.
  @discardableResult
  mutating func load(_ source: SourceFile, skippingSuites: Bool) -> Bool {
    var (document, found) = YAMLParser.parse(source)
    if let suite = SuiteMark(source, document) {
      guard !skippingSuites else { return false }
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
      if let name { checkUnique(name) }
      if let policy { policies.append(policy) }
    }
    diagnostics += Self.shortened(found, in: source)
    return true
  }

  mutating func finish() -> (set: PolicySet?, diagnostics: [Diagnostic]) {
    diagnostics += SharedAttributes.conflicts(policies)
    var collector = DiagnosticCollector()
    collector.report(contentsOf: diagnostics)
    let set = collector.hasErrors ? nil : PolicySet(policies: policies)
    return (set, collector.sorted)
  }

  private mutating func checkUnique(_ name: Located<String>) {
    let key = name.value.lowercased()
    guard let first = names[key] else {
      names[key] = name
      return
    }
    report(
      Diagnostic(
        .duplicateID, .error,
        "two policies are named `\(name.value)`, so nothing tells their rules apart",
        at: name.location, path: "$.policy",
        help: first.value == name.value
          ? "rename one of them" : "rename one of them; upper and lower case are not told apart",
        related: [.init("`\(first.value)` is here", at: first.location)]))
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
