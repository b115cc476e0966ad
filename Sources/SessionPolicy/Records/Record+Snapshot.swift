// The records that callers write: a format of this project.

extension Record {
  /// The fields of a snapshot.
  package static let snapshot = Record(
    "snapshot", "a snapshot", isOpen: false,
    [
      Field("now", .instant, "The instant to decide for.", role: .snapshotNow, isVisible: false),
      Field("session", .record(session), "The session.", role: .session, isVisible: false),
      Field(
        "request", .record(request), "What the user is about to do.", isVisible: false),
      Field("context", .object, "Inputs that the policies declare.", isVisible: false),
      Field(
        "id", .json, "What the caller calls it; given back with the decision.", role: .snapshotID,
        isVisible: false),
      Field(
        "session_token", .json, "The token beside a login's session.", isSettable: false,
        isVisible: false),
      .elsewhere("identity", "The identity beside a registration's session."),
    ])

  /// The fields of a request.
  package static let request = Record(
    "request", "a request", isOpen: false,
    [
      Field("action", .text, "What the user is about to do."),
      Field("ip", .text, "The address it comes from."),
      Field("country", .text, "The country it comes from."),
      Field("interactive", .flag, "Whether a user is there to answer a prompt."),
      Field(
        "last_active_at", .instant, "When the user was last active.", role: .past,
        synonyms: ["last_activity_at", "last_activity", "last_active", "idle"]),
      Field(
        "cookie_issued_at", .instant, "When the browser's cookie was last issued.",
        role: .cookieIssuedAt,
        synonyms: ["cookie_renewed_at"]),
      Field(
        "enrolled_methods", .texts(limit: 100), "The methods that the user has set up.",
        role: .enrolment,
        synonyms: ["methods", "enrolled"]),
      Field("client", .record(client), "The client software."),
      Field("device", .record(requestDevice), "What is known of the device."),
    ])

  /// The fields of the client software of a request.
  package static let client = Record(
    "request.client", "a client", isOpen: false,
    [
      Field("id", .text, "Its identifier."),
      Field("type", .choice(["browser", "native"]), "Its kind: `browser` or `native`."),
    ])

  /// The fields of a device that a request comes from.
  package static let requestDevice = Record(
    "request.device", "a device of a request", isOpen: false,
    [
      Field("id", .text, "Its identifier.", isOptional: true),
      Field("managed", .flag, "Whether it is managed.", isOptional: true),
      Field("compliant", .flag, "Whether it is as it has to be.", isOptional: true),
      Field("shared", .flag, "Whether several people use it.", isOptional: true),
      Field("platform", .text, "Its operating system.", isOptional: true),
    ])
}
