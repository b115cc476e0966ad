import Foundation
import PolicyDiagnostics
import PolicyJSON
import Testing

@testable import SessionPolicyCommands

/// The schemas of what callers send and what they get, held against real documents and answers.
@Suite struct RecordSchemaTests {
  private static func read(_ text: String) -> JSONValue {
    JSONReader.parse(SourceFile(name: "text", text: text)).value ?? .null
  }

  private static let snapshot = SchemaValidator(
    schema: read(CommandRun(["schema", "snapshot"]).output))
  private static let decision = SchemaValidator(
    schema: read(CommandRun(["schema", "decision"]).output), isStrict: true)

  private static let root = CommandRun.root
  private static let sessions: [String] = {
    let folder = root + "/samples/sessions"
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasSuffix(".json") }.sorted().map { folder + "/" + $0 }
  }()
  private static let policies: [String] = {
    let folder = root + "/policies"
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasSuffix(".yaml") }.sorted().map { folder + "/" + $0 }
  }()

  @Test func bothAreOfTheModernDraft() {
    for schema in [Self.snapshot.schema, Self.decision.schema] {
      #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
    }
  }

  @Test func everyShippedSessionIsASnapshotAloneAndInOne() throws {
    #expect(Self.sessions.count >= 8)
    for path in Self.sessions {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(Self.snapshot.problems(with: Self.read(text)) == [], "\(path)")
      let whole = """
        {"id": 7, "now": "2026-03-01T09:00:00Z", "session": \(text), "context": {"risk": "low"},
         "request": {"action": "pay", "interactive": null, "device": {"managed": true}}}
        """
      #expect(Self.snapshot.problems(with: Self.read(whole)) == [], "\(path)")
    }
  }

  @Test(arguments: [
    #"{"session": null}"#, #"{"error": {"code": 401, "status": "Unauthorized"}}"#,
    #"{"id": "s1", "expires_at": null, "tokenized": null, "identity": null, "new_in_kratos": 1}"#,
  ])
  func whatTheReaderTakesTheSchemaTakes(text: String) {
    #expect(Self.snapshot.problems(with: Self.read(text)) == [])
    let run = CommandRun(["decide", "--policies"] + Self.policies.prefix(1), input: text)
    #expect(run.status == .success || text.contains("new_in_kratos"), "\(run.errors)")
  }

  @Test(arguments: [
    #"{"session": {"id": "s1", "expires_at": "soon"}}"#, #"{"session": {"id": 7}}"#,
    #"{"session": {"id": "s1"}, "requests": {}}"#, #"{"session": {"id": "s1"}, "now": "today"}"#,
    #"{"session": {"id": "s1"}, "request": {"acton": "pay"}}"#,
    #"{"session": {"id": "s1"}, "request": {"device": {"managd": true}}}"#,
    #"{"session": {"id": "s1", "active": "true"}}"#, #"{"session": {"active": true}}"#, "7", "[]",
    #"{"session": {"id": "s1", "authenticator_assurance_level": "aal9"}}"#, "{}",
    #"{"session": {"id": "s1", "authentication_methods": [{"aal": "aal1"}]}}"#,
  ])
  func whatTheReaderRefusesTheSchemaRefuses(text: String) {
    #expect(Self.snapshot.problems(with: Self.read(text)) != [])
    let run = CommandRun(["decide", "--policies"] + Self.policies.prefix(1), input: text)
    #expect(run.status == .failure, "\(run.output)")
  }

  @Test func everyDecisionIsDescribedToItsLastKey() {
    for policy in Self.policies {
      for session in Self.sessions {
        for action in ["payment.create", "settings.password"] {
          let run = CommandRun([
            "decide", session, "--policies", policy, "--now", "2026-03-01T09:00:00Z", "--action",
            action, "--format", "json",
          ])
          #expect(run.status == .success, "\(run.errors)")
          let problems = Self.decision.problems(with: Self.read(run.output))
          #expect(problems == [], "\(policy) \(session)")
        }
      }
    }
  }

  @Test func everyLineOfAStreamIsDescribed() throws {
    let session = try String(contentsOfFile: Self.sessions[0], encoding: .utf8)
      .replacing("\n", with: " ")
    let input =
      "\(session)\n\n{\"id\": 7, \"session\": 1}\n{\"id\": \"x\", \"session\": \(session)}\n"
    let run = CommandRun(
      ["decide", "--stream", "--policies", Self.policies[0]], input: input)
    let lines = run.output.split(separator: "\n").map { Self.read(String($0)) }
    #expect(lines.count == 4)
    #expect(lines.compactMap { $0["error"] }.count == 2)
    for line in lines { #expect(Self.decision.problems(with: line) == [], "\(line)") }
  }

  @Test func whatIsNoDecisionIsRefused() {
    for text in [
      "{}", #"{"outcome": "go"}"#, #"{"error": {"line": 0, "code": "x", "message": "y"}}"#,
      #"{"error": {"line": 1, "code": "x"}}"#, "null",
    ] {
      #expect(Self.decision.problems(with: Self.read(text)) != [], "\(text)")
    }
  }
}
