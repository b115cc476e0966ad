public import PolicyCEL
public import PolicyJSON

/// The account behind a session.
public struct Identity: Sendable, Equatable {
  /// The identifier; missing in excerpts.
  public var id: String? { didSet { write(.id) } }
  /// Which identity schema its traits follow.
  public var schemaID: String? { didSet { write(.schemaID) } }
  /// Where that schema is found.
  public var schemaURL: String? { didSet { write(.schemaURL) } }
  /// `active` or `inactive`; missing before v0.7.
  public var state: String? { didSet { write(.state) } }
  /// When the state last changed.
  public var stateChangedAt: Timestamp? { didSet { write(.stateChangedAt) } }
  /// What the user says of themselves; any JSON.
  public var traits: JSONValue? { didSet { write(.traits) } }
  /// Data the user may read but not change; any JSON.
  public var metadataPublic: JSONValue? { didSet { write(.metadataPublic) } }
  /// Data only administrators see; any JSON, and only in answers of the admin API.
  public var metadataAdmin: JSONValue? { didSet { write(.metadataAdmin) } }
  /// Addresses that are verified by a message.
  public var verifiableAddresses: [VerifiableAddress] { didSet { write(.verifiableAddresses) } }
  /// Addresses by which the account can be recovered.
  public var recoveryAddresses: [RecoveryAddress] { didSet { write(.recoveryAddresses) } }
  /// The organization it belongs to.
  public var organizationID: String? { didSet { write(.organizationID) } }
  /// Its identifier elsewhere.
  public var externalID: String? { didSet { write(.externalID) } }
  /// When it was made.
  public var createdAt: Timestamp? { didSet { write(.createdAt) } }
  /// When it was last changed.
  public var updatedAt: Timestamp? { didSet { write(.updatedAt) } }

  /// The whole identity as JSON, unknown members included.
  public internal(set) var document: JSONValue

  /// Describes an identity.
  public init(
    id: String?, schemaID: String? = nil, schemaURL: String? = nil, state: String? = "active",
    stateChangedAt: Timestamp? = nil, traits: JSONValue? = nil, metadataPublic: JSONValue? = nil,
    metadataAdmin: JSONValue? = nil, verifiableAddresses: [VerifiableAddress] = [],
    recoveryAddresses: [RecoveryAddress] = [], organizationID: String? = nil,
    externalID: String? = nil, createdAt: Timestamp? = nil, updatedAt: Timestamp? = nil
  ) {
    self.id = id
    self.schemaID = schemaID
    self.schemaURL = schemaURL
    self.state = state
    self.stateChangedAt = stateChangedAt
    self.traits = traits
    self.metadataPublic = metadataPublic
    self.metadataAdmin = metadataAdmin
    self.verifiableAddresses = verifiableAddresses
    self.recoveryAddresses = recoveryAddresses
    self.organizationID = organizationID
    self.externalID = externalID
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    document = .null
    document = generatedDocument()
  }

  /// Reads an identity.
  init(_ object: JSONObject, from value: JSONValue, with decoder: inout FieldDecoder) {
    id = decoder.string("id", in: object)
    schemaID = decoder.string("schema_id", in: object)
    schemaURL = decoder.string("schema_url", in: object)
    state = decoder.string("state", in: object)
    stateChangedAt = decoder.instant("state_changed_at", in: object)
    traits = decoder.value("traits", in: object)
    metadataPublic = decoder.value("metadata_public", in: object)
    metadataAdmin = decoder.value("metadata_admin", in: object)
    verifiableAddresses = decoder.records(
      "verifiable_addresses", in: object, VerifiableAddress.init(_:from:with:))
    recoveryAddresses = decoder.records(
      "recovery_addresses", in: object, RecoveryAddress.init(_:from:with:))
    organizationID = decoder.string("organization_id", in: object)
    externalID = decoder.string("external_id", in: object)
    createdAt = decoder.instant("created_at", in: object)
    updatedAt = decoder.instant("updated_at", in: object)
    document = value
  }
}

extension Identity: DocumentedRecord {
  enum Field: String, CaseIterable {
    case id
    case schemaID = "schema_id"
    case schemaURL = "schema_url"
    case state
    case stateChangedAt = "state_changed_at"
    case traits
    case verifiableAddresses = "verifiable_addresses"
    case recoveryAddresses = "recovery_addresses"
    case metadataPublic = "metadata_public"
    case metadataAdmin = "metadata_admin"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
    case organizationID = "organization_id"
    case externalID = "external_id"
  }

  func encoded(_ field: Field) -> JSONValue? {
    switch field {
    case .id: id.map(JSONValue.string)
    case .schemaID: schemaID.map(JSONValue.string)
    case .schemaURL: schemaURL.map(JSONValue.string)
    case .state: state.map(JSONValue.string)
    case .stateChangedAt: stateChangedAt.map(JSONValue.instant)
    case .traits: traits
    case .verifiableAddresses:
      verifiableAddresses.isEmpty ? nil : .array(verifiableAddresses.map(\.document))
    case .recoveryAddresses:
      recoveryAddresses.isEmpty ? nil : .array(recoveryAddresses.map(\.document))
    case .metadataPublic: metadataPublic
    case .metadataAdmin: metadataAdmin
    case .createdAt: createdAt.map(JSONValue.instant)
    case .updatedAt: updatedAt.map(JSONValue.instant)
    case .organizationID: organizationID.map(JSONValue.string)
    case .externalID: externalID.map(JSONValue.string)
    }
  }
}
