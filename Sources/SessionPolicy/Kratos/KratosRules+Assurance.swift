import PolicyJSON

extension KratosRules {
  /// What a session is to a required level.
  public enum AssuranceVerdict: Sendable, Hashable {
    /// The requirement is met.
    case satisfied
    /// Kratos answers 403 `session_aal2_required`.
    case insufficient
    /// It depends on what the identity has set up, which no session document says.
    case unknown
  }

  /// The level whoami shows: computed from what was completed, whatever was stored.
  ///
  /// A list of methods that is empty is `aal0`. A session that has none, as before v0.8, has the
  /// level it stored, or `aal0`.
  public func recomputedLevel(of session: Session) -> AssuranceLevel {
    guard session.listsMethods else { return assuranceLevel(of: session) ?? .aal0 }
    return .achieved(by: session.authenticationMethods, in: settings.release(for: session))
  }

  /// The level that policies see as `session.aal`: the one Kratos stored or, where a session states
  /// none, the one that the release computes from what was completed; `nil` when nothing tells it.
  public func assuranceLevel(of session: Session) -> AssuranceLevel? {
    session.assuranceLevel(in: settings.release(for: session))
  }

  /// Whether a session meets a required level.
  ///
  /// - Parameters:
  ///   - session: The session.
  ///   - required: The level that whoami or the settings ask for.
  ///   - available: The highest level the identity can reach with what it has set up; `nil` when unknown.
  public func verdict(
    on session: Session, requiring required: KratosSettings.RequiredAAL,
    available: AssuranceLevel? = nil
  ) -> AssuranceVerdict {
    let level = recomputedLevel(of: session)
    if level >= .aal2 { return .satisfied }
    switch required {
    case .aal1: return level >= .aal1 ? .satisfied : .insufficient
    case .highestAvailable:
      guard let available else { return .unknown }
      return available >= .aal2 ? .insufficient : .satisfied
    }
  }

  /// The level Kratos records for a completed method under these settings; `nil` for a method it
  /// does not know.
  ///
  /// It comes from the settings at login, not from the flow: WebAuthn that is not passwordless
  /// counts as a second factor even where it was used as the first. Only where no configuration was
  /// given, and the settings of single methods are not known, does the flow tell them.
  ///
  /// - Parameters:
  ///   - method: The method, as Kratos names it.
  ///   - factor: What the flow asked for; `nil` in the settings.
  public func recordedLevel(
    ofMethod method: String, as factor: Factor? = nil
  ) -> AssuranceLevel? {
    guard let known = KnownMethod.named(method) else { return nil }
    if settings.methods == nil, let factor, obstacle(to: method, as: factor) == nil {
      return factor == .first ? .aal1 : .aal2
    }
    return known.recordedLevel(settings)
  }
}
