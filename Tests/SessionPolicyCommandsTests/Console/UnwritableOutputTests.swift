import Foundation
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// Results that cannot be written: of every command, in every format, to every such place.
@Suite(.enabled(if: CommandProcess.program != nil, "the command was not built"))
struct UnwritableOutputTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(
      "version: 1\npolicy: p\nrules:\n  - id: slide\n    may: extend\n", to: "p.yaml")
    try folder.write(
      "version: 1\npolicy: p\nrules:\n  - id: slide\n    may: extend\n    max_age: 1h\n",
      to: "q.yaml")
    try folder.write("{}\n", to: "old.ndjson")
    try folder.write("session: { lifespan: 48h }\n", to: "kratos.yml")
    try folder.write(Self.suite(["proceed"]), to: "green.yaml")
    try folder.write(Self.suite(["proceed", "sign_in"]), to: "s.yaml")
    try folder.write(
      #"{"id": "a1", "active": true, "expires_at": "2026-03-02T09:00:00Z"}"#, to: "session.json")
  }

  private static func suite(_ outcomes: [String]) -> String {
    let tests = outcomes.enumerated().map {
      "  - { name: t\($0), session: ada, expect: { outcome: \($1) } }\n"
    }
    return """
      version: 1
      suite: s
      policies: [p.yaml]
      now: 2026-03-01T09:00:00Z
      sessions: { ada: { set: { id: a1, expires_at: +1h } } }
      tests:
      \(tests.joined())
      """
  }

  private static let calls: [String] = {
    let moment = "session.json --policies p.yaml --now 2026-03-01T09:00:00Z"
    var calls = [
      "timeline \(moment) --old p.yaml", "reference", "test s.yaml --suggest",
      "test green.yaml --mutate", "explain --missing --policies p.yaml",
      "diff p.yaml q.yaml --fail-if any", "test s.yaml --min-coverage 100",
      "decide --stream --policies p.yaml < session.json", "lint p.yaml --write-baseline b.json",
      "lint p.yaml --fix --unsafe-fixes --diff", "test s.yaml --coverage", "rule", "rule SEC001",
      "rule SEC", "rule --markdown", "init new", "import kratos.yml --into imported",
      "import kratos.yml --print policy", "import kratos.yml --print suite",
      "import kratos.yml --print settings", "init made --from kratos.yml", "--help", "help",
      "--version",
      "--generate-completion-script bash",
    ]
    for format in ["text", "json"] {
      for command in ["decide", "explain"] {
        calls.append("\(command) \(moment) --format \(format)")
      }
      calls.append("explain --missing --policies p.yaml --format \(format)")
      calls.append("test s.yaml --suggest --format \(format)")
      calls.append("test green.yaml --mutate --format \(format)")
    }
    for target in [
      "browser", "api", "nginx", "traefik", "caddy", "envoy", "oathkeeper", "authzen",
    ] {
      calls.append(
        "decide \(moment) --format http --for \(target) --kratos-url https://id.example.com")
    }
    calls += [
      "decide session.json --policies p.yaml --now 2026-03-03T09:00:00Z --format caep",
      "decide \(moment) --record log.ndjson", "decide --replay old.ndjson --policies p.yaml",
    ]
    for format in ["text", "svg", "html", "json"] {
      calls.append("timeline \(moment) --format \(format)")
    }
    for format in ["text", "json", "markdown", "sarif"] {
      calls.append("diff p.yaml q.yaml --format \(format)")
    }
    for topic in ["attributes", "functions", "keys", "methods", "reasons", "checks"] {
      calls.append("reference \(topic)")
    }
    for format in ["text", "concise", "json", "sarif", "github", "junit"] {
      calls.append("lint p.yaml --format \(format)")
    }
    for format in ["text", "json", "junit"] { calls.append("test s.yaml --format \(format)") }
    for format in ["text", "json", "html"] {
      calls.append("impact --old p.yaml --new q.yaml session.json --format \(format)")
    }
    calls.append("impact --old p.yaml --new q.yaml session.json --rows")
    for document in [
      "policy", "suite", "config", "snapshot", "decision", "diff", "impact", "test", "timeline",
    ] {
      calls.append("schema \(document)")
    }
    for command in HelpText.commands { calls += ["help \(command)", "\(command) --help"] }
    return calls
  }()

  /// What the help of a command names as formats, or as what it shows, is tried.
  @Test(arguments: HelpText.commands)
  func everyFormatThatTheHelpNamesIsTried(command: String) {
    let own = Self.calls.map { $0.split(separator: " ").map(String.init) }
      .filter { $0.first == command }
    #expect(own.count > 2 || command == "init", "\(command)")
    for (row, option) in [("--format", "--format"), ("<topic>", ""), ("<document>", "")] {
      for name in HelpText.choices(of: command, row) {
        let isTried = own.contains { words in
          words.indices.contains { words[$0] == name && (option == "" || words[$0 - 1] == option) }
        }
        #expect(isTried, "\(command) \(option) \(name)")
      }
    }
    #expect(HelpText.choices(of: "diff", "--format") == ["text", "json", "markdown", "sarif"])
    #expect(HelpText.choices(of: "schema", "<document>").contains("diff"))
  }

  @Test(arguments: calls)
  func aFullDiskIsToldAndIsNoSuccess(call: String) throws {
    try #require(FileManager.default.fileExists(atPath: "/dev/full"))
    let run = try CommandProcess("exec \"$cmd\" \(call) > /dev/full", in: folder.path)
    #expect(run.status == 2)
    #expect(
      run.errors.hasSuffix("error: standard output cannot be written: no space left on device\n"),
      "\(run.errors)")
  }

  @Test(arguments: calls)
  func aClosedOutputIsToldAndNoFileTakesItsPlace(call: String) throws {
    let run = try CommandProcess("exec \"$cmd\" \(call) >&-", in: folder.path)
    #expect(run.status == 2)
    #expect(
      run.errors.hasSuffix("error: standard output cannot be written: it is closed\n"),
      "\(run.errors)")
    let policy = try String(contentsOfFile: folder.path + "/p.yaml", encoding: .utf8)
    #expect(policy.hasSuffix("    may: extend\n"))
  }

  @Test(arguments: calls)
  func aReaderThatHasGoneIsAQuietEnd(call: String) throws {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let run = try CommandProcess(
      "exec \"$cmd\" \(call)", in: folder.path, output: pipe.fileHandleForWriting)
    #expect(run.status == -SIGPIPE)
    #expect(!run.errors.contains("standard output"), "\(run.errors)")
  }

  @Test(arguments: calls)
  func whatCanBeWrittenIsWritten(call: String) throws {
    let run = try CommandProcess("exec \"$cmd\" \(call)", in: folder.path)
    #expect(run.status == 0 || run.status == 1, "\(run.errors)")
    #expect(run.output != "")
  }

  @Test func aClosedInputIsToldAndNoFileTakesItsPlace() throws {
    for call in ["decide - --policies p.yaml", "decide --stream --policies p.yaml", "lint -"] {
      let run = try CommandProcess("exec \"$cmd\" \(call) <&-", in: folder.path)
      #expect(run.status == 2, "\(call)")
      #expect(run.errors.contains("standard input cannot be read: "), "\(run.errors)")
      let directory = try CommandProcess("exec \"$cmd\" \(call) < .", in: folder.path)
      #expect(directory.status == 2, "\(call)")
      #expect(directory.errors.contains("standard input cannot be read: is a directory"))
    }
  }

  @Test func closedErrorsChangeNothing() throws {
    let run = try CommandProcess("exec \"$cmd\" lint nowhere 2>&-", in: folder.path)
    #expect(run.status == 2)
    let findings = try CommandProcess("exec \"$cmd\" lint p.yaml 2>&-", in: folder.path)
    #expect(findings.status == 1)
  }
}
