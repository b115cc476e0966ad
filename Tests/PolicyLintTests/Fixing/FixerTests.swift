import Diagnostics
import PolicyLint
import SessionPolicy
import Testing

@Suite struct FixerTests {
  private func fixed(_ text: String, unsafe: Bool = false) -> (text: String, fixer: Fixer) {
    let source = SourceFile(name: "p.yaml", text: text)
    let fixer = Fixer(
      LintInput(paths: [], sources: [source]), with: Linter(), includingUnsafe: unsafe)
    let after = fixer.changes.first.map { $0.after.text(of: SourceRange(0, $0.after.bytes.count)) }
    return (after ?? text, fixer)
  }

  private func policy(when condition: String) -> String {
    """
    version: 1
    policy: p
    rules:
      - id: slide
        may: extend
        when: \(condition)
        max_lifetime: 30d

    """
  }

  @Test(arguments: [
    (
      #"session.age < duration("12h") && session.age < duration("24h")"#,
      #"session.age < duration("12h")"#
    ),
    (
      #"session.age < duration("24h") && session.age < duration("12h")"#,
      #"session.age < duration("12h")"#
    ),
    (
      #"request.action == "a" && session.aal == "aal2" && request.action == "a""#,
      #"request.action == "a" && session.aal == "aal2""#
    ),
    (#"request.action == "a" || request.action == "a""#, #"request.action == "a""#),
    (
      #"(request.action == "a" || request.action == "b") && session.age < duration("1h") && session.age < duration("2h")"#,
      #"(request.action == "a" || request.action == "b") && session.age < duration("1h")"#
    ),
  ])
  func needlessClauseIsRemoved(_ before: String, _ after: String) {
    let result = fixed(policy(when: before))
    #expect(result.text == policy(when: after))
    #expect(lint(result.text).lines == [])
  }

  @Test func staleCommentIsRemovedWithItsLine() {
    let text = policy(when: #"session.aal == "aal2""#)
    let comment = "  # lint: ignore SEC001: machines live on\n  - id"
    #expect(fixed(text.replacing("  - id", with: comment)).text == text)
    let trailing = text.replacing(
      "may: extend", with: "may: extend # lint: ignore SEC001: machines")
    #expect(fixed(trailing).text == text)
  }

  @Test func unsafeFixIsMadeOnlyWhenAsked() {
    let text = policy(when: #"session.aal == "aal2""#).replacing(
      "max_lifetime", with: "max_liftime")
    #expect(fixed(text).text == text)
    #expect(fixed(text, unsafe: true).text.contains("max_lifetime: 30d"))
  }

  @Test func fixesThatTouchAreMadeOneAfterTheOther() {
    let condition =
      #"session.age < duration("1h") && session.age < duration("2h") && session.age < duration("3h")"#
    let result = fixed(policy(when: condition))
    #expect(result.text == policy(when: #"session.age < duration("1h")"#))
    #expect(result.fixer.titles.count == 2)
  }

  @Test func windowsLineBreaksStay() {
    let text = policy(when: #"request.action == "a" || request.action == "a""#)
      .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    #expect(fixed(text).text == text.replacing(#" || request.action == "a""#, with: ""))
  }

  @Test func diffShowsTheChangeWithItsSurroundings() throws {
    let text = policy(when: #"request.action == "a" || request.action == "a""#)
    let change = try #require(fixed(text).fixer.changes.first)
    let rows = UnifiedDiff(from: change.before, to: change.after).rows
    #expect(
      rows == [
        "--- a/p.yaml", "+++ b/p.yaml", "@@ -3,6 +3,6 @@", " rules:", "   - id: slide",
        "     may: extend", #"-    when: request.action == "a" || request.action == "a""#,
        #"+    when: request.action == "a""#, "     max_lifetime: 30d", " ",
      ])
  }
}
