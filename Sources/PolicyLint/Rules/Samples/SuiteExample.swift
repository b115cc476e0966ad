/// Examples of suites: what is special about each, beside a policy and a session that suit.
extension LintExample {
  /// A suite of which the tests, or another part, are given.
  static func suite(
    _ tests: String, sessions: String = "ada: { from: ada.json }", session: String = session,
    policies: String = "[policy.yaml]", policy: String = policy
  ) -> LintExample {
    LintExample(files: [
      File("policy.yaml", policy),
      File(
        "suite.yaml",
        """
        version: 1
        suite: example
        policies: \(policies)
        now: 2026-03-01T09:00:00Z
        sessions:
          \(sessions)
        tests:
        \(tests)

        """),
      File("ada.json", session, role: .other),
    ])
  }

  private static let policy = """
    version: 1
    policy: example
    rules:
      - id: confirm
        may: refresh

    """

  /// The session of `ada`, who signed in an hour before the suites of examples begin.
  package static let session = """
    {
      "id": "6f0e5a0e-2a4d-4a44-9a53-0a4b2f6b7c11",
      "active": true,
      "expires_at": "2026-03-02T08:00:00Z",
      "authenticated_at": "2026-03-01T08:00:00Z",
      "issued_at": "2026-03-01T08:00:00Z",
      "authenticator_assurance_level": "aal1",
      "authentication_methods": [
        { "method": "password", "aal": "aal1", "completed_at": "2026-03-01T08:00:00Z" }
      ],
      "identity": {
        "id": "0b7a1c52-8f1e-4b6b-9a54-7b0f5f3f6d21",
        "schema_id": "default",
        "schema_url": "https://example.com/schemas/default",
        "state": "active",
        "traits": {}
      }
    }

    """

  /// A test that expects something.
  static let soundTest = """
      - name: nothing is due
        session: ada
        expect: { outcome: proceed }
    """
}
