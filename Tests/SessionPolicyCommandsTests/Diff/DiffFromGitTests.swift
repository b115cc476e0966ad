import Foundation
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// Policies as a commit has them.
@Suite(.enabled(if: GitProgram.isThere)) struct DiffFromGitTests {
  private let folder: TemporaryDirectory

  private static let policy = """
    version: 1
    policy: p
    rules:
      - { id: a-month, must: sign_in, max_lifetime: 30d }

    """

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(Self.policy, to: "policies/p.yaml")
    try folder.write("rules: [", to: "policies/.hidden/broken.yaml")
    try folder.write("notes", to: "policies/notes.txt")
    let setup = try CommandProcess(
      """
      export GIT_CONFIG_GLOBAL=/dev/null
      git init -q -b main . && git add -A && \
      git -c user.name=a -c user.email=a@example.com commit -q -m one
      """, in: folder.path)
    #expect(setup.status == 0, "\(setup.errors)")
    try folder.write(Self.policy.replacing("30d", with: "60d"), to: "policies/p.yaml")
  }

  private func diff(_ line: String) throws -> CommandProcess {
    try CommandProcess("$cmd diff \(line)", in: folder.path)
  }

  @Test(arguments: ["main:policies", "HEAD:policies/p.yaml", "main:./policies", "main:"])
  func aCommitIsComparedWithWhatIsThere(_ old: String) throws {
    let run = try diff("\(old) policies --fail-if looser")
    #expect(run.status == 1, "\(run.errors)")
    #expect(run.output.contains("session.age at least 30d and below 60d"))
    #expect(run.output.contains("policies: [policies]"))
  }

  @Test func aFileOfThatNameComesFirst() throws {
    try folder.write(Self.policy.replacing("30d", with: "60d"), to: "main:policies")
    #expect(try diff("main:policies policies").output.hasPrefix("equivalent"))
  }

  @Test func gitIsAskedInTheRoot() throws {
    let run = try CommandProcess(
      "$cmd diff main:policies \(folder.path)/policies --root \(folder.path)", in: "/")
    #expect(run.status == 0 && run.output.hasPrefix("looser"), "\(run.errors)")
  }

  @Test func whatGitDoesNotHaveIsSaidInOneLine() throws {
    for (line, message) in [
      (
        "mian:policies policies", "there is no file `mian:policies`, and git knows no commit `mian`"
      ),
      ("main:polices policies", "`main` has no file or folder `polices`"),
      ("'main:$(touch gone)' policies", "`main` has no file or folder `$(touch gone)`"),
      ("main:policies/notes.txt policies", "main:policies/notes.txt"),
    ] {
      let run = try diff(line)
      #expect(run.status == 2 && run.output == "", "\(line): \(run.output)")
      #expect(run.errors.contains(message), "\(run.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/gone"))
  }

  @Test func noGitIsSaid() throws {
    let run = try CommandProcess(
      "PATH=/nonexistent $cmd diff main:policies policies", in: folder.path)
    #expect(run.status == 2)
    #expect(run.errors.contains("there is no file `main:policies`, and no git that could read it"))
  }

  @Test func noRepositoryIsSaid() throws {
    let other = try TemporaryDirectory()
    let run = try CommandProcess(
      "GIT_CEILING_DIRECTORIES=/ $cmd diff main:policies .", in: other.path)
    #expect(run.status == 2)
    #expect(run.errors.contains("git says `fatal: not a git repository"), "\(run.errors)")
  }

  @Test func linksAndLargeFilesInACommitAreNotRead() throws {
    try folder.link("policies/link.yaml", to: "p.yaml")
    try folder.write(String(repeating: "#\n", count: 600_000), to: "policies/large.yaml")
    let commit = try CommandProcess(
      "git add -A && git -c user.name=a -c user.email=a@example.com commit -q -m two",
      in: folder.path)
    #expect(commit.status == 0)
    let run = try diff("main:policies policies/p.yaml")
    #expect(run.status == 2)
    #expect(run.errors.contains("`main:policies/link.yaml` is a link, and is not followed"))
    #expect(run.errors.contains("`main:policies/large.yaml` has 1200000 bytes and is not read"))
  }
}

private enum GitProgram {
  static let isThere =
    (try? CommandProcess("git --version", in: "/").status) == 0 && CommandProcess.program != nil
}
