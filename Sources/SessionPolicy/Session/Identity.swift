public import PolicyJSON
public import PolicyTime

/// The account behind a session.
public struct Identity: Sendable, Equatable {
  /// The identifier; missing in excerpts.
  public var id: String? {
    get { self["id"] }
    set { self["id"] = newValue }
  }
  /// Which identity schema its traits follow.
  public var schemaID: String? {
    get { self["schema_id"] }
    set { self["schema_id"] = newValue }
  }
  /// Where that schema is found.
  public var schemaURL: String? {
    get { self["schema_url"] }
    set { self["schema_url"] = newValue }
  }
  /// `active` or `inactive`; missing before v0.7.
  public var state: String? {
    get { self["state"] }
    set { self["state"] = newValue }
  }
  /// When the state last changed.
  public var stateChangedAt: Timestamp? {
    get { self["state_changed_at"] }
    set { self["state_changed_at"] = newValue }
  }
  /// What the user says of themselves; any JSON.
  public var traits: JSONValue? {
    get { self["traits"] }
    set { self["traits"] = newValue }
  }
  /// Data the user may read but not change; any JSON.
  public var metadataPublic: JSONValue? {
    get { self["metadata_public"] }
    set { self["metadata_public"] = newValue }
  }
  /// Data only administrators see; any JSON, and only in answers of the admin API.
  public var metadataAdmin: JSONValue? {
    get { self["metadata_admin"] }
    set { self["metadata_admin"] = newValue }
  }
  /// Addresses that are verified by a message.
  public var verifiableAddresses: [VerifiableAddress] {
    get { self["verifiable_addresses"] }
    set { self["verifiable_addresses"] = newValue }
  }
  /// Addresses by which the account can be recovered.
  public var recoveryAddresses: [RecoveryAddress] {
    get { self["recovery_addresses"] }
    set { self["recovery_addresses"] = newValue }
  }
  /// The organization it belongs to.
  public var organizationID: String? {
    get { self["organization_id"] }
    set { self["organization_id"] = newValue }
  }
  /// Its identifier elsewhere.
  public var externalID: String? {
    get { self["external_id"] }
    set { self["external_id"] = newValue }
  }
  /// When it was made.
  public var createdAt: Timestamp? {
    get { self["created_at"] }
    set { self["created_at"] = newValue }
  }
  /// When it was last changed.
  public var updatedAt: Timestamp? {
    get { self["updated_at"] }
    set { self["updated_at"] = newValue }
  }

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
    document = .object([:])
    self.id = id
    self.schemaID = schemaID
    self.schemaURL = schemaURL
    self.state = state
    self.stateChangedAt = stateChangedAt
    self.traits = traits
    self.verifiableAddresses = verifiableAddresses
    self.recoveryAddresses = recoveryAddresses
    self.metadataPublic = metadataPublic
    self.metadataAdmin = metadataAdmin
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.organizationID = organizationID
    self.externalID = externalID
  }
}

extension Identity: DocumentedRecord {
  init(document: JSONValue) { self.document = document }
}
