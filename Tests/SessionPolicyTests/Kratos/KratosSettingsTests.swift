import PolicyDiagnostics
import SessionPolicy
import Testing

private func read(_ text: String) -> (settings: KratosSettings?, diagnostics: [Diagnostic]) {
  let (settings, diagnostics) = KratosSettings.read(SourceFile(name: "kratos.yml", text: text))
    .parts
  return (settings, diagnostics)
}

private func lifespan(_ text: String) -> Duration? {
  read("session: { lifespan: \"\(text)\" }").settings?.lifespan
}

@Test func whatIsNotSetIsAsInKratos() {
  let untouched = KratosSettings(methods: KratosMethods())
  #expect(read("version: v26.2.0\n").settings == untouched)
  #expect(read("session: {}\n").settings == untouched)
}

@Test func readsEverySetting() {
  let (settings, diagnostics) = KratosSettings.read(
    SourceFile(
      name: "kratos.yml",
      text: """
        serve:
          public: { base_url: "https://id.example.org/" }
          admin: { base_url: http://kratos:4434/ }
        session:
          lifespan: 720h0m0s
          earliest_possible_extend: 24h
          cookie: { persistent: false, name: sid }
          whoami: { required_aal: aal1 }
        selfservice:
          flows:
            settings: { privileged_session_max_age: 15m, required_aal: aal1 }
            login: { lifespan: 10m }
          methods:
            webauthn: { config: { passwordless: true } }
            code: { mfa_enabled: true }
            oidc: { config: { providers: [{ id: acme, aal2_acr_values: [gold] }] } }
            b2b:
              config:
                organizations:
                  - { id: 7F3C9A4E-5B1D-4C2A-9E8F-0A1B2C3D4E5F, session_lifespan: 48h }
                  - { id: 11111111-1111-1111-1111-111111111111 }
        feature_flags: { faster_session_extend: true }
        """)
  ).parts
  #expect(diagnostics.isEmpty)
  #expect(
    settings
      == KratosSettings(
        lifespan: hours(720), earliestPossibleExtend: hours(24),
        privilegedSessionMaxAge: .seconds(900), whoamiRequiredAAL: .aal1,
        settingsRequiredAAL: .aal1,
        organizationLifespans: ["7f3c9a4e-5b1d-4c2a-9e8f-0a1b2c3d4e5f": hours(48)],
        persistentCookie: false, cookieName: "sid", passwordlessWebAuthn: true,
        codeAsSecondFactor: true, methods: KratosMethods(), loginFlowLifespan: .seconds(600),
        fasterSessionExtend: true,
        publicBaseURL: "https://id.example.org/", adminBaseURL: "http://kratos:4434/",
        carriesOverSecondFactors: true))
  #expect(settings?.release == .head)
}

@Test func codesAsAFirstFactorSwitchTheMethodOn() {
  let text = "selfservice: { methods: { code: { enabled: false, passwordless_enabled: true } } }"
  #expect(read(text).settings?.codeAsFirstFactor == true)
  #expect(read(text).settings?.methods?.isEnabled("code") == true)
}

/// What only the development head reads selects it, unless a release was chosen.
@Test(arguments: [
  ("session: { lifespan: 1h }", KratosRelease.v26_2),
  (
    "selfservice: { methods: { b2b: { config: { organizations: [{ id: "
      + "11111111-1111-1111-1111-111111111111, session_lifespan: 48h }] } } } }", .head
  ),
  (
    "selfservice: { methods: { oidc: { config: { providers: [{ id: a, aal2_amr_values: [mfa] }] "
      + "} } } }", .head
  ),
  (
    "selfservice: { methods: { oidc: { config: { providers: [{ id: a, aal2_amr_values: [] }] } } } }",
    .v26_2
  ),
])
func whatOnlyTheHeadReadsSelectsIt(text: String, release: KratosRelease) {
  #expect(read(text).settings?.release == release)
  let file = SourceFile(name: "kratos.yml", text: text)
  for chosen in KratosRelease.allCases {
    #expect(KratosSettings.read(file, for: chosen).value?.release == chosen)
  }
}

@Test(
  arguments: [
    ("1h1h", .seconds(7_200)), ("30m1h", .seconds(5_400)), ("720h0m0s", .seconds(2_592_000)),
    ("500ms", .milliseconds(500)), ("7us3ns", .nanoseconds(7_003)), ("0s", .zero),
    ("9223372036854775807ns", .nanoseconds(Int64.max)), ("2562047h", .seconds(2_562_047 * 3_600)),
    ("00012s", .seconds(12)),
  ] as [(String, Duration)])
func readsDurationsAsKratosDoes(text: String, duration: Duration) {
  #expect(lifespan(text) == duration)
}

@Test(arguments: [
  ("1d", "`lifespan` is not a duration of Kratos: `1d`"),
  ("3600", "`lifespan` is not a duration of Kratos: `3600`"),
  ("1.5h", "`lifespan` is not a duration of Kratos: `1.5h`"),
  ("-1h", "`lifespan` is not a duration of Kratos: `-1h`"),
  ("1 h", "`lifespan` is not a duration of Kratos: `1 h`"),
  ("1µs", "`lifespan` is not a duration of Kratos: `1µs`"),
  ("1H", "`lifespan` is not a duration of Kratos: `1H`"),
  ("h", "`lifespan` is not a duration of Kratos: `h`"),
  ("", "`lifespan` is not a duration of Kratos: ``"),
  ("2562048h", "`lifespan` is longer than Kratos can count: `2562048h`"),
  (
    "9223372036854775807ns1ns",
    "`lifespan` is longer than Kratos can count: `9223372036854775807ns1ns`"
  ),
  ("9223372036854775808ns", "`lifespan` is longer than Kratos can count: `9223372036854775808ns`"),
])
func refusesDurationsThatKratosRefuses(text: String, message: String) {
  let (settings, diagnostics) = read("session: { lifespan: \"\(text)\" }")
  #expect(settings == nil)
  #expect(diagnostics.map(\.message) == [message + ", so Kratos refuses the file"])
}

@Test func reportsEveryMistakeInTheSettingsAtItsPlace() {
  let text = """
    session:
      lifespan: [24h]
      earliest_possible_extend: lifespan
      cookie: { persistent: sometimes }
      whoami: { required_aal: aal2 }
    selfservice: { methods: { b2b: { config: { organizations: [{ session_lifespan: 2d }] } } } }
    """
  let (settings, diagnostics) = read(text)
  #expect(settings == nil)
  let file = SourceFile(name: "kratos.yml", text: text)
  let found = diagnostics.sorted { $0.location.range.start < $1.location.range.start }
  #expect(
    found.map(\.message)
      == [
        "`lifespan` takes a duration such as `24h`, not a list",
        "`earliest_possible_extend` is not a duration of Kratos: `lifespan`",
        "`persistent` takes `true` or `false`, not `sometimes`",
        "`required_aal` takes `aal1` or `highest_available`, not `aal2`",
        "`session_lifespan` is not a duration of Kratos: `2d`",
      ].map { $0 + ", so Kratos refuses the file" })
  #expect(
    found.map { file.text(of: $0.location.range) } == [
      "[24h]", "lifespan", "sometimes", "aal2", "2d",
    ])
  #expect(found.last?.path == "$.selfservice.methods.b2b.config.organizations[0].session_lifespan")
}

@Test func aConfigurationIsAMapping() {
  #expect(read("- a\n").settings == nil)
  #expect(read("session: {\n").settings == nil)
}

@Test(.enabled(if: !SharedDocuments.areAbsent, "the shared documents of Kratos are not here"))
func readsEveryPublishedConfiguration() throws {
  let files = SharedDocuments.files(in: "config")
  #expect(files.count >= 18)
  for file in files {
    let (settings, diagnostics) = KratosSettings.read(file).parts
    // One has a mapping where Kratos' schema has a list.
    let isSound = !file.name.hasSuffix("stub-driver-defaults-verification.yml")
    let errors = diagnostics.filter { $0.severity == .error }
    #expect(errors.isEmpty == isSound, "\(file.name): \(diagnostics)")
    #expect((settings != nil) == isSound, "\(file.name)")
  }
  let rafiki = try #require(SharedDocuments.file("config/thirdparty-rafiki-cloud-nine.kratos.yml"))
  var rafikiMethods = KratosMethods()
  rafikiMethods.set("link", enabled: true)
  #expect(
    KratosSettings.read(rafiki).value
      == KratosSettings(
        lifespan: hours(1), privilegedSessionMaxAge: .seconds(900), persistentCookie: false,
        methods: rafikiMethods, loginFlowLifespan: .seconds(600),
        publicBaseURL: "http://127.0.0.1:4433/",
        adminBaseURL: "http://cloud-nine-kratos:4434/"))
}

@Test func methodsAreAsTheFileOrTheSchemaHasThem() {
  let settings = read(
    """
    selfservice:
      methods:
        password: { enabled: false }
        totp: { enabled: true }
        webauthn: { enabled: true, config: { passwordless: true } }
        code: { passwordless_enabled: true }
        passkey: { config: { authenticator_selection: { user_verification: required } } }
    """
  ).settings
  #expect(settings?.methods?.enabled == ["code", "profile", "totp", "webauthn"])
  #expect(settings?.methods?.isEnabled("magic") == false)
  #expect(settings?.codeAsFirstFactor == true)
  #expect(settings?.passkeyUserVerification == .required)
  #expect(KratosSettings().methods == nil)
}

@Test func whatOnlyTheHeadReadsTellsTheRelease() {
  let text = """
    selfservice:
      methods:
        b2b:
          config:
            organizations:
              - { id: 7f3c9a4e-5b1d-4c2a-9e8f-0a1b2c3d4e5f, session_lifespan: 48h }
    """
  #expect(read(text).settings?.release == .head)
  #expect(read(text.replacing(", session_lifespan: 48h", with: "")).settings?.release == .v26_2)
  let file = SourceFile(name: "kratos.yml", text: text)
  #expect(KratosSettings.read(file, for: .v26_2).value?.release == .v26_2)
  #expect(KratosRelease(rawValue: "v1.3").map { $0 < .head } == true)
}
