import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// `session-policy decide --stream`.
@Suite struct StreamTests {
  private static let policy = "\(CommandRun.root)/policies/kratos-defaults.yaml"

  /// Streams a text that arrives in pieces of some size.
  private func stream(
    _ text: String, pieces: Int = 1_000, room: (bytes: Int, error: StreamError)? = nil,
    policy: String = policy, _ more: String...,
    reads: @escaping (CommandRun.World, String) -> Void = { _, _ in }
  ) -> CommandRun {
    CommandRun(
      ["decide", "--stream", "--policies", policy] + more, input: text, pieces: pieces, room: room,
      reads: reads)
  }

  private func line(_ id: Int, action: String = "read") -> String {
    """
    {"id":\(id),"now":"2026-03-01T09:00:00Z","session":{"id":"s\(id)","active":true,\
    "expires_at":"2026-03-02T0\(id % 10):00:00Z","authenticated_at":"2026-03-01T07:00:00Z"},\
    "request":{"action":"\(action)"}}
    """
  }

  @Test(arguments: [1, 7, 1_000, 1_000_000])
  func decisionsComeInOrderWithTheirIds(pieces: Int) {
    let count = pieces == 1 ? 20 : 500
    let run = stream((0..<count).map { line($0) + "\n" }.joined(), pieces: pieces)
    #expect(run.status == .success)
    #expect(run.lines.map { $0["id"]?.number?.int64 } == (0..<count).map { Int64($0) })
    #expect(
      run.lines.map { $0["deadlines"]?["expires_at"]?.string }
        == (0..<count).map { "2026-03-02T0\($0 % 10):00:00Z" })
  }

  @Test func aBadLineIsReportedAndTheRestGoOn() {
    let text = line(1) + "\n\n{\"x\n" + line(2) + "\r\n[1]\n" + line(3)
    let run = stream(text)
    #expect(run.status == .findings)
    #expect(
      run.lines.map { $0["error"]?["line"]?.number?.int64 ?? -($0["id"]?.number?.int64 ?? 0) }
        == [-1, 2, 3, -2, 5, -3])
    #expect(
      run.lines.map { $0["error"]?["code"]?.string } == [nil, "Y012", "Y014", nil, "S110", nil])
    #expect(run.lines[2]["error"]?["message"]?.string?.isEmpty == false)
    #expect(run.errors.isEmpty)
  }

  @Test func aLineWithoutEndIsBounded() {
    let long = String(repeating: "x", count: 3 << 20)
    let run = stream(line(1) + "\n" + long + "\n" + line(2) + "\n" + long, pieces: 65_536)
    #expect(run.lines.map { $0["error"] != nil } == [false, true, false, true])
    #expect(run.lines[1]["error"]?["line"] == 2)
    #expect(run.lines[3]["error"]?["line"] == 4)
  }

  @Test func nothingIsReadOnceNobodyReadsTheOutput() {
    var count = 0
    let run = stream(
      (0..<500).map { line($0) + "\n" }.joined(), pieces: 1_000,
      room: (9_000, StreamError("the pipe is broken", isReaderGone: true))
    ) { _, _ in count += 1 }
    #expect((2...20).contains(count))
    #expect(run.status == .success)
    #expect(run.errors == "")
  }

  @Test func aFullDiskIsNoSuccess() {
    let run = stream(
      (0..<500).map { line($0) + "\n" }.joined(), pieces: 1_000,
      room: (2_000, StreamError("standard output cannot be written: no space left on device")))
    #expect(run.status == .failure)
    #expect(run.errors == "error: standard output cannot be written: no space left on device\n")
  }

  @Test(arguments: [
    (#"{"id": 7, "session": {"#, "7"), (#"{"session": {"id": "x"}, "id": "a\"b", 3"#, #""a\"b""#),
    (#"{"now": "2026-03-01T09:00:00Z", "id": 7 , "session": "no"}"#, "7"),
    (#"{"session": {"id": 7"#, "null"), (#"{"x": ["id", 7], "y": }"#, "null"),
    (#"{"id": "#, "null"), (#"{"id": {"a": [1, 2]}, "session": 1}"#, #"{"a":[1,2]}"#),
  ])
  func aLineThatCannotBeReadKeepsItsIdWhereThatCan(line: String, id: String) throws {
    let answer = try #require(stream(line + "\n").lines.first)
    #expect(answer["error"]?["line"] == 1)
    #expect(JSONWriter.text(of: answer["id"] ?? .null) == id)
  }

  @Test func changedPoliciesTakeOverBetweenTwoLines() throws {
    let folder = try TemporaryDirectory()
    func write(_ rule: String) throws {
      try folder.write("version: 1\npolicy: p\nrules: [{ id: r, \(rule) }]\n", to: "p.yaml")
    }
    for flag in ["--watch", ""] {
      try write("may: refresh")
      var count = 0
      let text = (1...4).map { line($0) + "\n" }.joined()
      let run = stream(
        text, pieces: line(1).utf8.count + 1, policy: "\(folder.path)/p.yaml",
        flag.isEmpty ? "--stream" : flag
      ) { world, _ in
        count += 1
        world.isReloadWanted = flag.isEmpty
        switch count {
        case 2: try? write("must: sign_in")
        case 3: try? write("must: [broken")
        default: break
        }
      }
      #expect(run.status == .success)
      #expect(run.lines.map { $0["outcome"] } == ["proceed", "sign_in", "sign_in", "sign_in"])
      #expect(run.errors.contains("the policies were read again and are in force\n"))
      #expect(run.errors.contains("the policies that were in force stay so\n"))
      #expect(run.errors.contains("p.yaml:3"))
    }
  }

  @Test func watchingWithoutAStreamIsRefused() {
    let run = CommandRun(["decide", "--watch", "--policies", Self.policy])
    #expect(run.status == .failure)
    #expect(run.errors.hasPrefix("error: --watch goes with --stream"))
  }

  @Test func wordsOfTheCommandHoldForEveryLine() {
    let text = line(1) + "\n" + line(2) + "\n"
    let run = stream(text, "--action", "settings.password", "--now", "2026-03-01T08:00:00Z")
    #expect(run.lines.map { $0["outcome"] } == ["reauthenticate", "reauthenticate"])
    #expect(stream(text).lines.map { $0["outcome"] } == ["proceed", "proceed"])
  }

  @Test func aWrongWordIsToldOnceAndNothingIsRead() {
    var reads = 0
    let run = stream(line(1), "--request", "colour=red") { _, _ in reads += 1 }
    #expect(run.status == .failure)
    #expect(reads == 0)
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func noInputIsNoDecision() {
    let run = stream("")
    #expect(run.output.isEmpty)
    #expect(run.status == .success)
  }

  @Test(arguments: [1 << 16, 1 << 18, 1 << 22])
  func howTheStreamIsCutMakesNoDifferenceToLongLines(pieces: Int) {
    let limit = LineDecider.limit
    let blank = String(repeating: " ", count: limit + 50_000)
    let exact = "\"" + String(repeating: "x", count: limit - 2) + "\""
    let text = [line(1), blank, exact + "\r", exact, line(2)].joined(separator: "\n")
    let run = stream(text, pieces: pieces)
    #expect(
      run.lines.map { $0["error"]?["line"]?.number?.int64 } == [nil, 2, 3, 4, nil])
    #expect(run.lines[1]["error"]?["message"]?.string?.contains("longer than") == true)
    #expect(run.lines[2]["error"]?["message"]?.string?.contains("longer than") == true)
    #expect(run.lines[3]["error"]?["message"]?.string?.contains("longer than") == false)
  }
}

extension CommandRun {
  /// The lines that were written, read as JSON.
  var lines: [JSONValue] {
    output.split(separator: "\n").compactMap {
      JSONReader.parse(SourceFile(name: "", text: String($0))).value
    }
  }
}
