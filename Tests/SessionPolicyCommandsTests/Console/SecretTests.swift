import Foundation
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// Wherever a secret stands in a configuration of Kratos and whatever is wrong around it, no command shows it, in
/// whichever format it writes and whatever it took the file for.
@Suite struct SecretTests {
  /// Configurations with secrets, each `hunter2` and more, most of them wrong in some way.
  private static let texts = [
    "secrets: { default: [hunter2-short] }", "secrets:\n  default:\n    - hunter2-short\n",
    "secrets:\n  default:\n  - hunter2-short\n  cipher: hunter2\n", "secrets: hunter2",
    "{\"secrets\": {\"default\": [\"hunter2\"]}, \"session\": {\"lifespan\": \"30d\"}}",
    "dsn: [\"postgres://kratos:hunter2@db/kratos\"]", "dsn: { a: hunter2 }",
    "dsn: \"postgres://kratos:hunter2@db/kratos\nsession: {}\n",
    "session: { lifespan: 30d }\ndsn: postgres://kratos:hunter2@db/kratos\n",
    "dsn: hunter2\nsession: { lifespan: 30d }\n", "dsnn: postgres://kratos:hunter2@db/kratos",
    "selfservice: { methods: { oidc: { config: { providers: [{ id: a, client_secret: [hunter2] }] } } } }",
    "selfservice:\n  methods:\n    oidc:\n      config:\n        providers:\n          - client_secret: [hunter2]\n",
    "selfservice: { methods: { oidc: { config: { providers: [{ apple_private_key: 1, provider: hunter2 }]}}}}\n# apple_private_key: hunter2",
    "courier: { smtp: { connection_uri: 1, from_address: \"smtp://a:hunter2@b\" } }",
    "courier:\n  smtp:\n    connection_uri:\n      hunter2: x\n",
    "courier: { http: { request_config: { url: 1, auth: { type: api_key, config: { value: [hunter2] } } } } }",
    "secrets: {{ hunter2 }}",
    "secrets:\n  default: [${hunter2}, hunter2]\nsession:\n\tlifespan: 1h\n",
    "{\n\t\"secrets\": {\n\t\t\"cookie\": [\"hunter2short\"],\n\t\t\"default\": \"hunter2f\"\n\t}}",
    "secrets: {cookie: [\n\"hunter2abc\",\n3,\n\"hunter2short\"]}",
    "? secrets\n: cookie: hunter2\n",
    "\"secr\\u0065ts\": {cookie: [hunter2u]}", "client_secrt: hunter2", "clientSecret: hunter2",
    "DSN: hunter2",
    "root:x:hunter2\nadm:x:hunter2:/bin", "smtp_password: hunter2", "password: hunter2",
    "cookies: { secret: hunter2, secrt: [1, hunter2] }",
    "courier: { http: { request_config: { url: \"https://x/?token=hunter2q\", method: [1] } } }",
    // Each key of secrets, and what Kratos refuses of it.
    "secrets: { cookie: [hunter2-too], default: [hunter2, hunter2], cipher: [hunter2-cipher] }",
    "secrets: { cookie: [hunter2-is-long-enough, hunter2-is-long-enough] }",
    "secrets: { hunter2: x }", "secrets:\n  hunter2: x\n  hunter2: y\n", "secrets: !hunter2 x",
    "secrets: *hunter2", "secrets: &hunter2 [*hunter2]", "secrets: \"\\q hunter2\"",
    "secrets: @hunter2",
    "dsn: postgres://kratos:hunter2@db\ndsn: postgres://kratos:hunter2@db2\n",
    "courier: { smtp: { connection_uri: \"http://a:hunter2@b\", from_address: a@b.c } }",
    "courier: { smtp: { connection_uri: \"\\x68unter2\" } }",
    "courier: { smtp: { connection_uri: \"a: 'hunter2\n\" } }",
    "courier: { http: { request_config: { url: \"https://x\", auth: { type: hunter2 } } } }",
    "courier: { http: { request_config: { url: \"https://x\", headers: [hunter2] } } }",
    "courier: { http: { request_config: { url: \"https://x\", header: { A: hunter2 } } } }",
    "courier: { smtp: { local_name: hunter2, client_key_pat: hunter2 } }",
    "selfservice: { flows: { login: { after: { hooks: [{ hook: web_hook, config: { url: 1, body: [hunter2], "
      + "auth: { type: basic_auth, config: { user: [hunter2], password: 12 } } } }] } } } }",
    "selfservice: { methods: { oidc: { config: { providers: [{ id: a, provider: google, client_id: x, "
      + "apple_private_key: hunter2, client_secret: hunter2 }] } } } }",
    "selfservice: { methods: { passkey: { config: { rp: { id: a, origins: [hunter2, hunter2] } } } } }",
    "client_secret: hunter2", "session: { secrets: { cookie: [hunter2] } }",
    "session: { dsn: hunter2 }",
    "session: { cookie: { secret: hunter2 } }",
    "serve: { admin: { base_url: \"https://a:hunter2@b\", x: 1 } }",
    "identity: { schemas: [{ id: a, url: [hunter2] }] }",
    "identity: { default_schema_url: hunter2 }",
    "dsn: hunter2\n  x: y: z\n", "dsn: [hunter2\nsecrets: {", "\tdsn: hunter2\n",
    "dsn: hunter2: x\n",
    "dsn:hunter2\nsecrets:\n  - hunter2\n", "%YAML 3\n---\ndsn: hunter2\n",
    "dsn: hunter2\n---\ndsn: hunter2\n",
    "dsn: >-\n  hunter2\n  hunter2\nsession: 3\n", "session:\n  lifespan: 1x\n# dsn: hunter2\n",
    "session: { lifespan: 1x } # hunter2", "dsn: \u{9B}hunter2\u{202E}\nx: 1\n",
    // Comments, behind values that are shown too.
    "session:\n  lifespan: 30d # the client secret was hunter2",
    "session:\n  lifespan: 1x\t# level: hunter2",
    "session:\n  cookie:\n    same_site: Laxx # was hunter2",
    "session: # hunter2\n  lifespan: 1x", "session: { # id: hunter2\n  lifespan: 1x,# hunter2\n}",
    "session:\n  lifespan: \"1x\" # hunter2", "session:\n  lifespan: # hunter2\n  lifespan: 1h",
    "selfservice: { methods: { oidc: { config: { providers: [\n{ id: a, provider: gogle # hunter2\n}] } } } }",
    "session:\n  # provider: hunter2\n  lifespan: 30d\n  # version: hunter2\n",
    // What goes on behind a value that is shown.
    "session:\n  lifespan: 30d hunter2",
    "session:\n  cookie:\n    same_site: \"Laxx\n    hunter2\"",
    "session:\n  cookie:\n    same_site: \"Laxx\nsecrets:\n  default: [hunter2]",
    // Parts without a key of secrets, and what goes with a configuration.
    "oauth2_provider: { headers: { Authorization: \"Bearer hunter2\" } }",
    "session: { whoami: { tokenizer: { templates: { a: { jwks_url: \"base64://hunter2\" } } } } }",
    "session:\n  whoami:\n    tokenizer:\n      templates: { a: { jwks_url: \"base64://hunter2\" } }",
    "serve: { public: { base_url: 'https://u:hunter2@h' } }",
    "{ \"serve\": { \"public\": { \"base_url\": \"https://u:hunter2@h\" } } }",
    "---\n# a part\n'identity':\n  schemas: [{ id: a, url: 'base64://hunter2' }]",
    "log: { redaction_text: hunter2 }", "clients: { web_hook: { header_allowlist: [hunter2, 1] } }",
    "{\"keys\":[{\"kty\":\"oct\",\"k\":\"hunter2\"}]}", "[{\"kty\":\"oct\",\"k\":\"hunter2\"}]",
    "DSN=hunter2", "# of the server\nexport SECRETS_DEFAULT=\"hunter2\"\nLOG_LEVEL=hunter2",
    "- id: a\n  provider: google\n  client_secret: hunter2",
    "selfservise: { methods: { oidc: { config: { providers: [{ client_secret: hunter2 }] } } } }",
    "kratos: { config: { dsn: hunter2 } }", "services: { kratos: { environment: [DSN=hunter2] } }",
    "apiVersion: v1\nkind: Secret\nstringData: { dsn: hunter2 }\n",
  ]

  /// Every command that reads a configuration; `@` is the folder.
  private static let calls =
    [
      "import @/kratos.yml --into @/new", "import @/kratos.yml --print policy",
      "import @/kratos.yml --print suite", "init @/made --from @/kratos.yml",
      "init @/both --from @/kratos.yml --like workforce", "lint @/named.yaml --root @",
      "lint @/p.yaml --kratos @/kratos.yml --write-baseline @/b.json",
      "lint @/p.yaml --kratos @/kratos.yml --fix --diff",
      "decide @/session.json --policies @/p.yaml --kratos @/kratos.yml",
      "explain @/session.json --policies @/p.yaml --kratos @/kratos.yml --format json",
      "explain @/session.json --policies @/p.yaml --kratos @/kratos.yml",
      "timeline @/session.json --policies @/p.yaml --kratos @/kratos.yml",
      "timeline @/session.json --policies @/p.yaml --kratos @/kratos.yml --format json",
      "test @/s.yaml --root @ --kratos @/kratos.yml", "test @/named.yaml --root @",
      "test @/named.yaml --root @ --format junit", "test @/named.yaml --root @ --format json",
      "test @/s.yaml --root @ --kratos @/kratos.yml --mutate",
      "timeline @/named.yaml --test others",
      "impact --old @/p.yaml --new @/q.yaml @/session.json --kratos @/kratos.yml "
        + "--now 2026-03-01T09:00:00Z",
    ]
    + ["text", "concise", "json", "sarif", "github", "junit"].map {
      "lint @/p.yaml --kratos @/kratos.yml --format \($0)"
    }
    + ["text", "markdown", "json", "sarif"].map {
      "diff @/p.yaml @/q.yaml --kratos @/kratos.yml --format \($0)"
    }
    + ["json", "http", "caep"].map {
      "decide @/session.json --policies @/p.yaml --kratos @/kratos.yml --kratos-url https://a "
        + "--format \($0)"
    }

  /// Calls that give it for anything else.
  private static let mistaken =
    [
      "lint @/kratos.yml --fix --diff", "lint @/folder", "lint @/p.yaml --config @/kratos.yml",
      "lint @/p.yaml --baseline @/kratos.yml", "lint @/p.yaml @/kratos.yml --root @",
      "decide @/session.json --policies @/kratos.yml", "decide @/kratos.yml --policies @/p.yaml",
      "explain --missing --policies @/kratos.yml", "timeline @/kratos.yml --policies @/p.yaml",
      "timeline @/session.json --policies @/p.yaml --events @/kratos.yml",
      "timeline @/kratos.yml --test payments --root @", "test @/kratos.yml", "test @/folder",
      "diff @/p.yaml @/q.yaml --approvals @/kratos.yml", "diff @/p.yaml @/kratos.yml",
      "impact --old @/p.yaml --new @/kratos.yml @/session.json",
    ]
    + ["text", "concise", "json", "sarif", "github", "junit"].map {
      "lint @/kratos.yml --format \($0)"
    }

  /// Texts that nothing tells of a configuration by, so that they are hidden only where they are given for one.
  private static let untold: Set<String> = [
    "\"secr\\u0065ts\": {cookie: [hunter2u]}", "client_secrt: hunter2", "clientSecret: hunter2",
    "DSN: hunter2", "dsnn: postgres://kratos:hunter2@db/kratos",
    "root:x:hunter2\nadm:x:hunter2:/bin", "smtp_password: hunter2", "password: hunter2",
  ]

  /// The calls that a text goes through: of four one, each text another, for all of them take minutes; every one
  /// with `PROPERTY_CASES`.
  private static func share(of text: String) -> [String] {
    let all = calls + (untold.contains(text) ? [] : mistaken)
    guard ProcessInfo.processInfo.environment["PROPERTY_CASES"] == nil,
      let place = texts.firstIndex(of: text)
    else { return all }
    return all.enumerated().filter { ($0.offset + place) % 4 == 0 }.map(\.element)
  }

  private let folder: CommandFolder

  init() throws { folder = try CommandFolder() }

  @Test(arguments: texts)
  func noSecretIsShown(text: String) throws {
    try folder.directory.write(text + "\n", to: "kratos.yml")
    try folder.directory.write(text + "\n", to: "folder/kratos.yml")
    let suite = try #require(CommandFolder.files["s.yaml"])
    try folder.directory.write(
      suite.replacing("now:", with: "kratos: kratos.yml\nnow:"), to: "named.yaml")
    // What a provider is called is no secret.
    guard !text.contains("provider: hunter2") else { return }
    for call in Self.share(of: text) {
      let words = call.split(separator: " ").map { String($0).replacing("@", with: folder.path) }
      let run = CommandRun(words)
      #expect(!(run.output + run.errors).contains("hunter2"), "\(call): \(run.output)\(run.errors)")
    }
    for case let path as String in FileManager.default.enumerator(atPath: folder.path) ?? .init()
    where !path.hasSuffix("kratos.yml") && (path.hasSuffix(".yaml") || path.hasSuffix(".json")) {
      let written = try String(contentsOfFile: "\(folder.path)/\(path)", encoding: .utf8)
      #expect(!written.contains("hunter2"), "\(path)")
    }
  }

  /// Each line of a stream is read alone, and nothing tells of what it is a part.
  @Test func noSecretIsShownOfAStream() throws {
    let text =
      "secrets:\n  default:\n    - hunter2\nhunter2abc: x\n1hunter2\n-hunter2\nDSN=hunter2\n"
      + "{\"id\": hunter2}\n{\"a\" hunter2}\n{hunter2: 1}\n[1 hunter2]\n\"hunter2\" hunter2\n'hunter2'\n"
    try folder.directory.write(text, to: "kratos.yml")
    for call in [
      "decide --stream --policies @/p.yaml", "decide --stream --policies @/p.yaml --format verdict",
      "decide --replay @/kratos.yml --policies @/p.yaml",
      "decide --replay @/kratos.yml --stream --policies @/p.yaml",
    ] {
      let words = call.split(separator: " ").map { String($0).replacing("@", with: folder.path) }
      let run = CommandRun(words, input: text)
      #expect(!(run.output + run.errors).contains("hunter2"), "\(call): \(run.output)\(run.errors)")
    }
  }

  /// What an author has to see is seen: durations, truths, words of the schema, names of methods and keys.
  @Test(arguments: [
    ("session: { lifespan: 30d }", "of Kratos: `30d`"),
    ("dsn: memory\nsession: { lifespan: 30d }", "lifespan: 30d"),
    ("session: { whoami: { required_aal: aal3 } }", "not `aal3`"),
    ("session: { cookie: { persistent: yess } }", "not `yess`"),
    ("session: { cookie: { persistent: 3 } }", "not `3`"),
    ("selfservice: { methods: { pasword: { enabled: true } } }", "`selfservice.methods.pasword`"),
    ("dsn: memory\nselfservice: { methods: { password: { enabled: yess } } }", "enabled: yess"),
    ("secret: { cookie: [abc] }", "secret: { cookie: [***] }"),
    ("hashers: { algorithm: md5 }", "not `md5`"), ("lifespan: 1h", "below `session`"),
  ])
  func whatIsNoSecretIsShown(text: String, shown: String) throws {
    try folder.directory.write(text + "\n", to: "kratos.yml")
    let call = ["lint", folder.path + "/p.yaml", "--kratos", folder.path + "/kratos.yml"]
    let run = CommandRun(call)
    #expect(run.output.contains(shown), "\(run.output)")
  }

  /// Policies, suites and sessions are no configurations, whatever their attributes are called.
  @Test(arguments: [
    (
      "version: 1\npolicy: a\nattributes: { context.dsn: { type: text } }\ndsn: hunter2\n",
      "lint @/a.yaml", "dsn: hunter2"
    ),
    (
      #"{"version": 1, "policy": "shop", "attributes": {"context.courier": "string"},"#
        + #" "rules": [{"id": "slide", "may": "extnd"}]}"#, "lint @/a.yaml",
      #""may": "extnd""#
    ),
    (
      "---\n{version: 1, policy: shop, attributes: {context.dsn: string}, "
        + "rules: [{id: a, may: extnd, when: \"context.dsn == 1\"}]}\n", "lint @/a.yaml",
      "may: extnd"
    ),
    (
      "version: 1\nruls: []\nattributes: { dsn: text }\nsecrets: hunter2\n", "lint @/a.yaml",
      "ruls: []"
    ),
    (
      #"{"version": 1, "suite": "s", "policies": ["p.yaml"], "nww": "2026", "courier": "dhl"}"#,
      "test @/a.yaml --root @", #""nww": "2026""#
    ),
    (
      #"{"now":"2026-03-01T09:00:00Z","session":{"id":"a","active":"yes","#
        + #""identity":{"id":"i","traits":{"courier":"dhl"}}},"context":{"courier":"dhl"}}"#,
      "decide @/a.yaml --policies @/p.yaml", #""active":"yes""#
    ),
    (
      #"{"id":"a","active":"yes","identity":{"id":"i","traits":{"dsn":"dhl"}}}"#,
      "decide @/a.yaml --policies @/p.yaml", #""active":"yes""#
    ),
  ])
  func whatIsOursIsShownWhole(text: String, call: String, shown: String) throws {
    try folder.directory.write(text, to: "a.yaml")
    let run = CommandRun(
      call.split(separator: " ").map { String($0).replacing("@", with: folder.path) })
    #expect((run.output + run.errors).contains(shown), "\(run.output)\(run.errors)")
  }
}
