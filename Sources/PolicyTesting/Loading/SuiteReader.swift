import PolicyDiagnostics
import PolicyDocuments
import PolicyTime
import PolicyYAML
import SessionPolicy

/// Reads one suite, reporting everything that is wrong with it at once.
struct SuiteReader {
  var reader = DocumentReader(tables: [.policy, .rule])
  let file: SourceFile
  /// The folder of the suite, from which its paths count.
  let folder: String
  var resources: SuiteResources
  /// The parts of the identity server's configuration where the suite names none.
  let kratosPaths: [String]
  /// The identity server's release where the suite names none.
  let kratosRelease: KratosRelease?
  /// Whether the suite may be without any test.
  var isAcceptingDrafts = false

  /// What was read so far.
  var now = Timestamp.minimum
  var policies: SuiteResources.Policies?
  var settings = KratosSettings()
  var written = WrittenPaths()
  var sessions: [Text: Session] = [:]
  var sessionNodes: [Text: DictionaryEntry] = [:]
  var requests: [Text: RequestFixture] = [:]
  var requestNodes: [Text: DictionaryEntry] = [:]
  /// The names of all sessions and requests, for tests that name many.
  var sessionNames: Set<Text> = []
  var requestNames: Set<Text> = []
  /// Whether a life is read and not a test: steps may have happened before `now`, and need not fail.
  var isOfLife = false
  /// How often the tests read so far decide.
  var decisions = 0

  /// How often the tests of one suite may decide.
  static let decisionLimit = 100_000

  /// Reads a suite from a document; `nil` if there is an error.
  mutating func suite(_ document: YAMLNode) -> Suite? {
    let node = DocumentNode(document: document, subject: "the suite")
    guard reader.isSupported(node, version: FieldTable.version, of: " of suites") else {
      return nil
    }
    guard let fields = reader.fields(of: node, as: .suite) else { return nil }
    let name = fields["suite"].flatMap { reader.text($0) }
    _ = fields["description"].flatMap { reader.text($0) }
    let instant = fields["now"].flatMap { reader.instant($0)?.value }
    let policyPaths = fields["policies"].flatMap { readPolicies($0) }
    var kratosPaths = kratosPaths
    if let node = fields["kratos"] {
      kratosPaths = readSettings(node)
    } else if let read = resources.settings(at: kratosPaths, isGiven: true).value {
      settings = read
    }
    settings.chosenRelease = kratosRelease
    if let node = fields["kratos_release"] {
      let name = reader.choice(node, among: KratosRelease.allCases.map(\.rawValue))
      settings.chosenRelease = name.flatMap { KratosRelease(rawValue: $0.value) }
      written.release = settings.chosenRelease
    }
    now = instant ?? Timestamp(seconds: 0) ?? .minimum
    fields["sessions"].map { readSessions($0) }
    fields["requests"].map { readRequests($0) }
    let tests = fields["tests"].map { readTests($0) } ?? []
    let laws = fields["laws"].map { readLaws($0) } ?? []
    if fields["tests"] == nil, fields["laws"] == nil, !isAcceptingDrafts {
      reader.report(
        .missingField, "\(node.subject) has neither `tests` nor `laws`, so nothing is tested",
        at: node, place: node.head, help: "add one of them")
    }
    guard reader.errorCount == 0, let name, instant != nil, let policyPaths,
      let set = policies?.set
    else { return nil }
    return Suite(
      name: name.value, file: file, policies: set, settings: settings, now: now, tests: tests,
      laws: laws,
      policyPaths: policyPaths, kratosPaths: kratosPaths, written: written)
  }

  // MARK: What is tested

  private mutating func readPolicies(_ node: DocumentNode) -> [String]? {
    guard let texts = reader.texts(node) else { return nil }
    written.policies = texts.value
    let paths = texts.value.map { FilePath.join(folder, $0) }
    let (loaded, untold) = resources.policies(at: paths)
    policies = loaded
    guard loaded.set == nil else { return paths }
    let items = node.items(node.node.sequence ?? [], "item")
    for diagnostic in untold {
      let name = diagnostic.location.file.name
      // What stands below a folder that the suite names is told where the folder is named.
      let place = zip(paths, items).first { name == $0.0 || name.hasPrefix($0.0 + "/") }?.1
      report(diagnostic, namedAt: place ?? node)
    }
    if untold.isEmpty, !resources.isLent {
      reader.report(
        .unreadableFile, "the policies under test do not load, so nothing of this suite is run",
        at: node, help: "mend what is reported about them")
    }
    return nil
  }

  /// Reads the settings that the suite names; gives back the paths of their parts.
  private mutating func readSettings(_ node: DocumentNode) -> [String] {
    guard let texts = reader.paths(node) else { return [] }
    written.kratos = texts.value
    let paths = texts.value.map { FilePath.join(folder, $0) }
    let (read, diagnostics) = resources.settings(at: paths).parts
    if let read { settings = read }
    let items = node.node.sequence.map { node.items($0, "item") } ?? [node]
    for diagnostic in diagnostics {
      let name = diagnostic.location.file.name
      report(diagnostic, namedAt: zip(paths, items).first { $0.0 == name }?.1 ?? node)
    }
    return paths
  }

  /// Reports what is wrong with a file; one that cannot be read at all where the suite names it.
  mutating func report(_ diagnostic: Diagnostic, namedAt node: DocumentNode) {
    let isUnread = diagnostic.location.file.bytes.isEmpty && diagnostic.location.range.length == 0
    guard isUnread else { return reader.report(diagnostic) }
    reader.report(
      diagnostic.code, diagnostic.message, at: node,
      help: diagnostic.help
        ?? "paths are relative to the suite's own folder, and stay below the one "
        + "where the command runs or that `--root` names")
  }

  // MARK: Names

  /// Reports a name that the suite does not define.
  mutating func reportUnknown(
    _ kind: String, _ name: Located<String>, among names: Set<Text>, at node: DocumentNode
  ) {
    // Beyond those that are listed nobody reads what may have been meant.
    let known = reader.failureCount > SuiteLoader.listed ? [] : names.map(\.string).sorted()
    reader.report(
      .undefinedDefinition, "there is no \(kind) \(quotedForDisplay(name.value)) in this suite",
      at: node,
      place: name.location,
      help: didYouMean(nearestNames(to: name.value, among: known))
        ?? (known.isEmpty
          ? "define it under `\(kind)s`"
          : "the suite has " + DocumentReader.list(Array(known.prefix(12)))))
  }
}
