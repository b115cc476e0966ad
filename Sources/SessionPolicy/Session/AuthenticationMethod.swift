public import PolicyCEL
public import PolicyJSON

/// One completed authentication of a session: an entry of `authentication_methods`.
public struct AuthenticationMethod: Sendable, Equatable {
  /// The method, such as `password` or `totp`; an open set.
  public var method: String { didSet { write(.method) } }
  /// The level recorded for it, as text; missing or empty in old sessions. See ``level``.
  public var aal: String? { didSet { write(.aal) } }
  /// When it was completed; `nil` when unknown.
  public var completedAt: Timestamp? { didSet { write(.completedAt) } }
  /// The identity provider, for `oidc` and `saml`.
  public var provider: String? { didSet { write(.provider) } }
  /// The organization it was completed for, meant to be a UUID.
  public var organization: String? { didSet { write(.organization) } }
  /// The authentication context class the provider reported.
  public var upstreamACR: String? { didSet { write(.upstreamACR) } }
  /// The authentication methods the provider reported.
  public var upstreamAMR: [String]? { didSet { write(.upstreamAMR) } }

  /// The whole entry as JSON, unknown members included.
  public internal(set) var document: JSONValue

  /// Describes a completed authentication.
  public init(
    method: String, aal: AssuranceLevel? = nil, completedAt: Timestamp? = nil,
    provider: String? = nil, organization: String? = nil, upstreamACR: String? = nil,
    upstreamAMR: [String]? = nil
  ) {
    self.method = method
    self.aal = aal?.name
    self.completedAt = completedAt
    self.provider = provider
    self.organization = organization
    self.upstreamACR = upstreamACR
    self.upstreamAMR = upstreamAMR
    document = .null
    document = generatedDocument()
  }

  /// Reads an entry.
  init(_ object: JSONObject, from value: JSONValue, with decoder: inout FieldDecoder) {
    method = decoder.required("method", of: "the authentication method", in: object, at: value)
    aal = decoder.string("aal", in: object)
    completedAt = decoder.instant("completed_at", in: object)
    provider = decoder.string("provider", in: object)
    organization = decoder.string("organization", in: object)
    upstreamACR = decoder.string("upstream_acr", in: object)
    upstreamAMR = decoder.strings("upstream_amr", in: object)
    document = value
  }
}

extension AuthenticationMethod: DocumentedRecord {
  enum Field: String, CaseIterable {
    case method, aal
    case completedAt = "completed_at"
    case provider, organization
    case upstreamACR = "upstream_acr"
    case upstreamAMR = "upstream_amr"
  }

  func encoded(_ field: Field) -> JSONValue? {
    switch field {
    case .method: .string(method)
    case .aal: aal.map(JSONValue.string)
    case .completedAt: completedAt.map(JSONValue.instant)
    case .provider: provider.map(JSONValue.string)
    case .organization: organization.map(JSONValue.string)
    case .upstreamACR: upstreamACR.map(JSONValue.string)
    case .upstreamAMR: upstreamAMR.map { .array($0.map(JSONValue.string)) }
    }
  }
}
