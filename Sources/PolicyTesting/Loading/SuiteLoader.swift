public import PolicyDiagnostics
import PolicyDocuments
import PolicyYAML
public import SessionPolicy

/// Loads suites one after the other, reading what they share once.
public struct SuiteLoader {
  private var resources: SuiteResources

  /// Everything that suites referred to so far, whether or not it could be read.
  public var inputs: [String] { resources.paths.sorted() }

  private let kratosPath: String?
  private let kratosRelease: KratosRelease?

  /// Starts with nothing read.
  ///
  /// - Parameters:
  ///   - kratosPath: The identity server's configuration for suites that name none.
  ///   - kratosRelease: The identity server's release for suites that name none.
  public init(kratosPath: String? = nil, kratosRelease: KratosRelease? = nil) {
    self.kratosPath = kratosPath
    self.kratosRelease = kratosRelease
    resources = SuiteResources()
  }

  /// Starts with policies that were read before, and whose findings were told.
  package init(lending shelf: PolicyShelf) {
    kratosPath = nil
    kratosRelease = nil
    resources = SuiteResources(lending: shelf)
  }

  /// Loads the suites among files and directories, giving each as it is read.
  ///
  /// A directory stands for every suite below it; policies and other documents are passed over.
  ///
  /// - Parameter body: Gets a file, its suite, `nil` if there is an error, and everything found in it.
  /// - Returns: What could not be read, or why there was nothing to load.
  public mutating func load(
    paths: [String], _ body: (SourceFile, Suite?, [Diagnostic]) -> Void
  ) -> [Diagnostic] {
    if let kratosPath {
      let (settings, diagnostics) = resources.settings(at: kratosPath).parts
      guard settings != nil else { return diagnostics }
    }
    let found = DirectoryReader(paths)
    var problems = found.errors.map(\.diagnostic)
    var count = 0
    for file in found.files {
      do throws(FileError) {
        let source = try FileReader.read(file.path)
        let parsed = YAMLParser.parse(source)
        guard file.root == nil || SuiteMark(source, parsed.value) != nil else { continue }
        count += 1
        let root = file.root ?? FilePath.folder(of: file.path)
        let (suite, diagnostics) = load(source, parsed, below: root).parts
        body(source, suite, diagnostics)
      } catch {
        problems.append(error.diagnostic)
      }
    }
    if count == 0, problems.isEmpty { problems.append(Self.nothingFound(paths)) }
    return problems
  }

  private static func nothingFound(_ paths: [String]) -> Diagnostic {
    let name = paths.first ?? "."
    let place = paths.isEmpty ? "named" : "below \(quotedForDisplay(name))"
    return Diagnostic(
      .unreadableFile, .error, "there is no test suite \(place), so nothing was tested",
      at: SourceLocation(SourceFile(name: name, bytes: []), SourceRange(0, 0)),
      help: "suites are files that end in `.yaml` or `.yml` and have a key `suite`")
  }

  /// Loads a suite.
  ///
  /// - Parameters:
  ///   - file: The suite; its name is the path from which its own paths count.
  ///   - root: The folder that documents of sessions never leave; left out, the suite's own.
  /// - Returns: The suite, `nil` if there is an error, and everything found, in the order of its places.
  public mutating func load(
    _ file: SourceFile, below root: String? = nil
  ) -> Loaded<Suite> {
    load(file, YAMLParser.parse(file), below: root ?? FilePath.folder(of: file.name))
  }

  /// Loads a suite whose text was parsed already.
  mutating func load(
    _ file: SourceFile, _ parsed: Loaded<YAMLNode>,
    below root: String
  ) -> Loaded<Suite> {
    let (document, problems) = parsed.parts
    var collector = DiagnosticCollector()
    collector.report(contentsOf: problems)
    var suite: Suite?
    if let document {
      var reader = SuiteReader(
        file: file, folder: FilePath.folder(of: file.name), root: RootFolder(root),
        resources: resources, kratosPath: kratosPath,
        kratosRelease: kratosRelease)
      suite = reader.suite(document)
      resources = reader.resources
      collector.report(contentsOf: reader.reader.diagnostics)
    }
    return Loaded(collector.hasErrors ? nil : suite, collector.sorted)
  }
}
