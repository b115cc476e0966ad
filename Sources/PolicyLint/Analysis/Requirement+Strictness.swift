import PolicyDiagnostics
import SessionPolicy

extension Requirement {
  /// Whether whatever meets this meets another too, as far as that is plain.
  ///
  /// The newest completion of one of some methods is never newer than that of one of more methods,
  /// nor than the last authentication.
  func isAtLeast(_ other: Requirement) -> Bool {
    if let level = other.aal?.value {
      guard let mine = aal?.value, mine >= level else { return false }
    }
    if let methods = other.methods?.value {
      guard let mine = self.methods?.value, Set(mine).isSubset(of: methods) else { return false }
    }
    return Self.isWithin(maxAge?.value, other.maxAge?.value)
      && Self.isWithin(maxIdle?.value, other.maxIdle?.value)
      && Self.isWithin(maxLifetime?.value, other.maxLifetime?.value)
  }

  private static func isWithin(_ mine: Duration?, _ other: Duration?) -> Bool {
    guard let other else { return true }
    return mine.map { $0 <= other } ?? false
  }
}
