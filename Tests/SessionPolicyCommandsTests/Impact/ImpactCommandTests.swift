import Foundation
import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// Populations, from files to what is counted of them.
@Suite struct ImpactCommandTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(Self.policy("8h", "15m"), to: "old.yaml")
    try folder.write(Self.policy("2h", "5m"), to: "new.yaml")
  }

  private static func policy(_ life: String, _ age: String) -> String {
    """
    version: 1
    policy: p
    rules:
      - { id: confirm, may: refresh }
      - { id: slide, may: extend, max_lifetime: \(life) }
      - { id: over, must: sign_in, max_lifetime: \(life) }
      - { id: pay, must: reauthenticate, when: 'request.action == "pay"', max_age: \(age) }

    """
  }

  /// A session of some age in minutes, as a line.
  private static func line(
    _ id: String, _ age: Int, action: String = "read", schema: String = "staff"
  ) -> String {
    let clock = { (minutes: Int) in
      let all = 24 * 60 + 9 * 60 - minutes
      let day = all >= 1_440 ? "2026-03-01" : "2026-02-28"
      let (hours, rest) = ((all % 1_440) / 60, all % 60)
      return "\(day)T\(hours < 10 ? "0" : "")\(hours):\(rest < 10 ? "0" : "")\(rest):00Z"
    }
    return #"{"now":"2026-03-01T09:00:00Z","session":{"id":"\#(id)","active":true,"#
      + #""expires_at":"2026-03-02T08:00:00Z","issued_at":"\#(clock(age))","#
      + #""authenticated_at":"\#(clock(min(age, 10)))","authenticator_assurance_level":"aal1","#
      + #""authentication_methods":[{"method":"password","aal":"aal1","completed_at":"#
      + #""\#(clock(min(age, 10)))"}],"identity":{"id":"i","schema_id":"\#(schema)","#
      + #""state":"active","traits":{"email":"secret@example.com"}}},"#
      + #""request":{"action":"\#(action)"}}"#
  }

  private static let population =
    [
      line("a", 60), line("b", 180), line("c", 180, action: "pay"), line("d", 60, action: "pay"),
      line("e", 600), "{", line("f", 60, schema: "guest"),
    ].joined(separator: "\n") + "\n"

  private func impact(_ words: String..., input: String = population) -> CommandRun {
    CommandRun(
      ["impact", "--old", folder.path + "/old.yaml", "--new", folder.path + "/new.yaml"] + words,
      input: input)
  }

  private func json(_ run: CommandRun) throws -> JSONValue {
    try #require(JSONReader.parse(SourceFile(name: "out", text: run.output)).value)
  }

  @Test func everySessionIsCountedOnce() throws {
    let run = impact("-", "--format", "json", "--by", "identity.schema_id")
    #expect(run.status == .findings)
    let report = try json(run)
    #expect(report["sessions"]?.number?.int64 == 6)
    #expect(report["unreadable"]?.number?.int64 == 1)
    #expect(report["problems"]?.array?.first?["document"]?.number?.int64 == 6)
    let counts = report["matrix"]?.array?.compactMap { $0["count"]?.number?.int64 } ?? []
    #expect(counts.reduce(0, +) == 6)
    #expect(report["signed_out"]?.number?.int64 == 2)
    #expect(report["asked_again"]?["now"]?.number?.int64 == 1)
    // Of an hour old, OLD lets a session go on for seven more, NEW for one.
    #expect(report["life"]?["lost"]?.string == "6h")
    #expect(report["life"]?["gained"]?.string == "0s")
    let rules = report["by_rule"]?.array?.map { $0["rule"]?.string ?? "" }
    #expect(rules?.contains("p/over") == true && rules?.contains("p/pay") == true)
    let values = report["by"]?["values"]?.array?.map {
      "\($0["value"]?.string ?? "") \($0["count"]?.number?.int64 ?? 0)"
    }
    #expect(values == ["staff 5", "guest 1"])
    #expect(!run.output.contains("secret"))
  }

  /// Lines, a page in one line, pages laid out, and records of decisions are one population.
  @Test func eachFormIsTheSamePopulation() throws {
    let lines = Self.population.split(separator: "\n").map(String.init).filter { $0 != "{" }
    let whole = impact("-", input: lines.joined(separator: "\n")).output
    #expect(whole.hasPrefix("6 sessions\n"))
    let page = "[" + lines.joined(separator: ",") + "]"
    #expect(impact("-", input: page).output == whole)
    #expect(impact("-", input: page + "\n[]\n" + "[]").output == whole)
    let laidOut = lines.map { line -> String in
      let value = JSONReader.parse(SourceFile(name: "l", text: line)).value ?? JSONValue(.null)
      return JSONWriter.text(of: value, .pretty)
    }
    #expect(impact("-", input: "[\n" + laidOut.joined(separator: ",\n") + "\n]\n").output == whole)
    let log = folder.path + "/log"
    let stream = CommandRun(
      ["decide", "--stream", "--policies", folder.path + "/old.yaml", "--record", log],
      input: lines.joined(separator: "\n"))
    #expect(stream.status == .success)
    #expect(impact(log).output == whole)
    try folder.write(lines.prefix(2).joined(separator: "\n"), to: "one")
    try folder.write(lines.dropFirst(2).joined(separator: "\n"), to: "two")
    #expect(impact(folder.path + "/one", folder.path + "/two").output == whole)
  }

  @Test func aRowStandsForEachDocument() {
    let rows = impact("-", "--rows").output.split(separator: "\n").map(String.init)
    #expect(rows.count == 8)
    #expect(
      rows[2]
        == "b,2026-03-01T09:00:00Z,proceed,sign_in,false,false,true,false,p/slide,p/over,stricter,"
        + "2026-03-02T08:00:00Z,,")
    #expect(rows[6].hasPrefix(",,,,,,,,,,,,,document 6: "))
  }

  @Test func sessionsThatAreOverAreListedForTheBulkEndpoint() throws {
    let many = (0..<1_203).map { Self.line("s-\($0)", 180) }.joined(separator: "\n")
    let bodies = folder.path + "/bodies"
    #expect(impact("-", "--sweep", bodies, input: many).status == .success)
    let names = try FileManager.default.contentsOfDirectory(atPath: bodies).sorted()
    #expect(names == ["about.json", "sweep-00001.json", "sweep-00002.json", "sweep-00003.json"])
    var ids: [String] = []
    for name in names.dropFirst() {
      let text = try String(contentsOfFile: bodies + "/" + name, encoding: .utf8)
      let body = try #require(JSONReader.parse(SourceFile(name: name, text: text)).value)
      #expect(body["action"]?.string == "disable")
      let some = body["sessions"]?.array?.compactMap(\.string) ?? []
      #expect(some.count <= 500)
      ids += some
    }
    #expect(ids == (0..<1_203).map { "s-\($0)" })
    let again = impact("-", "--sweep", bodies, input: many)
    #expect(again.status == .failure)
    #expect(again.errors.contains("is there already"))
  }

  @Test(arguments: [
    ("signed_out > 33%", true), ("signed_out > 34%", false), ("signed_out > 1", true),
    ("asked_again > 1", false), ("looser > 0", false), ("unreadable > 0", true),
    ("stricter>2", true), ("changed > 100%", false),
  ])
  func aGateComparesACount(gate: String, fails: Bool) {
    let run = impact("-", "--fail-if", gate)
    #expect(run.errors.contains("error: `\(gate)`") == fails)
  }

  @Test func thePageIsOneFile() {
    let page = impact("-", "--format", "html").output
    #expect(page.hasPrefix("<!doctype html>"))
    #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"))
  }

  @Test(arguments: [
    ("[1, \"a,]\", {\"b\": [2]}, [3], null]", ["1", "\"a,]\"", "{\"b\": [2]}", "[3]", "null"]),
    ("[]", []), ("[{\"a\\\"\": 1}]\n[{}]", ["{\"a\\\"\": 1}", "{}"]), ("[{\"a\": 1", ["{\"a\": 1"]),
  ])
  func elementsAreCutByBracesAndQuotes(text: String, elements: [String]) {
    let bytes = Array(text.utf8)
    let found = SessionFeed.elements(of: bytes).map {
      String(decoding: bytes[$0], as: UTF8.self)
    }
    #expect(found == elements)
  }
}
