import PolicyDiagnostics
import PolicyDocuments
import PolicyYAML
import SessionPolicy

/// Reads one suite, reporting everything that is wrong with it at once.
///
/// In stages: what a suite says at its head, then its sessions and requests, then tests and laws. Each is
/// read by a type of its own, which is made of what the stages before it gave, so that nothing can be asked
/// for before it is there.
struct SuiteReader {
  /// What was found.
  private(set) var reader = DocumentReader(tables: [.policy, .rule])
  /// What the suite refers to.
  private(set) var resources: SuiteResources

  private let file: SourceFile
  private let defaults: SuiteDefaults
  private let isAcceptingDrafts: Bool

  /// Begins with nothing found.
  ///
  /// - Parameter isAcceptingDrafts: Whether the suite may be without any test.
  init(
    _ file: SourceFile, resources: SuiteResources, defaults: SuiteDefaults,
    isAcceptingDrafts: Bool
  ) {
    self.file = file
    self.resources = resources
    self.defaults = defaults
    self.isAcceptingDrafts = isAcceptingDrafts
  }

  /// Reads a suite from a document; `nil` if there is an error.
  mutating func suite(_ document: YAMLNode) -> Suite? {
    let node = DocumentNode(document: document, subject: "the suite")
    guard reader.isSupported(node, version: FieldTable.version, of: " of suites") else {
      return nil
    }
    guard let fields = reader.fields(of: node, as: .suite) else { return nil }
    let folder = FilePath.folder(of: file.name)

    var heads = SuiteHeadReader(reader, resources: resources, folder: folder, defaults: defaults)
    let head = heads.head(fields)

    var sessionReader = SessionFixtureReader(
      heads.reader, resources: heads.resources, file: file, folder: folder, now: head.now)
    let sessions = sessionReader.sessions(fields["sessions"])
    resources = sessionReader.resources

    var requestReader = RequestFixtureReader(
      sessionReader.reader, now: head.now, policies: head.policies)
    let requests = requestReader.requests(fields["requests"])

    var testReader = TestReader(
      requestReader.reader, now: head.now, policies: head.policies, sessions: sessions,
      requests: requests)
    let tests = testReader.tests(fields["tests"])

    var lawReader = LawReader(testReader.reader, policies: head.policies)
    let laws = lawReader.laws(fields["laws"])
    reader = lawReader.reader

    if fields["tests"] == nil, fields["laws"] == nil, !isAcceptingDrafts {
      reader.report(
        .missingField, "\(node.subject) has neither `tests` nor `laws`, so nothing is tested",
        at: node, place: node.head, help: "add one of them")
    }
    guard reader.errorCount == 0 else { return nil }
    return Suite(head, file: file, tests: tests, laws: laws)
  }
}

extension Suite {
  /// A suite of what was read; `nil` if its head is incomplete.
  fileprivate init?(_ head: SuiteHead, file: SourceFile, tests: [SuiteTest], laws: [SuiteLaw]) {
    guard let name = head.name, let instant = head.instant, let policyPaths = head.policyPaths,
      let policies = head.policies?.set
    else { return nil }
    self.init(
      name: name, file: file, policies: policies, settings: head.settings, now: instant,
      tests: tests, laws: laws, policyPaths: policyPaths, kratosPaths: head.kratosPaths,
      written: head.written)
  }
}
