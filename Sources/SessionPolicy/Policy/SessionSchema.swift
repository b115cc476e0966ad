package import PolicyCEL

/// The inputs that every condition can name: a Kratos session and what surrounds it.
package enum SessionSchema {
  /// What conditions can name when a policy declares nothing.
  package static let environment = Environment(variables: variables, objects: records)

  /// The one form of an attribute that has several names.
  ///
  /// `session.identity` is the same as `identity`, and `session.authenticator_assurance_level` the
  /// same as `session.aal`; the short forms are the canonical ones.
  package static func canonicalPath(_ path: AttributePath) -> AttributePath {
    for (long, short) in aliases where path.components.starts(with: long) {
      return AttributePath(short + path.components.dropFirst(long.count))
    }
    return path
  }

  /// Long names and the short names that mean the same.
  private static let aliases: [(long: [String], short: [String])] =
    Record.session.fields.compactMap { field in
      field.alias.map { (["session", field.name], $0) }
    }

  /// Variables that are short for a field of another: `identity` of `session`.
  package static let shortNames = Dictionary(
    aliases.compactMap { long, short in short.count == 1 ? (short[0], long[0]) : nil },
    uniquingKeysWith: { first, _ in first })

  /// The records to which a policy can add attributes.
  static let openRoots = ["session", "identity", "request", "context"]

  /// The root of which only the built-in fields can be declared, to narrow them: callers may not send
  /// any others.
  static let closedRoot = "request"

  /// The places that hold any JSON until a policy declares something below them.
  static let openPlaces = Set(
    Record.identity.fields.compactMap { field in
      guard case .open = field.kind else { return nil as AttributePath? }
      return AttributePath(["identity", field.name])
    })

  private static let variables: [String: Variable] = [
    "session": Variable(.object("session")),
    "identity": Variable(.object("identity")),
    "request": Variable(.object("request")),
    "context": Variable(.object("context")),
    "kratos": Variable(.object("kratos")),
    "now": Variable(.timestamp, origin: .now),
  ]
}
