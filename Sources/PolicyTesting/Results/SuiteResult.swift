public import PolicyDiagnostics
public import PolicyTime
public import SessionPolicy

/// What came of one suite.
public struct SuiteResult: Sendable {
  /// The file.
  public let file: SourceFile
  /// The name; `nil` if the suite could not be read.
  public let name: String?
  /// What is wrong with the suite, or with what it refers to.
  public let diagnostics: [Diagnostic]
  /// Its cases, in the order of the file; none if the suite could not be run.
  public let tests: [TestResult]
  /// Its laws, in the order of the file; none if the suite could not be run.
  public let laws: [LawResult]

  /// How many cases ended in some way; a suite that could not be run counts as one error.
  public func count(_ outcome: TestOutcome) -> Int {
    let isBroken = outcome == .error && name == nil
    return tests.count { $0.outcome == outcome } + laws.count { $0.outcome == outcome }
      + (isBroken ? 1 : 0)
  }
}

/// What came of one case.
public struct TestResult: Sendable {
  /// The name of the test.
  public let name: String
  /// The session of the case.
  public let session: String
  /// The request of the case; `nil` for one that says nothing.
  public let request: String?
  /// How it ended.
  public let outcome: TestOutcome
  /// What was not as expected.
  public let failures: [TestFailure]
  /// Why it was skipped.
  public let skipReason: String?
  /// Where the case stands.
  public let location: SourceLocation
}

/// One thing that was not as expected.
public struct TestFailure: Sendable {
  /// The machine path of the expectation, such as `$.tests[0].expect.outcome`.
  public let path: String
  /// The part of the decision, such as `extend.allowed`.
  public let part: String
  /// What was expected, as a suite writes it.
  public let expected: String
  /// What was decided, as a suite writes it.
  public let actual: String
  /// The failure in one line.
  public let message: String
  /// Where the expectation stands.
  public let location: SourceLocation
  /// The decision with the rules behind it; `nil` where so much failed before that nobody reads it.
  public let evidence: FailureEvidence?

  /// The failure in the one form in which everything is reported.
  public var diagnostic: Diagnostic {
    Diagnostic(.expectationNotMet, .error, message, at: location, path: path)
  }
}

/// Why a decision was what it was.
public struct FailureEvidence: Sendable {
  /// The snapshot that was decided, with its instant.
  public let snapshot: Snapshot
  /// The decision.
  public let decision: Decision
  /// The rules that matter most to what failed, with their clauses and what each saw.
  public let rules: [Explanation.RuleExplanation]
  /// How many rules matter besides.
  public let omittedRules: Int
  /// The instant of the decision.
  public let now: Timestamp
  /// A command for a shell that shows the same decision.
  public let reproduction: String

  /// What decided.
  public struct Cause: Sendable {
    /// The rule.
    public let rule: String
    /// The clause or the requirement, as people read it.
    public let text: String
    /// What it saw.
    public let saw: String?
    /// Its machine path; `nil` for what no policy writes.
    public let path: String?
    /// Where it is written.
    public let location: SourceLocation?
  }

  /// What of the rule that matters most decided: what it requires and is not met, or the clause that keeps
  /// it from applying, or that lets it; `nil` where no rule has a say, or the one that has asks for nothing.
  public var cause: Cause? {
    guard let rule = rules.first else { return nil }
    let name = rule.rule.qualifiedID
    let isSilent = rule.standing == .doesNotApply
    if !isSilent, let check = rule.checks.first(where: { $0.isMet != true }) ?? rule.checks.first {
      return Cause(
        rule: name, text: check.limit.map { "\(check.key): \($0)" } ?? check.key, saw: check.sight,
        path: check.path, location: check.location)
    }
    let clause =
      rule.clauses.first { (try? $0.result.get()) == !isSilent } ?? rule.clauses.first
    return clause.map {
      Cause(rule: name, text: $0.text, saw: $0.sight, path: $0.path, location: $0.location)
    }
  }
}
