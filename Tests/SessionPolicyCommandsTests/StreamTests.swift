import PolicyDiagnostics
import PolicyJSON
import Testing

@testable import SessionPolicyCommands

/// `session-policy decide --stream`.
@Suite struct StreamTests {
  private final class Run {
    var output: [UInt8] = []
    var errors = ""
    var pieces = 0
    var status = SessionPolicyCommands.ExitStatus.success

    var lines: [JSONValue] {
      String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap {
        JSONReader.parse(SourceFile(name: "", text: String($0))).value
      }
    }
  }

  /// Streams a text that arrives in pieces of some size.
  private func stream(
    _ text: String, pieces size: Int = 1_000, writes: Int = .max, _ more: String...
  ) -> Run {
    let run = Run()
    var rest = Array(text.utf8)[...]
    let console = Console(
      readInput: { _ in nil }, write: { _ in }, writeError: { run.errors += $0 },
      now: { (1_772_355_600, 0) },
      readPiece: { _ in
        run.pieces += 1
        defer { rest = rest.dropFirst(size) }
        return Array(rest.prefix(size))
      },
      writePiece: { bytes in
        run.output += bytes
        return run.pieces < writes
      })
    let words =
      ["decide", "--stream", "--policies", "\(CommandRun.root)/policies/kratos-defaults.yaml"]
      + more
    run.status = SessionPolicyCommand.run(words, on: console)
    return run
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
        == [-1, 3, -2, 5, -3])
    #expect(run.lines[1]["error"]?["message"]?.string?.isEmpty == false)
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
    let run = stream(
      (0..<500).map { line($0) + "\n" }.joined(), pieces: 1_000, writes: 3)
    #expect(run.pieces == 3)
    #expect(run.status == .success)
  }

  @Test func wordsOfTheCommandHoldForEveryLine() {
    let text = line(1) + "\n" + line(2) + "\n"
    let run = stream(text, "--action", "settings.password", "--now", "2026-03-01T08:00:00Z")
    #expect(run.lines.map { $0["outcome"] } == ["reauthenticate", "reauthenticate"])
    #expect(stream(text).lines.map { $0["outcome"] } == ["proceed", "proceed"])
  }

  @Test func aWrongWordIsToldOnceAndNothingIsRead() {
    let run = stream(line(1), "--request", "colour=red")
    #expect(run.status == .failure)
    #expect(run.pieces == 0)
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
