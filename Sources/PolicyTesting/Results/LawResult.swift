public import PolicyDiagnostics
public import SessionPolicy

/// What came of a law.
public struct LawResult: Sendable {
  /// The findings.
  public enum Finding: String, Sendable, Hashable, CaseIterable {
    /// It holds for every session.
    case proved
    /// It does not hold for a session, or means none.
    case failed
    /// Whether it holds could not be told.
    case undecided
  }

  /// The name of the law.
  public let name: String
  /// What it says.
  public let words: SuiteLaw.Words
  /// What was found.
  public let finding: Finding
  /// Whether that passes: an undecided law does if its suite says so.
  public let outcome: TestOutcome
  /// What went wrong, in one line; `nil` for a law that was proved.
  public let message: String?
  /// A session for which the law does not hold, with its instant, and its decision.
  public let witness: (snapshot: Snapshot, decision: Decision)?
  /// A command for a shell that shows the decision on the witness.
  public let reproduction: String?
  /// The witness as a suite that expects what is decided of it, to be pasted and set right; `nil` without one, and
  /// where suites have no such case.
  package let sample: String?
  /// The expressions that an undecided law hangs on; empty if the search was given up.
  public let unknowns: [String]
  /// Why an undecided law is no failure.
  public let reason: String?
  /// Where the law says what it expects.
  public let location: SourceLocation
  /// The machine path of that.
  public let path: String

  /// What went wrong in the one form in which everything is reported; `nil` for what passes.
  public var diagnostic: Diagnostic? {
    guard outcome == .failed, let message else { return nil }
    return Diagnostic(.lawBroken, .error, message, at: location, path: path, help: help)
  }

  private var help: String? {
    switch finding {
    case .undecided where unknowns.isEmpty:
      "split the policies, or say `undecided: allow` with a `reason`"
    case .undecided:
      "state an assumption that settles it, or say `undecided: allow` with a `reason`"
    default: nil
    }
  }
}
