import Foundation
import Testing

@testable import SessionPolicyCommands

/// Every command with every kind of place that is no file to be read or written: none is waited for,
/// none is changed, and each is named in a message.
@Suite(.enabled(if: CommandProcess.program != nil, "the command was not built"))
struct StrangePlaceTests {
  private let folder: CommandFolder
  private static let names = (CommandFolder.files.keys + ["pipe"]).sorted()

  init() throws {
    folder = try CommandFolder()
    #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
  }

  private func run(_ call: String) throws -> CommandProcess {
    try CommandProcess("exec timeout 20 \"$cmd\" \(call)", in: folder.path)
  }

  /// Calls with a place to read from or to write to, `@`.
  private static let readingCalls = [
    "decide @ --policies p.yaml", "decide session.json --policies @",
    "decide session.json --policies p.yaml --kratos @", "decide --stream --policies @",
    "decide --stream --policies p.yaml --kratos @", "decide --replay @ --policies p.yaml",
    "explain @ --policies p.yaml",
    "explain session.json --policies @", "explain session.json --policies p.yaml --kratos @",
    "timeline @ --policies p.yaml", "timeline session.json --policies @",
    "timeline session.json --policies p.yaml --kratos @",
    "timeline session.json --policies p.yaml --events @",
    "timeline session.json --policies p.yaml --old @", "timeline @ --test payments",
    "timeline s.yaml --test payments --root @",
    "lint @", "lint p.yaml --kratos @", "lint p.yaml --config @", "lint p.yaml --baseline @",
    "lint @ --fix", "lint @ --fix --diff", "lint @ --write-baseline b.json", "test @",
    "test s.yaml --kratos @", "test s.yaml --root @", "test s.yaml --mutate --changed @",
    "lint s.yaml --root @",
    "diff @ p.yaml", "diff p.yaml @", "diff p.yaml p.yaml --kratos @",
    "diff p.yaml p.yaml --approvals @", "diff p.yaml p.yaml --root @",
    "impact --old @ --new p.yaml session.json",
    "impact --old p.yaml --new @ session.json", "impact --old p.yaml --new p.yaml @",
    "impact --old p.yaml --new p.yaml session.json --kratos @",
    "import @", "import @ --print policy", "init new --from @",
  ]
  private static let writingCalls = [
    "lint p.yaml --write-baseline @", "init @", "import kratos.yml --into @",
    "decide session.json --policies p.yaml --record @",
    "decide --stream --policies p.yaml --record @",
    "test s.yaml --report @",
    "impact --old p.yaml --new p.yaml session.json --sweep @",
  ]

  @Test(
    arguments: readingCalls,
    ["pipe", "/dev/zero", "/dev/full", "/dev/random", "p.yaml/x", "nowhere/x", "''"])
  func whatIsNoFileIsNotRead(call: String, place: String) throws {
    let run = try run(call.replacing("@", with: place))
    #expect(run.status == 2, "\(run.status): \(run.output)\(run.errors)")
    let told = run.output + run.errors
    #expect(told.contains("error"), "\(told)")
    let name = place == "''" ? "path" : place
    #expect(told.contains(name), "\(told)")
    #expect(
      !FileManager.default.fileExists(atPath: folder.path + "/b.json") || call.contains("b.json"))
  }

  @Test(
    arguments: writingCalls,
    ["pipe", "/dev/zero", "/dev/full", "/dev/null", "p.yaml/x", "/proc/x", "/proc/x/y", "''"])
  func whatIsNoFileIsNotWritten(call: String, place: String) throws {
    let run = try run(call.replacing("@", with: place))
    #expect(run.status == 2, "\(run.status): \(run.output)\(run.errors)")
    #expect(run.errors.contains("error: "), "\(run.errors)")
    // What tests come to is told before.
    #expect(run.output == "" || call.hasPrefix("test "))
    var status = stat()
    #expect(lstat(folder.path + "/pipe", &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.sorted() == Self.names)
  }

  /// Options whose values name no place.
  private static let placeless: Set = [
    "--format", "--action", "--request", "--context", "--now", "--kratos-release", "--max-skew",
    "--select", "--ignore", "--fail-level", "--profile", "--filter", "--min-coverage", "--fail-if",
    "--assume", "--until", "--for", "--kratos-url", "--return-to", "--record-only",
    "--by", "--examples", "--example-only", "--test", "--width", "--like", "--print",
  ]
  /// Calls of commands that neither read nor write files.
  private static let calmCalls: Set = ["reference", "rule", "schema"]

  /// A command, or an option that names a place, is tried with places that are none.
  @Test(arguments: HelpText.commands)
  func everyPlaceThatTheHelpNamesIsTried(command: String) {
    let calls = (Self.readingCalls + Self.writingCalls).map { $0.split(separator: " ") }
      .filter { $0.first.map(String.init) == command }
    #expect(!calls.isEmpty || Self.calmCalls.contains(command), "\(command)")
    for names in HelpText.options(of: command, takingValues: true)
    where Self.placeless.isDisjoint(with: names) {
      let isTried = calls.contains { words in
        zip(words, words.dropFirst()).contains { names.contains(String($0)) && $1 == "@" }
      }
      #expect(isTried, "\(command) \(names)")
    }
  }

  /// A folder that may only be read. The superuser may write everywhere, so there the command runs as
  /// somebody else, if the system has a way and that user can reach the command.
  @Test(arguments: [
    ("decide session.json --policies p.yaml --now 2026-03-01T09:00:00Z", false),
    ("explain session.json --policies p.yaml --now 2026-03-01T09:00:00Z", false),
    ("timeline session.json --policies p.yaml --now 2026-03-01T09:00:00Z", false),
    ("decide --stream --policies p.yaml < session.json", false),
    ("lint p.yaml --fail-level info", false), ("lint q.yaml --fix --diff", false),
    ("lint q.yaml --fix", true), ("lint p.yaml --write-baseline b.json", true),
    ("diff p.yaml q.yaml", false), ("explain --missing --policies p.yaml", false),
    ("test s.yaml --suggest", false), ("test s.yaml --mutate", false),
    ("test s.yaml", false), ("rule SEC001", false), ("reference reasons", false),
    ("schema policy", false), ("init", true),
    ("init new", true), ("init new/deep", true), ("init --like workforce", true),
    ("import kratos.yml", true), ("import kratos.yml --into new", true),
    ("import kratos.yml --print policy", false),
    ("decide session.json --policies p.yaml --record new.ndjson", true),
    ("impact --old p.yaml --new q.yaml session.json", false),
    ("impact --old p.yaml --new q.yaml session.json --sweep new", true),
  ])
  func aFolderThatMayOnlyBeReadIsEnoughForReading(call: String, writes: Bool) throws {
    chmod(folder.path, 0o555)
    defer { chmod(folder.path, 0o755) }
    let user = geteuid() == 0 ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : ""
    guard try CommandProcess("exec \(user)\"$cmd\" --version", in: folder.path).status == 0 else {
      print("skipped: no other user can be had who reaches the command")
      return
    }
    let run = try CommandProcess("exec \(user)\"$cmd\" \(call)", in: folder.path)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.sorted() == Self.names)
    if writes {
      #expect(run.status == 2, "\(run.output)\(run.errors)")
      #expect(run.errors.contains("may not be written by this user"), "\(run.errors)")
      #expect(run.output == "")
    } else {
      #expect(run.status == 0 || run.status == 1, "\(run.errors)")
      #expect(run.output != "")
    }
  }

  /// What a folder holds besides files is no reason to wait, and what is not asked for is left alone.
  @Test(arguments: ["lint .", "test .", "decide session.json --policies ."])
  func aPipeInAFolderIsNotWaitedFor(call: String) throws {
    #expect(mkfifo(folder.path + "/pipe.yaml", 0o600) == 0)
    let run = try run(call)
    #expect(run.status == 2, "\(run.status): \(run.output)\(run.errors)")
    #expect((run.output + run.errors).contains("pipe.yaml"), "\(run.output)\(run.errors)")
  }
}
