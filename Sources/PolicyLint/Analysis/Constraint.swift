import PolicyCEL

/// The values that a clause leaves to an attribute.
enum Constraint {
  /// `true` or `false`.
  case flag(Bool)
  /// These texts, or all but these.
  case texts(Set<String>, isComplement: Bool)
  /// What compares so with a number, a duration or an instant.
  case between(Comparison, Value)
}
