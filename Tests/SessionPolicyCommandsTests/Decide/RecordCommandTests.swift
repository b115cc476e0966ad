import Foundation
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// Records of decisions, from what is decided to a file and back.
@Suite struct RecordCommandTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(Self.policy, to: "p.yaml")
    try folder.write(Self.policy.replacing("15m", with: "2h"), to: "q.yaml")
    try folder.write(Self.session, to: "s.json")
  }

  private static let policy = """
    version: 1
    policy: p
    rules:
      - { id: confirm, may: refresh }
      - { id: fresh, must: reauthenticate, when: 'request.action == "pay"', max_age: 15m }

    """

  private static let session = """
    {"now":"2026-03-01T09:00:00Z","id":"one","session":{"id":"s","active":true,"expires_at":\
    "2026-03-02T08:00:00Z","issued_at":"2026-03-01T08:00:00Z","authenticated_at":\
    "2026-03-01T08:00:00Z","authenticator_assurance_level":"aal1","authentication_methods":[\
    {"method":"password","aal":"aal1","completed_at":"2026-03-01T08:00:00Z"}]},\
    "request":{"action":"pay"}}

    """

  private func replay(_ policy: String, _ words: String...) -> CommandRun {
    CommandRun(
      ["decide", "--replay", folder.path + "/log", "--policies", folder.path + "/" + policy] + words
    )
  }

  @Test func eachRoadRecordsTheSame() throws {
    let words = ["--policies", folder.path + "/p.yaml", "--record", folder.path + "/log"]
    #expect(CommandRun(["decide", folder.path + "/s.json"] + words).status == .success)
    let stream = CommandRun(["decide", "--stream"] + words, input: Self.session + "{}\n")
    #expect(stream.status == .findings)
    let lines = try String(contentsOfFile: folder.path + "/log", encoding: .utf8).split(
      separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first == lines.last)
    #expect(replay("p.yaml").output == "2 decisions made again, 0 differ, 0 cannot be read\n")
    let other = replay("q.yaml")
    #expect(other.status == .findings)
    #expect(
      other.output.hasPrefix("line 1: reauthenticate → proceed; different: outcome, "))
    #expect(
      other.output.hasSuffix(
        "2 decisions made again, 2 differ, 0 cannot be read; 2 were made by other policies\n"))
    #expect(replay("q.yaml", "--format", "json").output.contains("\"by_other_policies\": 2"))
  }

  /// What is answered is on record, or it is not answered.
  @Test func whatCannotBeRecordedIsNotAnswered() throws {
    for place in ["/dev/full", folder.path + "/", folder.path + "/none/log"] {
      let words = ["--policies", folder.path + "/p.yaml", "--record", place]
      for run in [
        CommandRun(["decide", folder.path + "/s.json"] + words),
        CommandRun(["decide", "--stream"] + words, input: Self.session),
      ] {
        #expect(run.status == .failure)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("is not written") || run.errors.contains("cannot be written"))
      }
    }
  }

  @Test func aNewLogIsItsOwnersAlone() throws {
    let words = ["--policies", folder.path + "/p.yaml", "--record", folder.path + "/log"]
    #expect(CommandRun(["decide", folder.path + "/s.json"] + words).status == .success)
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/log")
    #expect((attributes[.posixPermissions] as? Int).map { $0 & 0o077 } == 0)
  }
}
