import PolicyDiagnostics
import SessionPolicy
import Testing

private func read(_ texts: String...) -> (settings: KratosSettings?, diagnostics: [Diagnostic]) {
  let (settings, diagnostics) = KratosSettings.read(
    texts.enumerated().map { SourceFile(name: "kratos-\($0.offset).yml", text: $0.element) }
  ).parts
  return (settings, diagnostics)
}

/// What Kratos' schema forbids is one error a mistake, at its place.
@Suite struct ConfigurationCheckTests {
  @Test(
    arguments: [
      // Keys that are not there, or stand elsewhere.
      ("sesion: {}", "K810 $.sesion", "did you mean `session` or `version`?"),
      ("session: { lifespann: 1h }", "K810 $.session.lifespann", "did you mean `lifespan`?"),
      ("lifespan: 1h", "K811 $.lifespan", "it belongs below `session`"),
      (
        "selfservice: { flows: { privileged_session_max_age: 5m } }",
        "K811 $.selfservice.flows.privileged_session_max_age",
        "it belongs below `selfservice.flows.settings`"
      ),
      (
        "session: { required_aal: aal1 }", "K811 $.session.required_aal",
        "it belongs below `session.whoami`"
      ),
      (
        "selfservice: { session: { lifespan: 720h } }", "K811 $.selfservice.session",
        "it belongs at the top level"
      ),
      (
        "selfservice: { methods: { webauthn: { passwordless: true } } }",
        "K811 $.selfservice.methods.webauthn.passwordless",
        "it belongs below `selfservice.methods.webauthn.config`"
      ),
      (
        "selfservice: { methods: { oidc: { config: { providers: [{ id: a, scopes: [b] }] } } } }",
        "K810 $.selfservice.methods.oidc.config.providers[0].scopes", "did you mean `scope`?"
      ),
      (
        "selfservice: { methods: { saml: { enabled: true } } }",
        "K810 $.selfservice.methods.saml", nil
      ),
      // Values of the wrong kind.
      ("cookies: { secure: false }", "S105 $.cookies.secure", "write it in quotes: `\"false\"`"),
      ("dev: \"true\"", "S106 $.dev", "leave the quotes out"),
      ("session:", "S105 $.session", "leave the key out, or give it a value"),
      ("session: { cookie: { persistent: 1 } }", "S106 $.session.cookie.persistent", nil),
      (
        "session: { cookie: { same_site: lax } }", "S106 $.session.cookie.same_site",
        "did you mean `Lax`?"
      ),
      ("serve: { public: { port: 70000 } }", "S106 $.serve.public.port", nil),
      ("secrets: { default: [short] }", "S106 $.secrets.default[0]", nil),
      (
        "hashers: { argon2: { memory: 128 MB } }", "S106 $.hashers.argon2.memory",
        "write a whole number and a unit, such as `128MB`"
      ),
      (
        "hashers: { argon2: { dedicated_memory: 1 } }", "S105 $.hashers.argon2.dedicated_memory",
        nil
      ),
      ("identity: { schemas: [] }", "S109 $.identity.schemas", nil),
      ("identity: { schemas: { id: a } }", "S105 $.identity.schemas", nil),
      (
        "session: { whoami: { required_aal: aal2 } }", "S106 $.session.whoami.required_aal",
        "`highest_available` asks everybody for the second factor who has one; to ask it of "
          + "everybody, demand `aal: aal2` in a policy"
      ),
      // What excludes each other.
      (
        "selfservice: { methods: { code: { passwordless_enabled: true, mfa_enabled: true } } }",
        "S107 $.selfservice.methods.code.mfa_enabled", "set one of them to `false`"
      ),
      (
        "selfservice: { methods: { webauthn: { config: { rp: { origin: a, origins: [b] } } } } }",
        "S107 $.selfservice.methods.webauthn.config.rp.origins", "keep `origins`"
      ),
      (
        "selfservice: { methods: { oidc: { config: { providers: [{ provider: github, "
          + "microsoft_tenant: a }] } } } }",
        "S107 $.selfservice.methods.oidc.config.providers[0].microsoft_tenant", "remove it"
      ),
      // Hooks.
      (
        "selfservice: { flows: { login: { after: { hooks: [{ hook: session }] } } } }",
        "S106 $.selfservice.flows.login.after.hooks[0].hook", nil
      ),
      (
        "selfservice: { flows: { registration: { after: { password: { hooks: [{ hook: session, "
          + "x: 1 }] } } } } }",
        "K810 $.selfservice.flows.registration.after.password.hooks[0].x", nil
      ),
      // Templates.
      (
        "session: { lifespan: \"${LIFESPAN}\" }", "K813 $.session.lifespan",
        "give the file that comes of it"
      ),
      (
        "session: { lifespan: {{ .Values.lifespan }} }", "K813 $.session.lifespan",
        "give the file that comes of it"
      ),
      ("session:\n  {{- if .x }}\n  lifespan: 1h\n", "K813 nil", "give the file that comes of it"),
      // Other files.
      ("version: 1\npolicy: p\nrules: []", "K814 $.policy", "name it beside the other policies"),
      ("suite: s\ntests: []", "K814 $.suite", "name it to `session-policy test`"),
      ("services: { kratos: {} }", "K814 $.services", nil),
      (
        "apiVersion: v1\nkind: ConfigMap\ndata: { kratos.yml: 'session: {}' }",
        "K814 $.apiVersion",
        "the configuration stands below `data.kratos.yml`; give that part as a file of its own"
      ),
      (
        "kratos: { config: { session: {} } }", "K814 $.kratos",
        "the configuration stands below `kratos.config`; give that part as a file of its own"
      ),
      ("{\"id\": \"a\", \"active\": true}", "K814 $.active", nil),
      ("session: { active: true, expires_at: 2026-03-01T09:00:00Z }", "K814 $.session", nil),
      // What its reader of YAML refuses.
      ("session: {}\nsession: {}", "Y001 nil", nil),
      ("session: {}\nsession: { lifespan: 1h }", "Y001 nil", "keep one of them"),
      ("session: { lifespan: 1h, lifespan: 2h }", "Y001 nil", "keep one of them"),
      ("session: {}\n---\nsession: {}", "Y013 nil", nil),
    ] as [(String, String, String?)])
  func whatKratosRefusesIsOneErrorAtItsPlace(_ text: String, _ found: String, _ help: String?) {
    let (settings, diagnostics) = read(text)
    #expect(settings == nil)
    #expect(
      diagnostics.map { "\($0.code.id) \($0.path ?? "nil")" } == [found],
      "\(diagnostics.map(\.message))")
    #expect(diagnostics.allSatisfy { $0.severity == .error })
    if let help { #expect(diagnostics.first?.help == help) }
  }

  @Test(arguments: [
    "dsn: ${DSN}", "selfservice: {}", "tracing: { provider: jaeger }", "expose-metrics-port: 0x1F",
    "selfservice: { methods: { code: { passwordless_login_fallback_enabled: true } } }",
    "session: { whoami: { tokenizer: { templates: { jwt: { ttl: 1m } } } } }",
    "identity: { schemas: [{ id: a, url: b, extra: c }] }", "version: ''",
    "courier: { smtp: { headers: { X-Any: value } } }",
    "selfservice: { flows: { login: { after: { hooks: [{ hook: b2b_sso, config: {} }] } } } }",
    "a-base: &base { lifespan: 1h }", "hashers: { argon2: { memory: 128MB } }",
  ])
  func whatItTakesIsTaken(_ text: String) {
    let diagnostics = read(text.replacing("a-base: &base", with: "session: &base")).diagnostics
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
  }

  /// Whatever stands below the two, and at whatever depth: Kratos' reader of YAML looks at keys alone.
  @Test(arguments: [
    ("session: { lifespan: 1h }\nselfservice: {}\nsession: { cookie: {} }", ["session 3 1"]),
    ("session:\n  cookie: { name: a }\n  cookie: { path: / }", ["cookie 3 2"]),
    ("session:\n  cookie: { name: a }\n  \"cookie\": { name: a }", ["cookie 3 2"]),
    (
      "selfservice:\n  flows: { login: {} }\n  methods: {}\n  flows: { logout: {} }",
      ["flows 4 2"]
    ),
    (
      "selfservice:\n  methods:\n    totp: { enabled: true }\n    totp: { enabled: true }",
      ["totp 4 3"]
    ),
    (
      "selfservice:\n  methods: { totp: { enabled: true } }\n  methods: { totp: { enabled: true } }",
      ["methods 3 2"]
    ),
    (
      "selfservice:\n  default_browser_return_url: /\n  methods: { totp: {} }\n  methods: { code: {} }",
      ["methods 4 3"]
    ),
    ("identity:\n  schemas:\n    - id: a\n      url: b\n      id: c", ["id 5 3"]),
    (
      "dsn: a\ndsn: b\ndsn: c\nlog: { level: info, level: info }",
      ["dsn 2 1", "dsn 3 1", "level 4 4"]
    ),
  ])
  func everyRepeatIsAnErrorWithBothPlaces(_ text: String, _ expected: [String]) {
    let (settings, diagnostics) = read(text)
    #expect(settings == nil)
    #expect(diagnostics.allSatisfy { $0.severity == .error && $0.code.id == "Y001" })
    let found = diagnostics.map { diagnostic in
      let places = [diagnostic.location] + diagnostic.related.map(\.location)
      return diagnostic.location.file.text(of: diagnostic.location.range)
        .filter { $0 != "\"" } + " "
        + places.map { String($0.file.line(at: $0.range.start)) }.joined(separator: " ")
    }
    #expect(found == expected)
  }

  @Test func veryManyRepeatsAreCounted() {
    let text = String(repeating: "dsn: a\n", count: 1_001)
    let diagnostics = read(text).diagnostics
    #expect(diagnostics.count == 101)
    #expect(diagnostics.last?.message == "900 more problems in this file not listed")
  }

  /// Kratos' own end-to-end profiles are written so, and `yq` joins them with a base.
  @Test func aTableOfMethodsInTwoHalvesIsReadWithAWarningWhereKratosDoesNotStartAnyway() {
    let part = """
      selfservice:
        methods: { password: { enabled: false } }
        methods: { totp: { enabled: true } }
      """
    let (settings, diagnostics) = read(part)
    #expect(diagnostics.map(\.severity) == [.warning])
    #expect(diagnostics.map(\.code.id) == ["Y001"])
    #expect(settings?.methods?.enabled == ["code", "profile", "totp"])
    // Beside what Kratos asks for, it is one of the files that Kratos is given.
    let whole = read("selfservice: { default_browser_return_url: 'https://a' }", part)
    #expect(whole.diagnostics.map(\.severity) == [.error])
    #expect(whole.settings == nil)
  }

  @Test func mergeKeysAreFollowed() {
    let (settings, diagnostics) = read(
      """
      session:
        cookie: &cookie { persistent: false, name: sid }
      cookies: { domain: example.org }
      selfservice:
        flows:
          login: &flow { lifespan: 5m }
          settings: { <<: *flow, privileged_session_max_age: 15m }
      """)
    #expect(diagnostics.map(\.message) == [])
    #expect(settings?.privilegedSessionMaxAge == .seconds(900))
    #expect(settings?.persistentCookie == false)
  }

  @Test func partsAreMergedAsKratosMergesThem() {
    let base = """
      session: { lifespan: 24h, cookie: { persistent: true, name: sid } }
      identity: { schemas: [{ id: a, url: x }, { id: b, url: y }] }
      selfservice: { methods: { code: { passwordless_enabled: true } } }
      """
    let (settings, diagnostics) = read(
      base, "session: { cookie: { persistent: false } }", "session: { lifespan: 1h }")
    #expect(diagnostics.isEmpty)
    #expect(settings?.lifespan == .seconds(3_600))
    #expect(settings?.persistentCookie == false)
    #expect(settings?.cookieName == "sid")
    // A mistake that only the parts together make stands in the later one.
    let both = read(base, "selfservice: { methods: { code: { mfa_enabled: true } } }")
    #expect(both.diagnostics.map(\.code.id) == ["S107"])
    #expect(both.diagnostics.first?.location.file.name == "kratos-1.yml")
    // What a later part replaces is never read.
    #expect(read("session: { lifespan: 1d }", "session: { lifespan: 1h }").settings != nil)
  }

  @Test func manyMistakesAreListedUpToANumber() {
    let text = (0..<500).map { "key\($0): 1\n" }.joined()
    let diagnostics = read(text).diagnostics
    #expect(diagnostics.count == 101)
    #expect(diagnostics.last?.message == "400 more problems in this configuration not listed")
  }
}
