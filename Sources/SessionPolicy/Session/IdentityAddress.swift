public import PolicyJSON
public import PolicyTime

/// An address of an identity that is verified by a message sent to it.
public struct VerifiableAddress: Sendable, Equatable {
  /// The record's identifier.
  public var id: String? { self["id"] }
  /// The address itself.
  public var value: String? { self["value"] }
  /// Whether it was verified.
  public var verified: Bool? { self["verified"] }
  /// How it is reached: `email` or `sms`.
  public var via: String? { self["via"] }
  /// How far its verification has come, such as `pending`, `sent` or `completed`.
  public var status: String? { self["status"] }
  /// When it was verified; `nil` when it was not.
  public var verifiedAt: Timestamp? { self["verified_at"] }
  /// When the record was made.
  public var createdAt: Timestamp? { self["created_at"] }
  /// When the record was last changed.
  public var updatedAt: Timestamp? { self["updated_at"] }

  /// The whole record as JSON, unknown members included.
  public internal(set) var document: JSONValue

  /// Describes an address.
  public init(
    id: String? = nil, value: String?, verified: Bool? = nil, via: String? = nil,
    status: String? = nil, verifiedAt: Timestamp? = nil, createdAt: Timestamp? = nil,
    updatedAt: Timestamp? = nil
  ) {
    document = .object([:])
    self["id"] = id
    self["value"] = value
    self["verified"] = verified
    self["via"] = via
    self["status"] = status
    self["verified_at"] = verifiedAt
    self["created_at"] = createdAt
    self["updated_at"] = updatedAt
  }
}

extension VerifiableAddress: DocumentedRecord {
  init(document: JSONValue) { self.document = document }
}

/// An address by which an account can be recovered.
public struct RecoveryAddress: Sendable, Equatable {
  /// The record's identifier.
  public var id: String? { self["id"] }
  /// The address itself.
  public var value: String? { self["value"] }
  /// How it is reached: `email` or `sms`.
  public var via: String? { self["via"] }
  /// When the record was made.
  public var createdAt: Timestamp? { self["created_at"] }
  /// When the record was last changed.
  public var updatedAt: Timestamp? { self["updated_at"] }

  /// The whole record as JSON, unknown members included.
  public internal(set) var document: JSONValue

  /// Describes an address.
  public init(
    id: String? = nil, value: String?, via: String? = nil, createdAt: Timestamp? = nil,
    updatedAt: Timestamp? = nil
  ) {
    document = .object([:])
    self["id"] = id
    self["value"] = value
    self["via"] = via
    self["created_at"] = createdAt
    self["updated_at"] = updatedAt
  }
}

extension RecoveryAddress: DocumentedRecord {
  init(document: JSONValue) { self.document = document }
}
