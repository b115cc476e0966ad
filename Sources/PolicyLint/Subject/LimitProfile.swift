import PolicyAnalysis
package import SessionPolicy

/// What a standard asks of sessions.
package struct LimitProfile: Sendable {
  /// A limit with the section that sets it.
  package struct Limit: Sendable {
    /// What is limited.
    package enum Measure: String, Sendable {
      /// The time since authentication.
      case overall = "overall time"
      /// The time without activity.
      case idle = "idle time"
      /// How many factors were shown; a limit from below.
      case factors = "second factor"
    }

    /// How much weight the standard gives it.
    package enum Weight: String, Sendable {
      /// Has to be held.
      case shall = "SHALL"
      /// Is recommended.
      case should = "SHOULD"
      /// Required, or something equivalent is done and the reason written down (45 CFR 164.306(d)(3)).
      case addressable = "addressable: required, or a documented equivalent"
    }

    /// Whose sessions are limited.
    package enum Audience: Sendable {
      case everyone
      /// Those who administer: which sessions these are, each policy says in its own way.
      case administrators
    }

    /// What is limited.
    package let measure: Measure
    /// The most that is allowed; `nil` if the standard asks for some limit and names none.
    package let most: Duration?
    /// How much weight it has.
    package let weight: Weight
    /// The section, as it is cited.
    package let section: String
    /// The level it is for: that of the policy's own unconditional demand, or `aal1`.
    package let level: AssuranceLevel
    /// Whether the session ends at the limit, so that re-authenticating does not hold it.
    package let endsSession: Bool
    /// Whose sessions are limited.
    package let audience: Audience

    init(
      _ measure: Measure, _ most: Duration?, _ weight: Weight, _ section: String,
      level: AssuranceLevel = .aal1, endsSession: Bool = false, audience: Audience = .everyone
    ) {
      self.measure = measure
      self.most = most
      self.weight = weight
      self.section = section
      self.level = level
      self.endsSession = endsSession
      self.audience = audience
    }
  }

  /// The word that chooses it: `nist-63b-4`.
  package let name: String
  /// The standard, as it is cited.
  package let title: String
  /// Its limits.
  package let limits: [Limit]

  /// What the limits come to for all sessions, each once; and whether everybody shows a second factor, for the
  /// level that decides which limits are meant.
  var bounds: [SessionBound] {
    var bounds = [SessionBound.secondFactor]
    for limit in limits where limit.audience == .everyone && !bounds.contains(limit.bound) {
      bounds.append(limit.bound)
    }
    return bounds
  }

  /// The limits for sessions of a level: those of the highest level that is not above it.
  package func limits(for level: AssuranceLevel) -> [Limit] {
    let levels = limits.map(\.level).filter { $0 <= level }
    guard let highest = levels.max() else { return [] }
    return limits.filter { $0.level == highest }
  }

  /// The standard that a word chooses.
  package static func named(_ name: String) -> LimitProfile? { all.first { $0.name == name } }
}

extension LimitProfile.Limit {
  /// What it comes to for all sessions.
  var bound: SessionBound {
    switch measure {
    case .overall: SessionBound(.overall, atMost: most, endsSession: endsSession)
    case .idle: SessionBound(.idle, atMost: most, endsSession: endsSession)
    case .factors: .secondFactor
    }
  }
}

extension SessionBound {
  /// That everybody shows a second factor.
  static let secondFactor = SessionBound(.secondFactor)
}
