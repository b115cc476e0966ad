import PolicyJSON
import PolicyLint

/// What `init` writes if nothing else is asked for: a policy, a suite that passes and the session it is
/// about; and for editors the schemas that policies and suites name.
enum StarterFiles {
  static let starter = withModelines([
    ("policies/starter.yaml", policy), ("samples/starter.yaml", suite),
    ("samples/sessions/ada.json", LintExample.session),
  ])

  /// The schemas that policies and suites name.
  static let schemas = [(path(.policy), schema(.policy)), (path(.suite), schema(.suite))]

  /// The same files, with lines by which editors find the schemas of policies and suites.
  static func withModelines(_ files: [(name: String, text: String)]) -> [(
    name: String, text: String
  )] {
    files.map { file in
      guard file.name.hasSuffix(".yaml") else { return file }
      return (
        file.name, modelines(file.name.hasPrefix("policies/") ? .policy : .suite) + file.text
      )
    }
  }

  private static func path(_ document: SchemaCommand.Document) -> String {
    "schemas/\(document.rawValue).schema.json"
  }

  private static func schema(_ document: SchemaCommand.Document) -> String {
    JSONWriter.text(of: document.schema, .pretty) + "\n"
  }

  /// The lines by which editors find a schema: those of most, and those of JetBrains.
  private static func modelines(_ document: SchemaCommand.Document) -> String {
    let path = "../" + path(document)
    return "# yaml-language-server: $schema=\(path)\n# $schema: \(path)\n"
  }

  private static let policy = """
    # Sessions slide while they are used, for thirty days at most, and sensitive actions ask for a
    # recent login. Change the numbers and the actions to yours.
    version: 1
    policy: starter
    description: Sessions in use slide for a month, and sensitive actions ask for a recent login.

    constants:
      sensitive: [settings.password, payment.create]

    rules:
      - id: slide
        description: In the last six hours, and never beyond thirty days after the first login.
        may: extend
        within: 6h
        max_lifetime: 30d

      - id: confirm
        description: Whoever has to prove themselves again can do it within the session.
        may: refresh

      - id: recent-login
        must: reauthenticate
        when: request.action in sensitive
        max_age: 15m
        because: Please confirm that it is you. Your last login was a while ago.

      - id: thirty-days-at-most
        must: sign_in
        max_lifetime: 30d
        because: You signed in thirty days ago. Please sign in again.

    """

  private static let suite = """
    version: 1
    suite: starter
    policies: [../policies/starter.yaml]
    now: 2026-03-01T09:00:00Z

    sessions:
      ada:
        from: sessions/ada.json
        set: { issued_at: -2h, authenticated_at: -14m59s, expires_at: +23h }
      ada-at-the-limit: { extends: ada, set: { authenticated_at: -15m } }
      ada-later: { extends: ada, set: { authenticated_at: -15m1s } }
      ada-too-early: { extends: ada, set: { expires_at: +6h1s } }
      ada-tonight: { extends: ada, set: { expires_at: +6h } }
      ada-late-tonight: { extends: ada, set: { expires_at: +5h59m59s } }
      ada-for-the-last-time: { extends: ada-tonight, set: { issued_at: -29d } }
      ada-a-second-too-late: { extends: ada-tonight, set: { issued_at: -29d1s } }
      ada-nearly-a-month: { extends: ada-tonight, set: { issued_at: -29d23h59m59s } }
      ada-a-month: { extends: ada-tonight, set: { issued_at: -30d } }
      ada-past-a-month: { extends: ada-tonight, set: { issued_at: -30d1s } }

    requests:
      read: { action: report.read }
      pay: { action: payment.create }
      new-password: { action: settings.password }

    # Each limit is tested a second before it, at it, and a second after it.
    tests:
      - name: reading asks for nothing
        session: ada-later
        request: read
        expect: { outcome: proceed, refresh: true }

      - name: what is sensitive needs a login from the last minutes
        sessions: [ada, ada-at-the-limit, ada-later]
        requests: [pay, new-password]
        expect:
          - { session: ada, requests: [pay, new-password], outcome: proceed, valid_until: +1s }
          - sessions: [ada-at-the-limit, ada-later]
            requests: [pay, new-password]
            outcome: reauthenticate
            rules: [starter/recent-login]

      - name: in its last six hours a session slides
        sessions: [ada-too-early, ada-tonight, ada-late-tonight]
        request: read
        expect:
          - { session: ada-too-early, outcome: proceed, extend: { allowed: false, not_before: +1s } }
          - sessions: [ada-tonight, ada-late-tonight]
            outcome: proceed
            extend: { allowed: true, expires_at: +24h }

      - name: no extension outlasts thirty days
        sessions: [ada-for-the-last-time, ada-a-second-too-late]
        request: read
        expect:
          - session: ada-for-the-last-time
            outcome: proceed
            extend: { allowed: true, expires_at: +24h }
          - session: ada-a-second-too-late
            outcome: proceed
            extend: { allowed: false, reasons: [extend_cap_reached] }

      - name: after thirty days a session is over, however often it was extended
        sessions: [ada-nearly-a-month, ada-a-month, ada-past-a-month]
        request: read
        expect:
          - { session: ada-nearly-a-month, outcome: proceed, extend: false, valid_until: +1s }
          - sessions: [ada-a-month, ada-past-a-month]
            outcome: sign_in
            rules: [starter/thirty-days-at-most]

      - name: who confirms in time can pay again
        session: ada
        request: pay
        timeline:
          - { at: 1s, expect: { outcome: reauthenticate } }
          - { at: 10s, do: refresh, with: password, then: { outcome: proceed } }
          - { at: 15m10s, expect: { outcome: reauthenticate } }

    """
}
