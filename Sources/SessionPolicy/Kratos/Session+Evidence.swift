import PolicyJSON
public import PolicyTime

extension Session {
  /// The level of the session; `nil` when nothing tells it.
  ///
  /// It is the one Kratos stored or, in a session without one, the one computed from what was
  /// completed, by the rule of the release that the methods show: a list of nothing is `aal0`. A stored
  /// level that is not known tells nothing. See ``KratosRules/assuranceLevel(of:)`` for what policies
  /// see where a release was chosen.
  public var assuranceLevel: AssuranceLevel? { assuranceLevel(in: nil) }

  /// The level by the rule of a release; `nil` for the one that the methods show.
  func assuranceLevel(in release: KratosRelease?) -> AssuranceLevel? {
    if let stored = authenticatorAssuranceLevel, !stored.isEmpty { return AssuranceLevel(stored) }
    return listsMethods ? .achieved(by: authenticationMethods, in: release) : nil
  }

  /// Whether it says what was completed, be it nothing.
  var listsMethods: Bool { document["authentication_methods"]?.array != nil }

  /// When the user last completed a first factor; `nil` when they did not, or when it is not known.
  ///
  /// A login that another provider vouched for is a first factor at any level.
  public var latestFirstFactor: Timestamp? {
    authenticationMethods.filter { $0.level == .aal1 || $0.isUpstream }.compactMap(\.completedAt)
      .max()
  }

  /// When the user last completed one of some methods, at some level or above.
  ///
  /// An entry without a recorded level takes the one its method stands for, so that at `aal2` this is
  /// the age of the second factor. `nil` when nothing fits or nothing that fits has a known instant.
  ///
  /// - Parameters:
  ///   - level: The least level of an entry; `nil` or `aal0` for any, even an unknown one.
  ///   - methods: The methods that count; `nil` for all.
  public func latestCompletion(
    at level: AssuranceLevel? = nil, methods: [String]? = nil
  ) -> Timestamp? {
    authenticationMethods.completions(at: level, methods: methods).compactMap(\.completedAt).max()
  }
}

extension [AuthenticationMethod] {
  /// The completions of some methods, at some level or above, as
  /// ``Session/latestCompletion(at:methods:)`` counts them; the level of an entry that states none is that
  /// of a release.
  func completions(
    at level: AssuranceLevel?, methods: [String]?, in release: KratosRelease = .v26_2
  ) -> [AuthenticationMethod] {
    filter { entry in
      if let level, level > .aal0 {
        guard let entryLevel = entry.level(in: release), entryLevel >= level else { return false }
      }
      return methods.map { entry.isOne(of: $0) } ?? true
    }
  }
}
