/// Which behaviour of Kratos is meant, where releases differ.
///
/// Levels, windows and extension are the same from v1.3 to v26.2. What the development head does
/// otherwise is in no public tag yet: lifespans of organizations, an enrolment that counts as an
/// authentication, providers that vouch for both factors, levels of entries that state none.
public enum KratosRelease: String, Sendable, Hashable, CaseIterable, Comparable {
  /// v1.3, of 2024.
  case v1_3 = "v1.3"
  /// v25.4, of November 2025.
  case v25_4 = "v25.4"
  /// v26.2, of March 2026: the latest public tag, and what is meant where nobody says otherwise.
  case v26_2 = "v26.2"
  /// The development head after v26.2, and the licensed releases that carry its changes.
  case head

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// Whether a release came before another.
  public static func < (left: KratosRelease, right: KratosRelease) -> Bool {
    left.rank < right.rank
  }
}
