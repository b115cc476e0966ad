import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// What is written is for somebody to read: of very much, some is listed with the count of the rest.
@Suite struct CappedOutputTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(
      #"{"id": "a1", "active": true, "expires_at": "2026-03-02T09:00:00Z"}"#, to: "session.json")
    try folder.write(Self.suite("sign_in"), to: "s.yaml")
  }

  private static func suite(_ outcome: String) -> String {
    """
    version: 1
    suite: s
    policies: [p.yaml]
    now: 2026-03-01T09:00:00Z
    sessions: { ada: { set: { id: a1, expires_at: +1h } } }
    tests:
      - { name: t, session: ada, expect: { outcome: \(outcome) } }
    """
  }

  /// The first failure of the first case, for programs.
  private func failure() throws -> JSONValue {
    let suites = try json(run("test @/s.yaml --root @ --format json"))["suites"]?.array
    return try #require(suites?.first?["tests"]?.array?.first?["failures"]?.array?.first)
  }

  /// A policy of so many prohibitions, each with a condition that lacks its input.
  private func write(_ count: Int, gate: String = "") throws {
    try folder.write(
      "version: 1\npolicy: p\n\(gate)rules:\n"
        + (0..<count).map {
          "  - { id: r\($0), never: extend, when: request.action == \"a\($0)\" }\n"
        }
        .joined(), to: "p.yaml")
  }

  private func run(_ line: String) -> CommandRun {
    CommandRun(line.split(separator: " ").map { String($0).replacing("@", with: folder.path) })
  }

  private func json(_ run: CommandRun) throws -> JSONValue {
    try #require(JSONReader.parse(SourceFile(name: "", text: run.output)).value)
  }

  @Test func aDecisionForPeopleListsSomeOfItsReasonsAndOneForProgramsAll() throws {
    try write(300)
    let text = run("decide @/session.json --policies @/p.yaml")
    #expect(text.output.utf8.count < 10_000, "\(text.output.utf8.count)")
    #expect(text.output.contains("and 250 more, not listed"), "\(text.output)")
    let whole = try json(run("decide @/session.json --policies @/p.yaml --format json"))
    #expect(whole["indeterminate"]?.array?.count == 300)
  }

  @Test func anExplanationListsTheRulesThatApplyFirst() throws {
    try write(2_500)
    let text = run("explain @/session.json --policies @/p.yaml --action a2400")
    #expect(text.output.utf8.count < 60_000, "\(text.output.utf8.count)")
    #expect(text.output.contains("\nand 2300 more rules, not listed\n"))
    #expect(text.output.contains("p/r2400  never: extend  → in force"))
    let json = try json(
      run("explain @/session.json --policies @/p.yaml --action a2400 --format json"))
    #expect(json["rules"]?.array?.count == 2_000)
    #expect(json["omitted"] == 500)
    #expect(json["rules"]?.array?.contains { $0["rule"] == "p/r2400" } == true)
  }

  @Test func whatRulesHaveInCommonIsListedSoOftenAndNotMore() throws {
    let gate = (0..<60).map { "    - request.country != \"c\($0)\"\n" }.joined()
    try write(90, gate: "when:\n  all:\n" + gate)
    let text = run("explain @/session.json --policies @/p.yaml --action a")
    #expect(text.output.utf8.count < 150_000, "\(text.output.utf8.count)")
    #expect(text.output.contains("  and 61 more clauses, not listed\n"))
    let json = try json(run("explain @/session.json --policies @/p.yaml --format json"))
    let omitted = json["rules"]?.array?.compactMap { $0["omitted_clauses"]?.number?.int64 }
    #expect((omitted ?? []).reduce(0, +) == 490)
  }

  @Test func coverageListsFirstWhatIsMissing() throws {
    try write(1_200)
    let text = run("test @/s.yaml --root @ --coverage")
    #expect(text.output.utf8.count < 200_000, "\(text.output.utf8.count)")
    #expect(text.output.contains("coverage: "))
    #expect(
      text.output.contains("more rules, clauses and requirements, not listed"),
      "\(text.output.suffix(200))")
    let json = try json(run("test @/s.yaml --root @ --format json"))
    #expect(json["coverage"]?["omitted"] == 0)
    #expect(try failure()["omitted"] != nil)
  }

  @Test func aFailureOfVeryManyRulesListsSome() throws {
    try folder.write(
      "version: 1\npolicy: p\nrules:\n"
        + (0..<500).map { "  - { id: r\($0), must: reauthenticate, max_age: \($0 + 60)s }\n" }
        .joined(), to: "p.yaml")
    try folder.write(Self.suite("proceed"), to: "s.yaml")
    let text = run("test @/s.yaml --root @")
    #expect(text.output.contains("  and 492 more rules\n"), "\(text.output.suffix(600))")
    let failure = try failure()
    #expect(failure["rules"]?.array?.count == 8)
    #expect(failure["omitted"] == 492)
    #expect(failure["decision"]?["reasons"]?.array?.count == 50)
  }

  @Test func aDifferenceOfVeryManyLinesIsCut() throws {
    let rule = "    may: extend\n    max_lifetime: 60d\n"
    let condition =
      "    when: session.age < duration(\"1h\") && session.age < duration(\"2h\")\n"
    try folder.write(
      "version: 1\npolicy: p\nrules:\n"
        + (0..<1_200).map { "  - id: r\($0)\n\(rule)\(condition)" }.joined(), to: "p.yaml")
    let diff = run("lint @/p.yaml --fix --diff --select L406")
    #expect(diff.output.contains("\n# and "), "\(diff.output.suffix(400))")
    #expect(diff.output.split(separator: "\n").count < 6_200)
  }

  @Test func aBaselineHasRoomForSoManyFindings() throws {
    let comments = (0..<10_200).map { "# lint: ignore Q\($0): a\n" }.joined()
    try folder.write(
      comments + "version: 1\npolicy: p\nrules: [{ id: c, may: refresh }]\n", to: "p.yaml")
    let write = run("lint @/p.yaml --write-baseline @/b.json --select M705")
    #expect(write.status == .findings)
    #expect(write.output == "10000 findings written to \(folder.path)/b.json\n")
    #expect(
      write.errors == "error: 200 more findings have no room in a baseline, and count as before\n")
    let again = run("lint @/p.yaml --baseline @/b.json --select M705 --fail-level info")
    #expect(again.status == .findings)
    #expect(again.output.contains("10000 ignored"), "\(again.output.suffix(300))")
  }

  @Test func noBaselineIsWrittenOfWhatCannotBeRead() throws {
    try folder.write(
      "version: 1\npolicy: p\nrules: [{ id: c, may: refresh, x: 1 }]\n", to: "p.yaml")
    for (path, status) in [("nowhere", ExitStatus.failure), ("p.yaml", .findings)] {
      let write = run("lint @/\(path) --write-baseline @/b.json")
      #expect(write.status == status)
      #expect(write.output == "")
      #expect(write.errors.contains("error["), "\(write.errors)")
      #expect(write.errors.hasSuffix("error: no baseline is written, for these always count\n"))
      #expect(run("lint @/p.yaml --baseline @/b.json").errors.contains("there is no file"))
    }
  }
}
