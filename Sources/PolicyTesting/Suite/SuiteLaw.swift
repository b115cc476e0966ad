import PolicyAnalysis
import PolicyCEL
public import PolicyDiagnostics

/// A statement of a suite about the decisions on all sessions.
public struct SuiteLaw: Sendable {
  /// What holds, in words.
  public let name: Located<String>
  /// Why it is no failure that the law cannot be decided; `nil` where it is one.
  public let undecidedReason: String?
  /// What it says, in its own words.
  public let words: SuiteLaw.Words
  /// Which sessions are meant; `nil` for all.
  let condition: Formula?
  /// What is taken for granted.
  let assumptions: [Formula]
  let expectation: DecisionLaw.Expectation
  /// Whether all of what is expected holds always; otherwise none of it ever does.
  let isAlways: Bool
  /// Where it says what is expected.
  let location: SourceLocation
  /// The machine path of that, such as `$.laws[0].never`.
  let path: String

  /// What a law says as it is written, each in one line.
  public struct Words: Sendable, Hashable {
    /// Which sessions are meant; `nil` for all.
    public let when: String?
    /// What holds for them: `never: { extend: true }`.
    public let claim: String
  }
}
