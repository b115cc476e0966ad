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
    return other.limits.allSatisfy { limit in
      self[limit.key].map { $0.value <= limit.length.value } ?? false
    }
  }
}
