/// What a standard asks of sessions.
package struct LimitProfile: Sendable {
  /// A limit with the section that sets it.
  package struct Limit: Sendable {
    /// What is limited.
    package enum Measure: Sendable {
      /// The time since authentication.
      case overall
      /// The time without activity.
      case idle
    }

    /// How much weight the standard gives it.
    package enum Weight: String, Sendable {
      /// Has to be held.
      case shall = "SHALL"
      /// Is recommended.
      case should = "SHOULD"
    }

    /// What is limited.
    package let measure: Measure
    /// The most that is allowed.
    package let most: Duration
    /// How much weight it has.
    package let weight: Weight
    /// The section, as it is cited.
    package let section: String
    /// The level from which it applies; `nil` for every session.
    package let level: String?
  }

  /// The word that chooses it: `nist-63b-4`.
  package let name: String
  /// The standard, as it is cited.
  package let title: String
  /// Its limits.
  package let limits: [Limit]
}
