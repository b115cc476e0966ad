public import PolicyTime

extension KratosSettings {
  /// How long a session lives after a login or an extension: the lifespan of its organization where
  /// the release knows one and it is more than nothing, or else that of the project.
  public func lifespan(for session: Session) -> Duration {
    guard release(for: session) == .head, let organization = session.organization,
      let own = organizationLifespans[organization], own > .zero
    else { return lifespan }
    return own
  }

  /// How long before its expiry a session can be extended; the project's lifespan where not set,
  /// even for sessions of an organization.
  public var extendWindow: Duration { earliestPossibleExtend ?? lifespan }

  /// The instant *after* which a session with some expiry can be extended, never the very instant.
  public func extendableAfter(_ expiresAt: Timestamp) -> Timestamp? {
    expiresAt.saturatingAdd(.zero - extendWindow)
  }
}

extension Session {
  /// The organization whose lifespan the session has: that of the first completed authentication
  /// whose `organization` is a UUID, in lower case. Not `organization_id` of the identity.
  public var organization: String? {
    for entry in authenticationMethods {
      if let organization = entry.organization, let id = CanonicalUUID(organization) {
        return id.text
      }
    }
    return nil
  }
}
