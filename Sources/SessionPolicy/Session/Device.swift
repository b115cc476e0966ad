public import PolicyJSON

/// The endpoint a session was created from, as Kratos recorded it.
///
/// Kratos never updates it, and a client without a trusted proxy in front can choose its address.
public struct Device: Sendable, Equatable {
  /// The record's identifier; the nil UUID in the response to a refresh.
  public var id: String? { self["id"] }
  /// The address as recorded: maybe empty, IPv6, or with a port.
  public var ipAddress: String? { self["ip_address"] }
  /// The user agent, cut at 512 bytes.
  public var userAgent: String? { self["user_agent"] }
  /// The place, such as `Munich, DE`.
  public var location: String? { self["location"] }

  /// The whole record as JSON, unknown members included.
  public internal(set) var document: JSONValue

  /// Describes an endpoint.
  public init(
    id: String? = nil, ipAddress: String? = nil, userAgent: String? = nil, location: String? = nil
  ) {
    document = .object([:])
    self["id"] = id
    self["ip_address"] = ipAddress
    self["user_agent"] = userAgent
    self["location"] = location
  }
}

extension Device: DocumentedRecord {
  init(document: JSONValue) { self.document = document }
}
