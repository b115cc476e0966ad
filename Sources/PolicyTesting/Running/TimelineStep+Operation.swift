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

extension SimulatedSession {
  /// The factor that the session's user has shown before, if it is still asked for, or else the first
  /// that is.
  fileprivate func usual(_ factor: KratosRules.Factor) -> AuthenticationMethod {
    let shown = session.authenticationMethods.last {
      isOffered($0.method, factor) && $0.level == (factor == .first ? .aal1 : .aal2)
    }
    if let shown { return AuthenticationMethod(method: shown.method, provider: shown.provider) }
    let common =
      factor == .first
      ? ["password", "passkey", "webauthn", "code", "oidc"]
      : ["totp", "webauthn", "code", "lookup_secret"]
    return AuthenticationMethod(
      method: common.first { isOffered($0, factor) } ?? common.first ?? "password")
  }

  private func isOffered(_ method: String, _ factor: KratosRules.Factor) -> Bool {
    rules.obstacle(to: method, as: factor, for: client) == nil
  }
}
