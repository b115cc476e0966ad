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
    /// The most that is allowed; `nil` if the standard asks for some limit and names none.
    package let most: Duration?
    /// How much weight it has.
    package let weight: Weight
    /// The section, as it is cited.
    package let section: String
    /// The level it is for: that of the policy's own unconditional demand, or `aal1`.
    package let level: AssuranceLevel

    init(
      _ measure: Measure, _ most: Duration?, _ weight: Weight, _ section: String,
      level: AssuranceLevel
    ) {
      self.measure = measure
      self.most = most
      self.weight = weight
      self.section = section
      self.level = level
    }
  }

  /// The word that chooses it: `nist-63b-4`.
  package let name: String
  /// The standard, as it is cited.
  package let title: String
  /// Its limits.
  package let limits: [Limit]

  /// The limits for sessions of a level: those of the highest level that is not above it.
  package func limits(for level: AssuranceLevel) -> [Limit] {
    let levels = limits.map(\.level).filter { $0 <= level }
    guard let highest = levels.max() else { return [] }
    return limits.filter { $0.level == highest }
  }

  /// The standard that a word chooses.
  package static func named(_ name: String) -> LimitProfile? { all.first { $0.name == name } }
}
