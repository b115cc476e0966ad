public import PolicyTime

extension Session {
  /// A live session as Kratos has it after some methods were completed: for tests, and for hosts that
  /// have no document of it.
  ///
  /// The first one begins the session, each of the others refreshes it or steps it up. Levels, the
  /// expiry and the other instants follow by ``KratosRules``.
  ///
  /// ```swift
  /// let session = Session(id: "s-1", methods: ["password": signedIn, "totp": now])
  /// ```
  ///
  /// - Parameters:
  ///   - id: The identifier.
  ///   - methods: The methods, with the instants at which they were completed, in any order. Without
  ///     one the session has no expiry, so it is not live.
  ///   - identity: The account.
  ///   - settings: How Kratos is set up.
  public init(
    id: String, methods: KeyValuePairs<String, Timestamp>, identity: Identity? = nil,
    settings: KratosSettings = KratosSettings()
  ) {
    let rules = KratosRules(settings)
    let completed = methods.sorted { $0.value < $1.value }
    var session = Session(id: id, issuedAt: completed.first?.value, identity: identity)
    for (index, (method, instant)) in completed.enumerated() {
      let isSecond = index > 0 && AuthenticationMethod.canBeSecondFactor(method)
      session = rules.refreshed(
        session, by: AuthenticationMethod(method: method), as: isSecond ? .second : .first,
        at: instant)
    }
    self = session
  }
}
