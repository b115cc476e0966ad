import PolicyDiagnostics

/// Which rules run: all, or those selected, without those ignored.
///
/// A word is a code (`L403`), a name (`redundant-rule`), or the letters of a family (`L`); upper and
/// lower case are alike.
package struct RuleSelection: Sendable {
  /// The rules that run; `nil` for all that are not opt-in.
  private var selected: Set<DiagnosticCode>?
  /// The rules that do not.
  private var ignored: Set<DiagnosticCode> = []

  /// Every rule that is not opt-in.
  package init() {}

  /// Chooses rules by words.
  ///
  /// - Parameter isKeepingSecurity: Whether rules that guard security run whatever is selected, for
  ///   words that stand in a file, where nobody sees them at each run.
  /// - Throws: ``Mistake`` for a word that means no rule, and for ignoring a security rule: a finding
  ///   of one is suppressed where it stands, with a reason, or not at all.
  package init(
    select: [String], ignore: [String] = [], keepingSecurity isKeepingSecurity: Bool = false
  ) throws(Mistake) {
    if !select.isEmpty {
      var codes: Set<DiagnosticCode> = []
      for word in select {
        // A family brings no check that has to be asked for by its own name.
        let rules = try Self.rules(word)
        codes.formUnion(rules.filter { !$0.isOptIn || rules.count == 1 }.map(\.code))
      }
      if isKeepingSecurity {
        codes.formUnion(LintRule.all.filter { $0.isSecurity && !$0.isOptIn }.map(\.code))
      }
      selected = codes
    }
    for word in ignore {
      let rules = try Self.rules(word)
      if let guarded = rules.first(where: \.isSecurity) {
        throw Mistake(
          message: "\(quotedForDisplay(word)) cannot be ignored as a whole, for "
            + "\(guarded.code.id) guards security",
          help: "write `# lint: ignore \(guarded.code.id): reason` where it does not apply")
      }
      ignored.formUnion(rules.map(\.code))
    }
  }

  /// Whether a rule runs.
  package func contains(_ rule: LintRule) -> Bool {
    guard !ignored.contains(rule.code) else { return false }
    return selected?.contains(rule.code) ?? !rule.isOptIn
  }

  /// A word that selects nothing, or must not.
  package struct Mistake: Error, Sendable {
    /// What is wrong.
    package let message: String
    /// What to do about it.
    package let help: String?
  }

  /// The rules that a word means.
  private static func rules(_ word: String) throws(Mistake) -> [LintRule] {
    if let rule = LintRule.named(word) { return [rule] }
    let family = LintRule.all.filter { $0.family == word.uppercased() }
    guard family.isEmpty else { return family }
    throw Mistake(
      message: "there is no check \(quotedForDisplay(word))",
      help: didYouMean(LintRule.names(near: word)))
  }
}

extension LintRule {
  /// The codes and names that a misspelt one may have meant.
  package static func names(near word: String) -> [String] {
    nearestNames(to: word, among: all.flatMap { [$0.code.id, $0.code.name] })
  }
}
