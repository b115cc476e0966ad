public import PolicyDiagnostics

/// What a session must show. All that is given must be met.
public struct Requirement: Sendable {
  /// A limit on the time since an instant.
  public struct Limit: Sendable {
    /// Which limit.
    public let key: LimitKey
    /// The time that must not be reached.
    public let length: Located<Duration>
  }

  /// The lowest assurance level that is enough.
  public let aal: Located<AssuranceLevel>?
  /// The methods of which at least one must have been completed.
  public let methods: Located<[String]>?
  /// The limits, in the order of their keys.
  public let limits: [Limit]
  /// Where it stands in `one_of`; `nil` where it stands in the rule itself.
  public let location: SourceLocation?

  init(
    aal: Located<AssuranceLevel>? = nil, methods: Located<[String]>? = nil, limits: [Limit] = [],
    at location: SourceLocation? = nil
  ) {
    self.location = location
    self.aal = aal
    self.methods = methods
    self.limits = limits
  }

  /// This requirement and another one, both to be met.
  ///
  /// No key stands in both: that is an error of the policy.
  func and(_ other: Requirement) -> Requirement {
    Requirement(
      aal: aal ?? other.aal, methods: methods ?? other.methods,
      limits: LimitKey.allCases.compactMap { key in
        (self[key] ?? other[key]).map { Limit(key: key, length: $0) }
      }, at: location ?? other.location)
  }

  /// A limit by its key.
  public subscript(key: LimitKey) -> Located<Duration>? {
    limits.first { $0.key == key }?.length
  }

  /// The age that the evidence must stay below.
  public var maxAge: Located<Duration>? { self[.maxAge] }

  /// The limits that the new expiry of an extension stays within.
  public var caps: [Limit] { limits.filter(\.key.row.capsExtension) }

  /// Whether nothing is required.
  public var isEmpty: Bool { aal == nil && methods == nil && limits.isEmpty }
}
