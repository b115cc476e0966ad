import Foundation
import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// `session-policy test --suggest`, as it is called.
@Suite struct SuggestionCommandTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func suggest(_ words: String...) -> CommandRun {
    CommandRun(["test", folder.path + "/samples", "--root", folder.path, "--suggest"] + words)
  }

  private func report(_ run: CommandRun) throws -> JSONValue {
    try #require(JSONReader.parse(SourceFile(name: "report", text: run.output)).value)
  }

  /// The suites that are shipped, down to what they are about: without a session, a test or a law.
  private func writeEmptySuites() throws -> [String] {
    let files = FileManager.default
    for name in ["policies", "samples/kratos"] {
      let target = folder.path + "/" + name
      try files.createDirectory(
        atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try files.copyItem(atPath: CommandRun.root + "/" + name, toPath: target)
    }
    let names = try files.contentsOfDirectory(atPath: CommandRun.root + "/samples")
      .filter { $0.hasSuffix(".yaml") }.sorted()
    for name in names {
      let text = try String(contentsOfFile: CommandRun.root + "/samples/" + name, encoding: .utf8)
      let head = text.split(separator: "\n").filter { line in
        ["version:", "suite:", "policies:", "kratos:", "now:"].contains { line.hasPrefix($0) }
      }
      try folder.write(head.joined(separator: "\n") + "\n", to: "samples/" + name)
    }
    return names
  }

  /// From nothing but policies and an instant to everything shown, by pasting alone.
  @Test func whatIsSuggestedForAnEmptySuiteShowsEverything() throws {
    let names = try writeEmptySuites()
    #expect(names.count >= 29)
    let run = suggest("--format", "json")
    #expect(run.status == .success, "\(run.errors)")
    let report = try report(run)
    #expect(report["unseen"]?.array?.isEmpty == true, "\(report["unseen"] ?? .null)")
    for suite in try #require(report["suites"]?.array) {
      let file = try #require(suite["file"]?.string)
      let text = try #require(suite["text"]?.string)
      let head = try String(contentsOfFile: file, encoding: .utf8)
      try (head + text).write(toFile: file, atomically: true, encoding: .utf8)
    }
    let test = CommandRun([
      "test", folder.path + "/samples", "--root", folder.path, "--coverage", "--min-coverage",
      "100",
    ])
    #expect(test.status == .success, "\(test.errors)\(test.output)")
    #expect(
      suggest().output.split(separator: "\n").allSatisfy { $0.hasSuffix("there is nothing to add") }
    )
  }

  private func writeShop() throws {
    try folder.write(
      """
      version: 1
      policy: shop
      rules:
        - { id: slide, may: extend, within: 6h, max_lifetime: 30d }
        - id: fresh
          must: reauthenticate
          when: request.action == "pay"
          one_of:
            - { aal: aal2 }
            - { max_age: 15m }
        - { id: confirm, may: refresh }

      """, to: "policies/shop.yaml")
    try folder.write(
      """
      version: 1
      suite: shop
      policies: [../policies/shop.yaml]
      now: 2026-03-01T09:00:00Z

      """, to: "samples/shop.yaml")
  }

  @Test func suggestionsAreAsTheyWere() throws {
    try writeShop()
    let text = suggest().output.replacing(folder.path + "/", with: "")
    let golden = CommandRun.root + "/Tests/SessionPolicyCommandsTests/Console/Goldens/suggest.txt"
    if ProcessInfo.processInfo.environment["WRITE_GOLDENS"] != nil {
      try Data(text.utf8).write(to: URL(fileURLWithPath: golden))
    }
    #expect(try text == String(contentsOfFile: golden, encoding: .utf8))
    for words in [
      "slide: within 6h, one second before", "slide: max_lifetime 30d, when it is reached",
      "fresh: one_of[1].max_age 15m, one second after",
    ] {
      #expect(text.contains(words), "\(words)")
    }
  }

  /// Every reason that the policy can give is given somewhere.
  @Test func everyReasonIsGiven() throws {
    try writeShop()
    let text = suggest().output
    for reason in [
      "aal_insufficient", "max_age_exceeded", "lifetime_exceeded", "extend_window_not_open",
      "extend_cap_reached", "reauthentication_due", "input_missing", "session_inactive",
      "session_expired", "identity_inactive",
    ] {
      #expect(text.contains(reason), "\(reason)\n\(text)")
    }
  }

  /// A suite that has tests gets what they lack, under names that are free.
  @Test func whatIsShownAlreadyIsNotSuggested() throws {
    try writeShop()
    let whole = try report(suggest("--format", "json"))["suites"]?.array?.first
    let text = try #require(whole?["text"]?.string)
    let all = try #require(whole?["tests"]?.array?.count)
    let suite = folder.path + "/samples/shop.yaml"
    let head = try String(contentsOfFile: suite, encoding: .utf8)
    // All but the last test.
    let last = try #require(text.range(of: "\n  - name: ", options: .backwards))
    try (head + text[..<last.lowerBound] + "\n").write(
      toFile: suite, atomically: true, encoding: .utf8)
    let rest = suggest()
    #expect(rest.status == .success, "\(rest.errors)")
    #expect(rest.output.contains("# below `tests:`"), "\(rest.output)")
    #expect(rest.output.contains(": 1 test for what none shows yet"), "\(rest.output)")
    #expect(all > 10)
  }

  /// What the analysis does not look into is tried: limits that are inputs, networks, patterns, lists, hours and
  /// weekdays.
  @Test(arguments: [
    "session.age >= context.limit", "session.idle >= context.limit", "now > context.until",
    "context.until - duration(\"5m\") < now", "context.count * 2 > 100",
    #"cidr("198.51.100.0/24").containsIP(request.ip)"#, #"ip(request.ip) == ip("203.0.113.7")"#,
    #"request.action.matches("^pay\\.")"#, #"request.action.startsWith("admin.")"#,
    #"request.country.matches("DE|CH")"#, #"context.groups.exists(g, g == "staff")"#,
    #"now.getHours("Europe/Zurich") >= 22"#, "now.getDayOfWeek() == 6",
  ])
  func whatIsNotLookedIntoIsTried(condition: String) throws {
    try folder.write(
      """
      version: 1
      policy: shop
      attributes:
        context.limit: duration
        context.until: timestamp
        context.count: int
        context.groups: list(string)
      rules:
        - id: closed
          must: sign_in
          when: '\(condition)'
        - { id: confirm, may: refresh }

      """, to: "policies/shop.yaml")
    let head =
      "version: 1\nsuite: shop\npolicies: [../policies/shop.yaml]\nnow: 2026-03-01T09:00:00Z\n"
    try folder.write(head, to: "samples/shop.yaml")
    let found = try report(suggest("--format", "json"))
    #expect(found["unseen"]?.array?.isEmpty == true, "\(found["unseen"] ?? .null)")
    let text = try #require(found["suites"]?.array?.first?["text"]?.string)
    try folder.write(head + text, to: "samples/shop.yaml")
    let test = CommandRun([
      "test", folder.path + "/samples", "--root", folder.path, "--coverage", "--min-coverage",
      "100",
    ])
    #expect(test.status == .success, "\(test.errors)\(test.output)")
  }

  @Test func callsThatMeanNothingAreRefused() throws {
    try writeShop()
    #expect(suggest("--mutate").status == .failure)
    #expect(suggest("--format", "junit").status == .failure)
    // Without `--suggest` a suite without a test is still an error.
    let run = CommandRun(["test", folder.path + "/samples", "--root", folder.path])
    #expect(run.status == .findings)
  }
}
