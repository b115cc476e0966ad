import SessionPolicy
import Testing

@Suite("sessions are built in code") struct SessionBuildingTests {
  private let signedIn: Timestamp
  private let now: Timestamp

  init() throws {
    signedIn = try #require(Timestamp(rfc3339: "2026-03-01T08:00:00Z"))
    now = try #require(Timestamp(rfc3339: "2026-03-01T09:00:00Z"))
  }

  @Test func theyAreAsKratosWouldHaveThem() {
    let session = Session(id: "s-1", methods: ["password": signedIn, "totp": now])
    #expect(session.active == true)
    #expect(session.issuedAt == signedIn)
    #expect(session.authenticatedAt == now)
    #expect(session.expiresAt == now.adding(.seconds(86_400)))
    #expect(session.assuranceLevel == .aal2)
    #expect(session.authenticationMethods.map(\.method) == ["password", "totp"])
    #expect(session.authenticationMethods.map(\.aal) == ["aal1", "aal2"])
    #expect(session == Session(id: "s-1", methods: ["totp": now, "password": signedIn]))
  }

  @Test func settingsCount() {
    let settings = KratosSettings(lifespan: .seconds(600))
    let session = Session(id: "s", methods: ["password": signedIn], settings: settings)
    #expect(session.expiresAt == signedIn.adding(.seconds(600)))
    #expect(session.assuranceLevel == .aal1)
    #expect(!KratosRules(settings).isActive(session, at: now))
  }

  @Test func aSessionOfNothingIsNotLive() {
    #expect(!KratosRules().isActive(Session(id: "s", methods: [:]), at: now))
  }

  @Test func theyAreReadLikeAnyOther() throws {
    let session = Session(id: "s-1", methods: ["webauthn": now, "password": signedIn])
    let text = JSONWriter.text(of: session.document)
    let read = try SessionReader.read(SourceFile(name: "s.json", text: text)).get()
    #expect(read.session.assuranceLevel == session.assuranceLevel)
    #expect(read.session.authenticationMethods == session.authenticationMethods)
  }
}
