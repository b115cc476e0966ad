import PolicyCEL

// The built-in records, field by field, under the names that Kratos gives them.

extension SessionSchema {
  /// The built-in records by name.
  static let records: [String: ObjectType] = {
    let all = [
      session, identity, authenticationMethod, device, verifiableAddress, recoveryAddress,
      request, client, requestDevice, ObjectType("context", fields: [:]), kratos,
    ]
    return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  }()

  private static let levels = AssuranceLevel.allCases.map(\.rawValue)

  private static func text(optional: Bool = false, upTo limit: Int = 255) -> ObjectType.Field {
    ObjectType.Field(.string, isOptional: optional, sizeLimit: limit)
  }

  private static func instant(optional: Bool = false) -> ObjectType.Field {
    ObjectType.Field(.timestamp, isOptional: optional)
  }

  private static func list(
    of type: ValueType, optional: Bool = false, upTo limit: Int
  ) -> ObjectType.Field {
    ObjectType.Field(.list(type), isOptional: optional, sizeLimit: limit)
  }

  private static let level = ObjectType.Field(.string, values: levels, isOrdered: true)

  private static let openJSON = ValueType.map(.string, .dyn)

  private static let session = ObjectType(
    "session",
    fields: [
      "id": text(),
      "active": ObjectType.Field(.bool),
      "expires_at": instant(),
      "authenticated_at": instant(),
      "issued_at": instant(),
      "authenticator_assurance_level": level,
      "aal": level,
      "authentication_methods": list(of: .object("authentication_method"), upTo: 1_000),
      "devices": list(of: .object("device"), upTo: 1_000),
      "tokenized": text(optional: true, upTo: 16_384),
      "identity": ObjectType.Field(.object("identity")),
      "age": ObjectType.Field(.duration, derivation: .elapsed(since: path("session", "issued_at"))),
      "authentication_age": ObjectType.Field(
        .duration, derivation: .elapsed(since: path("session", "authenticated_at"))),
      "idle": ObjectType.Field(
        .duration, derivation: .elapsed(since: path("request", "last_active_at"))),
      "remaining": ObjectType.Field(
        .duration, derivation: .remaining(until: path("session", "expires_at"))),
    ])

  private static let authenticationMethod = ObjectType(
    "authentication_method",
    fields: [
      "method": text(),
      "aal": level,
      "completed_at": instant(),
      "provider": text(optional: true),
      "organization": text(optional: true),
      "upstream_acr": text(optional: true),
      "upstream_amr": list(of: .string, optional: true, upTo: 100),
    ])

  private static let device = ObjectType(
    "device",
    fields: [
      "id": text(),
      "ip_address": text(optional: true),
      "user_agent": text(optional: true, upTo: 512),
      "location": text(optional: true),
    ])

  private static let identity = ObjectType(
    "identity",
    fields: [
      "id": text(),
      "schema_id": text(),
      "schema_url": text(upTo: 2_048),
      "state": ObjectType.Field(.string, values: ["active", "inactive"]),
      "state_changed_at": instant(optional: true),
      "traits": ObjectType.Field(openJSON),
      "metadata_public": ObjectType.Field(openJSON, isOptional: true),
      "metadata_admin": ObjectType.Field(openJSON, isOptional: true),
      "verifiable_addresses": list(of: .object("verifiable_address"), upTo: 100),
      "recovery_addresses": list(of: .object("recovery_address"), upTo: 100),
      "created_at": instant(),
      "updated_at": instant(),
      "organization_id": text(optional: true),
      "external_id": text(optional: true),
      "credentials": ObjectType.Field(openJSON, isOptional: true),
    ])

  private static let verifiableAddress = ObjectType(
    "verifiable_address",
    fields: [
      "id": text(),
      "value": text(),
      "verified": ObjectType.Field(.bool),
      "via": text(),
      "status": text(),
      "verified_at": instant(optional: true),
      "created_at": instant(),
      "updated_at": instant(),
    ])

  private static let recoveryAddress = ObjectType(
    "recovery_address",
    fields: [
      "id": text(),
      "value": text(),
      "via": text(),
      "break_glass_for_organization": text(optional: true),
      "created_at": instant(),
      "updated_at": instant(),
    ])

  private static let request = ObjectType(
    "request",
    fields: [
      "action": text(),
      "ip": text(),
      "country": text(),
      "interactive": ObjectType.Field(.bool),
      "last_active_at": instant(),
      "client": ObjectType.Field(.object("request.client")),
      "device": ObjectType.Field(.object("request.device")),
    ])

  private static let client = ObjectType(
    "request.client", fields: ["id": text(), "type": text()])

  private static let requestDevice = ObjectType(
    "request.device",
    fields: [
      "id": text(optional: true),
      "managed": ObjectType.Field(.bool, isOptional: true),
      "compliant": ObjectType.Field(.bool, isOptional: true),
      "shared": ObjectType.Field(.bool, isOptional: true),
      "platform": text(optional: true),
    ])

  private static let kratos = ObjectType(
    "kratos",
    fields: [
      "lifespan": ObjectType.Field(.duration),
      "earliest_possible_extend": ObjectType.Field(.duration),
      "privileged_session_max_age": ObjectType.Field(.duration),
      "required_aal": ObjectType.Field(
        .string, values: KratosSettings.RequiredAAL.allCases.map(\.rawValue)),
    ])

  private static func path(_ components: String...) -> AttributePath { AttributePath(components) }
}
