import PolicyCEL
import PolicyDiagnostics
import PolicyLint
import PolicyTime
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
      #"request.action == "a" && session.aal == "aal1" && request.action == "a""#,
      #"request.action == "a" && session.aal == "aal1""#
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

  /// Swift's `==` takes their names for equal; a file system need not.
  @Test func filesWhoseNamesLookAlikeAreTwo() throws {
    let needless = policy(when: #"request.action == "a" || request.action == "a""#)
    let accepted = needless.replacing("  - id", with: "  # lint: ignore L402, L406: kept\n  - id")
      .replacing("policy: p", with: "policy: q")
    for (one, other) in [("\u{E9}.yaml", "e\u{301}.yaml"), ("e\u{301}.yaml", "\u{E9}.yaml")] {
      let input = LintInput(
        paths: [],
        sources: [
          SourceFile(name: one, text: needless), SourceFile(name: other, text: accepted),
        ])
      let result = Linter().lint(input)
      let fixer = Fixer(input, with: Linter(), includingUnsafe: false)
      #expect(result.fileCount == 2)
      let change = try #require(fixer.changes.first)
      #expect(fixer.changes.count == 1)
      #expect(change.before.name.hasSameBytes(as: one))
      #expect(
        change.after.text(of: SourceRange(0, change.after.bytes.count))
          == policy(when: #"request.action == "a""#))
    }
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

extension FixerTests {
  /// A fix that claims to change no decision is held to it, over sessions of many ages.
  @Test func safeFixChangesNoDecision() throws {
    let conditions = [
      #"session.age < duration("12h") && session.age < duration("24h")"#,
      #"session.age < duration("24h") && has(request.country) && session.age < duration("12h")"#,
      #"request.action == "a" || request.country == "DE" || request.action == "a""#,
      #"request.action in ["a", "b"] && session.aal == "aal2" && request.action == "a""#,
      #"session.idle < duration("1h") || session.idle < duration("2h")"#,
    ]
    for condition in conditions {
      for effect in ["may: extend\n    max_lifetime: 30d", "never: refresh", "must: sign_in"] {
        let text = """
          version: 1
          policy: p
          rules:
            - id: confirm
              may: refresh
            - id: r
              \(effect.replacing("\n    ", with: "\n      "))
              when: \(condition)

          """.replacing("      max", with: "    max")
        let after = fixed(text).text
        #expect(after != text, "\(condition)")
        let (old, new) = (try set(text), try set(after))
        for question in questions {
          let decisions = [old, new].map { $0.decide(question.snapshot, at: question.now) }
          #expect(
            decisions[0].outcome == decisions[1].outcome
              && decisions[0].extend.isAllowed == decisions[1].extend.isAllowed
              && decisions[0].refresh.isAllowed == decisions[1].refresh.isAllowed,
            "\(condition) at \(question.now)")
        }
      }
    }
  }

  private func set(_ text: String) throws -> PolicySet {
    let loaded = PolicySet.load([SourceFile(name: "p.yaml", text: text)])
    return try #require(loaded.value, "\(DiagnosticFormatter().format(loaded.diagnostics)) \(text)")
  }

  /// Sessions of several ages and levels, with and without each input.
  private var questions: [(snapshot: Snapshot, now: Timestamp)] {
    let now = Timestamp(seconds: 1_772_355_600) ?? .minimum
    var all: [(snapshot: Snapshot, now: Timestamp)] = []
    for hours: Int64 in [0, 1, 11, 12, 13, 23, 24, 25] {
      for level in ["aal1", "aal2", ""] {
        for (action, country, isIdleKnown) in [
          ("a", "DE", true), ("b", "FR", false), (nil, nil, true), ("a", nil, false),
        ] as [(String?, String?, Bool)] {
          let issued = now.adding(.seconds(-hours * 3_600)) ?? now
          let json = """
            {"id": "x", "active": true, "issued_at": "\(issued.rfc3339)", \
            "authenticated_at": "\(issued.rfc3339)", "expires_at": "2026-03-02T09:00:00Z", \
            "authenticator_assurance_level": "\(level)", \
            "authentication_methods": [], "identity": {"id": "i", "state": "active"}}
            """
          guard var snapshot = SessionReader.read(SourceFile(name: "s", text: json)).value else {
            continue
          }
          snapshot.request.action = action
          snapshot.request.country = country
          snapshot.request.lastActiveAt = isIdleKnown ? issued : nil
          all.append((snapshot, now))
        }
      }
    }
    return all
  }
}
