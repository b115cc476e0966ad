import PolicyTestSupport
import PolicyTesting
import Testing

/// Which rules a failure shows: those that have a say in what was not as expected.
@Suite struct FailureEvidenceTests {
  private static func rules(_ expectation: String, refresh: String) throws -> [String] {
    let directory = try TemporaryDirectory()
    try directory.write(
      """
      version: 1
      policy: customers
      when: identity.schema_id == "customer"
      rules:
        - { id: confirm, may: refresh }
        - { id: slide, may: extend }
        - { id: fresh, must: reauthenticate, max_age: 5m }
      """, to: "a.yaml")
    try directory.write(
      """
      version: 1
      policy: employees
      when: { all: [identity.schema_id == "employee", { none: [request.action == "other"] }] }
      rules:
        - { id: confirm, may: refresh\(refresh) }
        - { id: slide, may: extend, max_lifetime: 1d }
        - { id: fresh, must: reauthenticate, max_age: 5m }
        - { id: end, must: sign_in, max_lifetime: 30d }
      """, to: "b.yaml")
    try directory.write(
      """
      version: 1
      suite: s
      policies: [a.yaml, b.yaml]
      now: 2026-03-01T09:00:00Z
      sessions:
        ada:
          set:
            id: a1
            issued_at: -1h
            authenticated_at: -20m
            expires_at: +1h
            identity: { id: i1, state: active, schema_id: employee }
      requests: { pay: { action: pay } }
      tests:
        - { name: t, session: ada, request: pay, expect: { \(expectation) } }
      """, to: "s.yaml")
    var run = TestRun(root: directory.path)
    var found: [String] = []
    _ = run.run(paths: ["\(directory.path)/s.yaml"]) { suite in
      let evidence = suite.tests.first?.failures.first?.evidence
      found = evidence?.rules.map(\.rule.qualifiedID) ?? []
    }
    return found
  }

  @Test func rulesOfPoliciesThatDoNotApplyHaveNoSay() throws {
    #expect(
      try Self.rules("outcome: proceed", refresh: "") == ["employees/fresh", "employees/end"])
    #expect(
      try Self.rules("extend: true", refresh: "") == ["employees/fresh", "employees/slide"])
    #expect(try Self.rules("refresh: false", refresh: "").contains("employees/confirm"))
  }

  /// Who may not refresh has to sign in, and then it is that rule which has decided.
  @Test func theRuleThatDoesNotLetAUserRefreshHasASay() throws {
    let rules = try Self.rules("outcome: reauthenticate", refresh: ", max_idle: 5m")
    #expect(rules == ["employees/fresh", "employees/confirm", "employees/end"])
  }
}
