public import PolicyJSON

/// The endpoint a session was created from, as Kratos recorded it.
///
/// Kratos never updates it, and a client without a trusted proxy in front can choose its address.
public struct Device: Sendable, Equatable {
  /// The record's identifier; the nil UUID in the response to a refresh.
  public let id: String?
  /// The address as recorded: maybe empty, IPv6, or with a port.
  public let ipAddress: String?
  /// The user agent, cut at 512 bytes.
  public let userAgent: String?
  /// The place, such as `Munich, DE`.
  public let location: String?

  /// The whole record as JSON, unknown members included.
  public internal(set) var document: JSONValue

  /// Describes an endpoint.
  public init(
    id: String? = nil, ipAddress: String? = nil, userAgent: String? = nil, location: String? = nil
  ) {
    self.id = id
    self.ipAddress = ipAddress
    self.userAgent = userAgent
    self.location = location
    document = .null
    document = generatedDocument()
  }

  /// Reads a record.
  init(_ object: JSONObject, from value: JSONValue, with decoder: inout FieldDecoder) {
    id = decoder.string("id", in: object)
    ipAddress = decoder.string("ip_address", in: object)
    userAgent = decoder.string("user_agent", in: object)
    location = decoder.string("location", in: object)
    document = value
  }
}

extension Device: DocumentedRecord {
  enum Field: String, CaseIterable {
    case id
    case ipAddress = "ip_address"
    case userAgent = "user_agent"
    case location
  }

  func encoded(_ field: Field) -> JSONValue? {
    switch field {
    case .id: id.map(JSONValue.string)
    case .ipAddress: ipAddress.map(JSONValue.string)
    case .userAgent: userAgent.map(JSONValue.string)
    case .location: location.map(JSONValue.string)
    }
  }
}
