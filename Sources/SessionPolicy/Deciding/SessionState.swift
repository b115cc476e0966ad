import PolicyDiagnostics
import PolicyJSON
import PolicyTime

/// What decisions need of a session besides its attributes.
struct SessionState: Sendable {
  let id: SessionID
  /// Whether the document holds the identity.
  let isIdentitySent: Bool
  /// Whether a first factor was completed, or a login that another provider vouched for.
  let hasFirstFactor: Bool
  /// Whether a second factor was completed.
  let hasSecondFactor: Bool
  /// Whether the document states the level; otherwise it is what the methods make.
  let statesLevel: Bool
  /// Whether anything says which methods the user has set up.
  let tellsEnrolment: Bool
  /// What the law reckons with.
  private(set) var facts: SessionFacts<Int128>
  /// Of the sets of methods for which the facts have no bit, those of which it completed one, by
  /// number; `nil` for none.
  private let furtherSets: Set<Int>?

  /// Reads a session, and what of the request belongs to it.
  init(_ snapshot: Snapshot, _ settings: KratosSettings, methodSets: [[String]]) {
    let (session, request) = (snapshot.session, snapshot.request)
    // Made of the document each time it is asked for.
    let methods = session.authenticationMethods
    var bits: UInt64 = 0
    var further: Set<Int> = []
    for (number, set) in methodSets.enumerated()
    where methods.contains(where: { $0.isOne(of: set) }) {
      if number < SessionFacts<Int128>.methodSetLimit {
        bits |= 1 << UInt64(number)
      } else {
        further.insert(number)
      }
    }
    id = .text(session.id)
    isIdentitySent = session.identity != nil
    let release = settings.release(for: session)
    hasFirstFactor = methods.contains { $0.isFirstFactor(in: release) }
    hasSecondFactor = methods.contains { $0.level(in: release) == .aal2 }
    statesLevel = session.authenticatorAssuranceLevel != nil
    tellsEnrolment =
      request.enrolledMethods != nil || session.identity?.document["credentials"]?.object != nil
    facts = SessionFacts(
      expiresAt: session.expiresAt, cookieIssuedAt: request.cookieIssuedAt,
      isThere: session.isThere, active: session.active,
      isIdentityActive: session.identity?.isActive,
      level: session.assuranceLevel(in: release), listsMethods: session.listsMethods,
      hasUntimedCompletion: methods.contains { $0.completedAt == nil },
      methodSets: bits,
      lifespan: settings.lifespan(for: session), latestPast: snapshot.pastInstants.max(), settings)
    furtherSets = further.isEmpty ? nil : further
  }

  /// Takes a session that was scanned; `nil` if anything depends on what was not looked at: its lifespan,
  /// or the release that levels of entries without one are inferred by.
  init?(_ session: borrowing ScannedSession, id: SessionID, _ settings: KratosSettings) {
    let (infersLevels, isHeads) = (session.infersLevels, session.isOfHead)
    let isOfHead = settings.release == .head || isHeads && settings.chosenRelease == nil
    // The head infers no level, and the lifespan of an organization was not looked for.
    if isOfHead, infersLevels || !settings.organizationLifespans.isEmpty { return nil }
    self.id = id
    isIdentitySent = session.hasIdentity
    let vouched = session.hasUpstreamSecond
    hasFirstFactor = isOfHead && vouched ? true : session.hasFirstFactor
    hasSecondFactor = session.hasSecondFactor
    statesLevel = true  // Of one that does not, the whole document is read.
    tellsEnrolment = session.tellsEnrolment
    facts = SessionFacts(
      expiresAt: session.expiresAt, cookieIssuedAt: session.cookieIssuedAt, isThere: true,
      active: session.active, isIdentityActive: session.isIdentityActive, level: session.level,
      listsMethods: session.listsMethods, hasUntimedCompletion: false,
      methodSets: session.methodSets,
      lifespan: settings.lifespan, latestPast: session.latestPast, settings)
    furtherSets = nil
  }

  /// Whether a first factor counts towards the level: one that is listed, or that the level tells. `aal1`
  /// where it is stated and no second factor listed, which makes that alone.
  var showsFirstFactor: Bool {
    if hasFirstFactor || (facts.level ?? .aal0) >= .aal2 { return true }
    return facts.level == .aal1 && !hasSecondFactor && (statesLevel || !facts.listsMethods)
  }

  /// Whether a second factor counts towards the level, in the same way.
  var showsSecondFactor: Bool { hasSecondFactor || (facts.level ?? .aal0) >= .aal2 }

  /// The same at another level.
  func reaching(_ level: AssuranceLevel) -> SessionState {
    var state = self
    state.facts.level = level
    return state
  }

  /// Whether one of a set of methods was completed for which the facts have no bit.
  func completedFurther(_ set: Int) -> Bool { furtherSets?.contains(set) ?? false }

  /// Whether one of a set of methods was completed, by the number of the set.
  func completed(_ set: Int) -> Bool {
    set < SessionFacts<Int128>.methodSetLimit
      ? facts.methodSets >> UInt64(set) & 1 != 0 : completedFurther(set)
  }

  /// What is missing where nobody knows whether the session is live.
  var missing: Ruling.MissingInput {
    .init(facts.liveness.expiresAt == nil ? "session.expires_at" : "session.active", .missing)
  }

  /// What is missing where nobody knows in which state the identity is.
  var missingIdentityState: Ruling.MissingInput {
    .init("identity.state", isIdentitySent ? .missing : .notSent)
  }
}

/// What the law reckons with of a session, as plain bits; spans and instants in nanoseconds.
struct SessionFacts<Number: LawNumber>: Sendable {
  let liveness: Liveness<Number>
  /// The first instant at which the server extends it.
  let opensAt: Number?
  /// How long it lives after an extension.
  let lifespan: Number
  /// Whether it is known in which state the identity is.
  let isIdentityKnown: Bool
  /// `nil` while nobody knows.
  fileprivate(set) var level: AssuranceLevel?
  /// A bit for each of the first sets of methods of which it completed one.
  let methodSets: UInt64
  /// Whether it lists the methods that were completed.
  let listsMethods: Bool
  /// Whether it may list a completion that is evidence and has no instant.
  let hasUntimedCompletion: Bool
  /// From when on no instant lies ahead that may not, by its meaning and by how far clocks differ.
  let settledAt: Number

  /// For how many sets there are bits.
  static var methodSetLimit: Int { 64 }

  /// The same in other numbers; `nil` if they do not fit.
  init?(_ other: SessionFacts<Int128>) {
    func fits(_ instant: Int128?) -> Bool { instant.map(Number.fits(instant:)) ?? true }
    func taken(_ instant: Int128?) -> Number? { instant.map { Number(truncatingIfNeeded: $0) } }
    let life = other.liveness
    guard fits(life.expiresAt), fits(life.cookieEndsAt), fits(other.opensAt),
      Number.fits(span: other.lifespan),
      other.settledAt == .min || Number.fits(instant: other.settledAt)
    else { return nil }
    liveness = Liveness(
      expiresAt: taken(life.expiresAt), cookieEndsAt: taken(life.cookieEndsAt),
      otherwise: life.otherwise)
    opensAt = taken(other.opensAt)
    lifespan = Number(truncatingIfNeeded: other.lifespan)
    isIdentityKnown = other.isIdentityKnown
    level = other.level
    methodSets = other.methodSets
    listsMethods = other.listsMethods
    hasUntimedCompletion = other.hasUntimedCompletion
    settledAt = other.settledAt == .min ? .min : Number(truncatingIfNeeded: other.settledAt)
  }
}

extension SessionFacts<Int128> {
  init(
    expiresAt: Timestamp?, cookieIssuedAt: Timestamp?, isThere: Bool, active: Bool?,
    isIdentityActive: Bool?, level: AssuranceLevel?, listsMethods: Bool,
    hasUntimedCompletion: Bool, methodSets: UInt64, lifespan: Duration, latestPast: Timestamp?,
    _ settings: KratosSettings
  ) {
    let rules = KratosRules(settings)
    liveness = Liveness(
      expiresAt: expiresAt?.nanosecondsSinceEpoch,
      cookieEndsAt: cookieIssuedAt.flatMap { rules.cookieDeadline(issuedAt: $0) }?
        .nanosecondsSinceEpoch,
      isThere: isThere, isActive: active, isIdentityActive: isIdentityActive ?? true)
    opensAt = expiresAt.flatMap(rules.firstExtendable(from:))?.nanosecondsSinceEpoch
    isIdentityKnown = isIdentityActive != nil
    self.listsMethods = listsMethods
    self.hasUntimedCompletion = hasUntimedCompletion
    settledAt = latestPast.map(settings.settled) ?? .min
    self.lifespan = lifespan.clampedNanoseconds
    self.level = level
    self.methodSets = methodSets
  }
}

/// The identifier of a session, made a text only when it is asked for.
enum SessionID: Sendable {
  case text(String)
  /// A place in a document, without escapes.
  case place(SourceFile, Range<Int>)

  var text: String {
    switch self {
    case .text(let text): text
    case .place(let file, let range): String(decoding: file.bytes[range], as: UTF8.self)
    }
  }
}

extension Identity {
  /// Whether it is active; `nil` where its state is not shown.
  var isActive: Bool? { state.map { $0 == "active" } }
}
