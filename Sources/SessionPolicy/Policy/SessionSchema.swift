public import PolicyCEL

/// The inputs that every condition can name: a Kratos session and what surrounds it.
public enum SessionSchema {
  /// What conditions can name when a policy declares nothing.
  public static let environment = Environment(variables: variables, objects: records)

  /// The one form of an attribute that has several names.
  ///
  /// `session.identity` is the same as `identity`, and `session.authenticator_assurance_level` the
  /// same as `session.aal`; the short forms are the canonical ones.
  public static func canonicalPath(_ path: AttributePath) -> AttributePath {
    for (long, short) in aliases where path.components.starts(with: long) {
      return AttributePath(short + path.components.dropFirst(long.count))
    }
    return path
  }

  /// Long names and the short names that mean the same.
  private static let aliases: [(long: [String], short: [String])] = [
    (["session", "identity"], ["identity"]),
    (["session", "authenticator_assurance_level"], ["session", "aal"]),
  ]

  /// The records to which a policy can add attributes.
  static let openRoots = ["session", "identity", "request", "context"]

  /// The places that hold any JSON until a policy declares something below them.
  static let openPlaces: Set<AttributePath> = [
    AttributePath(["identity", "traits"]), AttributePath(["identity", "metadata_public"]),
    AttributePath(["identity", "metadata_admin"]),
  ]

  private static let variables: [String: Variable] = [
    "session": Variable(.object("session")),
    "identity": Variable(.object("identity")),
    "request": Variable(.object("request")),
    "context": Variable(.object("context")),
    "kratos": Variable(.object("kratos")),
    "now": Variable(.timestamp, origin: .now),
  ]
}

extension SessionSchema {
  /// The authentication methods that Kratos is known to record; the set is open.
  static let knownMethods = [
    "password", "oidc", "totp", "lookup_secret", "webauthn", "code", "passkey", "profile", "saml",
    "deviceauthn", "identifier_first", "link_recovery", "code_recovery", "v0.6_legacy_session",
  ]
}
