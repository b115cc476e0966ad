extension KratosRules {
  /// A kind of factor that a login flow of Kratos asks for.
  public enum Factor: String, Sendable, Hashable, CaseIterable {
    /// A first factor: an ordinary login, or one with `refresh=true`.
    case first
    /// A second factor: a login with `aal=aal2`.
    case second
  }

  /// Why Kratos has no way for a method.
  public enum MethodObstacle: Sendable, Hashable {
    /// Kratos knows no such method.
    case unknown
    /// The configuration does not enable it.
    case disabled
    /// It is never asked for as that factor, or cannot be set up in the settings.
    case neverOffered
    /// It is asked for as the other factor, by the key of the configuration that is named.
    case setting(String)
    /// It answers in the flows of browsers alone.
    case browserOnly
  }

  /// Why a login flow offers no method for a factor; `nil` if it does.
  ///
  /// What the settings do not tell, because no configuration was given, is held against no method.
  public func obstacle(
    to method: String, as factor: Factor, for client: KratosRequest.Client = .browser
  ) -> MethodObstacle? {
    guard let known = KnownMethod.named(method) else { return .unknown }
    return obstacle(to: known, as: factor, for: client)
  }

  /// The same of a method that is known.
  func obstacle(
    to known: KnownMethod, as factor: Factor, for client: KratosRequest.Client = .browser
  ) -> MethodObstacle? {
    let use = factor == .first ? known.first : known.second
    guard use.isAsked else { return .neverOffered }
    return obstacle(to: known, for: client) ?? settingAgainst(use)
  }

  /// Why a method cannot be set up in the settings; `nil` if it can.
  public func obstacleToEnrolling(
    _ method: String, for client: KratosRequest.Client = .browser
  ) -> MethodObstacle? {
    guard let known = KnownMethod.named(method) else { return .unknown }
    guard known.canBeEnrolled else { return .neverOffered }
    return obstacle(to: known, for: client)
  }

  /// Why an account cannot be recovered by a method; `nil` if it can.
  public func obstacleToRecovering(by method: String) -> MethodObstacle? {
    guard let known = KnownMethod.named(method) else { return .unknown }
    guard case .inRecovery = known.first else { return .neverOffered }
    return obstacle(to: known, for: .browser)
  }

  /// What stands against a method in any flow.
  private func obstacle(
    to method: KnownMethod, for client: KratosRequest.Client
  ) -> MethodObstacle? {
    if let methods = settings.methods, let name = method.setting, !methods.isEnabled(name) {
      return .disabled
    }
    return client == .native && !method.isNative ? .browserOnly : nil
  }

  /// The key of the configuration that would have to be different; `nil` where none is known.
  private func settingAgainst(_ use: KnownMethod.Use) -> MethodObstacle? {
    guard settings.methods != nil else { return nil }
    switch use {
    case .withPasswordlessKeys, .withOtherKeys:
      return use.holds(settings) ? nil : .setting("webauthn.config.passwordless")
    case .withPasswordlessCodes:
      return settings.codeAsFirstFactor ? nil : .setting("code.passwordless_enabled")
    case .withSecondFactorCodes:
      return settings.codeAsSecondFactor ? nil : .setting("code.mfa_enabled")
    case .never, .always, .inRecovery, .carriedOver: return nil
    }
  }
}

extension KnownMethod.Use {
  /// Whether a login flow asks for it, under some settings at least.
  fileprivate var isAsked: Bool {
    switch self {
    case .never, .inRecovery, .carriedOver: false
    case .always, .withPasswordlessKeys, .withOtherKeys, .withPasswordlessCodes,
      .withSecondFactorCodes:
      true
    }
  }
}
