import Foundation
import Testing

@testable import SessionPolicyCommands

/// `lint` as it is called, in a directory of its own.
@Suite struct LintCommandTests {
  private final class Run {
    let path = NSTemporaryDirectory() + "lint-command-" + UUID().uuidString
    var output = ""
    var errors = ""
    var status = SessionPolicyCommands.ExitStatus.success

    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    func read(_ name: String) throws -> String {
      String(
        decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
    }

    @discardableResult
    func call(_ words: String...) -> SessionPolicyCommands.ExitStatus { run(words, input: "") }

    @discardableResult
    func lint(_ words: String..., input: String = "") -> SessionPolicyCommands.ExitStatus {
      run(["lint"] + words, input: input)
    }

    private func run(_ words: [String], input: String) -> SessionPolicyCommands.ExitStatus {
      let run = CommandRun(words.map { $0.replacing("@", with: path) }, input: input)
      (output, errors, status) = (run.output, run.errors, run.status)
      return status
    }
  }

  private let unbounded = "version: 1\npolicy: p\nrules:\n  - id: slide\n    may: extend\n"
  private let needless = """
    version: 1
    policy: p
    rules:
      - id: slide
        may: extend
        when: session.age < duration("1h") && session.age < duration("2h")
        max_lifetime: 30d

    """

  @Test func findingsOfAChosenWeightFail() throws {
    let run = try Run()
    try run.write(needless, to: "p.yaml")
    #expect(run.lint("@/p.yaml") == .success)
    #expect(run.output.contains("L406"))
    #expect(run.lint("@/p.yaml", "--fail-level", "info") == .findings)
    #expect(run.lint("@/p.yaml", "--fail-level", "loud") == .failure)
  }

  @Test func standardInputIsLinted() throws {
    let run = try Run()
    #expect(run.lint("-", input: unbounded) == .findings)
    #expect(run.output.contains("--> <standard input>:5:5"))
    #expect(run.lint("-", "--fix", input: unbounded) == .failure)
  }

  @Test func safeFixesAreMade() throws {
    let run = try Run()
    try run.write(needless, to: "p.yaml")
    #expect(run.lint("@/p.yaml", "--fix", "--fail-level", "info") == .success)
    #expect(
      try run.read("p.yaml") == needless.replacing(#" && session.age < duration("2h")"#, with: ""))
    #expect(run.errors.hasPrefix("fixed L406: remove"))
  }

  @Test func diffShowsAndWritesNothing() throws {
    let run = try Run()
    try run.write(needless, to: "p.yaml")
    #expect(run.lint("@/p.yaml", "--fix", "--diff") == .success)
    #expect(run.output.contains(#"+    when: session.age < duration("1h")"#))
    #expect(try run.read("p.yaml") == needless)
  }

  @Test func unsafeFixesAreShownUntilTheyAreAskedFor() throws {
    let run = try Run()
    let misspelt = needless.replacing("max_lifetime", with: "max_liftime")
    try run.write(misspelt, to: "p.yaml")
    #expect(run.lint("@/p.yaml", "--fix") == .findings)
    #expect(try run.read("p.yaml").contains("max_liftime"))
    #expect(run.lint("@/p.yaml", "--unsafe-fixes") == .findings)
    #expect(run.output.contains("+    max_lifetime: 30d"))
    #expect(try run.read("p.yaml").contains("max_liftime"))
    #expect(run.lint("@/p.yaml", "--fix", "--unsafe-fixes") == .success)
    #expect(try run.read("p.yaml").contains("max_lifetime: 30d"))
  }

  @Test func baselineHoldsWhatWasThere() throws {
    let run = try Run()
    try run.write(unbounded, to: "p.yaml")
    #expect(run.lint("@/p.yaml", "--write-baseline", "@/b.json") == .success)
    #expect(run.output.hasPrefix("1 finding written to "))
    #expect(run.lint("@/p.yaml", "--baseline", "@/b.json") == .success)
    #expect(run.output == "1 file, 0 errors, 0 warnings, 1 ignored\n")
    #expect(run.lint("@/p.yaml", "--baseline", "@/none.json") == .failure)
  }

  @Test func configurationSpeaksWhereTheCallDoesNot() throws {
    let run = try Run()
    try run.write(needless, to: "p.yaml")
    try run.write("fail_level: info\nprofile: pci-dss-4\nkratos: kratos.yml\n", to: "c.yaml")
    try run.write("session:\n  earliest_possible_extend: 1s\n", to: "kratos.yml")
    #expect(run.lint("@/p.yaml", "--root", "@", "--config", "@/c.yaml") == .findings)
    for code in ["L406", "SEC010", "K812"] { #expect(run.output.contains(code), "\(code)") }
    #expect(
      run.lint("@/p.yaml", "--root", "@", "--config", "@/c.yaml", "--select", "L405") == .success)
  }

  @Test func aConfigurationHidesNoSecurityCheckByNotSelectingIt() throws {
    let run = try Run()
    try run.write(unbounded, to: "p.yaml")
    try run.write("select: [Y]\n", to: "c.yaml")
    #expect(run.lint("@/p.yaml", "--config", "@/c.yaml") == .findings)
    #expect(run.output.contains("SEC001"))
    #expect(run.lint("@/p.yaml", "--config", "@/c.yaml", "--select", "Y") == .success)
  }

  @Test func mistakeInTheConfigurationIsTold() throws {
    let run = try Run()
    try run.write(needless, to: "p.yaml")
    try run.write("fail_levl: info\n", to: "c.yaml")
    #expect(run.lint("@/p.yaml", "--root", "@", "--config", "@/c.yaml") == .failure)
    #expect(run.errors.contains("did you mean `fail_level`?"))
    try run.write("ignore: [SEC001]\n", to: "c.yaml")
    #expect(run.lint("@/p.yaml", "--root", "@", "--config", "@/c.yaml") == .failure)
    #expect(run.errors.contains("cannot be ignored as a whole"))
  }

  @Test func profileThatDoesNotExistIsSuggested() throws {
    let run = try Run()
    try run.write(needless, to: "p.yaml")
    #expect(run.lint("@/p.yaml", "--profile", "nist-63b4") == .failure)
    #expect(run.errors.contains("did you mean `nist-63b-"))
  }
}

extension LintCommandTests {
  @Test func starterLintsCleanPassesAndIsNeverOverwritten() throws {
    let run = try Run()
    #expect(run.call("init", "@/new") == .success)
    #expect(
      run.lint("@/new/policies", "@/new/samples", "--root", "@", "--fail-level", "info") == .success
    )
    #expect(run.output == "2 files, 0 errors, 0 warnings\n")
    let tests = run.call("test", "@/new/samples", "--root", "@", "--min-coverage", "100")
    #expect(tests == .success, "\(run.output)")
    #expect(run.call("init", "@/new") == .failure)
    #expect(run.errors.contains("is there already"))
  }

  @Test func everyShippedPolicyAndSampleLintsClean() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    let run = try Run()
    #expect(run.lint(root + "/samples", "--root", root, "--fail-level", "warning") == .success)
    // They are alternatives, so each is linted as it is loaded: on its own.
    let names = try FileManager.default.contentsOfDirectory(atPath: root + "/policies")
    for name in names where name.hasSuffix(".yaml") {
      #expect(run.lint("\(root)/policies/\(name)", "--fail-level", "info") == .success, "\(name)")
    }
  }

  @Test(arguments: [
    ("dod-stig-asd", "dod-stig-asd"), ("hipaa", "hipaa"), ("nist-800-63b-3-aal1", "nist-63b-3"),
    ("nist-800-63b-3-aal2", "nist-63b-3"), ("nist-800-63b-4-aal1", "nist-63b-4"),
    ("nist-800-63b-4-aal2", "nist-63b-4"), ("nist-800-63b-3-aal3", "nist-63b-3"),
    ("nist-800-63b-4-aal3", "nist-63b-4"), ("owasp-asvs-5-l2", "owasp-asvs-5-l2"),
    ("owasp-asvs-5-l3", "owasp-asvs-5-l3"), ("passkeys-first", "nist-63b-4"),
    ("pci-dss-4", "pci-dss-4"), ("psd2", "psd2"),
  ])
  func shippedPolicyHoldsItsProfile(policy: String, profile: String) throws {
    let run = try Run()
    let file = "\(CommandRun.root)/policies/\(policy).yaml"
    #expect(
      run.lint(file, "--profile", profile, "--fail-level", "info") == .success, "\(run.output)")
  }

  @Test func checkIsExplainedByCodeNameOrFamily() throws {
    let run = try Run()
    #expect(run.call("rule", "fail-open") == .success)
    #expect(run.output.hasPrefix("SEC007 fail-open\n"))
    #expect(run.call("rule", "sec") == .success)
    #expect(run.output.contains("SEC001") && !run.output.contains("L401"))
    #expect(run.call("rule", "fail-opne") == .failure)
    #expect(run.errors.contains("did you mean `fail-open`?"))
  }

  /// What is proved of all sessions stands beside its message, and for programs with the session that shows it.
  @Test(arguments: [
    (
      "K817", #"- { id: a, must: sign_in, max_idle: 30m, when: 'request.action == "pay"' }"#,
      #"for example a session at aal1, request.action "pay", session.idle 0s"#
    ),
    (
      "K820",
      #"- { id: a, never: extend, when: 'session.aal == "aal1" && !session.authentication_methods.exists_one(m, m.method == "passkey")' }"#,
      "for example a session at aal1, passkey 2h ago"
    ),
  ])
  func whatShowsAFindingIsWritten(_ code: String, _ rule: String, _ words: String) throws {
    let run = try Run()
    try run.write(
      "version: 1\npolicy: p\nrules:\n  - { id: confirm, may: refresh }\n  \(rule)\n", to: "p.yaml")
    try run.write(
      "selfservice: { methods: { passkey: { enabled: true } } }\n"
        + "session: { whoami: { tokenizer: { templates: { api: { ttl: 1h } } } } }\n", to: "k.yml")
    #expect(run.lint("@/p.yaml", "--kratos", "@/k.yml") == .success)
    #expect(run.output.contains("warning[\(code)]"), "\(run.output)")
    #expect(run.output.contains("= proved: \(words)\n"), "\(run.output)")
    run.lint("@/p.yaml", "--kratos", "@/k.yml", "--format", "json")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let findings = try #require(json["findings"] as? [[String: Any]])
    let finding = try #require(findings.first { $0["code"] as? String == code })
    #expect(finding["evidence"] as? String == "proved")
    let witness = try #require(finding["witness"] as? [String: Any])
    let session = try #require(witness["session"] as? [String: Any])
    #expect(session["authenticator_assurance_level"] as? String == "aal1")
  }
}
