extension KratosSettings {
  /// Which release's behaviour is meant, where releases differ.
  ///
  /// It is the one that was chosen. Where none was, it is the development head if the settings hold
  /// what only it reads, the lifespan of an organization or a provider that vouches for a second
  /// factor, and the latest tag otherwise. See ``release(for:)``.
  public var release: KratosRelease {
    get { chosenRelease ?? (isForHead ? .head : .v26_2) }
    set { chosenRelease = newValue }
  }

  /// The release that a session is treated by: ``release``, unless none was chosen and the session
  /// holds what only the development head writes.
  public func release(for session: Session) -> KratosRelease {
    let release = release
    guard chosenRelease == nil, release < .head else { return release }
    return session.isOfHead ? .head : release
  }

  /// Whether the settings hold what only the development head reads.
  private var isForHead: Bool { carriesOverSecondFactors || !organizationLifespans.isEmpty }
}

extension Session {
  /// Whether something in it is written by the development head alone.
  var isOfHead: Bool { authenticationMethods.contains(where: \.isOfHead) }
}

extension AuthenticationMethod {
  /// Whether only the development head writes such an entry: a login by a provider at `aal2`, or with
  /// what the provider reported of it.
  var isOfHead: Bool {
    isUpstream && recordedLevel == .aal2 || upstreamACR != nil || upstreamAMR != nil
  }
}
