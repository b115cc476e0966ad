import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTime
import Testing

@testable import SessionPolicy

/// The table of records, and what is driven by it.
@Suite struct RecordTests {
  private static let noon = Timestamp(rfc3339: "2026-03-01T12:00:00Z")

  /// A snapshot with every property that Swift has.
  private static let full = Snapshot(
    now: noon,
    session: Session(
      id: "s", active: true, expiresAt: noon, authenticatedAt: noon, issuedAt: noon,
      authenticatorAssuranceLevel: "aal2",
      authenticationMethods: [
        AuthenticationMethod(
          method: "oidc", aal: .aal1, completedAt: noon, provider: "p", organization: "o",
          upstreamACR: "a", upstreamAMR: ["mfa"])
      ],
      identity: Identity(
        id: "i", schemaID: "d", schemaURL: "u", state: "active", stateChangedAt: noon,
        traits: ["a": 1], metadataPublic: [:], metadataAdmin: [:],
        verifiableAddresses: [
          VerifiableAddress(
            id: "v", value: "x", verified: true, via: "email", status: "sent", verifiedAt: noon,
            createdAt: noon, updatedAt: noon)
        ],
        recoveryAddresses: [
          RecoveryAddress(id: "r", value: "x", via: "email", createdAt: noon, updatedAt: noon)
        ],
        organizationID: "o", externalID: "e", createdAt: noon, updatedAt: noon),
      devices: [Device(id: "d", ipAddress: "192.0.2.1", userAgent: "u", location: "l")],
      tokenized: "t"),
    request: Request(
      action: "a", ip: "192.0.2.1", country: "DE", interactive: true, lastActiveAt: noon,
      cookieIssuedAt: noon, enrolledMethods: ["totp"],
      client: Request.Client(id: "c", type: "browser"), device: ["managed": true]))

  /// Every record in the full snapshot, with its table.
  private static let documents: [(Record, JSONValue)] = {
    let session = full.session.document
    let identity = session["identity"] ?? .null
    func first(_ value: JSONValue, _ name: String) -> JSONValue {
      value[name]?.array?.first ?? .null
    }
    return [
      (.session, session), (.method, first(session, "authentication_methods")),
      (.device, first(session, "devices")), (.identity, identity),
      (.verifiableAddress, first(identity, "verifiable_addresses")),
      (.recoveryAddress, first(identity, "recovery_addresses")),
      (.request, full.request.document), (.client, full.request.document["client"] ?? .null),
    ]
  }()

  @Test func propertiesAreTheFieldsOfTheTable() {
    let unnamed: Set = ["break_glass_for_organization", "credentials"]
    for (record, document) in Self.documents {
      let fields = record.fields.filter { field in
        switch field.kind {
        case .derived, .elsewhere: false
        default: !unnamed.contains(field.name)
        }
      }
      #expect(document.object?.members.map(\.key) == fields.map(\.name), "\(record.name)")
    }
  }

  @Test func whatIsBuiltIsReadAgain() {
    let document: JSONValue = [
      "now": "2026-03-01T12:00:00Z", "session": Self.full.session.document,
      "request": Self.full.request.document,
    ]
    let file = SourceFile(name: "full.json", text: JSONWriter.text(of: document))
    let (snapshot, diagnostics) = SessionReader.read(file).parts
    #expect(diagnostics.isEmpty)
    #expect(snapshot == Self.full)
  }

  /// A value that a kind does not take; `nil` where it takes everything.
  private static func wrong(_ kind: Record.Kind) -> JSONValue? {
    switch kind {
    case .json, .open, .derived, .elsewhere: nil
    case .text, .word, .choice, .level, .instant, .texts, .records: 7
    case .flag, .object, .record: "x"
    }
  }

  @Test func everyFieldRefusesAnotherKind() {
    for (record, document) in Self.documents {
      for field in record.fields {
        guard let wrong = Self.wrong(field.kind) else { continue }
        var changed = document
        changed[field.name] = wrong
        var decoder = FieldDecoder(SourceFile(name: "x", bytes: []))
        decoder.check(changed.object ?? [:], at: changed, as: record)
        #expect(decoder.diagnostics.count == 1, "\(record.name).\(field.name)")
      }
    }
  }

  /// Path, type, whether conditions have to ask first.
  @Test(arguments: [
    ("session", "expires_at", "timestamp", false), ("session", "aal", "string", false),
    ("session", "age", "duration", false), ("session", "tokenized", "string", true),
    ("identity", "traits", "map(string, dyn)", false),
    ("identity", "credentials", "map(string, dyn)", true),
    ("identity", "metadata_admin", "map(string, dyn)", true),
    ("recovery_address", "break_glass_for_organization", "string", true),
    ("authentication_method", "upstream_amr", "list(string)", true),
    ("request", "last_active_at", "timestamp", false), ("request.device", "managed", "bool", true),
  ])
  func conditionsSeeTheTable(_ record: String, _ name: String, _ type: String, _ isOptional: Bool) {
    let field = SessionSchema.environment.objects[record]?.fields[name]
    #expect(field.map { "\($0.type)" } == type)
    #expect(field?.isOptional == isOptional)
  }

  @Test func keysOfOtherDocumentsAreNoAttributes() {
    let fields = SessionSchema.environment.objects["session"]?.fields ?? [:]
    #expect(fields["ui"] == nil && fields["request_url"] == nil && fields["session"] == nil)
  }

  @Test func settingAFieldKeepsWhatElseWasRead() {
    var identity = Identity(document: ["id": "i", "extra": 1, "state": "active"])
    identity.state = "inactive"
    identity.schemaID = "d"
    #expect(
      identity.document == ["id": "i", "extra": 1, "state": "inactive", "schema_id": "d"])
    identity.state = nil
    #expect(identity.document["state"] == nil)
  }

  @Test func theZeroTimeIsUnknown() {
    let session = Session(document: ["id": "s", "issued_at": "0001-01-01T00:00:00Z"])
    #expect(session.issuedAt == nil)
  }
}
