public import PolicyCEL

/// A session's life, moved from operation to operation by the rules of Kratos.
///
/// ```swift
/// var life = SimulatedSession(session, at: start)
/// life.apply(.extend, at: later)
/// life.session.expiresAt
/// ```
public struct SimulatedSession: Sendable {
  /// The rules that hold.
  public let rules: KratosRules
  /// The session that the client's cookie or token names, as whoami would show it at ``now``.
  public private(set) var session: Session
  /// Sessions that a new one has replaced at the client, and that live on in Kratos.
  public private(set) var abandoned: [Session] = []
  /// The present instant.
  public private(set) var now: Timestamp
  /// When the user last did something, signing in included; `nil` while unknown.
  public private(set) var lastActiveAt: Timestamp?

  /// Whether the session was ended, as opposed to having expired.
  private var isRevoked: Bool
  private var sessionsBegun = 0

  /// Begins with a session as it is at an instant.
  ///
  /// A session that is inactive and expired counts as expired alone; the document cannot tell.
  public init(
    _ session: Session, at now: Timestamp, settings: KratosSettings = KratosSettings(),
    lastActiveAt: Timestamp? = nil
  ) {
    rules = KratosRules(settings)
    self.session = session
    self.now = now
    self.lastActiveAt = lastActiveAt
    isRevoked = rules.inactivity(of: session, at: now) == .revoked
  }

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
    let result = perform(operation)
    refreshActivity()
    return result
  }

  private mutating func perform(_ operation: SessionOperation) -> SessionOperationResult {
    switch operation {
    case .activity:
      lastActiveAt = now
      return .changed
    case .whoami: return .unchanged(.noEffect)
    case .extend:
      guard rules.canBeExtended(session, at: now) else { return .unchanged(.extendWindowNotOpen) }
      session = rules.extended(session, at: now)
      return .changed
    case .signIn(let factor, let identity): return begin(with: factor, identity)
    case .refresh(let factor, let identity): return refresh(with: factor, identity)
    case .stepUp(let factor):
      if isLive, rules.recomputedLevel(of: session) >= .aal2 {
        return .unchanged(.alreadyAvailable)
      }
      return goOn(with: factor)
    case .refreshSecondFactor(let factor): return goOn(with: factor)
    case .enrol(let factor):
      guard isLive else { return .unchanged(.noLiveSession) }
      lastActiveAt = now
      session = rules.enrolled(session, factor, at: now)
      return .changed
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

  /// A first factor, which may belong to someone else or lead to a session of its own.
  private mutating func refresh(
    with factor: AuthenticationMethod, _ identity: Identity?
  ) -> SessionOperationResult {
    let isSomeoneElse = identity.map { $0.id != session.identity?.id } ?? false
    if isSomeoneElse, isLive, factor.method == "code", rules.settings.release == .head {
      return .unchanged(.identityMismatch)
    }
    guard isLive, !isSomeoneElse, !factor.isUpstream else { return begin(with: factor, identity) }
    return goOn(with: factor)
  }

  /// A factor that the present session goes on with.
  private mutating func goOn(with factor: AuthenticationMethod) -> SessionOperationResult {
    guard isLive else { return .unchanged(.noLiveSession) }
    lastActiveAt = now
    session = rules.refreshed(session, by: factor, at: now)
    return .changed
  }

  /// A new session; the present one, if it still lives, is left behind.
  private mutating func begin(
    with factor: AuthenticationMethod, _ identity: Identity?
  ) -> SessionOperationResult {
    let identity = identity ?? session.identity
    if let state = identity?.state, state != "active" { return .unchanged(.identityDisabled) }
    if isLive { abandoned.append(session) }
    sessionsBegun += 1
    isRevoked = false
    lastActiveAt = now
    session = rules.begun(
      id: "\(session.originalID(after: sessionsBegun - 1))+\(sessionsBegun)", identity: identity,
      by: factor, at: now, devices: session.devices)
    return .newSession
  }

  private var isLive: Bool { rules.isActive(session, at: now) }

  /// Brings `active`, which Kratos computes whenever it writes a session, up to the present.
  private mutating func refreshActivity() {
    var stored = session
    stored.active = !isRevoked
    let active = rules.isActive(stored, at: now)
    if session.active != active { session.active = active }
  }
}

extension Session {
  /// The identifier without the number that a simulation of some new sessions has added.
  fileprivate func originalID(after count: Int) -> String {
    count > 0 && id.hasSuffix("+\(count)") ? String(id.dropLast("+\(count)".count)) : id
  }
}
