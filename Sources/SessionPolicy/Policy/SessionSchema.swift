import CEL

/// The inputs that every condition can name: the fields of a Kratos session and what surrounds them.
public enum SessionSchema {
  /// The one form of an attribute that has several names.
  ///
  /// `identity` is short for `session.identity`, and `session.aal` for
  /// `session.authenticator_assurance_level`; the short forms are the canonical ones.
  static func canonicalPath(_ path: AttributePath) -> AttributePath {
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
}
