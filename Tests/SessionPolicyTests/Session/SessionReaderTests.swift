import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTime
import SessionPolicy
import Testing

private func read(_ text: String) -> (snapshot: Snapshot?, diagnostics: [Diagnostic]) {
  let (snapshot, diagnostics) = SessionReader.read(SourceFile(name: "session.json", text: text))
    .parts
  return (snapshot, diagnostics)
}

/// A session with every field, in the shape of whoami.
private let ada = """
  {"id": "9f1c", "active": true, "expires_at": "2026-03-02T09:00:00.123456789Z",
   "authenticated_at": "2026-03-01T10:30:00+01:00", "authenticator_assurance_level": "aal2",
   "authentication_methods": [
     {"method": "oidc", "aal": "aal1", "completed_at": "2026-03-01T09:00:00Z", "provider": "okta",
      "organization": "7F3C9A4E-5B1D-4C2A-9E8F-0A1B2C3D4E5F", "upstream_acr": "urn:mfa",
      "upstream_amr": ["pwd", "mfa"], "region": "eu"},
     {"method": "totp", "aal": "", "completed_at": "0001-01-01T00:00:00Z"}],
   "issued_at": "0001-01-01T00:00:00Z",
   "identity": {"id": "ada", "schema_id": "employee", "schema_url": "https://x/s", "state": "active",
     "state_changed_at": null, "traits": {"email": "ada@example.org"}, "metadata_public": null,
     "verifiable_addresses": [{"id": "v", "value": "ada@example.org", "verified": true,
       "via": "email", "status": "completed", "verified_at": null}],
     "recovery_addresses": null, "organization_id": null},
   "devices": [{"id": "d", "ip_address": "", "user_agent": null, "location": "Munich, DE"}],
   "privileged_until": "2026-03-01T10:00:00Z"}
  """

@Test func readsEveryFieldOfASession() throws {
  let (snapshot, diagnostics) = read(ada)
  #expect(diagnostics.isEmpty)
  let session = try #require(snapshot?.session)
  #expect(session.id == "9f1c")
  #expect(session.active == true)
  #expect(session.expiresAt?.nanoseconds == 123_456_789)
  #expect(session.authenticatedAt == Timestamp(rfc3339: "2026-03-01T09:30:00Z"))
  #expect(session.issuedAt == nil)
  #expect(session.authenticatorAssuranceLevel == "aal2")
  #expect(session.authenticationMethods.map(\.method) == ["oidc", "totp"])
  #expect(
    session.authenticationMethods.map(\.completedAt?.rfc3339) == ["2026-03-01T09:00:00Z", nil])
  #expect(session.authenticationMethods.first?.upstreamAMR == ["pwd", "mfa"])
  #expect(session.organization == "7f3c9a4e-5b1d-4c2a-9e8f-0a1b2c3d4e5f")
  let identity = try #require(session.identity)
  #expect(identity.traits?["email"]?.string == "ada@example.org")
  #expect(identity.metadataPublic == nil)
  #expect(identity.stateChangedAt == nil)
  #expect(identity.verifiableAddresses.map(\.verified) == [true])
  #expect(identity.recoveryAddresses.isEmpty)
  #expect(session.devices.map(\.ipAddress) == [""])
  #expect(session.devices.map(\.userAgent) == [nil])
  #expect(session.document["privileged_until"]?.string == "2026-03-01T10:00:00Z")
}

@Test func settingAFieldWritesItThroughAndKeepsTheRest() throws {
  var session = try #require(read(ada).snapshot?.session)
  session.expiresAt = Timestamp(rfc3339: "2026-04-01T00:00:00Z")
  session.authenticatedAt = nil
  session.identity?.state = "inactive"
  session.authenticationMethods[1].completedAt = Timestamp(rfc3339: "2026-03-01T08:00:00Z")
  let document = session.document
  #expect(document["expires_at"] == "2026-04-01T00:00:00Z")
  #expect(document["authenticated_at"] == nil)
  #expect(document["identity"]?["state"] == "inactive")
  #expect(document["identity"]?["traits"]?["email"] == "ada@example.org")
  #expect(document["authentication_methods"]?.array?.first?["region"] == "eu")
  #expect(
    document["authentication_methods"]?.array?.last?["completed_at"] == "2026-03-01T08:00:00Z")
  #expect(document["privileged_until"] != nil)
}

@Test func aSessionBuiltInCodeReadsBackEqual() throws {
  let now = try #require(Timestamp(rfc3339: "2026-03-01T09:00:00.5Z"))
  let session = Session(
    id: "s", expiresAt: now, authenticatedAt: now, issuedAt: now,
    authenticatorAssuranceLevel: "aal1",
    authenticationMethods: [
      AuthenticationMethod(
        method: "oidc", aal: .aal1, completedAt: now, provider: "p", organization: "o",
        upstreamACR: "a", upstreamAMR: ["b"])
    ],
    identity: Identity(
      id: "i", schemaID: "employee", schemaURL: "u", stateChangedAt: now, traits: ["a": [1, 2]],
      metadataPublic: ["tier": "gold"], metadataAdmin: [:],
      verifiableAddresses: [
        VerifiableAddress(
          id: "v", value: "x", verified: false, via: "sms", status: "sent", verifiedAt: now,
          createdAt: now, updatedAt: now)
      ],
      recoveryAddresses: [
        RecoveryAddress(id: "r", value: "x", via: "email", createdAt: now, updatedAt: now)
      ],
      organizationID: "o", externalID: "e", createdAt: now, updatedAt: now),
    devices: [Device(id: "d", ipAddress: "::1", userAgent: "u", location: "l")], tokenized: "t")
  let (snapshot, diagnostics) = read(JSONWriter.text(of: session.document, .pretty))
  #expect(diagnostics.isEmpty)
  #expect(snapshot?.session == session)
}

/// Documents that carry the session `{"id": "s", …}` in different ways.
@Test(arguments: [
  #"{"id": "s", "active": true}"#,
  #"{"session": {"id": "s", "active": true}}"#,
  #"{"session_token": "t", "session": {"id": "s", "active": true}, "continue_with": []}"#,
  #"{"exp": 1, "iat": 1, "sub": "i", "session": {"id": "s", "active": true}}"#,
  #"{"subject": "i", "extra": {"id": "s", "active": true}, "header": {}}"#,
  #"{"subject": "i", "extra": {"session": {"id": "s", "active": true}}}"#,
  #"[{"id": "s", "active": true}]"#,
  #"{"now": "2026-03-01T09:00:00Z", "session": {"session_token": "t", "session": {"id": "s", "active": true}}}"#,
  #"{"session": [{"id": "s", "expires_at": null, "active": null}]}"#,
])
func findsTheSessionInItsWrappers(text: String) {
  let (snapshot, diagnostics) = read(text)
  #expect(diagnostics.map(\.message) == [])
  #expect(snapshot?.session.id == "s")
}

@Test(arguments: [
  (#""identity": null"#, "beside"), (#""devices": []"#, "beside"),
  (#""identity": {"id": "own"}"#, "own"),
])
func takesTheIdentityBesideASessionThatHasNone(member: String, id: String) throws {
  let text = #"{"session": {"id": "s", "active": true, \#(member)}, "identity": {"id": "beside"}}"#
  let session = try #require(read(text).snapshot?.session)
  #expect(session.identity?.id == id)
  #expect(session.document["identity"]?["id"]?.string == id)
}

@Test func readsASnapshot() throws {
  let (snapshot, diagnostics) = read(
    """
    {"id": 7, "now": "2026-03-01T09:00:00Z", "session": {"id": "s", "active": true},
     "request": {"action": "payment.create", "ip": "::1", "country": "DE", "interactive": false,
       "last_active_at": "2026-03-01T08:59:00Z", "client": {"id": "app", "type": "native"},
       "device": {"managed": true}, "enrolled_methods": ["totp"],
       "cookie_issued_at": "2026-03-01T08:00:00Z"},
     "context": {"risk": "low"}}
    """)
  #expect(diagnostics.isEmpty)
  let found = try #require(snapshot)
  #expect(found.id == 7)
  #expect(found.now?.rfc3339 == "2026-03-01T09:00:00Z")
  #expect(found.request.action == "payment.create")
  #expect(found.request.interactive == false)
  #expect(found.request.lastActiveAt?.rfc3339 == "2026-03-01T08:59:00Z")
  #expect(found.request.client == Request.Client(id: "app", type: "native"))
  #expect(found.request.device?["managed"] == true)
  #expect(found.request.enrolledMethods == ["totp"])
  #expect(found.request.cookieIssuedAt?.rfc3339 == "2026-03-01T08:00:00Z")
  #expect(found.context["risk"] == "low")
}

@Test func aBareSessionHasNothingAround() throws {
  let snapshot = try #require(read(ada).snapshot)
  #expect(snapshot.id == nil)
  #expect(snapshot.now == nil)
  #expect(snapshot.request == Request())
  #expect(snapshot.context.isEmpty)
}

@Test(arguments: [
  ("{}", "an empty object is no session"),
  ("[]", "the list of sessions is empty"),
  (#"[{"id": "a", "active": true}, {"id": "b"}]"#, "the list holds 2 sessions, and one is decided"),
  (#""s""#, "expected a session as an object, found a string"),
  ("null", "expected a session as an object, found null"),
  (#"{"session": 7}"#, "expected a session as an object, found a number"),
  (#"{"session": {}}"#, "an empty object is no session"),
  (#"{"request": {}, "context": {}}"#, "the snapshot has no `session`"),
  (
    #"{"id": "f", "expires_at": "x", "issued_at": "x", "ui": {}, "refresh": false}"#,
    "this is a login flow, not a session"
  ),
  (
    #"{"id": "f", "expires_at": "x", "request_url": "http://k/self-service/settings/browser"}"#,
    "this is a settings flow, not a session"
  ),
  (
    #"{"error": {"id": "session_aal2_required", "code": 403}, "redirect_browser_to": "x"}"#,
    "this is the error 403 `session_aal2_required` that Kratos answered, not a session"
  ),
  (
    #"{"id": "i", "schema_id": "default", "traits": {}, "state": "active"}"#,
    "this is an identity, not a session"
  ),
  (
    #"{"exp": 1, "iat": 1, "sid": "s", "sub": "i"}"#,
    "these are the claims of a token, and they carry no `session`"
  ),
  (
    #"{"identity": {"id": "i"}, "continue_with": null}"#,
    "this is the response to a registration, and it carries no `session`"
  ),
  (#"{"dsn": "memory", "selfservice": {}}"#, "this is a configuration of Kratos, not a session"),
  (
    #"{"id": "x", "name": "y"}"#,
    "this is no session: it has no `active`, `expires_at`, `authenticated_at`"
  ),
  (
    #"{"data": {"session": {"id": "s", "active": true}}, "ok": true}"#,
    "this is no session: one stands within it, at `data`"
  ),
  (
    #"{"result": {"payload": {"whoami": {"id": "s", "active": true}}}}"#,
    "this is no session: one stands within it, at `result.payload.whoami`"
  ),
  (
    #"{"a": {"b": {"c": {"d": {"id": "s", "active": true}}}}}"#,
    "this is no session: it has no `id`, `active`, `expires_at`, `authenticated_at`"
  ),
  (
    #" "{\"id\": \"s\", \"active\": true}""#,
    "expected a session as an object, found one written into a text"
  ),
])
func saysWhatADocumentIsThatIsNoSession(text: String, message: String) {
  let (snapshot, diagnostics) = read(text)
  #expect(snapshot == nil)
  #expect(diagnostics.map(\.message) == [message])
  #expect(diagnostics.map(\.code) == [.notASession])
  #expect(diagnostics.first?.help?.isEmpty == false)
}

@Test func reportsEveryMistakeAtItsPlace() {
  let (snapshot, diagnostics) = read(
    """
    {"session": {"active": "yes", "expires_at": 12, "authenticated_at": "2026-03-01",
      "issued_at": "2026-03-01T09:00:00.Z", "authenticator_assurance_level": "aal9",
      "authentication_methods": [{"aal": "aal1"}, 7], "identity": {"state": true},
      "devices": {}}, "request": [], "context": {}, "now": "today"}
    """)
  #expect(snapshot == nil)
  #expect(
    diagnostics.map(\.path) == [
      "$.session", "$.session.active", "$.session.expires_at", "$.session.authenticated_at",
      "$.session.issued_at", "$.session.authenticator_assurance_level",
      "$.session.authentication_methods[0]", "$.session.authentication_methods[1]",
      "$.session.identity.state", "$.session.devices", "$.now", "$.request",
    ])
  #expect(
    diagnostics.map(\.message) == [
      "the session has no `id`",
      "`active` takes `true` or `false`, not a string",
      "`expires_at` takes an instant in a string, not a number",
      "`authenticated_at` is not an instant: `2026-03-01`",
      "`issued_at` is not an instant: `2026-03-01T09:00:00.Z`",
      "`authenticator_assurance_level` is no assurance level: `aal9`",
      "the authentication method has no `method`",
      "`authentication_methods` takes objects, not a number",
      "`state` takes a string, not a boolean",
      "`devices` takes an array, not an object",
      "`now` is not an instant: `today`",
      "`request` takes an object, not an array",
    ])
}

/// Text that reorders a line or rings a bell does so nowhere, whoever writes the message.
@Test func whatADocumentSaysIsSafeToShow() {
  let (_, diagnostics) = read(
    #"{"id": "s", "active": true, "issued_at": "a\u202Eb\u0007"}"#)
  #expect(
    diagnostics.map(\.message).contains(#"`issued_at` is not an instant: `a\u{202E}b\u{7}`"#))
}

@Test func aDocumentFullOfMistakesHasABoundedReport() {
  let sevens = Array(repeating: "7", count: 500_000).joined(separator: ",")
  let (snapshot, diagnostics) = read(
    #"{"id": "s", "active": true, "authentication_methods": [\#(sevens)]}"#)
  #expect(snapshot == nil)
  #expect(diagnostics.count == 101)
  #expect(diagnostics.last?.code == .resourceLimit)
}

@Test func wrappersAreOpenedOnlySoFar() {
  let text =
    String(repeating: #"{"session":"#, count: 20) + "{}" + String(repeating: "}", count: 20)
  #expect(
    read(text).diagnostics.map(\.message) == [
      "sessions are wrapped in one another more than 4 times"
    ])
}

@Test(.enabled(if: !SharedDocuments.areAbsent, "the shared documents of Kratos are not here"))
func readsEveryPublishedSession() throws {
  let files = SharedDocuments.files(in: "sessions")
  #expect(files.count >= 34)
  for file in files {
    let (snapshot, diagnostics) = SessionReader.read(file).parts
    #expect(diagnostics.map(\.message) == [], "\(file.name)")
    #expect(snapshot?.session.id.isEmpty == false, "\(file.name)")
  }
  let legacy = try #require(
    SharedDocuments.file("sessions/fixture-aal2-active-until-2080-password-totp-empty-aal.json"))
  let session = try #require(SessionReader.read(legacy).value?.session)
  #expect(session.latestCompletion() == nil)
  #expect(session.assuranceLevel == .aal2)
  #expect(AssuranceLevel.achieved(by: session.authenticationMethods, in: .v26_2) == .aal2)
  #expect(AssuranceLevel.achieved(by: session.authenticationMethods, in: .head) == .aal1)
}

@Test(.enabled(if: !SharedDocuments.areAbsent, "the shared documents of Kratos are not here"))
func tellsPublishedFlowsAndClaimsFromSessions() {
  for file in SharedDocuments.files(in: "login-flows") {
    let messages = SessionReader.read(file).diagnostics.map(\.message)
    #expect(messages == ["this is a login flow, not a session"], "\(file.name)")
  }
  for file in SharedDocuments.files(in: "tokenized") {
    let messages = SessionReader.read(file).diagnostics.map(\.message)
    #expect(
      messages == ["these are the claims of a token, and they carry no `session`"], "\(file.name)")
  }
}
