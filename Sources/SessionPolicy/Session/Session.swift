public import PolicyJSON
public import PolicyTime

/// A login session as Kratos describes it.
///
/// The fields are Kratos' own, in Swift's spelling. Null and absent both read as `nil`, and so does
/// the zero time `0001-01-01T00:00:00Z`, by which Kratos means unknown. ``document`` is the same
/// session as JSON; it keeps what no field names, and follows every change of a field.
public struct Session: Sendable, Equatable {
  /// The identifier; it stays the same when the session is extended or refreshed.
  public var id: String {
    get { self["id"] ?? "" }
    set { self["id"] = newValue }
  }
  /// Whether the session was live when Kratos wrote the document.
  ///
  /// It says nothing of any later instant; see ``KratosRules/inactivity(of:at:)``.
  public var active: Bool? {
    get { self["active"] }
    set { self["active"] = newValue }
  }
  /// When it ends; the session is no longer live at this very instant.
  public var expiresAt: Timestamp? {
    get { self["expires_at"] }
    set { self["expires_at"] = newValue }
  }
  /// When the user last completed an authentication.
  public var authenticatedAt: Timestamp? {
    get { self["authenticated_at"] }
    set { self["authenticated_at"] = newValue }
  }
  /// When it began. Not to be trusted in the response to a refresh, where Kratos writes the present.
  public var issuedAt: Timestamp? {
    get { self["issued_at"] }
    set { self["issued_at"] = newValue }
  }
  /// The level Kratos stored, as text; missing before v0.8. See ``assuranceLevel``.
  public var authenticatorAssuranceLevel: String? {
    get { self["authenticator_assurance_level"] }
    set { self["authenticator_assurance_level"] = newValue }
  }
  /// Everything completed since the session began, in order; Kratos never drops an entry.
  public var authenticationMethods: [AuthenticationMethod] {
    get { self["authentication_methods"] }
    // That nothing was completed is told apart from saying nothing of it.
    set { document["authentication_methods"] = .array(newValue.map(\.document)) }
  }
  /// The account; `nil` where Kratos leaves it out, as in lists without `expand=identity`.
  public var identity: Identity? {
    get { self["identity"] }
    set { self["identity"] = newValue }
  }
  /// The endpoints it was created from.
  public var devices: [Device] {
    get { self["devices"] }
    set { self["devices"] = newValue }
  }
  /// The session as a JSON Web Token, when whoami was asked for one.
  public var tokenized: String? {
    get { self["tokenized"] }
    set { self["tokenized"] = newValue }
  }

  /// The whole session as JSON, unknown members included.
  public internal(set) var document: JSONValue

  /// Describes a session.
  public init(
    id: String, active: Bool? = true, expiresAt: Timestamp? = nil,
    authenticatedAt: Timestamp? = nil, issuedAt: Timestamp? = nil,
    authenticatorAssuranceLevel: String? = nil,
    authenticationMethods: [AuthenticationMethod] = [], identity: Identity? = nil,
    devices: [Device] = [], tokenized: String? = nil
  ) {
    document = .object([:])
    self.id = id
    self.active = active
    self.expiresAt = expiresAt
    self.authenticatedAt = authenticatedAt
    self.authenticatorAssuranceLevel = authenticatorAssuranceLevel
    if !authenticationMethods.isEmpty { self.authenticationMethods = authenticationMethods }
    self.issuedAt = issuedAt
    self.identity = identity
    self.devices = devices
    self.tokenized = tokenized
  }
}

extension Session {
  /// What whoami answers where nobody is signed in: no session. It is decided as `sign_in`.
  public static let none = Session(document: .null)

  /// Whether there is a session at all.
  public var isThere: Bool { document.object != nil }
}

extension Session: DocumentedRecord {
  init(document: JSONValue) { self.document = document }
}
