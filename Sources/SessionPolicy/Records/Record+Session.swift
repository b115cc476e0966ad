import PolicyCEL

// The records that Kratos writes, in its own order and under its own names.

extension Record {
  /// The fields of a session.
  package static let session = Record(
    "session", "a session",
    [
      Field("id", .text, "The identifier.", role: .sessionID, isRequired: true),
      Field(
        "active", .flag, "Whether the session was live when it was written.", role: .active,
        isMarker: true),
      Field(
        "expires_at", .instant, "When it ends.", role: .expiresAt, isMarker: true,
        synonyms: ["expiry", "expires"]),
      Field(
        "authenticated_at", .instant,
        "When the user last authenticated; every `completed_at` moves along.", role: .past,
        isMarker: true,
        synonyms: ["authenticated"]),
      Field(
        "authenticator_assurance_level", .level, "The level.", role: .level, isMarker: true,
        alias: ["session", "aal"], synonyms: ["aal", "acr"]),
      Field(
        "authentication_methods", .records(method, limit: 1_000), "Everything that was completed.",
        role: .methods, isMarker: true, synonyms: ["amr", "methods"]),
      Field(
        "issued_at", .instant, "When it began.", role: .past, isMarker: true,
        synonyms: ["issued", "created_at"]),
      Field(
        "identity", .record(identity), "The account behind it.", role: .identity,
        alias: ["identity"]),
      Field(
        "devices", .records(device, limit: 1_000), "The endpoints it was created from.",
        isMarker: true),
      Field(
        "tokenized", .text(limit: 16_384), "The session as a JSON Web Token.", isOptional: true,
        isSettable: false),
      .derived(
        "age", .elapsed(since: AttributePath(["session", "issued_at"])),
        "The time since it was issued."),
      .derived(
        "authentication_age", .elapsed(since: AttributePath(["session", "authenticated_at"])),
        "The time since the user last authenticated."),
      .derived(
        "idle", .elapsed(since: AttributePath(["request", "last_active_at"])),
        "The time since the user was last active."),
      .derived(
        "remaining", .remaining(until: AttributePath(["session", "expires_at"])),
        "The time until it ends."),
      .elsewhere("session", "The session that a wrapper holds."),
      .elsewhere("ui", "The form of a flow."),
      .elsewhere("request_url", "Where a flow was begun."),
    ])

  /// The fields of a completed authentication.
  package static let method = Record(
    "authentication_method", "a completed method",
    [
      Field(
        "method", .text, "The method, such as `password` or `totp`.", role: .method,
        isRequired: true),
      Field(
        "aal", .word(AssuranceLevel.allCases.map(\.name)), "The level it was recorded at.",
        role: .methodLevel),
      Field("completed_at", .instant, "When it was completed.", role: .methodCompletion),
      Field("provider", .text, "The identity provider.", isOptional: true),
      Field(
        "organization", .text, "The organization it was completed for.", isOptional: true),
      Field(
        "upstream_acr", .text, "The context class that the provider reported.", role: .ofHead,
        isOptional: true),
      Field(
        "upstream_amr", .texts(limit: 100), "The methods that the provider reported.",
        role: .ofHead, isOptional: true),
    ])

  /// The fields of an endpoint that a session was created from.
  package static let device = Record(
    "device", "a device",
    [
      Field("id", .text, "The identifier."),
      Field("ip_address", .text, "The address as it was recorded.", isOptional: true),
      Field("user_agent", .text(limit: 512), "The user agent.", isOptional: true),
      Field("location", .text, "The place, such as `Munich, DE`.", isOptional: true),
    ])

  /// The fields of an identity.
  package static let identity = Record(
    "identity", "an identity",
    [
      Field("id", .text, "The identifier."),
      Field("schema_id", .text, "The schema that its traits follow."),
      Field("schema_url", .text(limit: 2_048), "Where the schema is found."),
      Field(
        "state", .word(["active", "inactive"]), "Whether it may sign in.", role: .identityState),
      Field("state_changed_at", .instant, "When the state last changed.", isOptional: true),
      Field("traits", .open, "What the user says of themselves."),
      Field(
        "verifiable_addresses", .records(verifiableAddress, limit: 100),
        "Addresses that are verified by a message."),
      Field(
        "recovery_addresses", .records(recoveryAddress, limit: 100),
        "Addresses by which it can be recovered."),
      Field("metadata_public", .open, "What the user may read but not change.", isOptional: true),
      Field("metadata_admin", .open, "What only administrators see.", isOptional: true),
      Field("created_at", .instant, "When it was made."),
      Field("updated_at", .instant, "When it was last changed."),
      Field("organization_id", .text, "The organization it belongs to.", isOptional: true),
      Field("external_id", .text, "Its identifier elsewhere.", isOptional: true),
      Field(
        "credentials", .json, "What it can authenticate with, in answers of the admin API.",
        role: .enrolment,
        isOptional: true, isSettable: false),
    ])

  /// The fields of an address that is verified by a message.
  package static let verifiableAddress = Record(
    "verifiable_address", "a verifiable address",
    [
      Field("id", .text, "The identifier."),
      Field("value", .text, "The address itself."),
      Field("verified", .flag, "Whether it was verified."),
      Field("via", .text, "How it is reached: `email` or `sms`."),
      Field("status", .text, "How far its verification has come."),
      Field("verified_at", .instant, "When it was verified.", isOptional: true),
      Field("created_at", .instant, "When it was made."),
      Field("updated_at", .instant, "When it was last changed."),
    ])

  /// The fields of an address by which an account is recovered.
  package static let recoveryAddress = Record(
    "recovery_address", "a recovery address",
    [
      Field("id", .text, "The identifier."),
      Field("value", .text, "The address itself."),
      Field("via", .text, "How it is reached: `email` or `sms`."),
      Field(
        "break_glass_for_organization", .text,
        "The organization whose members it lets in while their provider fails.",
        isOptional: true),
      Field("created_at", .instant, "When it was made."),
      Field("updated_at", .instant, "When it was last changed."),
    ])
}
