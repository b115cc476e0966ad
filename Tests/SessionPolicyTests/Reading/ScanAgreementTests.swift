import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import PolicyTime
import Testing

@testable import SessionPolicy

/// Reading what is asked for says the same as reading everything.
@Suite struct ScanAgreementTests {
  /// Attributes of every type and place, and conditions that read them in every form.
  private static let widePolicy = """
    version: 1
    policy: wide
    attributes:
      context.risk: { type: string, optional: true }
      context.seats: { type: int, optional: true }
      context.grace: { type: duration, optional: true }
      context.since: { type: timestamp, optional: true }
      identity.traits.email: { type: string, optional: true }
      identity.traits.name.first: { type: string, optional: true }
      identity.traits.roles: { type: list(string), optional: true }
      identity.traits.groups: { type: list(string), optional: true }
      identity.metadata_public.tier: { type: string, optional: true }
      identity.metadata_public.level: { type: double, optional: true }
    rules:
      - id: a
        may: extend
        when: has(identity.traits.email) && identity.traits.email.endsWith("@example.com")
      - id: b
        may: refresh
        when: session.authentication_methods.exists(m, m.method in ["password", "oidc"] && m.aal != "aal2")
      - id: c
        must: reauthenticate
        when: session.authentication_methods.all(m, has(m.completed_at) && m.method != "totp")
        aal: aal2
        max_age: 1h
      - id: d
        never: extend
        when: has(identity.traits.roles) && identity.traits.roles.exists(r, r == "admin")
      - id: e
        must: sign_in
        when: has(context.seats) && context.seats > 10
      - id: f
        never: refresh
        when: has(context.grace) && session.remaining < context.grace
      - id: g
        must: reauthenticate
        when: has(context.since) && context.since < timestamp("2026-03-01T09:00:00Z")
        methods: [totp, webauthn]
        max_age: 10m
      - id: h
        may: extend
        when: has(identity.metadata_public.tier) && identity.metadata_public.tier in ["gold", "日本"]
        by: 2h
      - id: i
        may: extend
        when: has(identity.metadata_public.level) && identity.metadata_public.level > 1.0
      - id: j
        must: sign_in
        when: >-
          request.action == "pay" && !(has(context.risk) && context.risk.contains("low"))
          && request.client.type != "native"
        max_idle: 30m
      - id: k
        never: extend
        when: size(session.devices) > 1 || identity.verifiable_addresses.exists(a, !a.verified)
      - id: l
        must: sign_in
        when: kratos.lifespan > duration("30h") || kratos.required_aal == "highest_available"
      - id: m
        may: refresh
        when: session.aal == "aal2" && has(identity.traits.name.first)
      - id: n
        never: extend
        when: session.authentication_methods.exists(m, has(m.upstream_amr))
      - id: o
        must: reauthenticate
        when: has(identity.traits.groups) && identity.traits.groups.exists(g, g.startsWith("adm"))
    """

  private static let wideDocument: JSONValue = [
    "id": ["call": 7], "now": "2026-03-01T09:00:00.25Z",
    "session": [
      "id": "4b1f6c1e-9c1d-4a43-8a77-0d4cf2f1a001", "active": true,
      "expires_at": "2026-03-01T11:00:00Z", "authenticated_at": "2026-03-01T08:30:00Z",
      "authenticator_assurance_level": "aal2",
      "authentication_methods": [
        ["method": "password", "aal": "aal1", "completed_at": "2026-03-01T08:29:00.123456Z"],
        ["method": "totp", "aal": "aal2", "completed_at": "2026-03-01T08:30:00Z"],
        [
          "method": "oidc", "aal": "aal1", "provider": "elsewhere", "upstream_amr": ["pwd", "mfa"],
        ],
      ],
      "issued_at": "2026-02-28T10:00:00Z",
      "identity": [
        "id": "5c1f6c1e-9c1d-4a43-8a77-0d4cf2f1a002", "schema_id": "customer",
        "state": "active", "state_changed_at": "2025-01-01T00:00:00Z",
        "traits": [
          "email": "ada@example.com", "name": ["first": "Ada", "last": "Lovelace"],
          "roles": ["user", "admin"], "groups": ["staff"],
        ],
        "verifiable_addresses": [
          [
            "id": "1", "value": "ada@example.com", "verified": true, "via": "email",
            "status": "completed", "verified_at": "2025-01-01T00:00:00Z",
          ]
        ],
        "recovery_addresses": [["id": "2", "value": "ada@example.com", "via": "email"]],
        "metadata_public": ["tier": "gold", "level": 2, "other": [1, [2, ["deep": .null]]]],
        "organization_id": .null, "created_at": "2025-01-01T00:00:00Z",
      ],
      "devices": [["id": "3", "ip_address": "192.0.2.1", "user_agent": "Mozilla/5.0 (X11)"]],
    ],
    "request": [
      "action": "pay", "country": "DE", "last_active_at": "2026-03-01T08:59:00Z",
      "client": ["id": "web", "type": "browser"],
    ],
    "context": ["risk": "low", "seats": 3, "grace": "10m", "since": "2026-01-01T00:00:00Z"],
  ]

  private static func document(of snapshot: Snapshot, _ random: inout SeededGenerator) -> JSONValue
  {
    guard random.chance(80) else { return snapshot.session.document }
    var wrapper: JSONValue = [
      "session": snapshot.session.document, "request": snapshot.request.document,
      "context": .object(snapshot.context),
    ]
    if random.chance(50) { wrapper["now"] = "2026-03-01T09:00:00Z" }
    return wrapper
  }

  /// Compares both ways for one text; gives whether the short one was taken.
  private func agree(
    _ bytes: [UInt8], _ policies: PolicySet, _ settings: KratosSettings, _ seed: UInt64
  ) throws -> Bool {
    let file = SourceFile(name: "document", bytes: bytes)
    let plan = policies.plan
    guard
      let scanned = PreparedSnapshot(scanning: file, settings: settings, plan: plan, now: nil)
    else { return false }
    let text = String(decoding: bytes, as: UTF8.self)
    let (read, diagnostics) = SessionReader.read(file).parts
    #expect(diagnostics.isEmpty, "seed \(seed): \(text)")
    guard let snapshot = read else {
      Issue.record("seed \(seed): scanned what cannot be read: \(text)")
      return true
    }
    let prepared = policies.prepare(snapshot, settings: settings)
    for offset: Int64 in [0, 600, 7_200] {
      let now = offset == 0 ? nil : RandomCase.instant(offset)
      #expect(scanned.verdict(at: now) == prepared.verdict(at: now), "seed \(seed): \(text)")
      let (short, long) = (scanned.verdictUntil(at: now), prepared.verdictUntil(at: now))
      #expect(short.verdict == long.verdict, "seed \(seed): \(text)")
    }
    #expect(
      JSONWriter.text(of: scanned.decision().json())
        == JSONWriter.text(of: policies.decide(snapshot, settings: settings).json()),
      "seed \(seed): \(text)")
    return true
  }

  @Test func wideDocumentsScannedAndReadAgree() throws {
    let file = SourceFile(name: "wide.yaml", text: Self.widePolicy)
    let (set, diagnostics) = PolicySet.load([file]).parts
    let policies = try #require(set, "\(DiagnosticFormatter().format(diagnostics))")
    let plain = Array(JSONWriter.text(of: Self.wideDocument).utf8)
    #expect(try agree(plain, policies, KratosSettings(), 0), "the short way is taken")
    var scanned = 0
    let seeds = DecisionInvariantTests.seeds
    for seed in stride(from: seeds.lowerBound, to: seeds.upperBound, by: 5) {
      var random = SeededGenerator(seed: seed)
      let bytes = DocumentMutations.text(of: Self.wideDocument, &random)
      let settings = KratosSettings(
        lifespan: .seconds(random.pick([3_600, 200_000])),
        whoamiRequiredAAL: random.pick([.aal1, .highestAvailable]))
      if try agree(bytes, policies, settings, seed) { scanned += 1 }
    }
    #expect(scanned > seeds.count / 20, "the short way is taken")
  }

  @Test func randomDocumentsScannedAndReadAgree() throws {
    let seeds = DecisionInvariantTests.seeds
    var scanned = 0
    for seed in stride(from: seeds.lowerBound, to: seeds.upperBound, by: 5) {
      let sample = RandomCase(seed: seed)
      var random = SeededGenerator(seed: seed)
      let document = Self.document(of: sample.snapshot, &random)
      let bytes = DocumentMutations.text(of: document, &random)
      if try agree(bytes, sample.policies(), sample.settings, seed) { scanned += 1 }
    }
    #expect(scanned > seeds.count / 40, "the short way is taken")
  }

  @Test func aListThatNoTestLooksIntoIsSteppedOverAsWhatItIs() throws {
    let file = SourceFile(name: "wide.yaml", text: Self.widePolicy)
    let policies = try #require(PolicySet.load([file]).value)
    let text = JSONWriter.text(of: Self.wideDocument)
    for broken in ["[x]", "[1}]", "[\"}]", "[{\"a\":1]"] {
      let bytes = Array(text.replacing("[\"staff\"]", with: broken).utf8)
      #expect(!(try agree(bytes, policies, KratosSettings(), 0)), "\(broken)")
    }
  }

  @Test func aListToOnePolicyIsAnObjectToAnother() throws {
    func policy(_ name: String, _ attribute: String, _ condition: String) -> SourceFile {
      SourceFile(
        name: name,
        text: """
          version: 1
          policy: \(name)
          attributes: { \(attribute) }
          rules:
            - id: only
              must: sign_in
              when: '\(condition)'
          """)
    }
    let files = [
      policy("a", "context.a: list(string)", #"context.a.exists(x, x == "q")"#),
      policy("b", "context.a.b: string", #"context.a.b == "z""#),
    ]
    for files in [files, files.reversed()] {
      guard let policies = PolicySet.load(files).value else { continue }
      for value in [#"{"b":"z"}"#, #"{"b":"y"}"#, #"["q"]"#] {
        let document = #"""
          {"session":{"id":"x","active":true,"authenticator_assurance_level":"aal1","expires_at":\#
          "2026-03-02T09:00:00Z"},"now":"2026-03-01T09:00:00Z","context":{"a":\#(value)}}
          """#
        _ = try agree(Array(document.utf8), policies, KratosSettings(), 0)
      }
    }
  }

  @Test(arguments: [
    #"{"id":"x","active":true,"aal":"aal2","authenticator_assurance_level":"aal1","issued_at":{}}"#,
    #"{"id":"x","active":true,"authenticator_assurance_level":"aal1","ui":{}}"#,
    #"{"id":"x","active":true,"authenticator_assurance_level":"aal1","ui":null}"#,
  ])
  func keysAtTheVeryEndAreKnownToo(_ text: String) throws {
    let policies = try RandomCase(seed: 1).policies()
    let (prepared, diagnostics) = policies.prepare(
      reading: SourceFile(name: "document", text: text)
    ).parts
    #expect(prepared == nil)
    #expect(diagnostics.contains { $0.severity == .error })
  }

  @Test(arguments: [
    "", " ", "{}", "[]", "null", "{\"session\":", "{\"session\":{}}", "{\"id\":\"x\"}",
    "{\"id\":\"x\",\"active\":true,\"active\":false}", "\u{FEFF}{\"id\":\"x\",\"active\":true}",
    "{\"id\":\"x\",\"active\":true} x", "{\"id\":\"x\",\"active\":tru}",
  ])
  func whatIsNoSessionIsNotScanned(_ text: String) throws {
    let policies = try RandomCase(seed: 1).policies()
    let (prepared, diagnostics) = policies.prepare(
      reading: SourceFile(name: "document", text: text)
    ).parts
    #expect(prepared == nil)
    #expect(diagnostics.contains { $0.severity == .error })
  }
}

extension RandomCase {
  /// An instant some seconds after the one that random cases are made around.
  static func instant(_ offset: Int64) -> Timestamp? { Timestamp(seconds: epoch + offset) }
}
