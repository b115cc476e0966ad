public import PolicyJSON
public import PolicyTime

/// What the user is about to do, as the caller describes it.
public struct Request: Sendable, Equatable {
  /// The client software.
  public struct Client: Sendable, Equatable {
    /// Its identifier, such as that of an OAuth 2.0 client.
    public var id: String? {
      get { self["id"] }
      set { self["id"] = newValue }
    }
    /// Its kind, such as `browser` or `native`.
    public var type: String? {
      get { self["type"] }
      set { self["type"] = newValue }
    }

    /// The whole record as JSON, unknown members included.
    public internal(set) var document: JSONValue

    /// Describes a client.
    public init(id: String? = nil, type: String? = nil) {
      document = .object([:])
      self.id = id
      self.type = type
    }
  }

  /// The action, such as `payment.create`.
  public var action: String? {
    get { self["action"] }
    set { self["action"] = newValue }
  }
  /// The address the request comes from.
  public var ip: String? {
    get { self["ip"] }
    set { self["ip"] = newValue }
  }
  /// The country it comes from.
  public var country: String? {
    get { self["country"] }
    set { self["country"] = newValue }
  }
  /// Whether a user is there to answer a prompt.
  public var interactive: Bool? {
    get { self["interactive"] }
    set { self["interactive"] = newValue }
  }
  /// When the user was last active; Kratos does not know, so the caller must.
  public var lastActiveAt: Timestamp? {
    get { self["last_active_at"] }
    set { self["last_active_at"] = newValue }
  }
  /// When the browser's cookie was last issued.
  public var cookieIssuedAt: Timestamp? {
    get { self["cookie_issued_at"] }
    set { self["cookie_issued_at"] = newValue }
  }
  /// The methods that the user has set up; `nil` where the caller does not say.
  public var enrolledMethods: [String]? {
    get { self["enrolled_methods"] }
    set { self["enrolled_methods"] = newValue }
  }
  /// The client software.
  public var client: Client? {
    get { self["client"] }
    set { self["client"] = newValue }
  }
  /// What is known of the device: `id`, `managed`, `compliant`, `shared` and `platform`.
  public var device: JSONObject? {
    get { self["device"] }
    set { self["device"] = newValue }
  }

  /// The whole request as JSON, unknown members included.
  public internal(set) var document: JSONValue

  /// Describes a request.
  public init(
    action: String? = nil, ip: String? = nil, country: String? = nil, interactive: Bool? = nil,
    lastActiveAt: Timestamp? = nil, cookieIssuedAt: Timestamp? = nil,
    enrolledMethods: [String]? = nil, client: Client? = nil, device: JSONObject? = nil
  ) {
    document = .object([:])
    self.action = action
    self.ip = ip
    self.country = country
    self.interactive = interactive
    self.lastActiveAt = lastActiveAt
    self.cookieIssuedAt = cookieIssuedAt
    self.enrolledMethods = enrolledMethods
    self.client = client
    self.device = device
  }
}

extension Request: DocumentedRecord {
  package init(document: JSONValue) { self.document = document }
}

extension Request.Client: DocumentedRecord {
  init(document: JSONValue) { self.document = document }
}
