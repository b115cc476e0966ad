package import PolicyCEL
package import PolicyDiagnostics
package import PolicyDocuments

/// Reads conditions that stand in no policy, in the form that policies give them.
package struct LooseConditions {
  private var reader: PolicyReader

  /// - Parameter environment: What the conditions can name.
  package init(in environment: Environment) {
    reader = PolicyReader()
    reader.expressions.environment = environment
  }

  /// Reads a condition: an expression, or a mapping with `all`, `any` or `none`.
  ///
  /// - Returns: The condition, `nil` if there is an error, and everything found.
  package mutating func read(_ node: DocumentNode) -> Loaded<Formula> {
    let before = reader.reader.diagnostics.count
    let condition = reader.condition(node)
    let found = reader.reader.diagnostics.dropFirst(before)
    let isSound = condition?.isKnown == true && !found.contains { $0.severity == .error }
    return Loaded(isSound ? condition?.formula : nil, Array(found))
  }
}
