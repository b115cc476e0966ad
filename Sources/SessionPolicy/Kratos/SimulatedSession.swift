public import PolicyTime

/// A session's life, moved from operation to operation by the rules of Kratos.
///
/// ```swift
/// var life = SimulatedSession(session, at: start)
/// life.apply(.extend, at: later)
/// life.session.expiresAt
/// ```
///
/// What Kratos would refuse changes nothing and is answered as ``SessionOperationResult/refused(_:)``.
/// A browser holds its session by a cookie with an end of its own; once that has passed Kratos sees no
/// session, whatever the session says.
public struct SimulatedSession: Sendable {
  /// The cookie of a browser.
  public struct Cookie: Sendable, Hashable {
    /// When it was issued, from which its own age counts.
    public let issuedAt: Timestamp
    /// The expiry of the session that is written in it; `nil` when not known.
    public let expiresAt: Timestamp?
  }

  /// The rules that hold.
  public let rules: KratosRules
  /// What the client is, and so whether it has a cookie or a token.
  public let client: KratosRequest.Client
  /// The session that the client's cookie or token names, as whoami would show it at ``now``.
  public private(set) var session: Session
  /// Sessions that a new one has replaced at the client, and that live on in Kratos.
  public private(set) var abandoned: [Session] = []
  /// The present instant.
  public private(set) var now: Timestamp
  /// When the user last did something, signing in included; `nil` while unknown.
  public private(set) var lastActiveAt: Timestamp?
  /// The browser's cookie; `nil` for a native client, and while nothing tells when it was issued.
  public private(set) var cookie: Cookie?

  /// Whether the session was ended, as opposed to having expired.
  private var isRevoked: Bool
  private var sessionsBegun = 0
  /// What the identity has set up; `nil` while nobody says.
  private var enrolled: [String]?
  /// Whether the identity is known to have a second factor, for it was shown or set up.
  private var hasSecondFactor: Bool

  /// Begins with a session as it is at an instant.
  ///
  /// A session that is inactive and expired counts as expired alone; the document cannot tell.
  ///
  /// - Parameters:
  ///   - session: The session.
  ///   - now: The instant at which the life begins.
  ///   - settings: How Kratos is set up.
  ///   - client: What the client is.
  ///   - cookieIssuedAt: When the browser's cookie was issued; left out, at `authenticated_at`.
  ///   - lastActiveAt: When the user last did something.
  ///   - enrolledMethods: What the identity has set up; `nil` while nobody says.
  public init(
    _ session: Session, at now: Timestamp, settings: KratosSettings = KratosSettings(),
    client: KratosRequest.Client = .browser, cookieIssuedAt: Timestamp? = nil,
    lastActiveAt: Timestamp? = nil, enrolledMethods: [String]? = nil
  ) {
    let rules = KratosRules(settings)
    self.rules = rules
    self.client = client
    self.session = session
    self.now = now
    self.lastActiveAt = lastActiveAt
    enrolled = enrolledMethods
    isRevoked = rules.inactivity(of: session, at: now) == .revoked
    hasSecondFactor = session.authenticationMethods.contains {
      $0.level == .aal2 && rules.obstacle(to: $0.method, as: .second) == nil
    }
    if client == .browser, let issuedAt = cookieIssuedAt ?? session.authenticatedAt {
      // No cookie was issued for longer than a lifespan; what goes beyond was extended since.
      let longest = rules.expiry(of: session, renewedAt: issuedAt)
      cookie = Cookie(
        issuedAt: issuedAt, expiresAt: session.expiresAt.map { min($0, longest) })
    }
  }

  /// Whether Kratos sees a live session when the client asks.
  public var isOpen: Bool { rules.isActive(session, at: now) && isCookieReadable }

  /// Lets time pass; earlier instants are ignored.
  public mutating func advance(to instant: Timestamp) {
    now = max(now, instant)
    refreshActivity()
  }

  /// Performs an operation at an instant.
  @discardableResult
  public mutating func apply(
    _ operation: SessionOperation, at instant: Timestamp
  ) -> SessionOperationResult {
    guard instant >= now else { return .unchanged(.inThePast) }
    advance(to: instant)
    defer { refreshActivity() }
    do throws(KratosRefusal) {
      return try perform(operation)
    } catch {
      return .refused(error)
    }
  }

  private mutating func perform(
    _ operation: SessionOperation
  ) throws(KratosRefusal) -> SessionOperationResult {
    switch operation {
    case .activity:
      lastActiveAt = now
      return .changed
    case .whoami: return try whoami()
    case .extend:
      guard rules.canBeExtended(session, at: now) else { return .unchanged(.extendWindowNotOpen) }
      session = rules.extended(session, at: now)
      return .changed
    case .signIn(let factor, let identity):
      if isOpen { throw KratosRefusal(.alreadySignedIn, 400, "session_already_available") }
      try expectOffered(factor, as: .first)
      return try begin(with: factor, identity)
    case .recover(let factor, let identity):
      try expect(rules.obstacleToRecovering(by: factor.method), of: factor)
      return try begin(with: factor, identity)
    case .refresh(let factor, let identity): return try refresh(with: factor, identity)
    case .stepUp(let factor):
      try expectSession("session_aal1_required")
      // The stored level is asked here, where every other place computes it anew.
      if (session.assuranceLevel ?? .aal0) >= .aal2 {
        throw KratosRefusal(.alreadyAvailable, 400, "session_already_available")
      }
      try expectOffered(factor, as: .second)
      return goOn(with: factor, as: .second)
    case .refreshSecondFactor(let factor):
      try expectSession("session_aal1_required")
      try expectOffered(factor, as: .second)
      return goOn(with: factor, as: .second)
    case .enrol(let factor): return try enrol(factor)
    case .revoke:
      guard !isRevoked else { return .unchanged(.noEffect) }
      isRevoked = true
      return .changed
    case .setIdentityState(let active):
      let state = active ? "active" : "inactive"
      guard session.identity != nil, session.identity?.state != state else {
        return .unchanged(.noEffect)
      }
      session.identity?.state = state
      return .changed
    }
  }
}

// MARK: What is done

extension SimulatedSession {
  /// Reads the session, which re-issues the cookie only if the session lives longer than it says.
  private mutating func whoami() throws(KratosRefusal) -> SessionOperationResult {
    try expectSession(nil)
    try expectLevel(rules.settings.whoamiRequiredAAL)
    guard let cookie, rules.whoamiRenewsCookie(of: session, cookieExpiresAt: cookie.expiresAt)
    else { return .unchanged(.noEffect) }
    issueCookie()
    return .cookieRenewed
  }

  /// A first factor, which may belong to someone else or lead to a session of its own.
  private mutating func refresh(
    with factor: AuthenticationMethod, _ identity: Identity?
  ) throws(KratosRefusal) -> SessionOperationResult {
    try expectOffered(factor, as: .first)
    let isSomeoneElse = identity.map { $0.id != session.identity?.id } ?? false
    if isSomeoneElse, isOpen, factor.method == "code",
      rules.settings.release(for: session) == .head
    {
      throw KratosRefusal(.identityMismatch, 400)
    }
    guard isOpen, !isSomeoneElse, !factor.isUpstream else {
      return try begin(with: factor, identity)
    }
    return goOn(with: factor, as: .first)
  }

  /// Sets up a credential in the settings, whose answer brings a browser a new cookie.
  private mutating func enrol(
    _ factor: AuthenticationMethod
  ) throws(KratosRefusal) -> SessionOperationResult {
    try expectSession("session_inactive")
    try expectLevel(rules.settings.settingsRequiredAAL)
    try expect(rules.obstacleToEnrolling(factor.method, for: client), of: factor)
    let isPassword = factor.method == "password"
    guard rules.isPrivileged(session, at: now, for: isPassword ? .password : .credential) else {
      throw KratosRefusal(.notPrivileged, 403, "session_refresh_required")
    }
    if let level = otherLevel(of: factor, as: nil) { return .unchanged(.recordedAt(level)) }
    lastActiveAt = now
    session = rules.enrolled(session, factor, at: now)
    enrolled?.append(factor.method)
    noteSecondFactor(factor)
    issueCookie()
    return .changed
  }

  /// A factor that the present session goes on with.
  private mutating func goOn(
    with factor: AuthenticationMethod, as asked: KratosRules.Factor
  ) -> SessionOperationResult {
    if let level = otherLevel(of: factor, as: asked) { return .unchanged(.recordedAt(level)) }
    lastActiveAt = now
    session = rules.refreshed(session, by: factor, as: asked, at: now)
    noteSecondFactor(factor)
    issueCookie()
    return .changed
  }

  /// A new session; the present one, if it still lives, is left behind.
  private mutating func begin(
    with factor: AuthenticationMethod, _ identity: Identity?
  ) throws(KratosRefusal) -> SessionOperationResult {
    let owner = identity ?? session.identity
    if let state = owner?.state, state != "active" {
      throw rules.settings.release == .head
        ? KratosRefusal(.identityDisabled, 400, "identity_disabled")
        : KratosRefusal(.identityDisabled, 401)
    }
    if let level = otherLevel(of: factor, as: .first) { return .unchanged(.recordedAt(level)) }
    if rules.isActive(session, at: now) { abandoned.append(session) }
    if let identity, identity.id != session.identity?.id {
      enrolled = nil
      hasSecondFactor = false
    }
    sessionsBegun += 1
    isRevoked = false
    lastActiveAt = now
    session = rules.begun(
      id: "\(session.originalID(after: sessionsBegun - 1))+\(sessionsBegun)", identity: owner,
      by: factor, at: now, devices: session.devices)
    issueCookie()
    return .newSession
  }

  private mutating func issueCookie() {
    guard client == .browser else { return }
    cookie = Cookie(issuedAt: now, expiresAt: session.expiresAt)
  }

  private mutating func noteSecondFactor(_ factor: AuthenticationMethod) {
    if rules.obstacle(to: factor.method, as: .second) == nil,
      rules.recordedLevel(ofMethod: factor.method, as: .second) == .aal2
    {
      hasSecondFactor = true
    }
  }

  /// Brings `active`, which Kratos computes whenever it writes a session, up to the present.
  private mutating func refreshActivity() {
    var stored = session
    stored.active = !isRevoked
    let active = rules.isActive(stored, at: now)
    if session.active != active { session.active = active }
  }
}

// MARK: What Kratos asks first

extension SimulatedSession {
  private var isCookieReadable: Bool {
    cookie.map { rules.cookieDecodes(issuedAt: $0.issuedAt, at: now) } ?? true
  }

  /// Refuses, by the identifier of its answer, what needs a live session.
  private func expectSession(_ id: String?) throws(KratosRefusal) {
    guard rules.isActive(session, at: now) else { throw KratosRefusal(.noSession, 401, id) }
    guard isCookieReadable else { throw KratosRefusal(.cookieExpired, 401, id) }
  }

  /// Refuses a session below a required level; what is not known is not refused.
  private func expectLevel(_ required: KratosSettings.RequiredAAL) throws(KratosRefusal) {
    let verdict = rules.verdict(on: session, requiring: required, available: available)
    guard verdict == .insufficient else { return }
    if required == .aal1, rules.settings.release(for: session) < .v25_4 {
      throw KratosRefusal(.levelTooLow, 401)
    }
    throw KratosRefusal(.levelTooLow, 403, "session_aal2_required")
  }

  /// The highest level that the identity can reach, as far as it is known.
  private var available: AssuranceLevel? {
    if hasSecondFactor { return .aal2 }
    return enrolled.map { methods in
      methods.contains { rules.obstacle(to: $0, as: .second) == nil } ? .aal2 : .aal1
    }
  }

  /// Refuses a method that no login flow for a factor offers.
  private func expectOffered(
    _ factor: AuthenticationMethod, as asked: KratosRules.Factor
  ) throws(KratosRefusal) {
    try expect(rules.obstacle(to: factor.method, as: asked, for: client), of: factor)
  }

  private func expect(
    _ obstacle: KratosRules.MethodObstacle?, of factor: AuthenticationMethod
  ) throws(KratosRefusal) {
    if let obstacle { throw KratosRefusal(.method(factor.method, obstacle), 400) }
  }

  /// The level at which Kratos records a method that says another; `nil` if it says none, or that.
  private func otherLevel(
    of factor: AuthenticationMethod, as asked: KratosRules.Factor?
  ) -> AssuranceLevel? {
    guard let said = factor.recordedLevel,
      let recorded = rules.recordedLevel(ofMethod: factor.method, as: asked), said != recorded
    else { return nil }
    let chosen = rules.settings.chosenRelease
    return factor.isOfHead && (chosen ?? .head) == .head ? nil : recorded
  }
}

extension Session {
  /// The identifier without the number that a simulation of some new sessions has added.
  fileprivate func originalID(after count: Int) -> String {
    count > 0 && id.hasSuffix("+\(count)") ? String(id.dropLast("+\(count)".count)) : id
  }
}
