import Logging
import SessionPolicy
import Synchronization

/// Answers proxies: credential → whoami → policies → answer.
///
/// - At most one question per credential, one extension and one revocation per session are under way.
/// - What lets somebody through may be remembered (``AnswerMemory``); Kratos is asked for everything else.
/// - Whatever fails on the way, nobody is let through: 503, which no proxy takes for a yes.
final class SessionGuard: Sendable {
  /// What a guard is made of.
  struct Parts: Sendable {
    var store: PolicyStore
    var kratos: any Kratos
    /// Where browsers reach Kratos; `nil` for `serve.public.base_url` of its configuration.
    var browserURL: String?
    var memory: AnswerMemory
    var records: RecordFile?
    var clock: WallClock
    var metrics: GatewayMetrics
    var logger: Logger
  }

  private let parts: Parts
  /// Counts what policies were in force: an answer by others is not remembered.
  private let epoch = Atomic(0)
  private let questions = SingleFlight<Credential, Result<Whoami, Unavailable>>()
  private let extensions = SingleFlight<String, Result<Whoami, Unavailable>>()
  private let revocations = SingleFlight<String, Unavailable?>()
  /// When a session was last let through, for `request.last_active_at`: Kratos does not know.
  private let activity = Mutex(Generations<String, Timestamp>(capacity: 50_000))
  /// Whether Kratos failed the last time it was asked.
  private let isKratosAway = Atomic(false)

  init(_ parts: Parts) { self.parts = parts }

  /// Tells that other policies or settings are in force.
  func policiesChanged() { epoch.add(1, ordering: .sequentiallyConsistent) }

  /// Whether requests can be answered with more than a refusal.
  func isReady() async -> Bool {
    guard isKratosAway.load(ordering: .relaxed) else { return true }
    guard await parts.kratos.isAlive() else { return false }
    isKratosAway.store(false, ordering: .relaxed)
    return true
  }

  /// Answers a question.
  func reply(to question: Question) async -> Reply {
    let start = ContinuousClock.now
    // Taken before anything is decided by them: see `policiesChanged`.
    let epoch = epoch.load(ordering: .sequentiallyConsistent)
    let now = parts.clock.now()
    if let credential = question.credential {
      let key = AnswerMemory.Key(credential: credential, inputs: question.inputs)
      if let known = parts.memory.answer(to: key, at: now, epoch: epoch) {
        wasActive(known.session, at: now)
        parts.metrics.answered(question.target, "proceed", isRemembered: true, start)
        return Reply(known.answer)
      }
    }
    let reply: Reply
    do throws(Unavailable) {
      reply = try await decide(question, epoch)
    } catch {
      parts.logger.error(
        "nobody is let through: \(error.reason)", metadata: ["proxy": "\(question.target)"])
      reply = .unavailable
    }
    parts.metrics.answered(question.target, reply.outcome, isRemembered: false, start)
    return reply
  }

  // MARK: - Deciding

  /// A decision and what it was made from.
  private struct Ruling {
    var decision: Decision
    var snapshot: Snapshot
    var now: Timestamp
    var cookie: String?
  }

  private func decide(
    _ question: Question, _ epoch: Int
  ) async throws(Unavailable) -> Reply {
    guard let credential = question.credential else {
      return try await finish(ruling(on: .noSession, question), question)
    }
    let seen = await questions.value(for: credential) { [parts] in
      await Self.result { () async throws(Unavailable) in
        try await parts.kratos.whoami(credential)
      }
    }
    isKratosAway.store((try? seen.get()) == nil, ordering: .relaxed)
    var ruling = try self.ruling(on: seen.get(), question)
    if let call = ruling.decision.requests.first(where: { $0.purpose == .extend }),
      parts.kratos.hasAdmin
    {
      ruling = try await extended(ruling, by: call, question, credential)
    }
    let reply = try await finish(ruling, question)
    if ruling.decision.outcome == .proceed, let answer = reply.answer {
      let session = ruling.snapshot.session.id
      wasActive(session, at: ruling.now)
      parts.memory.remember(
        answer, to: AnswerMemory.Key(credential: credential, inputs: question.inputs),
        about: session, at: ruling.now, until: ruling.decision.validUntil, epoch: epoch)
    }
    return reply
  }

  private static func result<Value: Sendable>(
    _ work: () async throws(Unavailable) -> Value
  ) async -> Result<Value, Unavailable> {
    do throws(Unavailable) { return .success(try await work()) } catch { return .failure(error) }
  }

  /// Decides about what whoami says.
  private func ruling(on seen: Whoami, _ question: Question) throws(Unavailable) -> Ruling {
    let now = parts.clock.now()
    switch seen {
    case .session(let document, let cookie):
      let last = lastActivity(of: document, at: now)
      let snapshot = try self.snapshot(
        document, question, lastActive: last, cookieIssued: issued(question.credential, cookie))
      return Ruling(
        decision: parts.store.decide(snapshot, at: now), snapshot: snapshot, now: now,
        cookie: cookie)
    case .noSession:
      let snapshot = try self.snapshot(.null, question)
      return Ruling(decision: parts.store.decide(snapshot, at: now), snapshot: snapshot, now: now)
    case .levelRequired:
      let snapshot = try self.snapshot(RequiredLevel.session(at: now), question)
      let decision = RequiredLevel.policies.decide(
        snapshot, at: now, settings: parts.store.settings)
      return Ruling(decision: decision, snapshot: snapshot, now: now)
    }
  }

  /// Puts together what is decided about. What cannot be read lets nobody through.
  private func snapshot(
    _ session: JSONValue, _ question: Question, lastActive: String? = nil,
    cookieIssued: String? = nil
  ) throws(Unavailable) -> Snapshot {
    let inputs = question.inputs
    var request = NestedObject()
    request.set(["client", "type"], .string(inputs.isBrowser ? "browser" : "native"))
    if let action = inputs.action { request.set(["action"], .string(action)) }
    if let address = inputs.address { request.set(["ip"], .string(address)) }
    if let lastActive { request.set(["last_active_at"], .string(lastActive)) }
    if let cookieIssued { request.set(["cookie_issued_at"], .string(cookieIssued)) }
    request.set(["interactive"], .bool(inputs.isBrowser))
    var context = NestedObject()
    for input in inputs.others {
      // Below `request` nothing is a number; a country called 49 is a text.
      let value = Self.value(of: input.text)
      if input.path.first == "context" {
        context.set(input.path.dropFirst(), value)
      } else {
        request.set(
          input.path.dropFirst(), value.number == nil ? value : .string(input.text))
      }
    }
    let document: JSONValue = [
      "session": session, "request": request.value, "context": context.value,
    ]
    let (snapshot, problems) = SessionReader.read(
      document, in: SourceFile(name: "question", bytes: [])
    ).parts
    guard let snapshot else {
      let problem = problems.first { $0.severity == .error }
      throw Unavailable(
        reason: "what was asked cannot be read: \(problem?.message ?? "no session")")
    }
    return snapshot
  }

  /// What a field of a request says: a number, `true` or `false` as in JSON, and otherwise a text.
  private static func value(of text: String) -> JSONValue {
    let parsed = JSONReader.parse(SourceFile(name: "field", text: text)).value
    switch parsed?.kind {
    case .bool, .number: return parsed ?? .string(text)
    default: return .string(text)
    }
  }

  // MARK: - Activity

  private func wasActive(_ session: String, at now: Timestamp) {
    guard !session.isEmpty else { return }
    activity.withLock { $0.set(now, for: session) }
  }

  /// When a user was last active: let through, or authenticated. Whoever is refused was not.
  private func lastActivity(of session: JSONValue, at now: Timestamp) -> String? {
    let authenticated = session["authenticated_at"]?.string.flatMap(Timestamp.init(rfc3339:))
    let seen = session["id"]?.string.flatMap { id in activity.withLock { $0.value(for: id) } }
    // A clock that was set back must not make anybody active in times to come.
    let last = [authenticated, seen.map { min($0, now) }].compactMap { $0 }.max()
    return last?.rfc3339
  }

  /// When the cookie was issued that the browser will have.
  private func issued(_ credential: Credential?, _ renewed: String?) -> String? {
    var value: String?
    if let renewed, let equals = renewed.firstIndex(of: "=") {
      value = String(renewed[renewed.index(after: equals)...].prefix { $0 != ";" })
    } else if case .cookie(let cookie) = credential {
      value = cookie
    }
    return value.flatMap(Credential.issuedAt(cookie:)).flatMap { Timestamp(seconds: $0) }?.rfc3339
  }

  // MARK: - Calls that go before an answer

  /// Extends a session, and asks whoami with the old cookie, whose new one has to reach the browser.
  ///
  /// An extension that fails takes nothing from the user: the decision that permitted it stands.
  private func extended(
    _ ruling: Ruling, by call: KratosRequest, _ question: Question, _ credential: Credential
  ) async throws(Unavailable) -> Ruling {
    let session = ruling.snapshot.session
    let seen = await extensions.value(for: session.id) { [parts] in
      await Self.result { () async throws(Unavailable) in
        try await parts.kratos.carryOut(call)
        return try await parts.kratos.whoami(credential)
      }
    }
    do throws(Unavailable) {
      var after = try self.ruling(on: seen.get(), question)
      // A call that moved nothing answers like one that did.
      let isLater = (after.snapshot.session.expiresAt ?? .minimum) > (session.expiresAt ?? .minimum)
      parts.metrics.extended(isLater ? "extended" : "unchanged")
      parts.logger.info(
        "extended a session",
        metadata: [
          "session": "\(session.id)", "moved": "\(isLater)",
          "expires_at": "\(after.snapshot.session.expiresAt?.rfc3339 ?? "unknown")",
        ])
      after.cookie = after.cookie ?? ruling.cookie
      return after
    } catch {
      parts.metrics.extended("failed")
      parts.logger.warning(
        "a session that may be extended was not: \(error.reason)",
        metadata: ["session": "\(session.id)"])
      return ruling
    }
  }

  /// Ends a session, records the decision, and writes the answer.
  private func finish(_ ruling: Ruling, _ question: Question) async throws(Unavailable) -> Reply {
    let answer = try self.answer(ruling, question)
    if let call = answer.calls.first(where: { $0.purpose == .revoke }) {
      try await revoke(ruling.snapshot.session.id, by: call)
    }
    if let records = parts.records {
      let fields = records.fields(of: parts.store.current)
      try records.append(
        DecisionRecord(ruling.decision, about: ruling.snapshot, at: ruling.now, keeping: fields).text)
    }
    log(ruling, question)
    return Reply(answer, outcome: ruling.decision.outcome.rawValue, cookie: ruling.cookie)
  }

  /// Kratos would take a session that the policies have ended for one that is still there, and send its
  /// user straight back: so it is ended there before they are sent away.
  private func revoke(_ session: String, by call: KratosRequest) async throws(Unavailable) {
    guard parts.kratos.hasAdmin else {
      parts.logger.warning(
        "a session is over and goes on in Kratos: there is no --kratos-admin-url to end it with",
        metadata: ["session": "\(session)"])
      return
    }
    let problem = await revocations.value(for: session) { [parts] in
      do throws(Unavailable) {
        try await parts.kratos.carryOut(call)
        return nil
      } catch { return error }
    }
    if let problem { throw problem }
  }

  private func answer(_ ruling: Ruling, _ question: Question) throws(Unavailable) -> HTTPAnswer {
    guard let url = parts.browserURL ?? parts.store.settings.publicBaseURL else {
      throw Unavailable(reason: "nobody says where browsers reach Kratos")
    }
    // A page that cannot be come back to is none: the client wrote it, and Kratos has a default.
    for page in [question.page, nil] {
      if let visit = try? Visit(ruling.snapshot, at: ruling.now, kratosURL: url, returnTo: page) {
        return ruling.decision.answer(for: question.reader, to: visit)
      }
    }
    throw Unavailable(reason: "\(url) is no URL of Kratos")
  }

  private func log(_ ruling: Ruling, _ question: Question) {
    let decision = ruling.decision
    let codes = decision.reasons.map { $0.code.rawValue + ($0.rule.map { " \($0)" } ?? "") }
    parts.logger.log(
      level: decision.outcome == .proceed ? .debug : .info, "decided",
      metadata: [
        "outcome": "\(decision.outcome.rawValue)", "proxy": "\(question.target)",
        "action": "\(question.inputs.action ?? "")",
        "session": "\(ruling.snapshot.session.id)", "reasons": .array(codes.map { "\($0)" }),
        "unknown": .array(
          decision.indeterminate.map { "\($0.attribute ?? "") \($0.cause) \($0.rule ?? "")" }),
        "valid_until": "\(decision.validUntil?.rfc3339 ?? "never")",
        "policies": "\(decision.policies.digest)",
      ])
  }
}
