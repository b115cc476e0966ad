/// What a field of a record takes, besides null, which is as good as absent.
enum FieldShape: Hashable {
  /// Any JSON.
  case anything
  case string
  case bool
  /// RFC 3339 in a string; the zero time is as good as absent.
  case instant
  /// The name of an assurance level, or nothing.
  case level
  /// An array of strings.
  case strings
  /// An object with any members.
  case object
  /// A record.
  case record(RecordShape)
  /// An array of records.
  case records(RecordShape)
  /// A field with which a document takes more than one pass.
  case beyond
}

/// The records of a snapshot, with every field that their readers look at.
enum RecordShape: Hashable, CaseIterable {
  case snapshot, session, bareSession, identity, method, device, verifiableAddress
  case recoveryAddress, request, client

  /// Whether members without a field here are passed over in silence.
  var isOpen: Bool { self != .snapshot && self != .request }

  var fields: [(name: String, shape: FieldShape)] {
    switch self {
    case .snapshot:
      [
        ("now", .instant), ("session", .record(.session)), ("request", .record(.request)),
        ("context", .object), ("id", .anything), ("session_token", .anything),
        ("identity", .beyond),
      ]
    case .session:
      [
        ("id", .string), ("active", .bool), ("expires_at", .instant),
        ("authenticated_at", .instant), ("issued_at", .instant),
        ("authenticator_assurance_level", .level),
        ("authentication_methods", .records(.method)), ("identity", .record(.identity)),
        ("devices", .records(.device)), ("tokenized", .string), ("session", .beyond),
        ("ui", .beyond), ("request_url", .beyond),
      ]
    case .bareSession: Self.session.fields
    case .identity:
      [
        ("id", .string), ("schema_id", .string), ("schema_url", .string), ("state", .string),
        ("state_changed_at", .instant), ("traits", .anything), ("metadata_public", .anything),
        ("metadata_admin", .anything), ("verifiable_addresses", .records(.verifiableAddress)),
        ("recovery_addresses", .records(.recoveryAddress)), ("organization_id", .string),
        ("external_id", .string), ("created_at", .instant), ("updated_at", .instant),
      ]
    case .method:
      [
        ("method", .string), ("aal", .string), ("completed_at", .instant), ("provider", .string),
        ("organization", .string), ("upstream_acr", .string), ("upstream_amr", .strings),
      ]
    case .device:
      [
        ("id", .string), ("ip_address", .string), ("user_agent", .string), ("location", .string),
      ]
    case .verifiableAddress:
      [
        ("id", .string), ("value", .string), ("verified", .bool), ("via", .string),
        ("status", .string), ("verified_at", .instant), ("created_at", .instant),
        ("updated_at", .instant),
      ]
    case .recoveryAddress:
      [
        ("id", .string), ("value", .string), ("via", .string), ("created_at", .instant),
        ("updated_at", .instant),
      ]
    case .request:
      [
        ("action", .string), ("ip", .string), ("country", .string), ("interactive", .bool),
        ("last_active_at", .instant), ("client", .record(.client)), ("device", .object),
      ]
    case .client: [("id", .string), ("type", .string)]
    }
  }
}

/// A field whose value says more than what conditions read.
enum FieldRole: UInt8 {
  case none
  case snapshotID, snapshotNow, session
  case sessionID, active, expiresAt, level, methods
  case identityState
  case method, methodLevel, methodCompletion

  init(_ name: String, of record: RecordShape) {
    switch (record, name) {
    case (.snapshot, "id"): self = .snapshotID
    case (.snapshot, "now"): self = .snapshotNow
    case (.snapshot, "session"): self = .session
    case (.session, "id"), (.bareSession, "id"): self = .sessionID
    case (.session, "active"), (.bareSession, "active"): self = .active
    case (.session, "expires_at"), (.bareSession, "expires_at"): self = .expiresAt
    case (.session, "authenticator_assurance_level"),
      (.bareSession, "authenticator_assurance_level"):
      self = .level
    case (.session, "authentication_methods"), (.bareSession, "authentication_methods"):
      self = .methods
    case (.identity, "state"): self = .identityState
    case (.method, "method"): self = .method
    case (.method, "aal"): self = .methodLevel
    case (.method, "completed_at"): self = .methodCompletion
    default: self = .none
    }
  }
}
