import Foundation
import PolicyTestSupport
import PolicyTime
import Testing

@testable import SessionPolicyCommands

/// `init` with something to begin with.
@Suite struct ReadyMadePolicyTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func run(_ words: String...) -> CommandRun {
    CommandRun(words.map { $0.replacing("@", with: folder.path) })
  }

  /// The files of the project are the one place where ready-made policies are changed; what the command
  /// carries along is written from them: `WRITE_GOLDENS=1 swift test --filter ReadyMadePolicyTests`.
  @Test func theCommandCarriesTheFilesOfTheProject() throws {
    var text = """
      // swift-format-ignore-file
      // Written by `WRITE_GOLDENS=1 swift test --filter ReadyMadePolicyTests` from `policies` and `samples`,
      // where every change is made; a test holds the two together.

      /// The ready-made policies with their suites, as the command carries them along: there is no folder
      /// beside it wherever it is put.
      enum ShippedFiles {
        /// Each file by its name in the project, in the order of the names.
        static let all: [(name: String, text: String)] = [

      """
    for name in try Self.names() {
      let content = try String(contentsOfFile: "\(CommandRun.root)/\(name)", encoding: .utf8)
      #expect(!content.contains("\"\"\"") && !content.contains("\\#"), "\(name)")
      text += "    (\"\(name)\", #\"\"\"\n\(content)\n\"\"\"#),\n"
    }
    text += "  ]\n}\n"
    let path = CommandRun.root + "/Sources/SessionPolicyCommands/Init/ShippedFiles.swift"
    if ProcessInfo.processInfo.environment["WRITE_GOLDENS"] != nil {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    let isSame = try String(contentsOfFile: path, encoding: .utf8) == text
    #expect(isSame, "write it anew: WRITE_GOLDENS=1 swift test --filter ReadyMadePolicyTests")
  }

  private static func names() throws -> [String] {
    try [
      ("policies", "yaml"), ("samples", "yaml"), ("samples/kratos", "json"),
      ("samples/sessions", "json"),
    ]
    .flatMap { folder, ending in
      try FileManager.default.contentsOfDirectory(atPath: "\(CommandRun.root)/\(folder)")
        .filter { $0.hasSuffix(".\(ending)") }.map { "\(folder)/\($0)" }
    }.sorted()
  }

  @Test func everyReadyMadePolicyCanBeBegunWith() throws {
    #expect(ReadyMadePolicy.names.count >= 18)
    for name in ReadyMadePolicy.names {
      let written = run("init", "@/\(name)", "--like", name)
      #expect(written.status == .success, "\(written.errors)")
      let linted = run("lint", "@/\(name)/policies", "@/\(name)/samples", "--root", "@")
      #expect(linted.output.contains(" 0 errors"), "\(name): \(linted.output)\(linted.errors)")
      let tested = run("test", "@/\(name)/samples", "--root", "@")
      #expect(tested.status == .success, "\(name): \(tested.output)\(tested.errors)")
    }
  }

  /// Each number of a policy stands in a law of one of its suites, so that it is proved and not only sampled.
  @Test func everyNumberHasALaw() throws {
    /// The times of a text that is no comment and tells nobody anything, in the shortest way to write each.
    func times(_ text: Substring) throws -> Set<String> {
      var found: Set<String> = []
      for line in text.split(separator: "\n")
      where try !line.contains(Regex(#"^\s*(-\s+)?(#|because:|description:|name:|reason:)"#)) {
        let code = line.prefix { $0 != "#" }
        for match in code.matches(of: try Regex(#"\b(\d+[wdhms])+\b"#)) {
          let time = Duration(policyText: String(code[match.range]))
          if let time, time != .zero { found.insert("\(time)") }
        }
      }
      return found
    }
    func text(_ name: String) throws -> String {
      try String(contentsOfFile: "\(CommandRun.root)/\(name)", encoding: .utf8)
    }
    let suites = try Self.names().filter { $0.hasPrefix("samples/") && $0.hasSuffix(".yaml") }
      .map(text)
    for name in try Self.names() where name.hasPrefix("policies/") {
      let policy = try text(name)
      let said = try times(policy[...])
      var proved: Set<String> = []
      for suite in suites where suite.contains("policies: [../\(name)") {
        guard let start = suite.firstRange(of: "\nlaws:\n")?.upperBound else { continue }
        let laws = suite[start...]
        proved.formUnion(
          try times(
            laws.prefix(
              upTo: laws.firstMatch(of: try Regex("\n[a-z]"))?.range.lowerBound ?? laws.endIndex)))
      }
      #expect(said.subtracting(proved) == [], "\(name)")
    }
  }

  @Test(arguments: [
    ("nist-800-63b-4-aal4", "did you mean `nist-800-63b-4-aal1`"), ("workfroce", "`workforce`"),
    ("zzz", "there are ai-agents, b2b-organizations"), ("", "there are ai-agents"),
    ("policies/../kiosk", "there are "),
  ])
  func anUnknownOneIsRefusedWithTheList(name: String, message: String) {
    let run = run("init", "@/new", "--like", name)
    #expect(run.status == .failure)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/new"))
  }

  @Test func aPathOfTheProjectNamesOneToo() {
    #expect(run("init", "@/new", "--like", "policies/kiosk.yaml").status == .success)
  }

  @Test func fromBeginsWithTheImportedPolicyAndSchemasForEditors() throws {
    try folder.write("session: { lifespan: 2h }\n", to: "kratos.yml")
    let written = run("init", "@/new", "--from", "@/kratos.yml")
    #expect(written.status == .success, "\(written.errors)")
    let policy = try String(
      contentsOfFile: folder.path + "/new/policies/kratos.yaml", encoding: .utf8)
    #expect(policy.hasPrefix("# yaml-language-server: $schema=../schemas/policy.schema.json\n"))
    #expect(policy.contains("    by: 2h\n"))
    #expect(run("test", "@/new/samples", "--root", "@").status == .success)
    let linted = run(
      "lint", "@/new", "--root", "@", "--kratos", "@/kratos.yml", "--fail-level", "warning")
    #expect(linted.status == .success, "\(linted.output)")
  }

  @Test func whatAPolicyLeavesToKratosIsAligned() throws {
    try folder.write(
      "session: { lifespan: 48h, earliest_possible_extend: 1h }\n"
        + "selfservice: { flows: { settings: { privileged_session_max_age: 5m } } }\n",
      to: "kratos.yml")
    let written = run("init", "@/new", "--like", "kratos-defaults", "--from", "@/kratos.yml")
    #expect(written.status == .success, "\(written.errors)")
    let policy = try String(
      contentsOfFile: folder.path + "/new/policies/kratos-defaults.yaml", encoding: .utf8)
    #expect(policy.contains("    may: extend\n    within: 1h\n"), "\(policy)")
    // What it says itself stays, and is told.
    #expect(policy.contains("    max_age: 1h\n"))
    #expect(written.output.contains("disagree"), "\(written.output)")
    #expect(written.output.contains("kratos-privileged-age"), "\(written.output)")
    #expect(!written.output.contains("kratos-window-shorter"), "\(written.output)")
  }
}
