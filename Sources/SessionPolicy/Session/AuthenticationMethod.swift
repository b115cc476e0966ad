public import PolicyJSON
public import PolicyTime

/// One completed authentication of a session: an entry of `authentication_methods`.
public struct AuthenticationMethod: Sendable, Equatable {
  /// The method, such as `password` or `totp`; an open set.
  public var method: String {
    get { self["method"] ?? "" }
    set { self["method"] = newValue }
  }
  /// The level recorded for it, as text; missing or empty in old sessions. See ``level``.
  public var aal: String? {
    get { self["aal"] }
    set { self["aal"] = newValue }
  }
  /// When it was completed; `nil` when unknown.
  public var completedAt: Timestamp? {
    get { self["completed_at"] }
    set { self["completed_at"] = newValue }
  }
  /// The identity provider, for `oidc` and `saml`.
  public var provider: String? {
    get { self["provider"] }
    set { self["provider"] = newValue }
  }
  /// The organization it was completed for, meant to be a UUID.
  public var organization: String? {
    get { self["organization"] }
    set { self["organization"] = newValue }
  }
  /// The authentication context class the provider reported.
  public var upstreamACR: String? {
    get { self["upstream_acr"] }
    set { self["upstream_acr"] = newValue }
  }
  /// The authentication methods the provider reported.
  public var upstreamAMR: [String]? {
    get { self["upstream_amr"] }
    set { self["upstream_amr"] = newValue }
  }

  /// The whole entry as JSON, unknown members included.
  public internal(set) var document: JSONValue

  /// Describes a completed authentication.
  public init(
    method: String, aal: AssuranceLevel? = nil, completedAt: Timestamp? = nil,
    provider: String? = nil, organization: String? = nil, upstreamACR: String? = nil,
    upstreamAMR: [String]? = nil
  ) {
    document = .object([:])
    self.method = method
    self.aal = aal?.name
    self.completedAt = completedAt
    self.provider = provider
    self.organization = organization
    self.upstreamACR = upstreamACR
    self.upstreamAMR = upstreamAMR
  }
}

extension AuthenticationMethod: DocumentedRecord {
  init(document: JSONValue) { self.document = document }
}
