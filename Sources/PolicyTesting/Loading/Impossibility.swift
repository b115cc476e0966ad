import PolicyDiagnostics
import PolicyTime
import SessionPolicy

/// Why a session or a request cannot exist: what is tested on it tests nothing.
struct Impossibility {
  /// What is wrong.
  let message: String
  /// What to do about it.
  let help: String

  /// How far instants of one moment may lie apart: databases round, and Kratos reads its clock twice.
  private static let slack = Duration.seconds(60)

  private init(_ message: String, _ help: String) {
    self.message = message
    self.help = help
  }

  /// What no session of Kratos can be.
  ///
  /// - Parameter now: The instant from which the suite tests.
  static func all(of session: Session, at now: Timestamp) -> [Impossibility] {
    var found: [Impossibility] = []
    if let issued = session.issuedAt {
      if let expires = session.expiresAt, expires <= issued {
        found.append(
          Impossibility(
            "this session cannot exist: it expires before it was issued",
            "set `expires_at` after `issued_at`"))
      }
      if let authenticated = session.authenticatedAt,
        issued.elapsed(since: authenticated) > slack
      {
        found.append(
          Impossibility(
            "this session cannot exist: its user authenticated before it was issued",
            "set `issued_at` as well, no later than `authenticated_at`"))
      } else if let early = session.authenticationMethods.first(where: {
        $0.completedAt.map { issued.elapsed(since: $0) > slack } ?? false
      }) {
        found.append(
          Impossibility(
            "this session cannot exist: \(quotedForDisplay(early.method)) was completed before it "
              + "was issued",
            "set `issued_at` as well, or `completed`"))
      }
    }
    for (name, instant) in [
      ("issued_at", session.issuedAt), ("authenticated_at", session.authenticatedAt),
    ] {
      if let instant, instant.elapsed(since: now) > slack {
        found.append(
          Impossibility(
            "this session cannot exist: its `\(name)` lies after the suite's `now`",
            "set `\(name)` to a distance before now, such as `-20m`"))
      }
    }
    if let level = level(of: session) { found.append(level) }
    return found
  }

  /// What is wrong with a stored level that the completed methods cannot give.
  private static func level(of session: Session) -> Impossibility? {
    let methods = session.authenticationMethods
    guard let stored = session.authenticatorAssuranceLevel.flatMap(AssuranceLevel.init(_:)),
      !methods.isEmpty
    else { return nil }
    let levels = KratosRelease.allCases.map { AssuranceLevel.achieved(by: methods, in: $0) }
    guard let highest = levels.max(), stored > highest else { return nil }
    return Impossibility(
      "this session cannot exist: it is at `\(stored.name)`, and what was completed gives no more "
        + "than `\(highest.name)`",
      "add the second factor to `authentication_methods`, or begin with a document that has one")
  }

  /// A user who was last active before the session was issued, or after the request is made.
  ///
  /// - Parameter instant: When the request is made.
  init?(_ request: Request, of session: Session, at instant: Timestamp) {
    guard let active = request.lastActiveAt else { return nil }
    if let issued = session.issuedAt, issued.elapsed(since: active) > Self.slack {
      self.init(
        "this case cannot exist: the user was idle for longer than the session is old",
        "set `issued_at` of the session before `last_active_at` of the request")
    } else if active.elapsed(since: instant) > Self.slack {
      self.init(
        "this case cannot exist: the user was last active after the request is made",
        "set `last_active_at` to a distance before now, such as `-5m`")
    } else {
      return nil
    }
  }
}
