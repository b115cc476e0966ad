public import PolicyCEL
public import PolicyJSON

/// What the user is about to do, as the caller describes it.
public struct Request: Sendable, Equatable {
  /// The client software.
  public struct Client: Sendable, Equatable {
    /// Its identifier, such as that of an OAuth 2.0 client.
    public var id: String?
    /// Its kind, such as `browser` or `native`.
    public var type: String?

    /// Describes a client.
    public init(id: String? = nil, type: String? = nil) {
      self.id = id
      self.type = type
    }
  }

  /// The action, such as `payment.create`.
  public var action: String? { didSet { write(.action) } }
  /// The address the request comes from.
  public var ip: String? { didSet { write(.ip) } }
  /// The country it comes from.
  public var country: String? { didSet { write(.country) } }
  /// Whether a user is there to answer a prompt.
  public var interactive: Bool? { didSet { write(.interactive) } }
  /// When the user was last active; Kratos does not know, so the caller must.
  public var lastActiveAt: Timestamp? { didSet { write(.lastActiveAt) } }
  /// The client software.
  public var client: Client? { didSet { write(.client) } }
  /// What is known of the device; an open object.
  public var device: JSONObject? { didSet { write(.device) } }

  /// The whole request as JSON, unknown members included.
  public internal(set) var document: JSONValue

  /// Describes a request.
  public init(
    action: String? = nil, ip: String? = nil, country: String? = nil, interactive: Bool? = nil,
    lastActiveAt: Timestamp? = nil, client: Client? = nil, device: JSONObject? = nil
  ) {
    self.action = action
    self.ip = ip
    self.country = country
    self.interactive = interactive
    self.lastActiveAt = lastActiveAt
    self.client = client
    self.device = device
    document = .null
    document = generatedDocument()
  }

  /// Reads a request.
  init(_ object: JSONObject, from value: JSONValue, with decoder: inout FieldDecoder) {
    action = decoder.string("action", in: object)
    ip = decoder.string("ip", in: object)
    country = decoder.string("country", in: object)
    interactive = decoder.bool("interactive", in: object)
    lastActiveAt = decoder.instant("last_active_at", in: object)
    client = decoder.record("client", in: object) { object, _, decoder in
      Client(id: decoder.string("id", in: object), type: decoder.string("type", in: object))
    }
    device = decoder.object("device", in: object)
    document = value
    decoder.warnOfMisspeltKeys(in: object, known: Field.allCases.map(\.rawValue))
  }
}

extension Request: DocumentedRecord {
  enum Field: String, CaseIterable {
    case action, ip, country, interactive
    case lastActiveAt = "last_active_at"
    case client, device
  }

  func encoded(_ field: Field) -> JSONValue? {
    switch field {
    case .action: return action.map(JSONValue.string)
    case .ip: return ip.map(JSONValue.string)
    case .country: return country.map(JSONValue.string)
    case .interactive: return interactive.map(JSONValue.bool)
    case .lastActiveAt: return lastActiveAt.map(JSONValue.instant)
    case .client:
      guard let client else { return nil }
      var object = document["client"]?.object ?? JSONObject()
      object["id"] = client.id.map(JSONValue.string)
      object["type"] = client.type.map(JSONValue.string)
      return .object(object)
    case .device: return device.map(JSONValue.object)
    }
  }
}
