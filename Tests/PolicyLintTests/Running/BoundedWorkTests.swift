import PolicyDiagnostics
import PolicyLint
import Testing

/// What grows with a file grows in proportion, and what is written stays readable. Times are held by
/// `Tests/Benchmarks/bounded.py`; here is what does not depend on a machine.
@Suite struct BoundedWorkTests {
  private func rules(_ count: Int, _ body: (Int) -> String) -> String {
    "version: 1\npolicy: p\nrules:\n"
      + (0..<count).map { "  - { id: r\($0), \(body($0)) }\n" }.joined()
  }

  @Test func manyRulesOfManyAlternativesAreCompared() {
    let text = rules(600) { index in
      let clauses = (0..<5).map { "request.action == \"a\(index)x\($0)\"" }
      return "never: extend, when: '\(clauses.joined(separator: " || "))'"
    }
    #expect(lint(text).lines == [])
    // The last one says no more than the first.
    let more = text + "  - { id: again, never: extend, when: 'request.action == \"a0x3\"' }\n"
    #expect(lint(more).lines == ["L403 604"])
  }

  @Test func ofRulesThatAreAllAlikeTheStrictestStays() {
    let text = rules(200) { "must: sign_in, max_age: \($0 + 60)s" }
    #expect(lint(text).lines == (5...203).map { "L403 \($0)" })
  }

  /// No search finds out by itself that two ways of counting are the same.
  @Test func whatTakesTooMuchWorkIsNamed() {
    let names = (0..<26).map { "context.a\($0)" }
    let text =
      "version: 1\npolicy: p\nattributes:\n" + names.map { "  \($0): bool\n" }.joined()
      + "rules:\n  - id: parity\n    may: refresh\n    when:\n      all:\n"
      + "        - \(names.joined(separator: " != "))\n"
      + "        - \(names.reversed().joined(separator: " != ")) != true\n"
      + "  - { id: again, may: refresh, when: 'session.aal == \"aal1\" && session.aal == \"aal2\"' }\n"
    let found = lint(text)
    #expect(found.lines == ["L499 31", "L401 37"])
    #expect(
      found.open.first?.diagnostic.message
        == "undecided: what holds of `p/parity` in every session takes more work than there is for it"
    )
  }

  /// Making sessions takes work of its own, so that what is proved is shown and what is shown costs no proof.
  @Test(arguments: [
    (#"may: extend, when: 'request.action == "aN"'"#, "SEC001", 1_000),
    (
      #"may: refresh, when: 'request.action == "aN" && (!has(context.risk) || context.risk == "low")'"#,
      "SEC007", 400
    ),
    (#"must: reauthenticate, aal: aal2, when: 'request.action == "aN"'"#, "SEC004", 400),
    (
      #"may: extend, max_lifetime: 30d, max_idle: 1h, when: 'request.action == "aN" && request.country == "DE"'"#,
      "SEC013", 400
    ),
    (
      #"must: reauthenticate, when: 'request.action == "aN" && session.aal == "aal1"'"#, "SEC006",
      400
    ),
    (
      #"must: reauthenticate, aal: aal2, max_age: 12h, when: 'request.action == "aN" && !request.country.matches("^DN")'"#,
      "SEC014", 1_000
    ),
    (
      #"may: extend, max_lifetime: 30d, max_idle: 1h, when: 'request.action == "aN" && request.country.startsWith("DN")'"#,
      "SEC013", 400
    ),
  ])
  func eachOfManyProofsHasItsSession(_ rule: String, _ code: String, _ count: Int) {
    let text =
      "version: 1\npolicy: p\nattributes: "
      + "{ context.risk: { type: string, values: [low, high], optional: true } }\nrules:\n"
      + "  - { id: confirm, may: refresh }\n"
      + (0..<count).map { "  - { id: r\($0), \(rule.replacing("N", with: "\($0)")) }\n" }.joined()
    let findings = lint(text).open
    let found = findings.filter { $0.diagnostic.code.id == code }
    #expect(found.count == count)
    #expect(found.count { $0.confidence == .proved && $0.witness != nil } == count)
    #expect(findings.filter { $0.diagnostic.code.id == "L499" }.count == 0)
  }

  /// Each is asked of the evaluator once, however many sessions have to agree with all of them.
  @Test func ofConditionsThatAreNotLookedIntoEachIsToldAlike() {
    let text = rules(150) {
      "must: reauthenticate, aal: aal2, max_age: \(60 + $0)m, when: '!ip(request.ip).isUnspecified() "
        + "&& !cidr(\"10.\($0).0.0/24\").containsIP(request.ip)'"
    }
    let found = lint(text).open.map(\.diagnostic).filter { $0.code.id == "SEC014" }
    #expect(found.count == 150)
    #expect(Set(found.map { $0.evidence?.isProved }).count == 1)
  }

  /// Of very many rules that take too much work it is the policy that does, and one finding says so.
  @Test func veryManyThatAreUndecidedAreToldOfTogether() {
    let text = rules(600) {
      "must: reauthenticate, aal: aal2, max_age: \(60 + $0)m, when: 'request.country != \"C\($0)\"'"
    }
    let found = lint(text).open.map(\.diagnostic).filter { $0.code.id == "L499" }
    #expect(found.count <= 1, "\(found.count)")
    let many = rules(2_000) {
      "must: reauthenticate, aal: aal2, max_age: \(60 + $0)m, when: 'request.country != \"C\($0)\"'"
    }
    let told = lint(many).open.map(\.diagnostic).filter { $0.code.id == "L499" }
    #expect(
      told.map(\.message) == [
        "undecided: what holds of `p/r0`, `p/r1`, `p/r2` and 1997 others of this file in every session "
          + "takes more work than there is for them"
      ])
  }

  /// A session that is possible has a bound for each two instants, and so for each two methods.
  @Test func ofVeryManyMethodsARuleIsNamedAndTheOthersAreLookedAt() {
    let names = (0..<3_000).map { "method\($0)" }.joined(separator: ", ")
    let text = """
      version: 1
      policy: p
      rules:
        - id: odd
          must: reauthenticate
          methods: [\(names)]
        - { id: again, may: refresh, when: 'session.aal == "aal1" && session.aal == "aal2"' }
      """
    let found = lint(text).lines.filter { ["L401", "L499"].contains($0.prefix(4)) }
    #expect(found == ["L499 4", "L401 7"])
  }

  @Test func ofVeryManyNumbersTheLastOnesAreNotLookedInto() {
    let text =
      "version: 1\npolicy: p\nattributes:\n"
      + (0..<1_000).map { "  context.a\($0): int\n" }.joined() + "rules:\n"
      + (0..<1_000).map {
        "  - { id: r\($0), never: extend, when: context.a\($0) > 3 && context.a\($0) < 3 }\n"
      }.joined()
    let found = lint(text).lines.filter { $0.hasPrefix("L401") }
    #expect((50...200).contains(found.count), "\(found.count)")
  }

  @Test func ofManyFindingsAHundredAreListedWithTheCountOfTheOthers() {
    let comments = (0..<400).map { "# lint: ignore Q\($0): because\n" }.joined()
    let result = lint("version: 1\npolicy: p\n\(comments)rules:\n  - { id: a, may: refresh }\n")
    #expect(result.open.count == 400)
    let listed = result.condensed
    #expect(listed.open.count == 101)
    #expect(
      listed.open.last?.diagnostic.message == "300 more findings of M705 in this file not listed")
    #expect(listed.count(.error) == result.count(.error))
  }

  @Test func everyOneOfManyCommentsHidesItsFinding() {
    let text =
      "version: 1\npolicy: p\nrules:\n"
      + (0..<300).map {
        "  # lint: ignore SEC001: machines\n"
          + "  - { id: r\($0), may: extend, when: 'request.action == \"a\($0)\"' }\n"
      }.joined()
    let result = lint(text)
    #expect(result.lines == [])
    #expect(result.suppressedCount == 300)
  }

  @Test func unusedNamesAreEachRemovable() throws {
    let names = (0..<400).map { "  c\($0): \($0)\n" }.joined()
    let result = lint(
      "version: 1\npolicy: p\nconstants:\n\(names)rules:\n  - { id: a, may: refresh }\n")
    #expect(result.open.count == 400)
    #expect(result.open.allSatisfy { $0.diagnostic.fix != nil })
  }

  @Test func commentWithinACommentedRuleHidesNothingMore() {
    let text = """
      version: 1
      policy: p
      rules:
        # lint: ignore SEC001: all of it
        - id: slide
          # lint: ignore SEC001: once more
          may: extend
      """
    let result = lint(text)
    #expect(result.suppressedCount == 1)
    #expect(result.lines == ["M704 6"])
  }
}
