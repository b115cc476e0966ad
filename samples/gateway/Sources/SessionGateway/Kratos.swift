import SessionPolicy

/// What whoami says of a credential.
enum Whoami: Sendable {
  /// 200: the session as a document, and the cookie that has to reach the browser, if Kratos sends one.
  case session(JSONValue, cookie: String?)
  /// 401: there is no session.
  case noSession
  /// 403 `session_aal2_required`: Kratos itself asks for the second factor first.
  case levelRequired
}

/// Why Kratos could not be asked, in words that may be logged.
struct Unavailable: Error, Sendable, Hashable {
  let reason: String
}

/// Kratos, as far as a guard needs it.
protocol Kratos: Sendable {
  /// Whether sessions can be extended and ended.
  var hasAdmin: Bool { get }
  /// Asks whose session a credential is of.
  func whoami(_ credential: Credential) async throws(Unavailable) -> Whoami
  /// Carries out a call of the admin API.
  func carryOut(_ call: KratosRequest) async throws(Unavailable)
  /// The methods that an identity has set up, by the admin API; `nil` if it does not say.
  func methods(of identity: String) async throws(Unavailable) -> [String]?
  /// Whether Kratos answers at all.
  func isAlive() async -> Bool
}
