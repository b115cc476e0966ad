import Foundation
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// What `--fix`, `--write-baseline` and `init` do to files, and never do.
@Suite(.enabled(if: CommandProcess.program != nil, "the command was not built"))
struct WrittenFileTests {
  private let folder: TemporaryDirectory
  private static let needless = """
    version: 1
    policy: p
    rules:
      - id: slide
        may: extend
        when: session.age < duration("1h") && session.age < duration("2h")
        max_lifetime: 30d

    """
  private static let mended = needless.replacing(#" && session.age < duration("2h")"#, with: "")

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(Self.needless, to: "work/p.yaml")
  }

  private func run(_ script: String) throws -> CommandProcess {
    try CommandProcess(script, in: folder.path + "/work")
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder.path + "/work/" + name, encoding: .utf8)
  }

  private func status(_ name: String) -> stat {
    var status = stat()
    lstat(folder.path + "/work/" + name, &status)
    return status
  }

  /// Everything in the folder, hidden names too.
  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path + "/work").sorted()
  }

  @Test func aFixKeepsOwnerPermissionsAndNothingElse() throws {
    chmod(folder.path + "/work/p.yaml", 0o640)
    if geteuid() == 0 { chown(folder.path + "/work/p.yaml", 12, 34) }
    let before = status("p.yaml")
    let fix = try run("umask 077; exec \"$cmd\" lint p.yaml --fix")
    #expect(fix.status == 0, "\(fix.errors)")
    #expect(try text("p.yaml") == Self.mended)
    let after = status("p.yaml")
    #expect(after.st_mode == before.st_mode)
    #expect(after.st_uid == before.st_uid && after.st_gid == before.st_gid)
    #expect(try names() == ["p.yaml"])
  }

  @Test func aLinkStaysALinkAndANameStaysAName() throws {
    try folder.link("work/link.yaml", to: "p.yaml")
    #expect(try run("exec \"$cmd\" lint link.yaml --fix").status == 0)
    #expect(try text("p.yaml") == Self.mended)
    #expect(status("link.yaml").st_mode & S_IFMT == S_IFLNK)

    try folder.write(Self.needless, to: "work/q.yaml")
    #expect(link(folder.path + "/work/q.yaml", folder.path + "/other.yaml") == 0)
    #expect(try run("exec \"$cmd\" lint q.yaml --fix").status == 0)
    #expect(try text("q.yaml") == Self.mended)
    #expect(try text("../other.yaml") == Self.mended)
    #expect(status("q.yaml").st_nlink == 2)
  }

  @Test func aLinkThatLeadsOutIsNotFollowed() throws {
    try folder.write(Self.needless, to: "elsewhere.yaml")
    try folder.link("work/out.yaml", to: "../elsewhere.yaml")
    let fix = try run("exec \"$cmd\" lint out.yaml --fix")
    #expect(fix.status == 2)
    #expect(fix.errors.contains("error: `out.yaml` is a link to `"), "\(fix.errors)")
    #expect(fix.errors.contains("outside of its folder, and is not written"))
    #expect(try text("../elsewhere.yaml") == Self.needless)
  }

  @Test(arguments: [
    ("mkfifo b.json", "`b.json` is a pipe, not a file, and is not written"),
    ("mkdir b.json", "`b.json` is a directory, not a file, and is not written"),
    ("ln -s /dev/full b.json", "`b.json` is a link to `/dev/full`, outside"),
    ("ln -s nowhere b.json", "`b.json` is a link that leads nowhere, not a file"),
    ("ln -s b.json b.json", "`b.json` "), ("ulimit -f 0", "`b.json` cannot be written: "),
    (
      "rm -rf ../gone; cd ..; mkdir gone; cd gone; cp ../work/p.yaml .; touch b.json; chmod 0 b.json",
      "`b.json` may not be written by this user"
    ),
  ])
  func aBaselineReplacesOnlyFiles(preparation: String, message: String) throws {
    if preparation.contains("chmod"), geteuid() == 0 { return }  // who may write everything
    let write = try run("\(preparation); exec \"$cmd\" lint p.yaml --write-baseline b.json")
    #expect(write.status == 2)
    #expect(write.errors.contains("error: " + message), "\(write.errors)")
    #expect(write.output == "")
    #expect(try names().filter { $0.hasPrefix(".") } == [])
  }

  @Test(arguments: ["/dev/full", "/dev/null", "nowhere/b.json", "''", "p.yaml/b.json"])
  func aBaselineIsWrittenNowhereElse(path: String) throws {
    let write = try run("exec \"$cmd\" lint p.yaml --write-baseline \(path)")
    #expect(write.status == 2)
    #expect(write.errors.contains("writ") || write.errors.contains("is no path"), "\(write.errors)")
    #expect(!write.errors.contains("read:"))
  }

  @Test func aBaselineThatIsThereIsReplacedAndANewOneIsAsUsual() throws {
    let first = try run("umask 022; exec \"$cmd\" lint p.yaml --write-baseline b.json")
    #expect(first.status == 0, "\(first.errors)")
    #expect(status("b.json").st_mode & 0o777 == 0o644)
    chmod(folder.path + "/work/b.json", 0o600)
    #expect(try run("exec \"$cmd\" lint p.yaml --write-baseline b.json").status == 0)
    #expect(status("b.json").st_mode & 0o777 == 0o600)
    #expect(try names() == ["b.json", "p.yaml"])
  }

  @Test func aFixWithoutRoomLeavesTheFileAsItWas() throws {
    let fix = try run("ulimit -f 0; exec \"$cmd\" lint p.yaml --fix")
    #expect(fix.status == 2)
    #expect(fix.errors.contains("error: `p.yaml` cannot be written: file too large"))
    #expect(try text("p.yaml") == Self.needless)
    #expect(try names() == ["p.yaml"])
  }

  @Test(arguments: ["KILL", "TERM"])
  func aWriterThatIsEndedLeavesTheOldTextOrTheNewAndNothingElse(signal: String) throws {
    let long = Self.needless + String(repeating: "# a line of many\n", count: 4_000)
    for delay in stride(from: 0.01, through: 0.2, by: 0.04) {
      try folder.write(long, to: "work/p.yaml")
      _ = try run(
        "\"$cmd\" lint p.yaml --fix --select L406 & sleep \(delay); kill -\(signal) $! ; wait $!")
      let text = try text("p.yaml")
      #expect(
        text == long || text == long.replacing(#" && session.age < duration("2h")"#, with: ""))
      #expect(try names() == ["p.yaml"])
    }
  }

  /// What a signal does that comes while the new text is being written: the process is stopped there, the
  /// signal sent, and then it goes on.
  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGKILL], ["--fix", "--write-baseline b.json"])
  func aSignalInTheMiddleOfAWriteLeavesTheOldTextOrTheNew(signal: Int32, option: String) throws {
    let long = Self.needless + String(repeating: "# a line of many\n", count: 50_000)
    let mended = long.replacing(#" && session.age < duration("2h")"#, with: "")
    let old = option == "--fix" ? long : "{}"
    let name = option == "--fix" ? "p.yaml" : "b.json"
    try folder.write(long, to: "work/p.yaml")
    if option != "--fix" {
      // As many findings as there is room for, so that there is something to write.
      let comments = (0..<20_000).map { "# lint: ignore Q\($0): because\n" }.joined()
      try folder.write(comments + Self.needless, to: "work/p.yaml")
      try folder.write("{}", to: "work/b.json")
    }
    var wasInTheMiddle = false
    for _ in 0..<20 where !wasInTheMiddle {
      try folder.write(old, to: "work/" + name)
      let status = try MidwayProcess(
        ["lint", "p.yaml"] + option.split(separator: " ").map(String.init),
        in: folder.path + "/work", sends: signal, &wasInTheMiddle)
      guard wasInTheMiddle else { continue }
      #expect(status == -signal)
      let text = try text(name)
      if signal == SIGKILL, text == old {
        // It had not taken its place.
      } else if option == "--fix" {
        #expect(text == mended)
      } else {
        #expect(text.hasPrefix("{\n  \"version\": 1,") && text.hasSuffix("}\n"))
      }
      #expect(try names() == (option == "--fix" ? ["p.yaml"] : ["b.json", "p.yaml"]))
    }
    #expect(wasInTheMiddle, "no write was met in the middle")
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func aSignalInTheMiddleOfInitLeavesAllOfItOrNothing(signal: Int32) throws {
    var wasInTheMiddle = false
    for round in 0..<20 where !wasInTheMiddle {
      let status = try MidwayProcess(
        ["init", "new\(round)"], in: folder.path + "/work", sends: signal, &wasInTheMiddle)
      guard wasInTheMiddle else { continue }
      #expect(status == -signal)
      let lint = try run("exec \"$cmd\" test new\(round)/samples")
      #expect(lint.status == 0, "\(lint.errors)")
      let hidden = try run("find new\(round) -name '.*' -type f")
      #expect(hidden.output == "")
    }
    #expect(wasInTheMiddle, "no write was met in the middle")
  }

  // MARK: init

  @Test(arguments: [
    ("''", "error: the directory has no name"), ("p.yaml", "error: `p.yaml"),
    ("/dev/null", "error: `/dev/null"), ("/proc/nothing", "error: `/proc/nothing"),
  ])
  func initGoesOnlyWhereItMayAndLeavesNothing(directory: String, message: String) throws {
    let start = try run("exec \"$cmd\" init \(directory)")
    #expect(start.status == 2)
    #expect(start.errors.hasPrefix(message), "\(start.errors)")
    #expect(!start.errors.contains(" read"))
    #expect(start.output == "")
    #expect(try names() == ["p.yaml"])
  }

  @Test func initWithoutRoomLeavesNothing() throws {
    let start = try run("ulimit -f 2; exec \"$cmd\" init new/deep")
    #expect(start.status == 2)
    #expect(start.errors.contains("cannot be written: file too large"), "\(start.errors)")
    #expect(try names() == ["p.yaml"])
  }

  @Test func initNeverOverwrites() throws {
    try folder.write("mine", to: "work/new/policies/readme.txt")
    try folder.link("work/new/samples", to: "nowhere")
    let start = try run("exec \"$cmd\" init new")
    #expect(start.status == 2, "\(start.output)")
    #expect(try text("new/policies/readme.txt") == "mine")
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
  func aFolderThatMayOnlyBeReadIsTold() throws {
    chmod(folder.path + "/work", 0o500)
    defer { chmod(folder.path + "/work", 0o700) }
    for call in ["lint p.yaml --fix", "lint p.yaml --write-baseline b.json", "init new", "init"] {
      let run = try run("exec \"$cmd\" \(call)")
      #expect(run.status == 2, "\(call)")
      #expect(run.errors.contains("may not be written by this user"), "\(run.errors)")
    }
  }

  // MARK: Names

  @Test func aNameThatIsNoUTF8IsReadWrittenAndShown() throws {
    let run = try run(
      """
      name=$(printf 'caf\\351.yaml'); mv p.yaml "$name"
      "$cmd" lint . --fix --fail-level info; "$cmd" lint "$name" --select SEC --format json
      "$cmd" lint "$name" --write-baseline "$name.json" && "$cmd" lint . --baseline "$name.json"
      "$cmd" decide --policies "$name" --now 2026-03-01T09:00:00Z "$name"
      cat "$name"; rm "$name" "$name.json"
      """)
    #expect(run.output.hasSuffix(Self.mended), "\(run.output) \(run.errors)")
    #expect(run.output.contains("written to caf\\xE9.yaml.json"))
    #expect(run.errors.contains("--> caf\\xE9.yaml:1:1"), "\(run.errors)")
    #expect(try names() == [])
  }
}
