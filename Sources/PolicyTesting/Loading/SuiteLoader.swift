public import PolicyDiagnostics
import PolicyDocuments
import PolicyYAML
public import SessionPolicy

/// Loads suites one after the other, reading what they share once.
public struct SuiteLoader {
  private var resources: SuiteResources

  /// Everything that suites referred to so far, whether or not it could be read.
  public var inputs: [String] { resources.paths.sorted().map(\.string) }
  /// What is told of configurations of Kratos that are used all the same.
  public var warnings: [Diagnostic] { resources.warnings }
  /// The configurations of Kratos that were skipped.
  public private(set) var skipped: [String] = []

  /// Whether suites may be without any test.
  var isAcceptingDrafts = false

  /// The most diagnostics that are listed for one suite.
  static let listed = 100

  private let defaults: SuiteDefaults
  private let root: RootFolder

  /// Starts with nothing read.
  ///
  /// - Parameters:
  ///   - kratosPaths: The parts of the identity server's configuration for suites that name none.
  ///   - kratosRelease: The identity server's release for suites that name none.
  ///   - root: The folder outside of which nothing is read that suites name, also not through links.
  public init(
    kratosPaths: [String] = [], kratosRelease: KratosRelease? = nil, root: String = "."
  ) {
    defaults = SuiteDefaults(kratosPaths: kratosPaths, kratosRelease: kratosRelease)
    self.root = RootFolder(root)
    resources = SuiteResources(below: self.root)
  }

  /// Starts with policies that were read before, and whose findings were told.
  package init(lending shelf: PolicyShelf, root: String) {
    defaults = SuiteDefaults()
    self.root = RootFolder(root)
    resources = SuiteResources(below: self.root, lending: shelf)
  }

  /// Loads the suites among files and directories, giving each as it is read.
  ///
  /// A directory stands for every suite below it. Policies among them are passed over, configurations
  /// of Kratos are skipped, and every other file with an ending of YAML is a problem.
  ///
  /// - Parameter body: Gets a file, its suite, `nil` if there is an error, and everything found in it.
  /// - Returns: What could not be read or is no suite, and why there was nothing to load.
  public mutating func load(
    paths: [String], _ body: (SourceFile, Suite?, [Diagnostic]) -> Void
  ) -> [Diagnostic] {
    if !defaults.kratosPaths.isEmpty {
      let (settings, diagnostics) =
        resources.settings(at: defaults.kratosPaths, isGiven: true).parts
      guard settings != nil else { return diagnostics }
    }
    let found = DirectoryReader(paths)
    var problems = found.errors.map(\.diagnostic)
    var count = 0
    for file in found.files {
      do throws(FileError) {
        let source = try read(file)
        let parsed = YAMLParser.parse(source)
        let kind = DocumentKind(source, parsed.value)
        if kind == .unknown, let document = parsed.value,
          let foreign = ForeignFile(document, givenFor: .suite)
        {
          problems.append(foreign.diagnostic)
          continue
        }
        switch file.root == nil ? .suite : kind {
        case .suite: break
        case .policy where parsed.value.map(Self.isHalfSuite) ?? false: break
        case .policy where parsed.value != nil: continue
        case .kratos where KratosSettings.isConfigurationLike(source):
          skipped.append(file.path)
          continue
        default:
          problems += Self.stranger(source, parsed)
          continue
        }
        count += 1
        let (suite, diagnostics) = load(source, parsed).parts
        body(source, suite, diagnostics)
      } catch {
        problems.append(error.diagnostic)
      }
    }
    if count == 0, problems.isEmpty { problems.append(Self.nothingFound(paths)) }
    return problems
  }

  /// Whether what has the key of a policy has keys that only suites have: a suite that says `policy` for
  /// `policies` would be taken for a policy, and its tests be passed over.
  private static func isHalfSuite(_ document: YAMLNode) -> Bool {
    let keys = (document.mapping ?? []).compactMap(\.key.scalar)
    return keys.contains { FieldTable.suite[$0] != nil && FieldTable.policy[$0] == nil }
  }

  /// Reads a file; one that was found below a folder, only if it does not lie elsewhere.
  private func read(_ file: DirectoryReader.Found) throws(FileError) -> SourceFile {
    if let folder = file.root, !root.contains(file.path), !RootFolder(folder).contains(file.path) {
      throw FileError(path: file.path, .outside)
    }
    return try FileReader.read(file.path)
  }

  /// What is wrong with a file that is nothing which may stand in a folder of suites.
  private static func stranger(
    _ source: SourceFile, _ parsed: Loaded<YAMLNode>
  ) -> [Diagnostic] {
    guard let document = parsed.value else {
      return parsed.diagnostics.filter { $0.severity == .error }
    }
    let keys = document.mapping?.compactMap(\.key.scalar) ?? []
    let near = keys.lazy.compactMap { key in
      nearestNames(to: key, among: ["suite", "policy"]).first.map { (key, $0) }
    }.first
    let place =
      document.mapping?.first { $0.key.scalar == near?.0 }?.key.location ?? document.location
    return [
      Diagnostic(
        .wrongKind, .error,
        "this file is neither a suite nor a policy, so nothing of it is tested", at: place,
        path: "$",
        help: near.map { "did you mean `\($0.1)`?" }
          ?? "suites have a key `suite`, and policies a key `policy`")
    ]
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
  /// - Parameter file: The suite; its name is the path from which its own paths count.
  /// - Returns: The suite, `nil` if there is an error, and everything found, in the order of its places.
  public mutating func load(
    _ file: SourceFile
  ) -> Loaded<Suite> {
    load(file, YAMLParser.parse(file))
  }

  /// Loads a suite whose text was parsed already.
  mutating func load(
    _ file: SourceFile, _ parsed: Loaded<YAMLNode>
  ) -> Loaded<Suite> {
    let (document, problems) = parsed.parts
    var collector = DiagnosticCollector()
    collector.report(contentsOf: problems)
    var suite: Suite?
    if let document {
      var reader = SuiteReader(
        file, resources: resources, defaults: defaults, isAcceptingDrafts: isAcceptingDrafts)
      suite = reader.suite(document)
      resources = reader.resources
      collector.report(contentsOf: reader.reader.diagnostics)
    }
    return Loaded(
      collector.hasErrors ? nil : suite, collector.sorted(atMost: Self.listed, in: file))
  }
}
