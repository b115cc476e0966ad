import PolicyDiagnostics
import PolicyDocuments
import PolicyTime
import PolicyYAML
package import SessionPolicy

/// Reads the tests of a suite.
struct TestReader {
  /// What was found.
  private(set) var reader: DocumentReader

  private let now: Timestamp
  private let sessions: Fixtures<Session>
  private let requests: Fixtures<RequestFixture>
  private let expectations: ExpectationReader
  private let timelines: TimelineReader
  /// How often the tests read so far decide.
  private var decisions = 0

  /// How often the tests of one suite may decide.
  private static let decisionLimit = 100_000

  /// Goes on from what was found so far.
  init(
    _ reader: DocumentReader, now: Timestamp, policies: SuiteResources.Policies?,
    sessions: Fixtures<Session>, requests: Fixtures<RequestFixture>
  ) {
    self.reader = reader
    self.now = now
    self.sessions = sessions
    self.requests = requests
    expectations = ExpectationReader(now: now, policies: policies)
    timelines = TimelineReader(
      sessions: sessions, requests: requests, expectations: expectations)
  }

  /// Reads all tests; there are none if the suite does not say so.
  mutating func tests(_ node: DocumentNode?) -> [SuiteTest] {
    guard let node, let items = reader.items(node, "test", of: "tests") else { return [] }
    var names = UniqueNames(ofSuite: "tests")
    return items.compactMap { item in
      guard let test = test(item) else { return nil }
      reader.claim(test.name, among: &names, at: item)
      return test
    }
  }

  private mutating func test(_ node: DocumentNode) -> SuiteTest? {
    guard let fields = reader.fields(of: node, as: .suiteTest) else { return nil }
    let name = fields["name"].flatMap { reader.text($0) }
    _ = fields["description"].flatMap { reader.text($0) }
    let skip = skipReason(fields)
    let sessions = names(fields, "session", among: self.sessions.names, isRequired: true)
    let requests = names(fields, "request", among: self.requests.names, isRequired: false)
    let cases =
      fields["timeline"] != nil
      ? timelineCases(fields, sessions, requests) : decisionCases(fields, sessions, requests)
    if let client = fields["client"], fields["timeline"] == nil {
      reader.report(
        .misplacedField, "`client` without `timeline` means nothing", at: client,
        place: fields.key("client"), help: "add it to the request: `client: { type: native }`")
    }
    guard let name else { return nil }
    return SuiteTest(name: name, skipReason: skip, cases: cases)
  }

  private mutating func skipReason(_ fields: FieldValues) -> String? {
    guard let node = fields["skip"] else {
      if let reason = fields["reason"] {
        reader.report(
          .misplacedField, "`reason` without `skip` means nothing", at: reason,
          place: fields.key("reason"), help: "add `skip: true`, or remove it")
      }
      return nil
    }
    if node.node.mapping != nil {
      return reader.fields(of: node, as: .skip)?["reason"].flatMap { reader.text($0)?.value }
    }
    guard let flag = reader.flag(node) else { return nil }
    let reason = fields["reason"].flatMap { reader.text($0)?.value }
    guard flag else { return nil }
    if fields["reason"] == nil {
      reader.report(
        .skipWithoutReason, "this test is skipped, and nobody knows why", at: node,
        place: fields.key("skip"), help: "add `reason:`")
    }
    return reason
  }

  // MARK: Names

  /// The sessions or requests that a test or a combination names; `nil` after a report.
  private mutating func names(
    _ fields: FieldValues, _ kind: String, among known: Set<Text>, isRequired: Bool
  ) -> [String]? {
    let plural = kind + "s"
    if fields[kind] != nil, let several = fields[plural] {
      reader.report(
        .conflictingFields, "there is either `\(kind)` or `\(plural)`, not both", at: several,
        place: fields.key(plural), help: "put all of them into `\(plural)`",
        related: [.init("`\(kind)` is here", at: fields.key(kind))])
    }
    var found: [Located<String>]?
    if let node = fields[kind] {
      found = reader.text(node).map { [$0] }
    } else if let node = fields[plural] {
      guard reader.texts(node) != nil else { return nil }
      found = node.items(node.node.sequence ?? [], "item").compactMap { reader.text($0) }
    } else {
      guard isRequired else { return [] }
      reader.report(
        .missingField, "\(fields.node.subject) names no session", at: fields.node,
        place: fields.node.head, help: "add `session:`")
      return nil
    }
    guard let found else { return nil }
    var isKnown = true
    for name in found where !known.contains(Text(name.value)) {
      isKnown = false
      reader.reportUnknown(kind, name, among: known, at: fields.node)
    }
    return isKnown ? found.map(\.value) : nil
  }

  /// Whether the cases of a test are not too many, those of the tests above counted; says so once.
  ///
  /// - Parameter moments: How often each case decides.
  private mutating func hasRoom(
    for sessions: [String], _ requests: [String], at node: DocumentNode, moments: Int = 1
  ) -> Bool {
    let (pairs, isHuge) = sessions.count.multipliedReportingOverflow(by: max(1, requests.count))
    let (count, isHuger) = pairs.multipliedReportingOverflow(by: moments)
    let hadRoom = decisions <= Self.decisionLimit
    decisions = isHuge || isHuger ? Int.max : min(decisions, Self.decisionLimit) + count
    guard decisions > Self.decisionLimit else { return true }
    if hadRoom {
      reader.report(
        .resourceLimit,
        "with this the suite decides more than \(Self.decisionLimit) times, and is not run",
        at: node, place: node.head,
        help: "let sessions and requests be fewer, or timelines shorter, or make it several suites")
    }
    return false
  }

  /// Every pair of the sessions and requests of a test.
  private func pairs(
    _ sessions: [String], _ requests: [String]
  ) -> [(session: String, request: String?)] {
    sessions.flatMap { session in
      requests.isEmpty
        ? [(session, nil)] : requests.map { (session: session, request: Optional($0)) }
    }
  }

  // MARK: Decisions

  private mutating func decisionCases(
    _ fields: FieldValues, _ sessions: [String]?, _ requests: [String]?
  ) -> [SuiteCase] {
    let after = fields["at"].flatMap { reader.offset($0)?.value } ?? .zero
    guard let expect = fields["expect"] else {
      reader.report(
        .nothingExpected, "\(fields.node.subject) expects nothing, so it could never fail",
        at: fields.node, place: fields["name"]?.location ?? fields.node.head,
        help: "add `expect:`, such as `expect: { outcome: proceed }`")
      return []
    }
    guard expect.node.sequence != nil else {
      let expectation = expectations.expectation(expect, &reader)
      guard let sessions, let requests, let expectation,
        hasRoom(for: sessions, requests, at: fields.node)
      else { return [] }
      return pairs(sessions, requests).compactMap {
        makeCase($0, after, expectation, at: expect)
      }
    }
    return combinations(expect, after, sessions, requests)
  }

  /// The cases of a product, of which every combination has to be expected once.
  private mutating func combinations(
    _ node: DocumentNode, _ after: Duration, _ sessions: [String]?, _ requests: [String]?
  ) -> [SuiteCase] {
    guard let items = reader.items(node, "expectation", of: "expectations") else { return [] }
    let sessionNames = Set((sessions ?? []).map(Text.init))
    let requestNames = Set((requests ?? []).map(Text.init))
    var cases: [SuiteCase] = []
    var seen: [Text: SourceLocation] = [:]
    var isComplete = true
    for item in items {
      let before = reader.failureCount
      guard let fields = reader.fields(of: item, as: .combination) else {
        isComplete = false
        continue
      }
      let own = names(fields, "session", among: sessionNames, isRequired: false)
      let ownRequests = names(fields, "request", among: requestNames, isRequired: false)
      let expectation = expectations.expectation(fields, item, as: .combination, &reader)
      guard reader.failureCount == before, let sessions, let requests, let own, let ownRequests,
        let expectation
      else {
        isComplete = false
        continue
      }
      let (mine, mineRequests) = (
        own.isEmpty ? sessions : own, ownRequests.isEmpty ? requests : ownRequests
      )
      guard hasRoom(for: mine, mineRequests, at: item) else { return cases }
      for pair in pairs(mine, mineRequests) {
        let label = Self.label(pair)
        if let first = seen[Text(label)] {
          reader.report(
            .incompleteProduct, "\(label) is expected twice", at: item, place: item.head,
            help: "remove one of them", related: [.init("first here", at: first)])
        }
        seen[Text(label)] = item.head
        if let made = makeCase(pair, after, expectation, at: item) { cases.append(made) }
      }
    }
    guard isComplete, let sessions, let requests else { return cases }
    reportMissing(sessions, requests, besides: seen, at: node)
    return cases
  }

  /// Says which combinations of a product nothing is expected of. What is expected was counted, but the
  /// product may be more than anybody can go through.
  private mutating func reportMissing(
    _ sessions: [String], _ requests: [String], besides seen: [Text: SourceLocation],
    at node: DocumentNode
  ) {
    let (all, isHuge) = sessions.count.multipliedReportingOverflow(by: max(1, requests.count))
    guard isHuge || seen.count < all else { return }
    let others: [String?] = requests.isEmpty ? [nil] : requests
    let missing = sessions.lazy.flatMap { session in others.lazy.map { (session, $0) } }
      .map(Self.label).filter { seen[Text($0)] == nil }.prefix(6)
    let rest = (isHuge ? Int.max : all) - seen.count - missing.count
    reader.report(
      .incompleteProduct,
      "nothing is expected of \(missing.joined(separator: ", nor of "))"
        + (rest > 0 ? ", nor of \(rest) more" : ""),
      at: node, place: node.key, help: "add an expectation for each combination")
  }

  private static func label(_ pair: (session: String, request: String?)) -> String {
    "session \(quotedForDisplay(pair.session))"
      + (pair.request.map { " with request \(quotedForDisplay($0))" } ?? "")
  }

  private mutating func makeCase(
    _ pair: (session: String, request: String?), _ after: Duration, _ expectation: SuiteExpectation,
    at node: DocumentNode
  ) -> SuiteCase? {
    guard let instant = now.adding(after) else { return nil }
    return makeCase(pair, at: instant, node) { .decision(after: after, expectation) }
  }

  private mutating func makeCase(
    _ pair: (session: String, request: String?), at instant: Timestamp, _ node: DocumentNode,
    _ content: () -> SuiteCase.Content
  ) -> SuiteCase? {
    guard let session = sessions[pair.session] else { return nil }
    var snapshot = Snapshot(now: now, session: session)
    if let name = pair.request {
      guard let request = requests[name] else { return nil }
      if let problem = Impossibility(request.request, of: session, at: instant) {
        report(problem, of: name, madeAt: node)
      }
      snapshot.request = request.request
      snapshot.context = request.context
    }
    return SuiteCase(
      session: pair.session, request: pair.request, snapshot: snapshot, content: content(),
      location: node.head)
  }

  /// Reports a request that cannot be made of a session where the request is defined.
  private mutating func report(
    _ problem: Impossibility, of name: String, madeAt node: DocumentNode
  ) {
    let entry = requests.entry(name)
    reader.report(
      .impossibleFixture, problem.message, at: entry?.value ?? node,
      place: entry?.name.location ?? node.head, help: problem.help,
      related: [.init("it is made here", at: node.head)])
  }

  // MARK: Timelines

  private mutating func timelineCases(
    _ fields: FieldValues, _ sessions: [String]?, _ requests: [String]?
  ) -> [SuiteCase] {
    for name in ["expect", "at"] {
      guard let other = fields[name] else { continue }
      reader.report(
        .conflictingFields, "a test with a timeline says `\(name)` at its steps", at: other,
        place: fields.key(name), help: "move it into a step of the timeline")
    }
    let client = fields["client"].flatMap { reader.choice($0, among: KratosRequest.Client.names) }
    guard let node = fields["timeline"], let steps = timelines.steps(node, &reader), let sessions,
      let requests,
      hasRoom(
        for: sessions, requests, at: fields.node,
        moments: steps.reduce(0) { $0 + $1.instants.count })
    else { return [] }
    return pairs(sessions, requests).compactMap { pair in
      let named = pair.request.flatMap { self.requests[$0]?.request.client?.type }
      if let client, let named, !named.hasSameBytes(as: client.value) {
        reader.report(
          .conflictingFields,
          "the request \(quotedForDisplay(pair.request ?? "")) comes from a client of type "
            + "\(quotedForDisplay(named)), and this timeline from a `\(client.value)`",
          at: fields.node, place: client.location, help: "remove one of them")
      }
      let name = client?.value ?? named
      return makeCase(pair, at: now, node) {
        .timeline(steps, name == KratosRequest.Client.native.rawValue ? .native : .browser)
      }
    }
  }
}

extension KratosRequest.Client {
  /// The words for them in suites.
  package static let names = allCases.map(\.rawValue)
}
