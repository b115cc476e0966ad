/// Which behaviour of Kratos is meant, where releases differ.
public enum KratosRelease: String, Sendable, Hashable, CaseIterable {
  /// The releases from v1.3 to v26.2, the latest public tag.
  case tagged = "26.2"
  /// The development head after v26.2, and the licensed releases that carry its changes.
  case head
}
