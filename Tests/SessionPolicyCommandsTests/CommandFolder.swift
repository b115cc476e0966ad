import PolicyTestSupport

/// A folder with one file of each kind that commands read.
struct CommandFolder {
  let directory: TemporaryDirectory
  var path: String { directory.path }

  /// A session without identity, one hour old.
  static let snapshot =
    #"{"id":"a1","active":true,"expires_at":"2026-03-02T09:00:00Z","#
    + #""authenticated_at":"2026-03-01T08:00:00Z","issued_at":"2026-03-01T08:00:00Z"}"#

  /// The files by their names.
  static let files = [
    "p.yaml": """
    version: 1
    policy: p
    attributes: { context.risk: { type: string, values: [low, high], optional: true } }
    rules:
      - { id: slide, may: extend }
      - { id: confirm, may: refresh }
      - { id: over, must: sign_in, when: 'has(context.risk) && context.risk == "high"' }
      - id: fresh
        must: reauthenticate
        when: has(request.action) && request.action == "pay"
        max_age: 15m
    """,
    // What lint can mend.
    "q.yaml": """
    version: 1
    policy: q
    rules:
      - id: slide
        may: extend
        when: session.age < duration("1h") && session.age < duration("2h")
        max_lifetime: 60d

    """,
    "s.yaml": """
    version: 1
    suite: s
    policies: [p.yaml]
    now: 2026-03-01T09:00:00Z
    sessions:
      ada: { set: { id: a1, issued_at: -1h, authenticated_at: -20m, expires_at: +1h } }
    requests: { pay: { action: pay } }
    tests:
      - { name: payments, session: ada, request: pay, expect: { outcome: reauthenticate } }
      - { name: others, session: ada, expect: { outcome: proceed } }
    """,
    "session.json": snapshot,
    "kratos.yml": "session: { lifespan: 48h }\n",
    "approvals.yaml": "- { fingerprint: a1, reason: x, expires: 2026-12-31 }\n",
  ]

  init() throws {
    directory = try TemporaryDirectory()
    for (name, text) in Self.files { try directory.write(text, to: name) }
  }
}
