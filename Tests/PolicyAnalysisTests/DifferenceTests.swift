import Testing

@testable import PolicyAnalysis

@Suite("A difference between policies is found, described and shown")
struct DifferenceTests {
  static let head = """
    version: 1
    policy: p
    attributes:
      context.risk: { type: string, values: [low, medium, high] }
    rules:
      - { id: confirm, may: refresh }

    """

  static func policy(_ rules: String...) -> String {
    head + rules.map { "  - \($0)\n" }.joined()
  }

  struct Example: CustomTestStringConvertible, Sendable {
    let old: String
    let new: String
    let verdict: DifferenceVerdict
    let words: [String]
    var testDescription: String { "\(old) → \(new)" }
  }

  static let examples = [
    Example(
      old: "{ id: a, must: sign_in, max_lifetime: 30d }",
      new: "{ id: a, must: sign_in, max_lifetime: 60d }",
      verdict: .looser, words: ["session.age at least 30d and below 60d"]),
    Example(
      old: "{ id: a, must: sign_in, when: context.risk == \"high\" }",
      new: "{ id: a, must: sign_in, when: 'context.risk in [\"high\", \"medium\"]' }",
      verdict: .stricter, words: ["context.risk is medium"]),
    Example(
      old: "{ id: a, must: sign_in, when: session.age >= duration(\"30d\") }",
      new: "{ id: a, must: sign_in, max_lifetime: 30d }",
      verdict: .equivalent, words: []),
    Example(
      old: "{ id: a, must: reauthenticate, aal: aal2, max_age: 15m }",
      new: "{ id: a, must: reauthenticate, aal: aal2, max_age: 1h }",
      verdict: .looser, words: []),
  ]

  @Test(arguments: examples)
  func aChangeOfOneRuleIsSaidInWords(_ example: Example) throws {
    let found = try difference(
      from: Self.policy(example.old), to: Self.policy(example.new))
    #expect(found.verdict == example.verdict)
    #expect(found.undecided == [])
    let words = found.changes.map(\.region.words)
    for expected in example.words { #expect(words.contains(expected), "\(words)") }
    for change in found.changes { #expect(!change.isPossible, "\(change)") }
  }
}
