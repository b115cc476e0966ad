/// The keys at the top of files by which one kind of them is told from another, each written down here alone.
package enum KindKeys {
  /// Keys of a configuration of Kratos that no file of this project has: all that its schema knows but
  /// for `version`, which ours have too, and for `config`, `dev`, `help` and `revision`, which may be
  /// anybody's.
  package static let configuration: Set<String> = certain.union(ambiguous)
  /// Those of them that nothing else has.
  static let certain: Set<String> = [
    "ciphers", "clients", "cookies", "courier", "database", "dsn", "enterprise",
    "expose-metrics-port", "feature_flags", "hashers", "log", "oauth2_provider", "organizations",
    "preview", "secrets", "security", "selfservice", "serve", "sqa-opt-out", "tracing",
    "watch-courier",
  ]
  /// Those that a session has, or a snapshot of one.
  static let ambiguous: Set<String> = ["identity", "session"]

  /// Keys that stand at the top of policies and suites alone.
  package static let ours: Set<String> = [
    "policy", "rules", "suite", "policies", "tests", "sessions", "attributes", "definitions",
    "constants", "when",
  ]

  /// Keys that stand in sessions, in snapshots of them and in steps of their lives, and not in a
  /// configuration.
  static let session: Set<String> = [
    "active", "authenticated_at", "authentication_methods", "authenticator_assurance_level", "at",
    "context", "devices", "expires_at", "issued_at", "now", "request", "schema_id", "traits",
  ]

  /// Keys of secrets, wherever in a configuration they stand.
  static let secret: Set<String> = [
    "apple_private_key", "client_secret", "connection_uri", "dsn",
  ]
  /// Keys that tell a configuration wherever they stand: those of secrets, and one with secrets below it.
  static let telling: Set<String> = secret.union(["request_config"])

  /// Keys at the top of other files that carry a configuration or a secret of it: manifests, values for
  /// Helm, files of Docker Compose, and keys that sign tokens.
  static let carrier: Set<String> = [
    "apiVersion", "data", "keys", "kratos", "kty", "services", "smtp", "stringData",
  ]
}
