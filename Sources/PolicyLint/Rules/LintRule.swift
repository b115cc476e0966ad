package import PolicyAnalysis
package import PolicyDiagnostics
package import PolicyTesting
package import SessionPolicy

/// A check with all that is known about it: what the checker runs, documents and tests.
///
/// Each stands in the folder of its family, and in the list ``all``.
package struct LintRule: Sendable {
  /// The code and the name, both accepted wherever a check is named.
  package let code: DiagnosticCode
  /// What it finds, in one sentence.
  package let summary: String
  /// What follows for a session, and what to do; a few sentences.
  package let rationale: String
  /// How much weight its findings have, where a finding does not say otherwise.
  package let severity: Diagnostic.Severity
  /// How sure it is of them.
  package let confidence: Confidence
  /// The version that brought it.
  package let since: String
  /// Whether it runs only when it is selected by name.
  package let isOptIn: Bool
  /// What the language makes impossible, so that this check need not look for it; `nil` for nothing.
  package let fallsAway: String?
  /// Texts in which it finds something, exactly at the marked place.
  package let bad: [LintExample]
  /// Texts like them in which it finds nothing.
  package let good: [LintExample]
  /// How it looks.
  package let check: Check

  /// How a rule looks at what was loaded.
  package enum Check: Sendable {
    /// Reading the files finds it; the rule explains it.
    case loading
    /// Running the suites finds it, which is not linting; the rule explains it.
    case testing
    /// The linter itself finds it, such as in suppressions.
    case linting
    /// Looks at one policy.
    case policy(@Sendable (LintedPolicy, inout Findings) -> Void)
    /// Looks at everything that was loaded together: policies, suites, the profile.
    case set(@Sendable (LintSubject, inout Findings) -> Void)
    /// Looks at what is so of conditions and rules in every session.
    case survey(@Sendable (RuleSurvey, LintSubject, inout Findings) -> Void)
    /// Looks at a policy that suites test, and at what their tests saw of it.
    case coverage(@Sendable (Policy, PolicyCoverage, inout Findings) -> Void)
    /// Looks at the identity server's configuration, and at what the policies expect of it.
    case kratos(@Sendable (KratosConfiguration, LintSubject, inout Findings) -> Void)
  }

  /// Describes a check.
  package init(
    _ code: DiagnosticCode, _ summary: String, rationale: String,
    severity: Diagnostic.Severity = .error, confidence: Confidence = .proved,
    since: String = "0.1.0", isOptIn: Bool = false, fallsAway: String? = nil, bad: [LintExample],
    good: [LintExample], check: Check
  ) {
    self.code = code
    self.summary = summary
    self.rationale = rationale
    self.severity = severity
    self.confidence = confidence
    self.since = since
    self.isOptIn = isOptIn
    self.fallsAway = fallsAway
    self.bad = bad
    self.good = good
    self.check = check
  }

  /// The letters that its code begins with: `SEC`.
  package var family: String { code.family }
  /// Whether it guards security, so that it cannot be ignored as a whole.
  package var isSecurity: Bool { family == "SEC" }

  /// Whether the tests of suites are run for it.
  var readsCoverage: Bool {
    if case .coverage = check { true } else { false }
  }

  /// Whether all sessions are asked about for it.
  var readsSurvey: Bool {
    if case .survey = check { true } else { false }
  }

  /// The rule that a code or a name means, upper and lower case alike.
  package static func named(_ word: String) -> LintRule? {
    byWord[word.lowercased()]
  }

  /// The rule that speaks with a code.
  package static func of(_ code: DiagnosticCode) -> LintRule? { byCode[code] }

  private static let byWord = Dictionary(
    all.flatMap { [($0.code.id.lowercased(), $0), ($0.code.name, $0)] },
    uniquingKeysWith: { first, _ in first })

  private static let byCode = Dictionary(
    all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
}

extension DiagnosticCode {
  /// The letters that the code begins with: `SEC`.
  package var family: String { String(id.prefix { $0.isLetter }) }
}
