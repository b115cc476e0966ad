import Foundation
import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// What `session-policy test --format json` says was covered, with the places where it is written.
@Suite struct CoverageReportTests {
  private let folder: TemporaryDirectory

  private static let policy = """
    version: 1
    policy: p
    definitions:
      payment: has(request.action) && request.action == "pay"
    when: identity.schema_id == "shop"
    rules:
      - { id: confirm, may: refresh }
      - id: fresh
        must: reauthenticate
        when: { all: [payment, '"é" == "é" && session.aal != "aal0"'] }
        one_of:
          - { aal: aal2 }
          - { max_age: 15m }
      - { id: slide, may: extend, within: 6h }

    """

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(Self.policy, to: "p.yaml")
    try folder.write(
      """
      version: 1
      suite: s
      policies: [p.yaml]
      now: 2026-03-01T09:00:00Z
      sessions:
        ada:
          set:
            id: a1
            issued_at: -1h
            authenticated_at: -20m
            expires_at: +1h
            authentication_methods: [{ method: password, aal: aal1, completed_at: -20m }]
            identity: { id: i1, state: active, schema_id: shop }
      requests:
        pay: { action: pay }
        read: { action: read }
      tests:
        - name: payments need a fresh login
          session: ada
          requests: [pay, read]
          expect:
            - { request: pay, outcome: reauthenticate }
            - { request: read, outcome: proceed }

      """, to: "s.yaml")
  }

  private func report() throws -> JSONValue {
    let run = CommandRun(["test", folder.path, "--root", folder.path, "--format", "json"])
    return try #require(JSONReader.parse(SourceFile(name: "", text: run.output)).value)
  }

  /// What stands at a place of the report: lines and columns from 1, columns in UTF-16 code units.
  private func text(at item: JSONValue) throws -> String {
    #expect(item["file"]?.string == folder.path + "/p.yaml")
    func offset(_ position: JSONValue?) throws -> Int {
      let line = try #require(position?["line"]?.number?.int64)
      let column = try #require(position?["column"]?.number?.int64)
      let before = Self.policy.split(separator: "\n", omittingEmptySubsequences: false)
        .prefix(Int(line) - 1).reduce(0) { $0 + $1.utf16.count + 1 }
      return before + Int(column) - 1
    }
    let (start, end) = (
      try offset(item["range"]?["start"]), try offset(item["range"]?["end"])
    )
    let units = Array(Self.policy.utf16)
    try #require(0 <= start && start <= end && end <= units.count)
    return String(decoding: units[start..<end], as: UTF16.self)
  }

  @Test func clausesHaveTheirPlaceAndTheGateStandsOnce() throws {
    let conditions = try #require(report()["coverage"]?["conditions"]?.array)
    var seen: [String: [Int64]] = [:]
    for condition in conditions {
      let text = try text(at: condition)
      #expect(condition["expression"]?.string == text)
      let counts = try ["true", "false", "error"].map {
        try #require(condition[$0]?.number?.int64)
      }
      #expect(seen.updateValue(counts, forKey: text) == nil, "twice: \(text)")
      #expect(condition["policy"] == "p")
    }
    // Two decisions: the gate is counted for each once, though it stands before three rules.
    #expect(
      seen == [
        #"identity.schema_id == "shop""#: [2, 0, 0],
        "has(request.action)": [2, 0, 0], #"request.action == "pay""#: [1, 1, 0],
        "payment": [1, 1, 0], #""é" == "é""#: [2, 0, 0], #"session.aal != "aal0""#: [2, 0, 0],
      ])
    let definitions = conditions.filter { $0["definition"] == "payment" }
    #expect(definitions.count == 2)
    #expect(definitions.allSatisfy { $0["rule"]?.string == nil })
    #expect(definitions.allSatisfy { $0["path"] == "$.definitions.payment" })
    let gate = conditions.filter { $0["path"] == "$.when" }
    #expect(gate.count == 1 && gate.first?["rule"]?.string == nil)
  }

  @Test func requirementsAndAlternativesAreCountedWhereTheRuleApplies() throws {
    let requirements = try #require(report()["coverage"]?["requirements"]?.array)
    var seen: [String: [String]] = [:]
    for item in requirements {
      let key = try #require(item["key"]?.string)
      let counts = try ["met", "not_met"].map { try #require(item[$0]?.number?.int64) }
      seen[key] = [try text(at: item), "\(counts[0]) \(counts[1])"]
      #expect(item["alternative"]?.bool == key.hasSuffix("]"))
    }
    #expect(
      seen == [
        "one_of[0]": ["{ aal: aal2 }", "0 1"], "one_of[0].aal": ["aal2", "0 1"],
        "one_of[1]": ["{ max_age: 15m }", "0 1"], "one_of[1].max_age": ["15m", "0 1"],
        "within": ["6h", "2 0"],
      ])
    let limit = requirements.first { $0["key"] == "one_of[1].max_age" }
    #expect(limit?["before"] == false && limit?["at"] == false && limit?["after"] == false)
  }

  /// Every part that is counted twice over, once for each of its two answers.
  @Test func everythingThatIsListedIsCounted() throws {
    let coverage = try #require(report()["coverage"])
    let rules = try #require(coverage["rules"]?.array)
    for rule in rules { #expect(try text(at: rule).contains("id: ")) }
    let parts = ["rules", "conditions", "requirements"].reduce(0) {
      $0 + (coverage[$1]?.array?.count ?? 0)
    }
    #expect(coverage["total"]?.number?.int64 == Int64(2 * parts))
    let text = CommandRun(["test", folder.path, "--root", folder.path, "--coverage"]).output
    #expect(text.contains("p, definition payment"))
    #expect(text.contains("!  met 0, not met 1  max_age: 15m  ($.rules[1].one_of[1].max_age)"))
    #expect(text.contains("!  met 0, not met 1  { aal: aal2 }  ($.rules[1].one_of[0])"))
    #expect(text.components(separatedBy: "identity.schema_id == \"shop\"").count == 2)
  }

  /// A failure has all that is needed to understand it and to make it again.
  @Test func aFailureHasItsSnapshotItsCauseAndItsCommand() throws {
    let suite = try String(contentsOfFile: folder.path + "/s.yaml", encoding: .utf8)
    try folder.write(
      suite.replacing(
        "request: pay, outcome: reauthenticate", with: "request: pay, outcome: proceed"),
      to: "s.yaml")
    let tests = try #require(report()["suites"]?.array?.first?["tests"]?.array)
    let failure = try #require(tests.first?["failures"]?.array?.first)
    #expect(failure["snapshot"]?["session"]?["id"] == "a1")
    #expect(failure["snapshot"]?["request"]?["action"] == "pay")
    #expect(failure["snapshot"]?["now"] == "2026-03-01T09:00:00Z")
    let cause = try #require(failure["cause"])
    #expect(cause["rule"] == "p/fresh")
    #expect(cause["path"] == "$.rules[1].one_of[0].aal")
    #expect(cause["text"] == "aal: aal2" && cause["saw"] == "aal1")
    #expect(try text(at: cause) == "aal2")
    let command = try #require(failure["reproduce"]?.string)
    #expect(command.hasPrefix("session-policy explain - --policies "))
    // The snapshot alone gives the same decision.
    let again = CommandRun(
      ["explain", "-", "--policies", folder.path + "/p.yaml", "--format", "json"],
      input: JSONWriter.text(of: try #require(failure["snapshot"])))
    let json = try #require(JSONReader.parse(SourceFile(name: "", text: again.output)).value)
    #expect(json["decision"]?["outcome"] == "reauthenticate")
    let definition = try #require(json["definitions"]?.array?.first)
    #expect(definition["definition"] == "payment")
    #expect(definition["clauses"]?.array?.map { $0["value"] } == [true, true])
    let clause = try #require(definition["clauses"]?.array?.first)
    #expect(clause["range"]?["start"] == ["line": 4, "column": 12])
  }

  /// Whatever a run comes to, every key that is written is described, and every one that has to be is there.
  @Test func resultsAreAsTheirSchemaSays() throws {
    let text = CommandRun(["schema", "test"]).output
    let schema = try #require(JSONReader.parse(SourceFile(name: "", text: text)).value)
    let validator = SchemaValidator(schema: schema, isStrict: true)
    let suite = try String(contentsOfFile: folder.path + "/s.yaml", encoding: .utf8)
    let laws = """
        - { name: later, session: ada, skip: { reason: not yet }, expect: { outcome: proceed } }
      laws:
        - { name: nobody slides, never: { extend: true } }
        - { name: payments ask, when: session.aal == "aal2", never: { outcome: sign_in } }
        - { name: patterns, when: 'identity.id.matches("^a+$")', never: { extend: true }, undecided: allow, reason: it is a pattern }

      """
    for more in [
      suite, suite.replacing("outcome: reauthenticate", with: "outcome: sign_in") + laws,
    ] {
      try folder.write(more, to: "s.yaml")
      #expect(validator.problems(with: try report()) == [])
    }
    try folder.write("version: 1\nsuite: broken\n", to: "t.yaml")
    #expect(validator.problems(with: try report()) == [])
    // And what is not described would be found.
    var other = try report()
    other["surprise"] = true
    #expect(validator.problems(with: other) == ["$.surprise is not described"])
  }
}
