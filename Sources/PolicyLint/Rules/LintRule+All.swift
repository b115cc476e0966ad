extension LintRule {
  /// Every rule, by family and number. A rule that is not here does not run.
  package static let all: [LintRule] = [
    // T: types, units and conditions.
    comparisonDecidedByDomain,
    // L: logic.
    constantCondition,
    shadowedRule,
    redundantRule,
    conflictingRules,
    boundaryGap,
    redundantCondition,
    unreachableOutcome,
    impossibleExtension,
    // SEC: what weakens sessions.
    extensionWithoutCap,
    capOvershoot,
    privilegedBelowAssurance,
    weakOrImpossibleObligation,
    reauthenticationLoop,
    failOpen,
    missingIdleLimit,
    exceedsProfile,
    untrustedInputPermits,
    contextAsAssurance,
    deceptiveText,
    secretInFile,
    // K: what the identity server does otherwise than a policy says.
    kratosWindowShorter,
    kratosLifespanBeyondCap,
    kratosByDiffers,
    kratosPrivilegedAge,
    kratosCookieDiesFirst,
    kratosUnreachableFactor,
    kratosUnknownKey,
    kratosMisplacedKey,
    kratosWindowMisread,
    // M: what keeps policies in order.
    staleSuppression,
    badSuppression,
  ]
}
