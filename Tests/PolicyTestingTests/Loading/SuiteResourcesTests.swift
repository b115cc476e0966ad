import PolicyTestSupport
import PolicyTesting
import Testing

/// What suites refer to is told apart by bytes: Swift's `==` takes texts for equal that look alike.
@Suite struct SuiteResourcesTests {
  #if !canImport(Darwin)  // Apple's file systems take these two names for one.
    @Test func documentsWhoseNamesLookAlikeAreTwo() throws {
      let tests = """
          - name: composed
            session: composed
            expect: { outcome: proceed }
          - name: decomposed
            session: decomposed
            expect: { outcome: sign_in }
        """
      let sessions = """
          composed: { from: "sessions/\u{E9}.json" }
          decomposed: { from: "sessions/e\u{301}.json" }
        """
      let folder = try SuiteFolder(SuiteFolder.suite(tests, sessions: sessions))
      let ended = SuiteFolder.session.replacing("\"active\": true", with: "\"active\": false")
      try folder.directory.write(SuiteFolder.session, to: "suites/sessions/\u{E9}.json")
      try folder.directory.write(ended, to: "suites/sessions/e\u{301}.json")
      let outcome = folder.run()
      #expect(outcome.diagnostics.map(\.message) == [])
      #expect(outcome.messages == [])
      #expect(outcome.run.inputs.filter { $0.hasSuffix(".json") }.count == 3)
    }
  #endif

  @Test func anInputIsDeclaredByTheBytesOfItsName() throws {
    let outcome = try SuiteFolder.run(
      "  - { name: paying, session: ada, request: odd, expect: { outcome: proceed } }",
      requests: "  odd: { action: read, context: { \"\u{212A}\": 1 } }",
      policy: SuiteFolder.policy.replacing("context.score:", with: "context.K:"))
    #expect(
      outcome.diagnostics.map(\.message) == [
        "no policy under test declares `context.\u{212A}`, so it would change nothing"
      ])
  }
}
