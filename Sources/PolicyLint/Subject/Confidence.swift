/// How sure a check is of what it reports, apart from how much it matters.
public enum Confidence: String, Sendable, Hashable, CaseIterable {
  /// It follows from the language itself.
  case proved
  /// It holds unless the policy is used in an unusual way.
  case likely
  /// It is a guess from names, numbers or habits.
  case heuristic
}
