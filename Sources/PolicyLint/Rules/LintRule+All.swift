extension LintRule {
  /// Every rule, by family and number. A rule that is not here does not run.
  package static let all: [LintRule] = [
    // T: types, units and conditions.
    comparisonDecidedByDomain,
    // L: logic.
    constantCondition,
    redundantCondition,
    // SEC: what weakens sessions.
    extensionWithoutCap,
    reauthenticationLoop,
    // M: what keeps policies in order.
    staleSuppression,
    badSuppression,
  ]
}
