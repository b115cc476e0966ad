import Foundation
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// Hostile and broken files, through the command: one message, status 2, in bounded time.
@Suite struct BadInputTests {
  private static let head = "version: 1\npolicy: x\n"
  private static let rules = "rules: [{ id: a, may: refresh }]\n"
  private static let session = "\(CommandRun.root)/samples/sessions/totp-step-up.json"
  private static let policy = "\(CommandRun.root)/policies/workforce.yaml"

  /// A file of its own, removed with the value.
  private final class File {
    let path: String

    init(_ bytes: [UInt8]) throws {
      path = NSTemporaryDirectory() + "session-policy-" + UUID().uuidString + ".yaml"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private static func nested(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }

  /// Nine aliases of nine aliases, nine levels deep.
  private static var bomb: String {
    let first = "  a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    return head + "constants:\n" + first
      + (1...8).map { level in
        let items = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
        return "  a\(level): &a\(level) [\(items)]\n"
      }.joined() + rules
  }

  private static func condition(_ text: String) -> String {
    head + "rules: [{ id: a, may: refresh, when: \"\(text)\" }]\n"
  }

  private static let policies: [(name: String, bytes: [UInt8], code: String)] = [
    (
      "a file over 1 MiB",
      Array((head + rules + "#" + String(repeating: "x", count: 1 << 20)).utf8), "Y006"
    ),
    ("65 levels", Array((head + "constants: { a: \(nested(65)) }\n" + rules).utf8), "Y006"),
    ("200 000 nested brackets", Array(nested(200_000).utf8), "Y006"),
    (
      "over 100 000 nodes",
      Array(
        (head + "constants: { a: [" + String(repeating: "1,", count: 100_001) + "1] }\n" + rules)
          .utf8),
      "Y006"
    ),
    ("an alias bomb", Array(bomb.utf8), "Y006"),
    (
      "an expression over 64 KiB",
      Array(condition(String(repeating: "true && ", count: 9000) + "true").utf8), "T321"
    ),
    (
      "an expression of 251 levels",
      Array(
        condition(String(repeating: "(", count: 251) + "true" + String(repeating: ")", count: 251))
          .utf8),
      "T321"
    ),
    (
      "invalid UTF-8",
      Array((head + "description: ").utf8) + [0xFF, 0xFE, 0x0A] + Array(rules.utf8), "Y010"
    ),
    ("a NUL", Array((head + "description: a\0b\n" + rules).utf8), "Y010"),
    ("a byte order mark", [0xEF, 0xBB, 0xBF] + Array((head + rules).utf8), "Y007"),
    ("an empty file", [], "Y012"),
    ("nothing but a comment", Array("# nothing\n".utf8), "Y012"),
  ]

  private func expectOneMessage(_ run: CommandRun, code: String, name: String) {
    #expect(run.status == .failure, "\(name)")
    #expect(run.output == "", "\(name)")
    #expect(run.errors.contains("error[\(code)]"), "\(name): \(run.errors)")
    #expect(run.errors.components(separatedBy: "error[").count == 2, "\(name): \(run.errors)")
    #expect(run.errors.utf8.count < 2000, "\(name)")
  }

  @Test(.timeLimit(.minutes(1)), arguments: Self.policies.indices)
  func aBadPolicyHasOneMessage(_ index: Int) throws {
    let (name, bytes, code) = Self.policies[index]
    let file = try File(bytes)
    expectOneMessage(
      CommandRun(["decide", Self.session, "--policies", file.path]), code: code, name: name)
  }

  /// What is left of a file that was cut off while it was written is an error wherever it is read.
  @Test(
    arguments: [
      "", "# our policies\n# by security\n", "---\n# our policies\n", "%YAML 1.2\n---\n",
    ],
    [
      "decide SESSION --policies @", "explain SESSION --policies @", "lint @", "test @", "lint .",
      "test .", "decide SESSION --policies .", "lint POLICY --kratos @",
      "decide SESSION --policies POLICY --kratos @", "diff POLICY @", "diff @ POLICY",
      "decide --stream --policies @",
    ])
  func aFileOfCommentsAloneIsAskedWhetherItWasCutOff(text: String, call: String) throws {
    let folder = try TemporaryDirectory()
    try folder.write(text, to: "left.yaml")
    let words = call.split(separator: " ").map { word in
      switch word {
      case "@": folder.path + "/left.yaml"
      case ".": folder.path
      case "SESSION": Self.session
      case "POLICY": Self.policy
      default: String(word)
      }
    }
    let run = CommandRun(words)
    let told = run.output + run.errors
    // A suite that cannot be run is a result of the run.
    #expect(run.status == (call == "test @" ? .findings : .failure), "\(run.status): \(told)")
    #expect(told.contains("error[Y012] empty-document: "), "\(told)")
    #expect(told.contains("is it cut off?"), "\(told)")
  }

  private static let sessions: [(name: String, bytes: [UInt8], code: String)] = [
    ("50 MB", Array(repeating: UInt8(ascii: " "), count: 50_000_000), "Y006"),
    ("200 000 nested brackets", Array(nested(200_000).utf8), "Y006"),
    ("invalid UTF-8", Array("{\"id\": \"".utf8) + [0xFF] + Array("\"}".utf8), "Y010"),
    ("a NUL", Array("{\"id\": \"a\0b\"}".utf8), "Y014"),
    ("a byte order mark", [0xEF, 0xBB, 0xBF] + Array("{}".utf8), "Y010"),
    ("an empty file", [], "Y014"),
    ("an array", Array("[]".utf8), "S110"),
    ("a snapshot without a session", Array("{\"request\": {}}".utf8), "S110"),
    ("a key given twice", Array("{\"id\": \"a\", \"id\": \"b\"}".utf8), "Y001"),
  ]

  @Test(.timeLimit(.minutes(1)), arguments: Self.sessions.indices)
  func aBadSessionHasOneMessage(_ index: Int) throws {
    let (name, bytes, code) = Self.sessions[index]
    let file = try File(bytes)
    expectOneMessage(
      CommandRun(["decide", file.path, "--policies", Self.policy]), code: code, name: name)
  }

  @Test func aDirectoryIsNoSession() {
    expectOneMessage(
      CommandRun(["decide", "\(CommandRun.root)/samples", "--policies", Self.policy]),
      code: "Y011", name: "a directory")
  }

  /// Whoever may read everything, as the superuser may, cannot see this fail.
  @Test(.enabled(if: geteuid() != 0, "the superuser may read every file"))
  func aFileThatMayNotBeReadIsSaidPlainly() throws {
    let file = try File(Array((Self.head + Self.rules).utf8))
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file.path)
    expectOneMessage(
      CommandRun(["decide", Self.session, "--policies", file.path]), code: "Y011", name: "mode 0")
  }
}
