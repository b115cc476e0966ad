public import PolicyCEL
public import PolicyJSON

/// An address of an identity that is verified by a message sent to it.
public struct VerifiableAddress: Sendable, Equatable {
  /// The record's identifier.
  public let id: String?
  /// The address itself.
  public let value: String?
  /// Whether it was verified.
  public let verified: Bool?
  /// How it is reached: `email` or `sms`.
  public let via: String?
  /// How far its verification has come, such as `pending`, `sent` or `completed`.
  public let status: String?
  /// When it was verified; `nil` when it was not.
  public let verifiedAt: Timestamp?
  /// When the record was made.
  public let createdAt: Timestamp?
  /// When the record was last changed.
  public let updatedAt: Timestamp?

  /// The whole record as JSON, unknown members included.
  public internal(set) var document: JSONValue

  /// Describes an address.
  public init(
    id: String? = nil, value: String?, verified: Bool? = nil, via: String? = nil,
    status: String? = nil, verifiedAt: Timestamp? = nil, createdAt: Timestamp? = nil,
    updatedAt: Timestamp? = nil
  ) {
    self.id = id
    self.value = value
    self.verified = verified
    self.via = via
    self.status = status
    self.verifiedAt = verifiedAt
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    document = .null
    document = generatedDocument()
  }

  /// Reads a record.
  init(_ object: JSONObject, from value: JSONValue, with decoder: inout FieldDecoder) {
    id = decoder.string("id", in: object)
    self.value = decoder.string("value", in: object)
    verified = decoder.bool("verified", in: object)
    via = decoder.string("via", in: object)
    status = decoder.string("status", in: object)
    verifiedAt = decoder.instant("verified_at", in: object)
    createdAt = decoder.instant("created_at", in: object)
    updatedAt = decoder.instant("updated_at", in: object)
    document = value
  }
}

extension VerifiableAddress: DocumentedRecord {
  enum Field: String, CaseIterable {
    case id, value, verified, via, status
    case verifiedAt = "verified_at"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }

  func encoded(_ field: Field) -> JSONValue? {
    switch field {
    case .id: id.map(JSONValue.string)
    case .value: value.map(JSONValue.string)
    case .verified: verified.map(JSONValue.bool)
    case .via: via.map(JSONValue.string)
    case .status: status.map(JSONValue.string)
    case .verifiedAt: verifiedAt.map(JSONValue.instant)
    case .createdAt: createdAt.map(JSONValue.instant)
    case .updatedAt: updatedAt.map(JSONValue.instant)
    }
  }
}

/// An address by which an account can be recovered.
public struct RecoveryAddress: Sendable, Equatable {
  /// The record's identifier.
  public let id: String?
  /// The address itself.
  public let value: String?
  /// How it is reached: `email` or `sms`.
  public let via: String?
  /// When the record was made.
  public let createdAt: Timestamp?
  /// When the record was last changed.
  public let updatedAt: Timestamp?

  /// The whole record as JSON, unknown members included.
  public internal(set) var document: JSONValue

  /// Describes an address.
  public init(
    id: String? = nil, value: String?, via: String? = nil, createdAt: Timestamp? = nil,
    updatedAt: Timestamp? = nil
  ) {
    self.id = id
    self.value = value
    self.via = via
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    document = .null
    document = generatedDocument()
  }

  /// Reads a record.
  init(_ object: JSONObject, from value: JSONValue, with decoder: inout FieldDecoder) {
    id = decoder.string("id", in: object)
    self.value = decoder.string("value", in: object)
    via = decoder.string("via", in: object)
    createdAt = decoder.instant("created_at", in: object)
    updatedAt = decoder.instant("updated_at", in: object)
    document = value
  }
}

extension RecoveryAddress: DocumentedRecord {
  enum Field: String, CaseIterable {
    case id, value, via
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }

  func encoded(_ field: Field) -> JSONValue? {
    switch field {
    case .id: id.map(JSONValue.string)
    case .value: value.map(JSONValue.string)
    case .via: via.map(JSONValue.string)
    case .createdAt: createdAt.map(JSONValue.instant)
    case .updatedAt: updatedAt.map(JSONValue.instant)
    }
  }
}
