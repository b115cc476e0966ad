public import PolicyDiagnostics

/// What a session must show. All that is given must be met.
public struct Requirement: Sendable {
  /// The lowest assurance level that is enough.
  public let aal: Located<AssuranceLevel>?
  /// The methods of which at least one must have been completed.
  public let methods: Located<[String]>?
  /// The age that the evidence must stay below.
  public let maxAge: Located<Duration>?
  /// The time since the last activity that must not be reached.
  public let maxIdle: Located<Duration>?
  /// The time since the session was issued that must not be reached.
  public let maxLifetime: Located<Duration>?

  init(
    aal: Located<AssuranceLevel>? = nil, methods: Located<[String]>? = nil,
    maxAge: Located<Duration>? = nil, maxIdle: Located<Duration>? = nil,
    maxLifetime: Located<Duration>? = nil
  ) {
    self.aal = aal
    self.methods = methods
    self.maxAge = maxAge
    self.maxIdle = maxIdle
    self.maxLifetime = maxLifetime
  }

  /// Whether nothing is required.
  public var isEmpty: Bool {
    aal == nil && methods == nil && maxAge == nil && maxIdle == nil && maxLifetime == nil
  }
}
