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
  /// A session that lists nothing completed has the level it stored, or none.
  public func recomputedLevel(of session: Session) -> AssuranceLevel {
    session.authenticationMethods.isEmpty
      ? session.assuranceLevel ?? .aal0
      : .achieved(by: session.authenticationMethods, in: settings.release)
  }

  /// Whether a session meets a required level.
  ///
  /// - Parameter available: The highest level the identity can reach with what it has set up; `nil`
  ///   when unknown.
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
  /// counts as a second factor even where it was used as the first.
  public func recordedLevel(ofMethod method: String) -> AssuranceLevel? {
    KnownMethod.named(method)?.recordedLevel(settings)
  }
}
