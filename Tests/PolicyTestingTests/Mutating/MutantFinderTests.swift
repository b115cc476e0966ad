import PolicyDiagnostics
import PolicyTestSupport
import SessionPolicy
import Testing

@testable import PolicyTesting

/// Which small changes are made to a policy, and that each makes the text it should.
@Suite struct MutantFinderTests {
  private static func mutants(of text: String) throws -> [Mutant] {
    let file = PolicyFile(SourceFile(name: "p.yaml", text: text))
    #expect(!file.diagnostics.contains { $0.severity == .error }, "\(file.diagnostics)")
    let policy = try #require(file.policy)
    return MutantFinder(policy.document, in: file.source, policy: "p").mutants
  }

  /// The rules of a policy that are changed, and what becomes of them.
  private static func lines(of rules: String, besides head: String = "") throws -> Set<String> {
    let text = "version: 1\npolicy: p\n\(head)rules:\n\(rules)\n"
    let all = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return Set(
      try mutants(of: text).map { mutant in
        let source = mutant.source
        let changed = source.text(of: SourceRange(0, source.bytes.count))
          .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return changed.filter { !all.contains($0) }.joined(separator: "\n")
      })
  }

  @Test func everyKeyOfARuleIsChanged() throws {
    let found = try Self.lines(
      of: """
          - id: a
            must: reauthenticate
            when: request.action == "pay"
            aal: aal2
            max_age: 15m
          - { id: b, may: extend, within: 6h, by: 12h, max_idle: 30m, max_lifetime: 30d }
          - id: c
            may: refresh
            one_of:
              - { aal: aal2, max_age: 1h }
              - methods: [totp, passkey]
        """)
    for line in [
      "    must: sign_in", "    aal: aal1", "    max_age: 14m59s", "    max_age: 15m1s",
      "    max_age: 30m", "    max_idle: 15m",
      #"    when: "!(request.action == \"pay\")""#,
      "  - { id: b, never: extend }",
      "  - { id: b, may: extend, by: 12h, max_idle: 30m, max_lifetime: 30d }",
      "  - { id: b, may: extend, within: 6h, by: 12h, max_idle: 30m }",
      "  - { id: b, may: extend, within: 6h, by: 12h, max_age: 30m, max_lifetime: 30d }",
      "    never: refresh", "      - { max_age: 1h }", "      - { aal: aal2 }",
      "      - methods: [passkey]", "      - methods: [totp]",
      "      - { aal: aal2, max_age: 59m59s }", "      - { aal: aal2, max_idle: 1h }",
    ] {
      #expect(
        found.contains { $0.split(separator: "\n").first.map(String.init) == line },
        "\(line)\n\(found)")
    }
    // It has no meaning under `must: reauthenticate`, and the loader would refuse it.
    #expect(!found.contains { $0.contains("    max_lifetime: 15m") })
  }

  @Test func everyPartOfAConditionIsChanged() throws {
    let found = try Self.lines(
      of: """
          - id: a
            never: extend
            when:
              all:
                - in_list
                - any: [context.a, "!context.b"]
                - none: [context.n < 3]
          - id: b
            must: sign_in
            when: 'session.age >= duration("1h") && (context.a || has(request.ip)) && ["x", "y"].exists(t, t == request.action)'
        """,
      besides: """
        attributes: { context.a: bool, context.b: bool, context.n: int }
        constants: { names: [one, two] }
        definitions:
          in_list: >-
            request.action in names
            && session.aal == "aal2"
        when: context.a

        """)
    func expect(_ line: String) {
      #expect(
        found.contains { $0.contains(line) }, "\(line)\n\(found.sorted().joined(separator: "\n"))")
    }
    expect("constants: { names: [two] }")
    expect("constants: { names: [one] }")
    expect(#"in_list: "true""#)
    expect(#"in_list: "request.action in names || session.aal == \"aal2\"""#)
    expect(#"in_list: "request.action in names""#)
    expect(#"in_list: "request.action in names && !(session.aal == \"aal2\")""#)
    expect(#"in_list: "request.action in names && session.aal == \"aal1\"""#)
    expect("      any:")
    expect(#"        - all: [context.a, "!context.b"]"#)
    expect(#"        - any: ["!context.b"]"#)
    expect(#"        - any: [context.a, "context.b"]"#)
    expect(#"        - any: ["!(context.a)", "!context.b"]"#)
    expect("        - any: [context.n < 3]")
    expect(#"        - none: ["context.n <= 3"]"#)
    expect(#"        - none: ["context.n < 4"]"#)
    expect(#"duration(\"1h1s\")"#)
    expect(#"session.age > duration(\"1h\")"#)
    expect(#"session.authentication_age >= duration(\"1h\")"#)
    expect(#"&& (context.a && has(request.ip)) &&"#)
    expect(#"&& (context.a) &&"#)
    expect(#"&& (has(request.ip)) &&"#)
    expect(#"&& (context.a || true) &&"#)
    expect(#"[\"y\"].exists(t"#)
    expect(#"].all(t, t =="#)
    expect(#"when: "!(context.a)""#)
    expect(#"|| (context.a || has(request.ip)) ||"#)
  }

  /// Whatever a comparison is made with is one more and one less, or the next of its list.
  @Test(arguments: [
    (#"context.risk == "medium""#, [#"== \"low\""#, #"== \"high\""#]),
    (#""low" != context.risk"#, [#"\"medium\" != context.risk"#]),
    (
      #"now < timestamp("2026-03-01T00:00:00Z")"#, ["2026-02-28T23:59:59Z", "2026-03-01T00:00:01Z"]
    ),
    ("context.score < 0.50", ["< 0.49", "< 0.51", "<= 0.50"]),
    ("context.score >= 1.0", [">= 0.9", ">= 1.1"]),
    ("context.n > 3", ["> 2", "> 4", ">= 3"]),
    ("uint(context.n) > 3u", ["> 2u", "> 4u"]),
    (#"session.age < duration("1h")"#, ["59m59s", "1h1s", #"<= duration"#]),
  ])
  func clausesAreLoosenedAndTightened(clause: String, changes: [String]) throws {
    let found = try Self.lines(
      of: "  - { id: a, never: extend, when: '\(clause)' }",
      besides: """
        attributes:
          context.risk: { type: string, values: [low, medium, high] }
          context.score: double
          context.n: int

        """)
    for change in changes {
      #expect(found.contains { $0.contains(change) }, "\(change)\n\(found)")
    }
    // The ends of a list have one neighbour, and nothing falls below zero by it.
    #expect(!found.contains { $0.contains("< -") || $0.contains("\\\"\\\"") })
  }

  /// Anchors, comments and the last of a list, in both styles.
  @Test func whatIsCutOutLeavesTheRestAsItIs() throws {
    let found = try Self.lines(
      of: """
          - &first   # the one
            id: a
            may: extend
            # a comment
            max_age: &limit 1h  # an hour

          - id: b
            max_age: *limit
            may: refresh
        """)
    #expect(found.contains("    max_age: 59m59s"))
    #expect(
      found.contains("  - &first   # the one\n    id: a\n    may: extend  # an hour")
        || found.contains("    may: extend  # an hour"), "\(found)")
    #expect(found.contains { $0.contains("  - &first   # the one") == false })
  }

  @Test func theSameTextIsMadeOnce() throws {
    let mutants = try Self.mutants(
      of: """
        version: 1
        policy: p
        rules:
          - { id: a, may: extend, max_age: 1h, max_lifetime: 2h, within: 1h1s }
          - { id: b, may: refresh, when: 'request.action == "a" && has(request.ip)' }
        """)
    let texts = mutants.map(\.source.bytes)
    #expect(Set(texts).count == texts.count)
    for mutant in mutants {
      #expect(mutant.source.bytes != mutant.file.bytes, "\(mutant.words)")
      #expect(!mutant.words.isEmpty && !mutant.words.contains("\n"))
    }
  }

  /// What is shipped holds every form that policies are written in.
  @Test(arguments: [
    "kratos-defaults", "nist-800-63b-4-aal2", "pci-dss-4", "sliding-with-absolute-cap", "sudo-mode",
    "workforce",
  ])
  func everyMutantIsYAMLStill(policy: String) throws {
    let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let loaded = PolicySet.load(paths: ["\(root)/policies/\(policy).yaml"])
    let file = try #require(loaded.value?.policies.first?.file)
    let document = try #require(PolicyFile(file).policy?.document)
    for mutant in MutantFinder(document, in: file, policy: policy).mutants {
      let changed = PolicyFile(mutant.source)
      // No limit is put where it has no place.
      let errors = changed.diagnostics.filter { $0.severity == .error }
      #expect(errors.isEmpty, "\(mutant.words): \(errors)")
    }
  }
}
