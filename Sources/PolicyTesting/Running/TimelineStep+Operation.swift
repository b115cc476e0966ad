import PolicyTime
import SessionPolicy

extension TimelineStep {
  /// What an action of the step is in a session's life.
  func operation(_ action: TimelineAction, in life: SimulatedSession) -> SessionOperation {
    switch action {
    case .activity: return .activity
    case .extend: return .extend
    case .whoami: return .whoami
    case .revoke: return .revoke
    case .disable: return .setIdentityState(active: false)
    case .enable: return .setIdentityState(active: true)
    case .refresh: return .refresh(factor ?? life.usual(.first), identity: identity)
    case .signIn: return .signIn(factor ?? life.usual(.first), identity: identity)
    case .recover:
      return .recover(
        factor ?? AuthenticationMethod(method: "code_recovery"), identity: identity)
    case .enrol: return .enrol(factor ?? life.usual(.second))
    case .stepUp:
      let factor = factor ?? life.usual(.second)
      return life.rules.recomputedLevel(of: life.session) >= .aal2
        ? .refreshSecondFactor(factor) : .stepUp(factor)
    }
  }
}

extension TimelineAction {
  /// The part of a decision that permits it, for those that need a permission.
  var permittedPart: String { self == .extend ? "extend" : "refresh" }

  /// Whether a decision permits it, and why not.
  func permission(
    in decision: Decision
  ) -> (part: String, isAllowed: Bool, reasons: [Reason]) {
    self == .extend
      ? (permittedPart, decision.extend.isAllowed, decision.extend.reasons)
      : (permittedPart, decision.refresh.isAllowed, decision.refresh.reasons)
  }
}

extension SimulatedSession {
  /// Begins with a snapshot: its session, and what its request says of the cookie and the user.
  init(
    of snapshot: Snapshot, at now: Timestamp, _ settings: KratosSettings,
    _ client: KratosRequest.Client
  ) {
    let request = snapshot.request
    self.init(
      snapshot.session, at: now, settings: settings, client: client,
      cookieIssuedAt: request.cookieIssuedAt, lastActiveAt: request.lastActiveAt,
      enrolledMethods: request.enrolledMethods)
  }

  /// What is decided about now: the session as it is, with a request or that of the beginning.
  func snapshot(of beginning: Snapshot, asking request: RequestFixture?) -> Snapshot {
    var snapshot = beginning
    if let request {
      snapshot.request = request.request
      snapshot.context = request.context
    }
    snapshot.session = session
    snapshot.request.lastActiveAt = lastActiveAt ?? snapshot.request.lastActiveAt
    snapshot.request.cookieIssuedAt = cookie?.issuedAt
    return snapshot
  }

  /// The factor that the session's user has shown before, if it is still asked for, or else the first
  /// that is.
  fileprivate func usual(_ factor: KratosRules.Factor) -> AuthenticationMethod {
    let shown = session.authenticationMethods.last {
      isOffered($0.method, factor) && $0.level == (factor == .first ? .aal1 : .aal2)
    }
    if let shown { return AuthenticationMethod(method: shown.method, provider: shown.provider) }
    let common = KnownMethod.usual(factor)
    return AuthenticationMethod(
      method: common.first { isOffered($0, factor) } ?? common.first ?? "password")
  }

  private func isOffered(_ method: String, _ factor: KratosRules.Factor) -> Bool {
    rules.obstacle(to: method, as: factor, for: client) == nil
  }
}
