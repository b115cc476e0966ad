import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// Every option of every command, used: one that no call here uses is one that nobody tried.
@Suite struct OptionTests {
  /// A call with what it answers; `@` stands for the folder.
  private struct Call: Sendable {
    let words: [String]
    let status: SessionPolicyCommands.ExitStatus
    /// What stands in its results or, where it fails, among its errors.
    let shows: String
    var input = ""

    init(
      _ line: String, _ status: SessionPolicyCommands.ExitStatus = .success, shows: String,
      input: String = ""
    ) {
      words = line.split(separator: " ").map(String.init)
      self.status = status
      self.shows = shows
      self.input = input
    }
  }

  private static let snapshot = CommandFolder.snapshot

  private static let calls: [Call] =
    deciding("decide") + deciding("explain") + living + counting + others

  private static func deciding(_ command: String) -> [Call] {
    [
      Call("\(command) @/session.json --policies @/p.yaml", shows: "proceed"),
      Call("\(command) --policies @/p.yaml --policies @/q.yaml", shows: "proceed", input: snapshot),
      Call("\(command) @/session.json --policies @/p.yaml --action pay", shows: "reauthenticate"),
      Call(
        "\(command) @/session.json --policies @/p.yaml --request action=pay",
        shows: "reauthenticate"),
      Call(
        "\(command) @/session.json --policies @/p.yaml --context risk=high", shows: "sign_in"),
      Call(
        "\(command) @/session.json --policies @/p.yaml --context risk=high --context risk=low",
        .failure, shows: "`--context risk` is given twice"),
      Call(
        "\(command) @/session.json --policies @/p.yaml --action pay --request action=read",
        .failure, shows: "`--request action` is given twice"),
      Call(
        "\(command) @/session.json --policies @/p.yaml --now 2026-03-03T09:00:00Z",
        shows: "sign_in"),
      Call(
        "\(command) @/session.json --policies @/p.yaml --kratos @/kratos.yml --format json",
        shows: "2026-03-03T09:00:00Z"),
      Call("\(command) @/session.json --policies @/p.yaml --format yaml", .failure, shows: "yaml"),
      Call("\(command) @/session.json --policies @/p.yaml --kratos-release head", shows: "proceed"),
      Call("\(command) @/session.json --policies @/p.yaml --max-skew 30s", shows: "proceed"),
      Call("\(command) @/session.json --policies @/p.yaml --max-skew 1x", .failure, shows: "1x"),
      Call(
        "\(command) @/session.json --policies @/p.yaml --kratos-release v9", .failure, shows: "v9"),
    ]
  }

  private static let living: [Call] = [
    Call("timeline @/session.json --policies @/p.yaml", shows: "─proceed"),
    Call("timeline @/session.json --policies @/p.yaml --action pay", shows: "▒reauthenticate"),
    Call("timeline @/session.json --policies @/p.yaml --request action=pay", shows: "▒reauth"),
    Call("timeline @/session.json --policies @/p.yaml --context risk=high", shows: "█sign in"),
    Call(
      "timeline @/session.json --policies @/p.yaml --now 2026-03-03T09:00:00Z", shows: "sign in"),
    Call("timeline @/session.json --policies @/p.yaml --kratos @/kratos.yml", shows: "lifespan"),
    Call("timeline @/session.json --policies @/p.yaml --kratos-release head", shows: "proceed"),
    Call("timeline @/session.json --policies @/p.yaml --max-skew 30s", shows: "proceed"),
    Call(
      "timeline @/session.json --policies @/p.yaml --until 2026-03-01T09:00:01Z",
      shows: "nothing changes by time until"),
    Call(
      "timeline @/session.json --policies @/p.yaml --until 2026-02-01T09:00:01Z", .failure,
      shows: "is not after now"),
    Call(
      "timeline @/session.json --policies @/p.yaml --until soon", .failure, shows: "is no instant"),
    Call(
      "timeline @/session.json --policies @/p.yaml --events @/events.yaml", shows: "1  03-01"),
    Call(
      "timeline @/session.json --policies @/p.yaml --events @/p.yaml", .failure, shows: "a list"),
    Call("timeline @/session.json --policies @/p.yaml --old @/q.yaml", shows: "old outcome"),
    Call("timeline @/session.json --policies @/p.yaml --format json", shows: "\"spans\": "),
    Call("timeline @/session.json --policies @/p.yaml --format svg", shows: "<svg xmlns="),
    Call("timeline @/session.json --policies @/p.yaml --format html", shows: "<!doctype html>"),
    Call(
      "timeline @/session.json --policies @/p.yaml --format svg --width 720", shows: "width=\"720\""
    ),
    Call("timeline @/s.yaml --root @ --test payments", shows: "payments: ada × pay"),
    Call("timeline @/s.yaml --root @ --test payment", .failure, shows: "did you mean `payments`"),
  ]

  private static let counting: [Call] = [
    Call("impact --old @/p.yaml --new @/p.yaml @/session.json", shows: "nothing changes"),
    Call(
      "impact --old @/p.yaml --new @/q.yaml - --now 2026-03-01T09:00:00Z", shows: "1 session",
      input: snapshot + "\n"),
    Call(
      "impact --old @/p.yaml --new @/q.yaml @/session.json --now 2026-03-01T09:00:00Z --by session.id "
        + "--examples 1 --example-only session.id --format json", shows: "\"by\": {"),
    Call(
      "impact --old @/p.yaml --new @/q.yaml @/session.json --now 2026-03-01T09:00:00Z --format html",
      shows: "<!doctype html>"),
    Call(
      "impact --old @/p.yaml --new @/q.yaml @/session.json --now 2026-03-01T09:00:00Z --rows",
      shows: "a1,2026-03-01T09:00:00Z,proceed,proceed"),
    Call(
      "impact --old @/p.yaml --new @/q.yaml @/session.json --now 2026-03-01T09:00:00Z "
        + "--fail-if changed>0", .findings, shows: "changed is 1"),
    Call(
      "impact --old @/p.yaml --new @/q.yaml @/session.json --fail-if changes>0", .failure,
      shows: "`changed`"),
    Call(
      "impact --old @/p.yaml --new @/q.yaml @/session.json --now soon", .failure,
      shows: "no instant"),
    Call(
      "impact --old @/p.yaml --new @/q.yaml @/session.json --now 2026-03-03T09:00:00Z --kratos "
        + "@/kratos.yml --kratos-release head --sweep @/bodies", shows: "1 session"),
    Call("impact --old @/p.yaml --new @/q.yaml @/p.yaml", .findings, shows: "cannot be read"),
    Call("impact --old @/p.yaml --new @/q.yaml -", .failure, shows: "no session"),
  ]

  private static let others: [Call] = [
    Call("decide --stream --policies @/p.yaml", shows: "proceed", input: snapshot + "\n"),
    Call(
      "decide --stream --hello --policies @/p.yaml", shows: "{\"hello\":{\"engine\":",
      input: snapshot + "\n"),
    Call("decide @/session.json --hello --policies @/p.yaml", .failure, shows: "with --stream"),
    Call(
      "decide @/session.json --policies @/p.yaml --format http --kratos-url https://id.example.com",
      shows: "HTTP/1.1 200 OK"),
    Call(
      "decide @/session.json --policies @/p.yaml --action pay --format http --for api "
        + "--kratos-url https://id.example.com", shows: "HTTP/1.1 401 Unauthorized"),
    Call(
      "decide @/session.json --policies @/p.yaml --action pay --format http "
        + "--kratos-url https://id.example.com --return-to /cart", shows: "return_to=%2Fcart%3F"),
    Call(
      "decide @/session.json --policies @/p.yaml --action pay --format http "
        + "--kratos-url https://id.example.com --return-to //cart", .failure,
      shows: "no page to come back to"),
    Call(
      "decide @/session.json --policies @/p.yaml --format http", .failure, shows: "--kratos-url"),
    Call(
      "decide @/session.json --policies @/p.yaml --for api", .failure, shows: "with --format http"),
    Call(
      "decide @/session.json --policies @/p.yaml --format http --for proxy", .failure,
      shows: "`envoy`"),
    Call(
      "decide @/session.json --policies @/p.yaml --context risk=high --format caep",
      shows: "session-revoked"),
    Call("decide --stream --policies @/p.yaml --format http", .failure, shows: "a stream"),
    Call(
      "decide @/session.json --policies @/p.yaml --record @/log.ndjson --record-only request.action",
      shows: "proceed"),
    Call(
      "decide @/session.json --policies @/p.yaml --record-only context.risk", .failure,
      shows: "with --record"),
    Call("decide --replay @/p.yaml --policies @/p.yaml", .findings, shows: "cannot be read"),
    Call("decide --replay @/none --policies @/p.yaml", .failure, shows: "there is no file"),
    Call("decide --replay - --policies @/p.yaml", .failure, shows: "has no record"),
    Call(
      "decide --replay - --record @/log.ndjson --policies @/p.yaml", .failure,
      shows: "do not go together"),
    Call("decide --replay - --stream --policies @/p.yaml", .failure, shows: "reads no stream"),
    Call("decide --stream --watch --policies @/p.yaml", shows: "proceed", input: snapshot + "\n"),
    Call("lint @/p.yaml @/q.yaml", .findings, shows: "SEC001"),
    Call("lint @/p.yaml @/q.yaml --select L406", shows: "2 files, 0 errors"),
    Call("lint @/p.yaml --select L,Y --ignore L --ignore Y001", shows: "1 file, 0 errors"),
    Call("lint @/q.yaml --fail-level info", .findings, shows: "L406"),
    Call("lint @/p.yaml --profile nist-63b-4", .findings, shows: "SEC010"),
    Call("lint @/q.yaml --kratos @/misspelt.yml", .findings, shows: "lifespann"),
    Call("lint @/q.yaml --kratos @/kratos.yml --kratos-release v1.3", shows: "2 files, 0 errors"),
    Call("lint @/p.yaml --write-baseline @/b.json", shows: "1 finding written to"),
    Call("lint @/p.yaml --baseline @/b.json", shows: "1 ignored"),
    Call("lint @/q.yaml --config @/config.yaml", .findings, shows: "L406"),
    Call("lint @/q.yaml --fix --diff", shows: "+    when: session.age < duration(\"1h\")"),
    Call("lint @/q.yaml --unsafe-fixes", shows: "1 file"),
    Call("lint @/p.yaml --format concise", .findings, shows: "error: sessions that"),
    Call("lint @/q.yaml @/s.yaml --root @", shows: "2 files, 0 errors"),
    Call("lint @/q.yaml --fix", shows: "1 file, 0 errors, 0 warnings\n"),
    Call("test @/s.yaml --root @", shows: "2 passed, 0 failed, 0 skipped"),
    Call("test @/s.yaml --root @ --format junit", shows: "<testsuites"),
    Call("test @/s.yaml --root @ --filter pay", shows: "1 passed, 0 failed, 0 skipped"),
    Call("test @/s.yaml --root @ --kratos @/kratos.yml", shows: "2 passed"),
    Call("test @/s.yaml --root @ --kratos-release v25.4", shows: "2 passed"),
    Call("test @/s.yaml --root @ --coverage", shows: "coverage: "),
    Call("test @/s.yaml --root @ --min-coverage 100", .findings, shows: "is below 100 %"),
    Call("test @/s.yaml --root @ --watch", shows: "2 passed"),
    Call("test @/s.yaml --root @ --suggest", shows: "for what none shows yet"),
    Call("test @/s.yaml --root @ --report @/report.html", shows: "report written to "),
    Call("test @/s.yaml --root @ --mutate", .findings, shows: "SURVIVED"),
    Call("test @/s.yaml --root @ --mutate --changed @/p.yaml", shows: "0 mutants"),
    Call("diff @/p.yaml @/q.yaml", shows: "NEW asks"),
    Call("diff @/p.yaml @/q.yaml --format json", shows: "\"verdict\": "),
    Call("diff @/p.yaml @/p.yaml --fail-if any", shows: "equivalent"),
    Call("diff @/p.yaml @/q.yaml --fail-if any", .findings, shows: "are not approved"),
    Call(
      "diff @/p.yaml @/p.yaml --approvals @/approvals.yaml --now 2027-01-01", shows: "equivalent"),
    Call(
      "diff @/p.yaml @/p.yaml --approvals @/config.yaml", .failure, shows: "a list of approvals"),
    Call(
      "diff @/p.yaml @/q.yaml --assume request.action==\"pay\"", shows: "assumed: request.action"),
    Call("diff @/p.yaml @/q.yaml --kratos @/kratos.yml", shows: "kratos.yml"),
    Call("diff @/p.yaml @/q.yaml --kratos-release v25.4", shows: "kratos_release: v25.4"),
    Call("diff @/p.yaml @/q.yaml --root @", shows: "NEW asks"),
    Call("reference methods", shows: "lookup_secret"),
    Call("reference", shows: "extend_cap_reached"),
    Call("reference weather", .failure, shows: "weather"),
    Call("rule SEC001", shows: "SEC001"), Call("rule --markdown", shows: "## "),
    Call("rule SEC999", .failure, shows: "there is no check `SEC999`"),
    Call("schema policy", shows: "\"$schema\""),
    Call("schema snapshot", shows: "2020-12"), Call("schema decision", shows: "2020-12"),
    Call("schema diff", shows: "2020-12"), Call("schema impact", shows: "2020-12"),
    Call("diff @/p.yaml @/q.yaml --format markdown", shows: "### session-policy"),
    Call("diff @/p.yaml @/q.yaml --format sarif", shows: "sarif-2.1.0"),
    Call("explain --missing --policies @/p.yaml", shows: "identity.state"),
    Call("explain --missing --policies @/p.yaml --format json", shows: "\"version\": 1"),
    Call(
      "explain --missing --policies @/p.yaml --action pay", .failure, shows: "asked of all sessions"
    ),
    Call("schema novel", .failure, shows: "novel"),
    Call("init @/new", shows: "wrote "), Call("init @/new", .failure, shows: "is there already"),
    Call(
      "init @/from --from @/kratos.yml --kratos-release v25.4",
      shows: "samples/kratos/settings.json"),
    Call("init @/from2 --from @/misspelt.yml", .failure, shows: "lifespann"),
    Call("init @/like --like workforce", shows: "policies/workforce.yaml"),
    Call("init @/like2 --like workfroce", .failure, shows: "did you mean `workforce`?"),
    Call(
      "init @/both --like kratos-defaults --from @/kratos.yml", shows: "the configuration agree"),
    Call("import @/kratos.yml --into @/imported", shows: "wrote "),
    Call("import @/kratos.yml --into @/imported", .failure, shows: "is there already"),
    Call("import @/kratos.yml --print policy", shows: "by: 2d"),
    Call(
      "import - --print suite --kratos-release head", shows: "kratos_release: head",
      input: "session: {}\n"),
    Call("import - - --print suite", .failure, shows: "name `-` once"),
    Call("import @/misspelt.yml --print policy", .failure, shows: "lifespann"),
    Call("import @/kratos.yml --print novel", .failure, shows: "novel"),
  ]

  private let folder: CommandFolder

  init() throws {
    folder = try CommandFolder()
    try folder.directory.write("session: { lifespann: 1h }\n", to: "misspelt.yml")
    try folder.directory.write("fail_level: info\n", to: "config.yaml")
    try folder.directory.write(
      "- { at: 1h, do: activity }\n- { at: 2h, attempt: extend }\n", to: "events.yaml")
  }

  @Test func everyCallAnswersAsItShould() {
    for call in Self.calls {
      let run = CommandRun(
        call.words.map { $0.replacing("@", with: folder.path) }, input: call.input)
      let line = call.words.joined(separator: " ")
      #expect(run.status == call.status, "\(line): \(run.errors)\(run.output)")
      let told = call.status == .failure ? run.errors : run.output + run.errors
      #expect(told.contains(call.shows), "\(line): \(run.errors)\(run.output)")
    }
  }

  @Test(arguments: HelpText.commands)
  func everyOptionThatTheHelpNamesIsUsed(command: String) {
    // A call that is refused shows nothing of what its options do.
    let calls = Self.calls.filter { $0.words.first == command && $0.status != .failure }
    let used = Set(calls.flatMap(\.words))
    let options = HelpText.options(of: command)
    #expect(options.contains { $0.contains("--help") })
    for names in options where !names.contains("--help") && !names.contains("--version") {
      #expect(!used.isDisjoint(with: names), "\(command) \(names) is used by no call")
    }
    // And what the calls use is what there is.
    let known = Set(options.joined())
    for word in used where word.hasPrefix("--") { #expect(known.contains(word), "\(word)") }
  }

  /// The help leaves out no command, so that the test before has seen all of them.
  @Test func theHelpNamesEveryCommand() {
    let told = CommandRun(["nonsense"]).errors.split(separator: "there are ").last ?? ""
    let names = told.split { " ,\n".contains($0) }.map(String.init)
    #expect(names.count >= 12)
    #expect(Set(names) == Set(HelpText.commands).subtracting(["help"]))
    #expect(Set(names) == Set(Self.calls.compactMap(\.words.first)))
  }
}
