import Foundation
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// What a terminal or a reader could be misled by is written as what it is: by every command, in every
/// format, from whatever it comes - names of files, texts of policies and documents, words of the call.
@Suite(.enabled(if: CommandProcess.program != nil, "the command was not built"))
struct HiddenCharacterTests {
  /// A control of terminals, bidirectional controls, breaks of lines and what is not seen at all.
  private static let hidden =
    "\u{9B}\u{202E}\u{200B}\u{2066}\u{61C}\u{2028}\u{FEFF}\u{AD}\u{200E}\u{E0041}"
  /// The same as YAML and CEL write it.
  private static let escaped = hidden.unicodeScalars.map { scalar in
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
  }.joined()

  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    let (raw, text) = (Self.hidden, Self.escaped)
    let policy = """
      version: 1
      policy: p
      description: "d\(text)"
      attributes:
        context.s: { type: string, optional: true, values: ["v\(text)", b] }
      rules:
        - { id: slide, may: extend, max_lifetime: 30d, because: "b\(text)" }
        - { id: confirm, may: refresh, description: "d\(text)" }
        - id: fresh
          must: reauthenticate
          max_age: 15m
          when: 'has(request.action) && request.action == "pay\(text)"'
          because: "b\(text)"
        - id: over
          must: sign_in
          when: 'has(context.s) && context.s == "v\(text)"'
      """
    try folder.write(policy, to: "p.yaml")
    try folder.write(policy.replacing("15m", with: "20m"), to: "q.yaml")
    // What keeps a file from being read, in a file whose name hides something too.
    try folder.write(
      "version: 1\npolicy: \"p\(text)\"\nrules: [{ id: \"a\(text)\", \"may\(text)\": x }]\n",
      to: "bad\(raw).yaml")
    try folder.write(
      "version: 1\npolicy: o\nrules: [{ id: a, may: extend }]\n", to: "odd\(raw).yaml")
    let session = """
      {"id": "a1\(raw)", "active": true, "expires_at": "2026-03-02T09:00:00Z",
      "authenticated_at": "2026-03-01T08:00:00Z", "issued_at": "2026-03-01T08:00:00Z",
      "identity": {"id": "i\(raw)", "state": "active", "schema_id": "\(raw)"},
      "authentication_methods": [{"method": "\(raw)", "completed_at": "2026-03-01T08:00:00Z"}]}
      """
    try folder.write(session, to: "session.json")
    let asked = #""request": {"action": "pay\#(raw)"}, "context": {"s": "b", "t\#(raw)": 1}"#
    try folder.write(#"{"id": "\#(raw)", "session": \#(session), \#(asked)}"#, to: "snap.json")
    try folder.write(
      #"{"session": \#(session), "request": {"actionn\#(raw)": "\#(raw)"}}"#, to: "badsnap.json")
    let suite = """
      version: 1
      suite: "s\(text)"
      policies: [p.yaml]
      now: 2026-03-01T09:00:00Z
      sessions: { "ada\(text)": { from: session.json } }
      requests: { "r\(text)": { action: "pay\(text)" } }
      tests:
        - { name: "t\(text)", session: "ada\(text)", request: "r\(text)", expect: { outcome: OUT } }
      laws:
        - { name: "l\(text)", when: 'request.action == "pay\(text)"', LAW: { outcome: proceed } }
      """
    try folder.write(
      suite.replacing("OUT", with: "reauthenticate").replacing("LAW", with: "never"), to: "s.yaml")
    try folder.write(
      suite.replacing("OUT", with: "proceed").replacing("LAW", with: "always"), to: "f.yaml")
    try folder.write(
      "session: { \"x\(text)\": 1, lifespan: \"z\(text)\" }\nidentity: { schemas: [{ id: \"\(text)\" }] }",
      to: "k.yml")
    try folder.write("session: { lifespan: 48h }\n", to: "odd\(raw).yml")
    try folder.write("session:\n  lifespan: \"${\(text)}\"\n", to: "template.yml")
    try folder.write("- { at: 1h, do: activity }\n- { at: 2h, attempt: extend }\n", to: "e.yaml")
  }

  /// Calls, with `@` for what is hidden.
  private static let calls: [String] = {
    let moment = "--policies p.yaml --now 2026-03-01T09:00:00Z"
    var calls = ["decide --stream --policies p.yaml < snap.json", "rule @", "schema @", "help @"]
    func add(_ command: String, _ formats: [String]) {
      calls += formats.map { "\(command) --format \($0)" }
    }
    for command in ["decide", "explain"] {
      for file in ["session", "snap", "badsnap"] {
        add("\(command) \(file).json \(moment)", ["text", "json"])
      }
    }
    for target in ["browser", "api", "nginx", "envoy", "oathkeeper", "authzen"] {
      let asked = "decide snap.json \(moment) --format http --for \(target)"
      calls.append(asked + " --kratos-url https://id.example.com --return-to /@")
    }
    calls += [
      "decide snap.json \(moment) --format http --kratos-url @",
      "decide snap.json \(moment) --format http --for @",
      "decide snap.json --policies p.yaml --now 2099-03-01T09:00:00Z --format caep",
      "decide snap.json \(moment) --record log@.ndjson", "decide snap.json \(moment) --record @/x",
      "decide snap.json \(moment) --record log --record-only @",
      "decide --replay @ --policies p.yaml", "decide --replay snap.json --policies p.yaml",
      "decide --stream --hello --policies p.yaml < snap.json",
    ]
    add("explain --missing --policies p.yaml", ["text", "json"])
    add("impact --old p.yaml --new q.yaml snap.json --by context.odd", ["text", "json", "html"])
    calls += [
      "impact --old p.yaml --new q.yaml snap.json --rows", "impact --old p.yaml --new @ snap.json",
      "impact --old p.yaml --new q.yaml @",
      "impact --old p.yaml --new q.yaml snap.json --fail-if @",
      "impact --old p.yaml --new q.yaml snap.json --by @",
      "impact --old p.yaml --new q.yaml snap.json --now @",
      "impact --old p.yaml --new q.yaml snap.json --sweep @/",
    ]
    add("test s.yaml --suggest", ["text", "json"])
    add("test s.yaml --mutate", ["text", "json"])
    add("test s.yaml f.yaml --coverage", ["text", "json", "junit"])
    add("test .", ["text", "json", "junit"])
    let pictures = ["text", "svg", "html", "json"]
    add("timeline snap.json \(moment) --events e.yaml --old q.yaml", pictures)
    let reports = ["text", "concise", "json", "sarif", "github", "junit"]
    add("lint .", reports)
    add("lint odd@.yaml s.yaml --kratos k.yml", reports)
    let differences = ["text", "json", "markdown", "sarif"]
    add("diff p.yaml q.yaml --fail-if any", differences)
    add("diff p.yaml bad@.yaml", differences)
    add("diff q.yaml odd@.yaml", differences)
    calls += [
      "@", "decide @", "reference @", "decide session.json --@", "lint odd@.yaml --fix --diff",
      "lint odd@.yaml --write-baseline b@.json", "init new@", "init p.yaml/@",
      "init new --from @", "init new --like @", "init new --from k.yml", "import @", "import k.yml",
      "import odd@.yml --print policy", "import odd@.yml --print suite",
      "import odd@.yml --into new@",
      "import template.yml", "import odd@.yml --print @", "import odd@.yml --kratos-release @",
    ]
    for option in [
      "--policies @", "--context @", "--context @=1", "--request @=1", "--request action=@",
      "--kratos @", "--kratos-release @", "--max-skew @", "--format @",
    ] {
      calls.append("decide session.json \(moment) \(option)")
    }
    calls.append("decide session.json --policies p.yaml --now @")
    for option in ["until", "events", "old", "format"] {
      calls.append("timeline session.json \(moment) --\(option) @")
    }
    for option in [
      "select", "ignore", "profile", "fail-level", "config", "baseline", "root", "kratos", "format",
      "write-baseline",
    ] {
      calls.append("lint p.yaml --\(option) @\(option == "write-baseline" ? "/b" : "")")
    }
    for option in ["filter", "min-coverage", "root", "mutate --changed", "kratos", "format"] {
      calls.append("test s.yaml --\(option) @")
    }
    for option in ["now", "fail-if", "approvals", "assume", "root", "kratos", "format"] {
      calls.append("diff p.yaml q.yaml --\(option) @")
    }
    return calls
  }()

  @Test(arguments: calls)
  func nothingHiddenIsWritten(call: String) throws {
    let words = call.replacing("@", with: "\"$hidden\"")
    let run = try CommandProcess(
      "hidden='\(Self.hidden)'; exec \"$cmd\" \(words)", in: folder.path)
    #expect([0, 1, 2].contains(run.status), "\(run.status)")
    let told = run.output + run.errors
    #expect(!told.isEmpty)
    let shown = told.unicodeScalars.filter { scalar in
      Self.hidden.unicodeScalars.contains(scalar)
        || (scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t")
    }
    #expect(shown.isEmpty, "\(shown.map { String($0.value, radix: 16) }) \(told.debugDescription)")
  }
}
