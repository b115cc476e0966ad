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
  private let questions = SingleFlight<Credential, Seen>()
  private let extensions = SingleFlight<String, Seen>()
  private let revocations = SingleFlight<String, Unavailable?>()
  private let enrolments = SingleFlight<String, Result<[String]?, Unavailable>>()
  private let traces = SessionTraces()
  /// Whether Kratos failed the last time it was asked, or was not asked yet.
  private let isKratosAway = Atomic(true)

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
        parts.metrics.answered(question.target, "proceed", isRemembered: true, start)
        return .decided(known, .proceed, cookie: nil)
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

  /// Answers a question that says two things at once.
  func reply(to target: AnswerTarget, _ problem: Ambiguous) -> Reply {
    let start = ContinuousClock.now
    // Clients can bring this about, too.
    parts.logger.warning(
      "nobody is let through: \(problem.reason)", metadata: ["proxy": "\(target)"])
    parts.metrics.answered(target, Reply.ambiguous.outcome, isRemembered: false, start)
    return .ambiguous
  }

  // MARK: - Deciding

  /// What whoami said, and when it was asked.
  private struct Seen: Sendable {
    let whoami: Result<Whoami, Unavailable>
    let asked: ContinuousClock.Instant
  }

  /// A decision and what it was made from.
  private struct Ruling {
    var decision: Decision
    var snapshot: Snapshot
    var now: Timestamp
    /// When Kratos was asked.
    var asked: ContinuousClock.Instant
    var cookie: String?
    /// What whoami said of the session.
    var document: JSONValue = .null
    var known = Question.Knowledge()
  }

  private func decide(
    _ question: Question, _ epoch: Int
  ) async throws(Unavailable) -> Reply {
    guard let credential = question.credential else {
      return try await finish(ruling(on: .noSession, question, asked: .now), question)
    }
    let seen = await questions.value(for: credential) { [self] in await whoami(credential) }
    isKratosAway.store((try? seen.whoami.get()) == nil, ordering: .relaxed)
    var ruling = try self.ruling(on: seen.whoami.get(), question, asked: seen.asked)
    if let call = ruling.decision.requests.first(where: { $0.purpose == .extend }),
      parts.kratos.hasAdmin
    {
      ruling = try await extended(ruling, by: call, question, credential)
    }
    let session = ruling.snapshot.session.id
    if session.isEmpty {
      traces.end(shownBy: credential, asked: ruling.asked)
      return try await finish(ruling, question)
    }
    let trace = traces.trace(of: session, shownBy: credential, asked: ruling.asked)
    ruling = try await knowingEnrolment(ruling, question)
    let reply = try await finish(ruling, question, ending: trace)
    if case .decided(let answer, .proceed, _) = reply, trace.isActive(at: ruling.now) {
      parts.memory.remember(
        answer, to: AnswerMemory.Key(credential: credential, inputs: question.inputs),
        about: trace, at: ruling.now, until: ruling.decision.validUntil, epoch: epoch,
        asked: ruling.asked)
    }
    return reply
  }

  private func whoami(_ credential: Credential) async -> Seen {
    let asked = ContinuousClock.now
    let result = await Self.result { () async throws(Unavailable) in
      try await parts.kratos.whoami(credential)
    }
    return Seen(whoami: result, asked: asked)
  }

  private static func result<Value: Sendable>(
    _ work: () async throws(Unavailable) -> Value
  ) async -> Result<Value, Unavailable> {
    do throws(Unavailable) { return .success(try await work()) } catch { return .failure(error) }
  }

  /// Decides about what whoami says.
  private func ruling(
    on seen: Whoami, _ question: Question, asked: ContinuousClock.Instant
  ) throws(Unavailable) -> Ruling {
    let now = parts.clock.now()
    switch seen {
    case .session(let document, let cookie):
      let known = Question.Knowledge(
        lastActive: lastActivity(of: document, at: now),
        cookieIssued: issued(question.credential, cookie))
      let snapshot = try question.snapshot(of: document, known)
      // It is what calls, traces and logs go by: without one, sessions could not be told apart.
      if snapshot.session.id.isEmpty {
        throw Unavailable(reason: "whoami answered 200 with a session that has no id")
      }
      return Ruling(
        decision: parts.store.decide(snapshot, at: now), snapshot: snapshot, now: now,
        asked: asked, cookie: cookie, document: document, known: known)
    case .noSession:
      let snapshot = try question.snapshot(of: .null)
      return Ruling(
        decision: parts.store.decide(snapshot, at: now), snapshot: snapshot, now: now,
        asked: asked)
    case .levelRequired:
      let snapshot = try question.snapshot(of: RequiredLevel.session(at: now))
      let decision = RequiredLevel.policies.decide(
        snapshot, at: now, settings: parts.store.settings)
      return Ruling(decision: decision, snapshot: snapshot, now: now, asked: asked)
    }
  }

  /// When a user was last active: let through, or authenticated. Whoever is refused was not.
  private func lastActivity(of session: JSONValue, at now: Timestamp) -> Timestamp? {
    let authenticated = session["authenticated_at"]?.string.flatMap(Timestamp.init(rfc3339:))
    let seen = session["id"]?.string.flatMap(traces.lastActive)
    // A clock that was set back must not make anybody active in times to come.
    return [authenticated, seen.map { min($0, now) }].compactMap { $0 }.max()
  }

  /// When the cookie was issued that the browser will have.
  private func issued(_ credential: Credential?, _ renewed: String?) -> Timestamp? {
    var value: String?
    if let renewed, let equals = renewed.firstIndex(of: "=") {
      value = String(renewed[renewed.index(after: equals)...].prefix { $0 != ";" })
    } else if case .cookie(let cookie) = credential {
      value = cookie
    }
    return value.flatMap(Credential.issuedAt(cookie:)).flatMap { Timestamp(seconds: $0) }
  }

  // MARK: - Calls that go before an answer

  /// Extends a session, and asks whoami with the old cookie, whose new one has to reach the browser.
  ///
  /// An extension that fails takes nothing from the user: the decision that permitted it stands.
  private func extended(
    _ ruling: Ruling, by call: KratosRequest, _ question: Question, _ credential: Credential
  ) async throws(Unavailable) -> Ruling {
    let session = ruling.snapshot.session
    let seen = await extensions.value(for: session.id) { [self] in
      do throws(Unavailable) {
        try await parts.kratos.carryOut(call)
        return await whoami(credential)
      } catch {
        return Seen(whoami: .failure(error), asked: .now)
      }
    }
    do throws(Unavailable) {
      var after = try self.ruling(on: seen.whoami.get(), question, asked: seen.asked)
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

  /// Asks what the user has set up, where it tells which way there is: whoever has no second factor has to
  /// set one up first, and a login flow would have nothing to ask them.
  ///
  /// Without an answer the decision stands, with the ways of somebody who may have everything.
  private func knowingEnrolment(
    _ ruling: Ruling, _ question: Question
  ) async throws(Unavailable) -> Ruling {
    guard let due = ruling.decision.reauthentication, !due.isEnrolmentKnown,
      due.aal != nil || due.methods != nil, parts.kratos.hasAdmin,
      let identity = ruling.snapshot.session.identity?.id
    else { return ruling }
    let found = await enrolments.value(for: identity) { [parts] in
      await Self.result { () async throws(Unavailable) in
        try await parts.kratos.methods(of: identity)
      }
    }
    do throws(Unavailable) {
      guard let methods = try found.get() else { return ruling }
      var ruling = ruling
      ruling.known.enrolled = methods
      ruling.snapshot = try question.snapshot(of: ruling.document, ruling.known)
      ruling.decision = parts.store.decide(ruling.snapshot, at: ruling.now)
      return ruling
    } catch {
      parts.logger.warning(
        "nobody says what a user has set up: \(error.reason)",
        metadata: ["session": "\(ruling.snapshot.session.id)"])
      return ruling
    }
  }

  /// Ends a session, records the decision, and writes the answer.
  private func finish(
    _ ruling: Ruling, _ question: Question, ending trace: SessionTrace? = nil
  ) async throws(Unavailable) -> Reply {
    let answer = try self.answer(ruling, question)
    if let call = answer.calls.first(where: { $0.purpose == .revoke }) {
      try await revoke(ruling.snapshot.session.id, by: call)
      trace?.end()
    }
    if let records = parts.records {
      let fields = records.fields(of: parts.store.current)
      try records.append(
        DecisionRecord(ruling.decision, about: ruling.snapshot, at: ruling.now, keeping: fields)
          .text)
    }
    log(ruling, question)
    return .decided(ReadyAnswer(answer), ruling.decision.outcome, cookie: ruling.cookie)
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
