package import PolicyAnalysis
package import PolicyDiagnostics
package import PolicyJSON

/// One thing found, with what else is known about it.
package struct Finding: Sendable {
  /// What is told.
  package var diagnostic: Diagnostic
  /// How sure it is.
  package var confidence: Confidence
  /// A session of which it is so; `nil` where it is so of all, or none was made.
  package var witness: JSONValue?
  /// The expressions on which it hangs, for nobody looked into them; empty if there are none.
  package var hangsOn: [String] = []
  /// Why it does not count; `nil` if it does.
  package var suppression: Suppression?
  /// Whether it keeps its file from being loaded, so that nothing can hide it.
  package var isLoadingError = false

  /// Why a finding does not count.
  package enum Suppression: Sendable, Hashable {
    /// A comment in the file says so, for a reason.
    case comment(reason: String)
    /// It was there when the baseline was written.
    case baseline
  }
}

/// Gathers what one rule finds.
package struct Findings {
  private let rule: LintRule
  private(set) var findings: [Finding] = []

  init(of rule: LintRule) { self.rule = rule }

  /// Adds a finding of the rule, with its own severity and confidence unless others are given.
  ///
  /// - Parameters:
  ///   - shown: What shows it.
  ///   - evidence: How far it is shown of all sessions, where that is not what the rest says.
  package mutating func report(
    _ message: String, at location: SourceLocation, severity: Diagnostic.Severity? = nil,
    confidence: Confidence? = nil, label: String? = nil, path: String? = nil, help: String? = nil,
    related: [Diagnostic.Related] = [], fix: Fix? = nil, witness: JSONValue? = nil,
    hangsOn: [String] = [], shown: Showing? = nil, evidence: Diagnostic.Evidence? = nil
  ) {
    let (witness, hangsOn) = (shown?.witness ?? witness, shown?.hangsOn ?? hangsOn)
    let isLikely = shown.map { $0.witness == nil } ?? false
    let confidence = confidence ?? (isLikely ? .likely : rule.confidence)
    findings.append(
      Finding(
        diagnostic: Diagnostic(
          rule.code, severity ?? rule.severity, message, at: location, label: label, path: path,
          help: help, related: related, fix: fix,
          evidence: evidence ?? self.evidence(confidence, witness, hangsOn)),
        confidence: confidence, witness: witness, hangsOn: hangsOn))
  }

  /// How far a rule that asks about all sessions has shown something.
  private func evidence(
    _ confidence: Confidence, _ witness: JSONValue?, _ hangsOn: [String]
  ) -> Diagnostic.Evidence? {
    guard rule.readsSurvey, rule.code != .analysisIncomplete else { return nil }
    if let witness { return .proved("for example \(WitnessWords(witness).text)") }
    guard hangsOn.isEmpty else {
      let names = hangsOn.map { "`\($0)`" }.inSentence
      return .possible(
        "it hangs on \(names), which \(hangsOn.count == 1 ? "is" : "are") not looked into")
    }
    return confidence == .proved
      ? .proved("of every session") : .possible("no session was made that shows it")
  }
}
