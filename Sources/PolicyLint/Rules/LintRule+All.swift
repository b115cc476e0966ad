extension LintRule {
  /// Every rule, by family and number. A rule that is not here does not run.
  package static let all: [LintRule] = [
    // SEC: what weakens sessions.
    reauthenticationLoop,
    // M: what keeps policies in order.
    staleSuppression, badSuppression,
  ]
}
