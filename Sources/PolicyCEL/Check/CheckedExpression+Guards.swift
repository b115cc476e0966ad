package import PolicyDiagnostics

extension CheckedExpression {
  /// The attributes that are present whenever this condition has a value, the records on the way to
  /// them included; `nil` if it never has that value.
  package func pathsPresent(when value: Bool) -> Set<String>? {
    var guards = OptionalGuards(self, text: ExpressionText(expression.text))
    return guards.consequences(of: expression.root, when: value)
  }

  /// Warnings about reads of optional attributes that nothing guards.
  ///
  /// - Parameter known: Sets of attributes that other conditions guarantee to be present, as
  ///   ``pathsPresent(when:)`` gives them.
  package func unguardedReads(knowing known: [Set<String>]) -> [Diagnostic] {
    unguardedFindings(knowing: known).map { $0.diagnostic(in: expression) }
  }

  func unguardedFindings(knowing known: [Set<String>]) -> [CheckFinding] {
    var guards = OptionalGuards(self, text: ExpressionText(expression.text))
    guards.search(knowing: known)
    return guards.findings
  }
}
