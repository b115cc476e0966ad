import PolicyDiagnostics
import PolicyDocuments
import PolicyTime
import PolicyYAML
import SessionPolicy

/// Reads timelines: those of tests, and what happened in a life.
struct TimelineReader {
  private let sessions: Fixtures<Session>
  private let requests: Fixtures<RequestFixture>
  private let expectations: ExpectationReader
  /// Whether a life is read and not a test: steps may have happened before `now`, and need not fail.
  private let isOfLife: Bool

  /// Reads timelines of tests.
  init(
    sessions: Fixtures<Session>, requests: Fixtures<RequestFixture>,
    expectations: ExpectationReader
  ) {
    self.sessions = sessions
    self.requests = requests
    self.expectations = expectations
    isOfLife = false
  }

  /// Reads what happened in a life, of which nothing stands in a suite.
  ///
  /// - Parameter now: The instant from which steps count.
  init(ofLifeAt now: Timestamp) {
    sessions = Fixtures()
    requests = Fixtures()
    expectations = ExpectationReader(now: now, policies: nil)
    isOfLife = true
  }

  /// The most instants of one timeline; more would be tested no better.
  private static let instantLimit = 10_000

  /// Reads the steps of a timeline; `nil` after a report.
  func steps(_ node: DocumentNode, _ reader: inout DocumentReader) -> [TimelineStep]? {
    let before = reader.failureCount
    guard let items = reader.items(node, "step", of: "steps") else { return nil }
    var steps: [TimelineStep] = []
    var last: Duration? = isOfLife ? nil : .zero
    var count = 0
    for item in items {
      guard let step = step(item, after: last, &reader) else { continue }
      last = step.instants.last ?? last
      count += step.instants.count
      steps.append(step)
      if count > Self.instantLimit { break }
    }
    if count > Self.instantLimit {
      reader.report(
        .resourceLimit,
        "this timeline has more than \(Self.instantLimit) instants, and no more are run",
        at: node, place: node.head, help: "let `every` be longer, or `until` earlier")
    }
    if !isOfLife, reader.failureCount == before, !steps.contains(where: \.canFail) {
      reader.report(
        .nothingExpected, "nothing is expected in this timeline, so it could never fail", at: node,
        place: node.head,
        help: "add `expect:` to a step, such as `{ at: 31d, expect: { outcome: "
          + "sign_in } }`")
    }
    return reader.failureCount == before ? steps : nil
  }

  private func step(
    _ node: DocumentNode, after last: Duration?, _ reader: inout DocumentReader
  ) -> TimelineStep? {
    guard let fields = reader.fields(of: node, as: .timelineStep) else { return nil }
    let instants = self.instants(fields, after: last, &reader)
    if let attempt = fields["attempt"], fields["do"] != nil {
      reader.report(
        .conflictingFields, "a step has either `do` or `attempt`, not both", at: attempt,
        place: fields.key("attempt"), help: "make it two steps",
        related: [.init("`do` is here", at: fields.key("do"))])
    }
    let done = fields["do"] ?? fields["attempt"]
    let actions = done.map { self.actions($0, &reader) } ?? []
    let factor = fields["with"].flatMap { self.factor($0, &reader) }
    for name in ["with", "as"] {
      let isMeaningful = actions.contains { name == "with" ? $0.takesFactor : $0.takesIdentity }
      guard let value = fields[name], !isMeaningful else { continue }
      reader.report(
        .misplacedField, "`\(name)` means nothing here, for nobody authenticates", at: value,
        place: fields.key(name),
        help: "it belongs to "
          + DocumentReader.list(
            TimelineAction.allCases.filter { name == "with" ? $0.takesFactor : $0.takesIdentity }
              .map(\.rawValue), "or"))
    }
    if actions.contains(.enrol), fields["with"] == nil {
      reader.report(
        .missingField, "`enrol` does not say what is set up", at: node,
        place: done?.location, help: "add `with:`, such as `with: totp`")
    }
    let identity = fields["as"].flatMap { self.identity($0, &reader) }
    let request = fields["request"].flatMap { self.request($0, &reader) }
    let before = fields["expect"].flatMap { expectations.expectation($0, &reader) }
    let after = fields["then"].flatMap { expectations.expectation($0, &reader) }
    if done == nil {
      if let then = fields["then"] {
        reader.report(
          .misplacedField, "`then` comes after something was done, and nothing is", at: then,
          place: fields.key("then"), help: "write `expect`, or add `do`")
      } else if fields["expect"] == nil {
        reader.report(
          .nothingExpected, "nothing is done and nothing is expected here", at: node,
          place: node.head, help: "add `do:`, `attempt:` or `expect:`")
      }
    }
    guard let instants else { return nil }
    return TimelineStep(
      instants: instants, actions: actions, isAttempt: fields["do"] == nil, factor: factor,
      identity: identity, request: request,
      before: before, after: after, actionLocation: done?.location ?? node.head,
      path: node.path)
  }

  /// When a step happens; `nil` after a report.
  private func instants(
    _ fields: FieldValues, after last: Duration?, _ reader: inout DocumentReader
  ) -> [Duration]? {
    let at = fields["at"].flatMap { reader.offset($0, allowsPast: isOfLife) }
    let every = fields["every"].flatMap { reader.duration($0)?.value }
    let until = fields["until"].flatMap { reader.offset($0, allowsPast: isOfLife) }
    if let at, let last, at.value < last {
      reader.report(
        .impossibleStep, "this step lies before the one above it, and time does not run backwards",
        at: fields.node, place: at.location, help: "put the steps in the order of their times")
      return nil
    }
    if fields["every"] == nil {
      if let until = fields["until"] {
        reader.report(
          .misplacedField, "`until` without `every` means nothing", at: until,
          place: fields.key("until"), help: "add `every:`, or write `at:`")
      }
      return fields["at"] != nil && at == nil ? nil : [at?.value ?? last ?? .zero]
    }
    guard let node = fields["until"] else {
      reader.report(
        .missingField, "`every` without `until` would never end", at: fields.node,
        place: fields.key("every"), help: "add `until:`, such as `until: 29d`")
      return nil
    }
    guard let every, let until else { return nil }
    var instant = at?.value ?? (last ?? .zero) + every
    guard instant <= until.value else {
      reader.report(
        .impossibleStep, "this never happens, for `until` comes before the first time", at: node,
        help: "let `until` be later")
      return nil
    }
    var instants: [Duration] = []
    while instant <= until.value, instants.count <= Self.instantLimit {
      instants.append(instant)
      instant += every
    }
    return instants
  }

  private func actions(
    _ node: DocumentNode, _ reader: inout DocumentReader
  ) -> [TimelineAction] {
    var nodes = [node]
    if node.node.sequence != nil {
      nodes = reader.items(node, "action", of: "actions") ?? []
    }
    return nodes.compactMap { item in
      reader.choice(item, among: TimelineAction.names).flatMap {
        TimelineAction(rawValue: $0.value)
      }
    }
  }

  private func factor(
    _ node: DocumentNode, _ reader: inout DocumentReader
  ) -> AuthenticationMethod? {
    guard node.node.mapping != nil else {
      return reader.text(node).map { AuthenticationMethod(method: $0.value) }
    }
    guard let fields = reader.fields(of: node, as: .completedFactor) else { return nil }
    var level: AssuranceLevel?
    if let aal = fields["aal"] {
      level = reader.choice(aal, among: AssuranceLevel.allCases.map(\.name))
        .flatMap { AssuranceLevel($0.value) }
    }
    guard let method = fields["method"].flatMap({ reader.text($0)?.value }) else { return nil }
    return AuthenticationMethod(
      method: method, aal: level,
      provider: fields["provider"].flatMap { reader.text($0)?.value },
      organization: fields["organization"].flatMap { reader.text($0)?.value })
  }

  private func identity(
    _ node: DocumentNode, _ reader: inout DocumentReader
  ) -> Identity? {
    guard let name = reader.text(node) else { return nil }
    guard sessions.entry(name.value) != nil else {
      reader.reportUnknown("session", name, among: sessions.names, at: node)
      return nil
    }
    guard let session = sessions[name.value] else { return nil }
    if session.identity == nil {
      reader.report(
        .impossibleStep, "the session \(quotedForDisplay(name.value)) does not say whose it is",
        at: node, help: "name a session with an identity")
    }
    return session.identity
  }

  private func request(
    _ node: DocumentNode, _ reader: inout DocumentReader
  ) -> RequestFixture? {
    guard let name = reader.text(node) else { return nil }
    guard requests.entry(name.value) != nil else {
      reader.reportUnknown("request", name, among: requests.names, at: node)
      return nil
    }
    return requests[name.value]
  }
}

extension TimelineStep {
  /// Whether the step can fail: it expects something, or insists on what can be refused.
  fileprivate var canFail: Bool {
    before != nil || after != nil || !isAttempt && actions.contains(where: \.canBeRefused)
  }
}
