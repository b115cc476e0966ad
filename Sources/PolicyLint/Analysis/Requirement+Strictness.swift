import PolicyDiagnostics
import SessionPolicy

extension Rule {
  /// Whether whatever meets this rule's requirement meets another's too, as far as that is plain: every
  /// alternative is at least one of the other's.
  func requiresAtLeast(_ other: Rule) -> Bool {
    alternatives.allSatisfy { mine in other.alternatives.contains { mine.isAtLeast($0) } }
  }

  /// Whether an extension by this rule stays within a limit, whichever alternative permits it.
  var isCapped: Bool { alternatives.allSatisfy { !$0.caps.isEmpty } }
}

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
