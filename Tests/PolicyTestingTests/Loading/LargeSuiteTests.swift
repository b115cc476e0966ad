import PolicyDiagnostics
import PolicyTestSupport
import PolicyTesting
import Testing

/// Suites as large as a file has room for are read in proportion, or refused. Times are held by
/// `Tests/Benchmarks/bounded.py`; here is what does not depend on a machine.
@Suite struct LargeSuiteTests {
  private static let expected = "    expect: { outcome: proceed }\n"

  private func load(_ tests: String, sessions: String = "", requests: String = "") throws -> (
    suite: Suite?, problems: [Diagnostic]
  ) {
    let folder = try SuiteFolder(SuiteFolder.suite(tests, sessions: sessions, requests: requests))
    var loader = SuiteLoader(root: folder.directory.path)
    var found: (Suite?, [Diagnostic]) = (nil, [])
    let problems = loader.load(paths: [folder.directory.path + "/suites/shop.yaml"]) {
      found = ($1, $2)
    }
    return (found.0, found.1 + problems)
  }

  @Test func aChainOfSessionsMayBeAsLongAsTheFile() throws {
    let count = 10_000
    let chain =
      (0..<count).map { "  s\($0): { extends: s\($0 + 1) }\n" }.joined()
      + "  s\(count): { extends: ada, set: { id: last } }\n"
    let (suite, problems) = try load(
      "  - name: t\n    session: s0\n" + Self.expected, sessions: chain)
    #expect(problems.map(\.message) == [])
    #expect(suite?.tests.first?.cases.first?.snapshot.session.id == "last")
  }

  @Test func aCircleOfManySessionsIsOneErrorThatCanBeRead() throws {
    let circle = (0..<5_000).map { "  s\($0): { extends: s\(($0 + 1) % 5_000) }\n" }.joined()
    let (suite, problems) = try load(
      "  - name: t\n    session: s0\n" + Self.expected, sessions: circle)
    #expect(suite == nil)
    #expect(
      problems.map(\.message) == [
        "sessions extend each other in a circle: `s0` → `s1` → `s2` → `s3` → `s4` → `s5` → … → "
          + "`s4996` → `s4997` → `s4998` → `s4999` → `s0`"
      ])
  }

  @Test func aProductOfMoreCasesThanAreRunIsRefused() throws {
    let names = (0..<400).map(String.init)
    let (suite, problems) = try load(
      """
        - name: t
          sessions: [\(names.map { "s" + $0 }.joined(separator: ", "))]
          requests: [\(names.map { "r" + $0 }.joined(separator: ", "))]
          expect: { outcome: proceed }
        - { name: u, session: ada, expect: { outcome: proceed } }

      """, sessions: names.map { "  s\($0): { extends: ada }\n" }.joined(),
      requests: names.map { "  r\($0): { action: a }\n" }.joined())
    #expect(suite == nil)
    #expect(problems.map(\.code) == [.resourceLimit])
    #expect(
      problems.first?.message
        == "with this the suite decides more than 100000 times, and is not run")
  }

  @Test func whatIsMissingOfAProductIsCountedAndNotGoneThrough() throws {
    let names = (0..<400).map(String.init)
    let problems = try load(
      """
        - name: t
          sessions: [\(names.map { "s" + $0 }.joined(separator: ", "))]
          requests: [\(names.map { "r" + $0 }.joined(separator: ", "))]
          expect: [{ session: s0, request: r1, outcome: proceed }]

      """, sessions: names.map { "  s\($0): { extends: ada }\n" }.joined(),
      requests: names.map { "  r\($0): { action: a }\n" }.joined()
    ).problems
    let message = try #require(problems.first?.message)
    #expect(message.hasPrefix("nothing is expected of session `s0` with request `r0`, nor of "))
    #expect(message.hasSuffix("session `s0` with request `r6`, nor of 159993 more"))
  }

  @Test(arguments: [1, 60])
  func aTimelineOfMoreInstantsThanAreRunIsRefused(steps: Int) throws {
    let step = "      - { every: 1s, until: 300d, do: [activity] }\n"
    let problems = try load(
      "  - name: t\n    session: ada\n    timeline:\n" + String(repeating: step, count: steps)
    ).problems
    #expect(
      problems.map(\.message).contains(
        "this timeline has more than 10000 instants, and no more are run"))
  }

  @Test func manyTimelinesTogetherAreRefused() throws {
    let test = """
          session: ada
          timeline:
            - { every: 1h, until: 300d, attempt: extend }
            - { at: 300d, expect: { outcome: sign_in } }

      """
    let (suite, problems) = try load((0..<15).map { "  - name: t\($0)\n" + test }.joined())
    #expect(suite == nil)
    #expect(problems.map(\.code) == [.resourceLimit])
  }
}
