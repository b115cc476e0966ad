package import PolicyDiagnostics

extension CheckedExpression {
  /// Warnings about reads of optional attributes that nothing guards.
  ///
  /// - Parameter known: Sets of attributes that other conditions guarantee to be present, as
  ///   ``BooleanForm/pathsPresent`` gives them.
  package func unguardedReads(knowing known: [Set<String>]) -> [Diagnostic] {
    unguardedFindings(knowing: known).map { $0.diagnostic(in: expression) }
  }

  func unguardedFindings(knowing known: [Set<String>]) -> [CheckFinding] {
    guard mayReadUnguarded else { return [] }
    var guards = OptionalGuards(self, text: ExpressionText(expression.text))
    guards.search(knowing: known)
    return guards.findings
  }
}
