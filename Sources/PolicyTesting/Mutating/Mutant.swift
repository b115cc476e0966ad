package import PolicyDiagnostics

/// A policy with one small change in its text, which its suites should notice.
package struct Mutant: Sendable {
  /// What is changed.
  package let mutator: Mutator
  /// The policy as it is.
  package let file: SourceFile
  /// The change, which makes the text that is loaded.
  package let edits: [Fix.Edit]
  /// The narrowest place of what is changed.
  package let location: SourceLocation
  /// What stands there instead, for people; empty for what is dropped.
  package let replacement: String
  /// The full name of the rule that is changed; `nil` for what belongs to none.
  package let rule: String?
  /// What it belongs to, in words: the rule, or the policy with the name of the constant or definition.
  package let owner: String
  /// The machine path of what is changed, such as `$.rules[2].max_idle`.
  package let path: String
  /// The change in words: `` `max_idle: 30m` → `30m1s` ``.
  package let words: String
  /// What the change is made to, in one line: the same in another version of the policy means that
  /// nothing was changed there.
  let subject: String

  /// The text of the policy with the change.
  package var source: SourceFile { file.applying(edits) }
}

/// The small changes that people make by mistake, by the names that reports have for them.
package enum Mutator: String, Sendable, Hashable, CaseIterable {
  /// A rule is left out.
  case ruleRemoval = "RuleRemoval"
  /// `may` for `never`, `reauthenticate` for `sign_in`, and the other way round.
  case effectSwap = "EffectSwap"
  /// The `when` of a rule or of a whole file is left out.
  case conditionRemoval = "ConditionRemoval"
  /// Something that a session must show is left out.
  case requirementRemoval = "RequirementRemoval"
  /// One of `one_of` is left out.
  case alternativeRemoval = "AlternativeRemoval"
  /// One of `methods` is left out.
  case methodRemoval = "MethodRemoval"
  /// `aal1` for `aal2`.
  case levelLowering = "LevelLowering"
  /// A limit is a second longer or shorter, a number one more or less.
  case limitBoundary = "LimitBoundary"
  /// A limit has the value of the next longer or shorter one of the file.
  case limitNeighbour = "LimitNeighbour"
  /// Time is counted from something else: `max_age` for `max_lifetime`, `issued_at` for
  /// `authenticated_at`.
  case clockSwap = "ClockSwap"
  /// `all` for `any`, `&&` for `||`, `exists` for `all`, and the other way round.
  case junctionSwap = "JunctionSwap"
  /// One of several joined conditions is left out.
  case clauseRemoval = "ClauseRemoval"
  /// A condition is turned into its opposite.
  case clauseNegation = "ClauseNegation"
  /// A named condition always holds, or never.
  case clauseConstant = "ClauseConstant"
  /// `<` for `<=`, `>` for `>=`, and the other way round.
  case comparisonBoundary = "ComparisonBoundary"
  /// One value out of a list is left out.
  case valueRemoval = "ValueRemoval"
  /// A value out of a declared list is another one: the one before or after it.
  case valueNeighbour = "ValueNeighbour"
  /// Whether something is there is not asked.
  case presenceRemoval = "PresenceRemoval"
}
