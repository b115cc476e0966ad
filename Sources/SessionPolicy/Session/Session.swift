public import PolicyCEL
public import PolicyJSON

/// A login session as Kratos describes it.
///
/// The fields are Kratos' own, in Swift's spelling. Null and absent both read as `nil`, and so does
/// the zero time `0001-01-01T00:00:00Z`, by which Kratos means unknown. ``document`` is the same
/// session as JSON; it keeps what no field names, and follows every change of a field.
public struct Session: Sendable, Equatable {
  /// The identifier; it stays the same when the session is extended or refreshed.
  public var id: String { didSet { write(.id) } }
  /// Whether the session was live when Kratos wrote the document.
  ///
  /// It says nothing of any later instant; see ``KratosRules/inactivity(of:at:)``.
  public var active: Bool? { didSet { write(.active) } }
  /// When it ends; the session is no longer live at this very instant.
  public var expiresAt: Timestamp? { didSet { write(.expiresAt) } }
  /// When the user last completed an authentication.
  public var authenticatedAt: Timestamp? { didSet { write(.authenticatedAt) } }
  /// When it began. Not to be trusted in the response to a refresh, where Kratos writes the present.
  public var issuedAt: Timestamp? { didSet { write(.issuedAt) } }
  /// The level Kratos stored, as text; missing before v0.8. See ``assuranceLevel``.
  public var authenticatorAssuranceLevel: String? {
    didSet { write(.authenticatorAssuranceLevel) }
  }
  /// Everything completed since the session began, in order; Kratos never drops an entry.
  public var authenticationMethods: [AuthenticationMethod] {
    didSet { write(.authenticationMethods) }
  }
  /// The account; `nil` where Kratos leaves it out, as in lists without `expand=identity`.
  public var identity: Identity? { didSet { write(.identity) } }
  /// The endpoints it was created from.
  public var devices: [Device] { didSet { write(.devices) } }
  /// The session as a JSON Web Token, when whoami was asked for one.
  public var tokenized: String? { didSet { write(.tokenized) } }

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
    self.id = id
    self.active = active
    self.expiresAt = expiresAt
    self.authenticatedAt = authenticatedAt
    self.issuedAt = issuedAt
    self.authenticatorAssuranceLevel = authenticatorAssuranceLevel
    self.authenticationMethods = authenticationMethods
    self.identity = identity
    self.devices = devices
    self.tokenized = tokenized
    document = .null
    document = generatedDocument()
  }

  /// Reads a session. An identity that stands beside it in a wrapper fills in for a missing one.
  init(
    _ object: JSONObject, from value: JSONValue, identityBeside: JSONValue?,
    with decoder: inout FieldDecoder
  ) {
    id = decoder.required("id", of: "the session", in: object, at: value)
    active = decoder.bool("active", in: object)
    expiresAt = decoder.instant("expires_at", in: object)
    authenticatedAt = decoder.instant("authenticated_at", in: object)
    issuedAt = decoder.instant("issued_at", in: object)
    authenticatorAssuranceLevel = decoder.assuranceLevel(
      "authenticator_assurance_level", in: object)
    authenticationMethods = decoder.records(
      "authentication_methods", in: object, AuthenticationMethod.init(_:from:with:))
    devices = decoder.records("devices", in: object, Device.init(_:from:with:))
    tokenized = decoder.string("tokenized", in: object)
    document = value
    identity = decoder.record("identity", in: object, Identity.init(_:from:with:))
    if identity == nil, let beside = identityBeside?.object, let identityBeside {
      identity = Identity(beside, from: identityBeside, with: &decoder)
      write(.identity)
    }
  }
}

extension Session: DocumentedRecord {
  enum Field: String, CaseIterable {
    case id, active
    case expiresAt = "expires_at"
    case authenticatedAt = "authenticated_at"
    case authenticatorAssuranceLevel = "authenticator_assurance_level"
    case authenticationMethods = "authentication_methods"
    case issuedAt = "issued_at"
    case identity, devices, tokenized
  }

  func encoded(_ field: Field) -> JSONValue? {
    switch field {
    case .id: .string(id)
    case .active: active.map(JSONValue.bool)
    case .expiresAt: expiresAt.map(JSONValue.instant)
    case .authenticatedAt: authenticatedAt.map(JSONValue.instant)
    case .authenticatorAssuranceLevel: authenticatorAssuranceLevel.map(JSONValue.string)
    case .authenticationMethods:
      authenticationMethods.isEmpty ? nil : .array(authenticationMethods.map(\.document))
    case .issuedAt: issuedAt.map(JSONValue.instant)
    case .identity: identity?.document
    case .devices: devices.isEmpty ? nil : .array(devices.map(\.document))
    case .tokenized: tokenized.map(JSONValue.string)
    }
  }
}
