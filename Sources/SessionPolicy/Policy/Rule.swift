public import PolicyDiagnostics

/// A rule: where it applies, what the session must show, and what follows.
public struct Rule: Sendable {
  /// The name within its policy.
  public let id: Located<String>
  /// The name everywhere: the policy's, a slash and its own, such as `workforce/slide`.
  public let qualifiedID: String
  /// What follows.
  public let effect: Effect
  /// Where the effect stands, its key and its value.
  public let effectLocation: SourceLocation
  /// Where it applies, besides the policy's own `when`; `nil` for everywhere.
  package let condition: Condition?
  /// What stands beside `one_of`. What a session must show are the ``alternatives`` alone.
  let requirement: Requirement
  /// Whether there is a `one_of`.
  package let hasAlternatives: Bool
  /// What the session must show: the requirements of which one is enough, each with what holds for all;
  /// without `one_of` the one requirement of the rule.
  public let alternatives: [Requirement]
  /// How far from now an extension puts the expiry; `nil` for the identity server's own lifespan.
  public let by: Located<Duration>?
  /// How long before the expiry extending begins; `nil` for as soon as the identity server allows.
  public let within: Located<Duration>?
  /// What a person is told.
  public let because: Located<String>?
  /// What it is for, told to the people who maintain it.
  public let description: Located<String>?
  /// The whole rule in its file.
  public let location: SourceLocation
  /// Where the rule stands in the document, such as `$.rules[2]`.
  public let path: String

  /// Whether anything is required.
  public var isDemanding: Bool { alternatives.contains { !$0.isEmpty } }
}
