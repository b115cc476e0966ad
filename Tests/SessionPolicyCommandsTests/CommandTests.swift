import Foundation
import Testing

@testable import SessionPolicyCommands

/// Runs commands in this process, over the policies and sessions that are shipped.
@Suite struct CommandTests {
  private static let root = CommandRun.root

  private func run(_ words: [String], input: String = "") -> CommandRun {
    CommandRun(words, input: input)
  }

  private func decide(_ more: String..., input: String = "", file: String? = nil) -> CommandRun {
    run(
      ["decide", file ?? "\(Self.root)/samples/sessions/totp-step-up.json"]
        + ["--policies", "\(Self.root)/policies/workforce.yaml"] + more, input: input)
  }

  @Test func aDecisionSaysWhatWhyHowAndUntilWhen() {
    let outcome = decide(
      "--action", "payment.create", "--context", "risk=low", "--now", "2026-03-01T09:00:00Z")
    #expect(outcome.status == .success)
    #expect(outcome.errors.isEmpty)
    for part in [
      "reauthenticate:", "max_age_exceeded (workforce/fresh-second-factor)",
      "GET /self-service/login/browser?aal=aal2&refresh=true", "  until    2026-03-02T08:41:55",
    ] {
      #expect(outcome.output.contains(part), "\(part)")
    }
  }

  @Test func aDecisionForProgramsIsJSON() {
    let outcome = decide(
      "--action", "report.read", "--context", "risk=low", "--now", "2026-03-01T09:00:00Z",
      "--format", "json")
    #expect(outcome.status == .success)
    #expect(outcome.output.hasPrefix("{\n  \"outcome\": \"proceed\""))
  }

  @Test func anExplanationShowsEveryRule() {
    let outcome = run([
      "explain", "\(Self.root)/samples/sessions/totp-step-up.json", "--policies",
      "\(Self.root)/policies/workforce.yaml", "--action", "payment.create", "--context", "risk=low",
      "--now", "2026-03-01T09:00:00Z",
    ])
    #expect(outcome.status == .success)
    for part in [
      "workforce/slide", "workforce/confirm", "request.action = \"payment.create\"",
      "context.risk = \"low\"",
    ] {
      #expect(outcome.output.contains(part), "\(part)")
    }
  }

  /// They are alternatives, and yet nothing of theirs clashes: all of them can be loaded together.
  @Test func shippedPoliciesLoadTogether() throws {
    let outcome = run(["lint", "\(Self.root)/policies"])
    #expect(outcome.status == .success, "\(outcome.output)")
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(Self.root)/policies")
      .filter { $0.hasSuffix(".yaml") }
    #expect(outcome.output.contains("\(files.count) files, 0 errors"))
  }

  @Test(arguments: [
    (["decide"], "name a policy file or a directory with --policies"),
    (["decide", "nowhere.json", "--policies", "nowhere.yaml"], "there is no file or directory"),
    (["decide", "-", "--policies", "/dev/null"], "unreadable-file"),
    (["lint", "nowhere"], "there is no file or directory"),
    (["lnit"], "error: there is no command `lnit`; did you mean `init` or `lint`?"),
    (["explode"], "error: there is no command `explode`; there are decide, explain"),
    (["help", "lnit"], "error: there is no command `lnit`; did you mean"),
    (["decide", "s.json", "--polices", "p.yaml"], "Did you mean '--policies'?"),
    (["explain", "s.json", "--polices", "p.yaml"], "Did you mean '--policies'?"),
  ])
  func badCallsAreAnsweredWithStatusTwo(words: [String], message: String) {
    let outcome = run(words)
    #expect(outcome.status == .failure)
    #expect((outcome.output + outcome.errors).contains(message), "\(outcome.errors)")
  }

  @Test(arguments: [
    ("[]", "S110"), ("\"text\"", "S110"), ("{", "Y014"), ("{}", "S110"), ("", "Y014"),
  ])
  func aDocumentThatIsNoSessionIsRefused(text: String, code: String) {
    let outcome = decide("--now", "2026-03-01T09:00:00Z", input: text, file: "-")
    #expect(outcome.status == .failure)
    #expect(outcome.errors.contains(code), "\(outcome.errors)")
  }

  @Test(arguments: HelpText.commands)
  func helpIsThatOfTheCommandAndHasExamples(name: String) {
    let help = run([name, "--help"])
    #expect(help.status == .success)
    #expect(help.errors == "")
    #expect(help.output.contains("USAGE: session-policy \(name)"))
    #expect(help.output.contains("  session-policy \(name)"))
    let same = run(["help", name])
    #expect(same.status == .success)
    #expect(same.output == help.output)
    #expect(run([name, "-h"]).output == help.output)
  }

  @Test func helpOfTheWholeIsNoMistakeAndNothingIsNoCall() {
    for words in [["--help"], ["help"], ["-h"]] {
      let help = run(words)
      #expect(help.status == .success)
      for name in HelpText.commands { #expect(help.output.contains("  \(name) "), "\(name)") }
    }
    #expect(run(["--version"]).output == SessionPolicyCommand.version + "\n")
    let nothing = run([])
    #expect(nothing.status == .failure)
    #expect(nothing.output == "")
    #expect(nothing.errors.contains("USAGE: session-policy"))
    #expect(run(["help", "decied"]).status == .failure)
  }

  @Test(arguments: [
    ["decide", "--form\u{1B}[31mat"], ["decide", "--policies", "p", "--format", "\u{9B}31m"],
    ["lint", "--format", "a\nerror: b"], ["\u{202E}lint"], ["test", "--min-coverage", "\u{200B}"],
    ["rule", "\u{2066}SEC"], ["schema", "x\u{0}\u{FEFF}"], ["init", "a", "b\rc"],
    ["import", "k\u{202E}.yml"], ["init", "--like", "\u{9B}31m"],
    ["decide", "--now", "\u{85}", "--policies", "p"],
    ["decide", "--policies", "p", "--request", "\u{200D}=1", "--context", "\u{200C}"],
  ])
  func nothingOfABadCallIsEchoedRaw(words: [String]) {
    let bad = run(words)
    #expect(bad.status == .failure)
    let hidden = (bad.output + bad.errors).unicodeScalars.filter {
      $0 != "\n"
        && ($0.properties.generalCategory == .control
          || $0.properties.generalCategory == .format)
    }
    #expect(hidden.isEmpty, "\(bad.errors.debugDescription)")
    #expect(!bad.errors.contains("\nerror: b"))
  }

  @Test func severalValuesNeverSwallowAnArgument() {
    let policy = "\(Self.root)/policies/workforce.yaml"
    let session = "\(Self.root)/samples/sessions/totp-step-up.json"
    let now = ["--now", "2026-03-01T09:00:00Z"]
    let before = run(["decide", "--policies", policy, session] + now)
    #expect(before.status == .success, "\(before.errors)")
    let twice = run(
      ["decide", "--policies", policy, "--policies", "\(Self.root)/policies/kratos-defaults.yaml"]
        + [session] + now)
    #expect(twice.status == .success, "\(twice.errors)")
    #expect(run(["decide", session, "--policies", policy, policy]).status == .failure)
    let lint = run(["lint", "--select", "SEC,L", "--ignore", "L406", policy])
    #expect(lint.status == .success, "\(lint.errors)")
  }

  @Test func misspeltFieldsOfTheCommandLineAreRefusedWithASuggestion() {
    let context = decide("--context", "rsik=low")
    #expect(context.status == .failure)
    #expect(context.errors.contains("did you mean `risk`?"), "\(context.errors)")
    let request = decide("--request", "contry=DE")
    #expect(request.status == .failure)
    #expect(request.errors.contains("did you mean `country`?"), "\(request.errors)")
    let instant = decide("--now", "yesterday")
    #expect(instant.status == .failure)
    #expect(instant.errors.contains("no instant"), "\(instant.errors)")
  }
}
