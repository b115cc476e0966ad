import Foundation
import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// `session-policy test --mutate`, as it is called.
@Suite struct MutationCommandTests {
  private let folder: TemporaryDirectory

  private static let policy = """
    version: 1
    policy: shop
    attributes: { context.risk: { type: string, values: [low, high] } }
    constants: { sensitive: [pay, delete] }
    rules:
      - id: confirm
        may: refresh
      - id: fresh
        must: reauthenticate
        when:
          any:
            - request.action in sensitive
            - context.risk == "high"
        max_age: 15m

    """

  private static let suite = """
    version: 1
    suite: shop
    policies: [../policies/shop.yaml]
    now: 2026-03-01T09:00:00Z
    sessions:
      ada: { set: { issued_at: -1h, authenticated_at: -20m, expires_at: +1h } }
      eve: { set: { issued_at: -1h, authenticated_at: -14m59s, expires_at: +1h } }
    requests:
      pay: { action: pay, context: { risk: low } }
      read: { action: read, context: { risk: low } }
    tests:
      - name: payments
        sessions: [ada, eve]
        requests: [pay, read]
        expect:
          - { session: ada, request: pay, outcome: reauthenticate }
          - { session: ada, request: read, outcome: proceed }
          - { session: eve, requests: [pay, read], outcome: proceed }

    """

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(Self.policy, to: "policies/shop.yaml")
    try folder.write(Self.suite, to: "samples/shop.yaml")
  }

  private func run(_ words: String...) -> CommandRun {
    CommandRun(["test", folder.path + "/samples", "--root", folder.path, "--mutate"] + words)
  }

  private func mutants(_ run: CommandRun) throws -> [JSONValue] {
    let report = JSONReader.parse(SourceFile(name: "report", text: run.output))
    return try #require(report.value?["files"]?.object?.members.first?.value["mutants"]?.array)
  }

  private func named(_ status: String, _ mutants: [JSONValue]) -> Set<String> {
    Set(mutants.filter { $0["status"]?.string == status }.compactMap { $0["description"]?.string })
  }

  // MARK: What is shipped

  /// Every change of a shipped policy is noticed, or proved to be none. All of them at once are more
  /// than one run does, so each is asked with its own suites.
  @Test func theShippedSuitesNoticeEverything() throws {
    let samples = CommandRun.root + "/samples/"
    let names = try FileManager.default.contentsOfDirectory(atPath: samples)
      .filter { $0.hasSuffix(".yaml") && !$0.hasPrefix("kratos-defaults") }.sorted()
    let together = ["kratos-defaults.yaml", "kratos-defaults-one-factor.yaml"]
    var (files, killed) = (0, 0)
    for suites in names.map({ [$0] }) + [together, ["ceiling"]] {
      let run = CommandRun(
        ["test"] + suites.map { samples + $0 } + [
          "--root", CommandRun.root, "--mutate", "--format", "json",
        ])
      #expect(run.status == .success, "\(suites) \(run.errors)")
      let report = try #require(
        JSONReader.parse(SourceFile(name: "report", text: run.output)).value)
      let found = report["files"]?.object?.members ?? []
      files += found.count
      for mutant in found.flatMap({ $0.value["mutants"]?.array ?? [] }) {
        let status = mutant["status"]?.string ?? ""
        #expect(["Killed", "Ignored", "CompileError"].contains(status), "\(mutant)")
        killed += status == "Killed" ? 1 : 0
      }
      // What a report may be is held by those who read such reports.
      if suites == together { try validate(run.output) }
    }
    #expect(files == 30)
    #expect(killed > 1500)
  }

  /// By the schema itself, where it and a reader of it are.
  private func validate(_ report: String) throws {
    let shared =
      ProcessInfo.processInfo.environment["SESSION_POLICY_SHARED"] ?? CommandRun.root + "/../shared"
    let schema = shared + "/data/schemas/mutation-testing-report-schema.json"
    guard FileManager.default.fileExists(atPath: schema) else {
      return print("skipped: there is no mutation testing report schema at \(schema)")
    }
    try folder.write(report, to: "report.json")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      """
      import json, sys
      try:
        import jsonschema
      except ImportError:
        sys.exit(77)
      jsonschema.validate(json.load(open(sys.argv[1])), json.load(open(sys.argv[2])))
      """, folder.path + "/report.json", schema,
    ]
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus == 77 { return print("skipped: Python has no jsonschema") }
    #expect(process.terminationStatus == 0)
  }

  // MARK: What survives

  @Test func whatNoTestNoticesSurvivesAndFailsTheRun() throws {
    let run = run("--format", "json")
    #expect(run.status == .findings)
    let mutants = try mutants(run)
    let survivors = named("Survived", mutants)
    #expect(survivors.contains("drop `delete`"))
    #expect(survivors.contains("drop `context.risk == \"high\"`"))
    #expect(survivors.contains("`max_age: 15m` → `15m1s`"))
    #expect(!survivors.contains("drop `pay`"))
    #expect(named("Killed", mutants).contains("`max_age: 15m` → `14m59s`"))
    // No limit is put where it has no meaning.
    #expect(named("CompileError", mutants) == [])
    for mutant in mutants where mutant["status"]?.string == "Killed" {
      #expect(mutant["killedBy"]?.array?.count == 1)
    }
  }

  /// The sample of each is a suite that passes, and with all of them beside the suite nothing survives.
  @Test func theSampleOfASurvivorKillsIt() throws {
    let survivors = try mutants(run("--format", "json")).filter {
      $0["status"]?.string == "Survived"
    }
    #expect(survivors.count == 3)
    for (number, mutant) in survivors.enumerated() {
      let sample = try #require(mutant["sample"]?.string, "\(mutant)")
      let name = "samples/mutant-\(number).yaml"
      try folder.write(sample, to: name)
      let test = CommandRun(["test", folder.path + "/" + name, "--root", folder.path])
      #expect(test.status == .success, "\(test.errors)\(test.output)\(sample)")
      let again = try mutants(run("--format", "json"))
      let path = mutant["description"]?.string
      let same = again.first {
        $0["description"]?.string == path && $0["rule"] == mutant["rule"]
          && $0["location"] == mutant["location"]
      }
      #expect(same?["status"]?.string == "Killed", "\(mutant)\n\(sample)")
    }
    let clean = run()
    #expect(clean.status == .success, "\(clean.output)")
    #expect(
      clean.output.hasSuffix(" 0 survived, 0 unknown\n"),
      "\(clean.output)")
  }

  @Test func survivorsAreShownWithTheirSamples() throws {
    let text = run().output.replacing(folder.path + "/", with: "")
    let golden = CommandRun.root + "/Tests/SessionPolicyCommandsTests/Console/Goldens/mutate.txt"
    if ProcessInfo.processInfo.environment["WRITE_GOLDENS"] != nil {
      try Data(text.utf8).write(to: URL(fileURLWithPath: golden))
    }
    #expect(try text == String(contentsOfFile: golden, encoding: .utf8))
  }

  // MARK: What does not count

  @Test func whatDecidesNothingOtherwiseIsProvedAndDoesNotCount() throws {
    try folder.write(
      """
      version: 1
      policy: shop
      attributes: { context.vip: { type: bool, optional: true } }
      rules:
        - { id: over, must: sign_in, when: 'has(context.vip) && context.vip', max_lifetime: 1h }
      """, to: "policies/shop.yaml")
    try folder.write(
      """
      version: 1
      suite: shop
      policies: [../policies/shop.yaml]
      now: 2026-03-01T09:00:00Z
      sessions:
        old: { set: { issued_at: -1h, authenticated_at: -30m, expires_at: +1h } }
        new: { set: { issued_at: -59m59s, authenticated_at: -30m, expires_at: +1h } }
      requests:
        vip: { context: { vip: true } }
        other: { context: { vip: false } }
        anybody: { action: read }
      tests:
        - name: all
          sessions: [old, new]
          requests: [vip, other, anybody]
          expect:
            - { session: old, request: vip, outcome: sign_in }
            - { session: old, requests: [other, anybody], outcome: proceed }
            - { session: new, requests: [vip, other, anybody], outcome: proceed }
      """, to: "samples/shop.yaml")
    let mutants = try mutants(run("--format", "json"))
    // `over` has a requirement, so that without `has()` nobody is signed out whom it does not mean; but who
    // says nothing of it would be.
    #expect(named("Killed", mutants).contains("drop `has(context.vip)`"))
    #expect(named("Survived", mutants).isEmpty, "\(run().output)")
  }

  @Test func whatHangsOnSomethingUnreadIsUnknownAndSaysOnWhat() throws {
    // A text of 97 letters, which nobody hits upon.
    let isLong = "request.action.size() * 3 == request.action.size() + 194"
    try folder.write(
      """
      version: 1
      policy: shop
      rules:
        - { id: over, must: sign_in, when: 'request.action.matches("^a+$") && \(isLong)' }
      """, to: "policies/shop.yaml")
    try folder.write(
      """
      version: 1
      suite: shop
      policies: [../policies/shop.yaml]
      now: 2026-03-01T09:00:00Z
      sessions: { a: { set: { issued_at: -1h, authenticated_at: -1h, expires_at: +1h } } }
      requests: { a: { action: \(String(repeating: "a", count: 97)) }, b: { action: b } }
      tests:
        - { name: a, session: a, request: a, expect: { outcome: sign_in } }
        - { name: b, session: a, request: b, expect: { outcome: proceed } }
      """, to: "samples/shop.yaml")
    let run = run()
    #expect(run.status == .findings)
    #expect(run.output.contains("UNKNOWN"), "\(run.output)")
    #expect(run.output.contains("it hangs on `request.action.size()"), "\(run.output)")
  }

  // MARK: What is changed

  @Test func onlyWhatDiffersFromOldIsChanged() throws {
    try folder.write(
      Self.policy.replacing("max_age: 15m", with: "max_age: 20m"), to: "old/shop.yaml")
    let changed = try mutants(run("--format", "json", "--changed", folder.path + "/old"))
    #expect(
      Set(changed.compactMap { $0["path"]?.string })
        == ["$.rules[1]", "$.rules[1].max_age"])
    // A clause that was added: what it is, how it is joined, and what can be dropped beside it now.
    try folder.write(
      Self.policy.replacing("        - context.risk == \"high\"\n", with: ""), to: "old/shop.yaml")
    let added = try mutants(run("--format", "json", "--changed", folder.path + "/old"))
    let clauses = added.compactMap { $0["description"]?.string }
    #expect(clauses.contains("negate `context.risk == \"high\"`"))
    #expect(clauses.contains("`any` → `all`"))
    #expect(clauses.contains("drop `request.action in sensitive`"))
    #expect(!clauses.contains("negate `request.action in sensitive`"))
    #expect(!clauses.contains("drop `pay`") && !clauses.contains("drop `max_age: 15m`"))
    let same = run("--changed", folder.path + "/policies")
    #expect(same.status == .success)
    #expect(same.output.contains("nothing that differs from"))
  }

  @Test func oldMayBeInGit() throws {
    guard CommandProcess.program != nil else { return }
    let git = "git -c user.name=a -c user.email=a@b.c"
    let process = try CommandProcess(
      """
      git init -q . && git add . && \(git) commit -qm one && sed -i 's/delete/delete, refund/' policies/shop.yaml \
      && "$cmd" test samples --mutate --changed HEAD:policies
      """, in: folder.path)
    #expect(process.status == 1, "\(process.errors)")
    #expect(process.output.contains("drop `refund`"), "\(process.output)")
    #expect(!process.output.contains("drop `delete`"))
  }

  @Test func mutantsTellNothingWhileTestsFail() throws {
    try folder.write(
      Self.suite.replacing(
        "request: read, outcome: proceed", with: "request: read, outcome: sign_in"),
      to: "samples/shop.yaml")
    let run = run()
    #expect(run.status == .findings)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("mutants tell nothing while tests fail"))
    #expect(run.errors.contains("`outcome` is `proceed`"), "\(run.errors)")
  }

  @Test func onlyCasesThatAreWantedCanKill() throws {
    let run = run("--filter", "eve", "--format", "json")
    #expect(named("Survived", try mutants(run)).contains("drop the rule"))
  }

  @Test func callsThatMeanNothingAreRefused() throws {
    let folder = folder.path
    let alone = CommandRun(["test", folder, "--changed", folder])
    #expect(alone.status == .failure)
    #expect(alone.errors.contains("has no meaning without it"))
    let junit = run("--format", "junit")
    #expect(junit.status == .failure)
    let gone = run("--changed", folder + "/nowhere")
    #expect(gone.status == .failure)
    #expect(gone.errors.contains("nowhere"))
  }
}
