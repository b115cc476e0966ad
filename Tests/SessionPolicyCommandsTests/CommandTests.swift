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

  @Test func everyShippedPolicyIsClean() {
    let outcome = run(["lint", "\(Self.root)/policies"])
    #expect(outcome.status == .success, "\(outcome.output)")
    #expect(outcome.output.contains("0 errors, 0 warnings"))
  }

  @Test(arguments: [
    (["decide"], "Missing expected argument"),
    (["decide", "nowhere.json", "--policies", "nowhere.yaml"], "there is no file or directory"),
    (["decide", "-", "--policies", "/dev/null"], "unreadable-file"),
    (["lint", "nowhere"], "there is no file or directory"),
    (["lnit"], "Unexpected argument"),
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
