import PolicyDiagnostics
package import PolicyTime
package import SessionPolicy

extension SessionLife {
  /// Lives through a session's life and records it.
  ///
  /// Between two events time alone moves, so the instants at which an answer changes are exactly those
  /// that decisions name: each is decided anew at the `valid_until` of the one before.
  ///
  /// - Parameters:
  ///   - testCase: The session and the request at the beginning, and the steps of a timeline; a case that
  ///     only decides is a life without events.
  ///   - suite: The policies, the settings and the instant from which steps count.
  ///   - now: The instant that is meant by now; events after it are assumed.
  ///   - end: Where to end; left out, where the session is over for good after the last event.
  package init(
    of testCase: SuiteCase, in suite: Suite, now: Timestamp? = nil, until end: Timestamp? = nil
  ) {
    var recorder = LifeRecorder(testCase, suite, now: now ?? suite.now)
    recorder.run(until: end)
    self = recorder.life
  }

  /// Lives through the life of a session that stands in no suite.
  ///
  /// - Parameter now: The instant from which steps count, and that is meant by now.
  package init(
    of snapshot: Snapshot, at now: Timestamp, _ steps: [TimelineStep], under policies: PolicySet,
    settings: KratosSettings, until end: Timestamp? = nil
  ) {
    let client =
      snapshot.request.client?.type == KratosRequest.Client.native.rawValue
      ? KratosRequest.Client.native : .browser
    let file = SourceFile(name: "", bytes: [])
    let testCase = SuiteCase(
      session: "", request: nil, snapshot: snapshot, content: .timeline(steps, client),
      location: SourceLocation(file, SourceRange(0, 0)))
    let suite = Suite(
      name: "", file: file, policies: policies, settings: settings, now: now, tests: [], laws: [],
      policyPaths: [], kratosPaths: [], written: WrittenPaths())
    self.init(of: testCase, in: suite, until: end)
  }
}

/// Decides through a life and writes it down.
///
/// Cost: one decision and one explanation for each change and each event, which ask every rule; at most
/// ``LifeRecorder/limit`` of them, and of many rules as many as ``LifeRecorder/rules`` allow, after which the
/// life is cut, and says so.
private struct LifeRecorder {
  /// How many decisions a life may take, and how many rules they may ask together.
  private static let (limit, rules) = (1_000, 40_000)

  /// How many decisions are left.
  private var left: Int
  private let suite: Suite
  private let testCase: SuiteCase
  private var simulation: SimulatedSession
  private(set) var life: SessionLife
  /// The request of the step that is done; `nil` for that of the case, as between steps.
  private var request: RequestFixture?
  private var last: Explanation?
  /// The places of limits, by their rule and path.
  private var places: [LimitName: Int] = [:]
  /// The places of the limits of each rule.
  private var own: [Text: [Int]] = [:]
  /// The limits whose rule does not apply now.
  private var idle: Set<Int> = []

  private struct LimitName: Hashable {
    let rule: Text
    let path: Text
  }

  init(_ testCase: SuiteCase, _ suite: Suite, now: Timestamp) {
    self.suite = suite
    self.testCase = testCase
    left = min(Self.limit, max(Self.rules / suite.policies.weight, 1))
    var client = KratosRequest.Client.browser
    if case .timeline(_, let named) = testCase.content {
      client = named
    } else if testCase.snapshot.request.client?.type == KratosRequest.Client.native.rawValue {
      client = .native
    }
    let (snapshot, begin) = (testCase.snapshot, min(now, Self.first(of: testCase, suite) ?? now))
    simulation = SimulatedSession(of: snapshot, at: begin, suite.settings, client)
    life = SessionLife(
      begin: begin, end: begin, now: now, lifespan: suite.settings.lifespan(for: snapshot.session),
      cookieLifetime: KratosRules(suite.settings).cookieLifetime, client: client, spans: [],
      limits: [], events: [], windows: [], cookies: [], changes: [],
      expectations: [], isCut: false)
    life.events = Self.told(of: snapshot.session, before: begin)
  }

  private static func first(of testCase: SuiteCase, _ suite: Suite) -> Timestamp? {
    guard case .timeline(let steps, _) = testCase.content else { return nil }
    return steps.first?.instants.first.flatMap { suite.now.adding($0) }
  }

  /// What the document says of the time before.
  private static func told(of session: Session, before begin: Timestamp) -> [SessionLife.Event] {
    func event(_ at: Timestamp?, _ name: String, _ method: String? = nil) -> SessionLife.Event? {
      guard let at, at <= begin, at != .minimum else { return nil }
      return SessionLife.Event(
        at: at, name: name, method: method, isAssumed: false, effect: .told, expiry: (nil, nil))
    }
    let told =
      [event(session.issuedAt, "issued")]
      + session.authenticationMethods.map { event($0.completedAt, "completed", $0.method) }
    return told.compactMap { $0 }.sorted { $0.at < $1.at }
  }

  // MARK: Living

  mutating func run(until end: Timestamp?) {
    var moments: [(at: Timestamp, step: TimelineStep)] = []
    if case .timeline(let steps, _) = testCase.content {
      for step in steps {
        for offset in step.instants {
          guard let at = suite.now.adding(offset) else { continue }
          moments.append((at, step))
        }
      }
    }
    note(with: [])
    var next = 0
    while next < moments.count, !life.isCut {
      let at = moments[next].at
      if let end, at >= end { break }
      pass(until: at)
      simulation.advance(to: at)
      var events: [SessionLife.Event] = []
      while next < moments.count, moments[next].at == at {
        events += perform(moments[next].step)
        next += 1
      }
      note(with: events)
    }
    pass(until: end)
    finish(end)
  }

  /// Lets time pass, and notes each change.
  ///
  /// - Parameter end: Where to stop; left out, where nothing changes any more.
  private mutating func pass(until end: Timestamp?) {
    while let change = last?.decision.validUntil, end.map({ change < $0 }) ?? true, !life.isCut {
      guard let explanation = last, end != nil || !isOver(explanation) else { return }
      simulation.advance(to: change)
      note(with: [])
    }
  }

  /// Whether the session is over for good; without its cookie it still expires.
  private func isOver(_ explanation: Explanation) -> Bool {
    explanation.decision.reasons.contains {
      $0.code.endsSession && $0.code != .cookieExpired
    }
  }

  /// Does what a step says, as far as it is permitted.
  private mutating func perform(_ step: TimelineStep) -> [SessionLife.Event] {
    request = step.request
    defer { request = nil }
    var events: [SessionLife.Event] = []
    expect(step.before)
    for action in step.actions {
      let before = simulation.session.expiresAt
      let operation = step.operation(action, in: simulation)
      var event = SessionLife.Event(
        at: simulation.now, name: action.rawValue, method: operation.method?.method,
        isAssumed: simulation.now > life.now, effect: .changed, expiry: (before, before))
      if let refusal = refusal(of: action) {
        event.effect = .refused(refusal)
      } else {
        switch simulation.apply(operation, at: simulation.now) {
        case .changed, .newSession, .cookieRenewed: break
        case .unchanged(let reason):
          event.effect = action == .activity ? .changed : .unchanged(reason.text)
        case .refused(let refusal): event.effect = .refused(refusal.message)
        }
      }
      event.expiry.after = simulation.session.expiresAt
      events.append(event)
      life.events.append(event)
    }
    expect(step.after)
    return events
  }

  /// Why policies do not permit an action; `nil` if they do.
  private func refusal(of action: TimelineAction) -> String? {
    guard action.needsPermission else { return nil }
    let decision = suite.policies.decide(snapshot, at: simulation.now, settings: suite.settings)
    let permission = action.permission(in: decision)
    return permission.isAllowed
      ? nil : permission.reasons.map(\.code.rawValue).joined(separator: ", ")
  }

  private mutating func expect(_ expectation: SuiteExpectation?) {
    guard let expectation else { return }
    var moment = DecidedMoment(
      snapshot, at: simulation.now, suite: suite, firstID: testCase.snapshot.session.id,
      isExplaining: false)
    life.expectations.append(
      SessionLife.Expected(at: simulation.now, failures: moment.failures(of: expectation)))
  }

  // MARK: Writing down

  /// The session as it is now.
  private var snapshot: Snapshot { simulation.snapshot(of: testCase.snapshot, asking: request) }

  /// Decides, and notes what is different.
  private mutating func note(with events: [SessionLife.Event]) {
    guard left > 0 else {
      life.isCut = true
      return
    }
    left -= 1
    let (now, snapshot) = (simulation.now, snapshot)
    let explanation = suite.policies.explain(snapshot, at: now, settings: suite.settings)
    if let place = life.spans.indices.last { life.spans[place].until = now }
    let change = last?.change(to: explanation)
    if let change {
      life.changes.append(
        SessionLife.Change(
          at: now, parts: change.parts, causes: change.causes, events: events))
    } else if events.contains(where: { $0.isRefused || $0.expiry.before != $0.expiry.after }) {
      life.changes.append(SessionLife.Change(at: now, parts: [], causes: [], events: events))
    }
    let expiry = snapshot.session.expiresAt
    if change != nil || life.spans.isEmpty || life.spans.last?.expiresAt != expiry {
      life.spans.append(
        SessionLife.Span(
          from: now, until: now, decision: explanation.decision, expiresAt: expiry))
    }
    note(limits: explanation, at: now)
    note(cookie: snapshot.request.cookieIssuedAt, at: now)
    last = explanation
  }

  private mutating func note(limits explanation: Explanation, at now: Timestamp) {
    for rule in explanation.rules {
      guard rule.isGateOpen, rule.standing != .doesNotApply else {
        // What a rule limits that does not apply fills nothing.
        for place in own[Text(rule.rule.qualifiedID)] ?? [] where !idle.contains(place) {
          if let end = life.limits[place].spans.indices.last {
            life.limits[place].spans[end].until = now
          }
          idle.insert(place)
        }
        continue
      }
      let lengths = Dictionary(
        rule.rule.alternatives.lazy.flatMap(\.limits).map {
          ($0.length.location.range, $0.length.value)
        }, uniquingKeysWith: { first, _ in first })
      for check in rule.checks where check.kind == .requirement || check.kind == .window {
        guard let path = check.path else { continue }
        if check.kind == .window {
          guard let expiry = check.evidence, let length = rule.rule.within?.value,
            let opens = expiry.adding(.zero - length)
          else { continue }
          note(
            window: SessionLife.Window(
              from: opens, until: expiry, rule: rule.rule.qualifiedID), at: now)
          continue
        }
        guard LimitKey(rawValue: check.key) != nil,
          let length = check.location.flatMap({ lengths[$0.range] })
        else { continue }
        note(check, length, of: rule.rule, path, at: now)
      }
    }
  }

  private mutating func note(
    _ check: Explanation.Check, _ length: Duration, of rule: Rule, _ path: String,
    at now: Timestamp
  ) {
    let name = LimitName(rule: Text(rule.qualifiedID), path: Text(path))
    let place = places[name] ?? life.limits.count
    if place == life.limits.count {
      places[name] = place
      own[name.rule, default: []].append(place)
      life.limits.append(
        SessionLife.Limit(
          rule: rule.qualifiedID, key: check.key, path: path, effect: rule.effect, length: length,
          spans: []))
    }
    let isNew = idle.remove(place) != nil || life.limits[place].spans.isEmpty
    guard isNew || life.limits[place].spans.last?.evidence != check.evidence else { return }
    if !isNew, let end = life.limits[place].spans.indices.last {
      life.limits[place].spans[end].until = now
    }
    life.limits[place].spans.append(
      SessionLife.Tooth(
        from: now, until: now, evidence: check.evidence,
        reachedAt: check.evidence?.adding(length),
        missing: check.isMet == nil ? check.key : nil))
  }

  private mutating func note(window: SessionLife.Window, at now: Timestamp) {
    guard let before = life.windows.lastIndex(where: { $0.rule == window.rule }) else {
      return life.windows.append(window)
    }
    guard life.windows[before].from != window.from || life.windows[before].until < now else {
      return
    }
    // An extension moved the expiry, and with it the window.
    if life.windows[before].from >= now {
      life.windows[before] = window
    } else {
      life.windows[before].until = min(life.windows[before].until, now)
      life.windows.append(window)
    }
  }

  private mutating func note(cookie issuedAt: Timestamp?, at now: Timestamp) {
    guard let issuedAt, life.cookies.last?.from != issuedAt else { return }
    if let end = life.cookies.indices.last {
      life.cookies[end].until = min(life.cookies[end].until, issuedAt)
    }
    let rules = KratosRules(suite.settings)
    let end = rules.cookieDeadline(issuedAt: issuedAt) ?? .maximum
    life.cookies.append(SessionLife.Window(from: issuedAt, until: end, rule: nil))
  }

  /// Closes what is open, where the life that is shown ends.
  private mutating func finish(_ end: Timestamp?) {
    let lastChange = max(life.changes.last?.at ?? life.begin, simulation.now, life.now)
    let rest = lastChange.elapsed(since: life.begin)
    // A little of what comes after the last change, so that it can be seen.
    let more = max(.seconds(60), rest / 12)
    life.end = end ?? lastChange.adding(more) ?? .maximum
    if let place = life.spans.indices.last { life.spans[place].until = life.end }
    for place in life.limits.indices {
      if !idle.contains(place), let end = life.limits[place].spans.indices.last {
        life.limits[place].spans[end].until = life.end
      }
    }
  }
}

extension SessionOperation {
  /// The method that the user shows.
  fileprivate var method: AuthenticationMethod? {
    switch self {
    case .signIn(let method, _), .recover(let method, _), .refresh(let method, _): method
    case .stepUp(let method), .refreshSecondFactor(let method), .enrol(let method): method
    case .activity, .extend, .whoami, .revoke, .setIdentityState: nil
    }
  }
}
