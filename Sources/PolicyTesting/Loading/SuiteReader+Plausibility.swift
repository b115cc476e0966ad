import PolicyDiagnostics
import PolicyDocuments
import PolicyTime
import SessionPolicy

/// Refusing sessions that cannot exist: what is tested on them tests nothing.
extension SuiteReader {
  /// How far instants of one moment may lie apart: databases round, and Kratos reads its clock twice.
  private static let slack = Duration.seconds(60)

  /// Reports what no session of Kratos can be.
  mutating func checkExists(_ session: Session, at node: DocumentNode) {
    var problems: [(message: String, help: String)] = []
    func report(_ message: String, _ help: String) { problems.append((message, help)) }
    if let issued = session.issuedAt {
      if let expires = session.expiresAt, expires <= issued {
        report(
          "this session cannot exist: it expires before it was issued",
          "set `expires_at` after `issued_at`")
      }
      if let authenticated = session.authenticatedAt,
        issued.elapsed(since: authenticated) > Self.slack
      {
        report(
          "this session cannot exist: its user authenticated before it was issued",
          "set `issued_at` as well, no later than `authenticated_at`")
      } else if let early = session.authenticationMethods.first(where: {
        $0.completedAt.map { issued.elapsed(since: $0) > Self.slack } ?? false
      }) {
        report(
          "this session cannot exist: \(quotedForDisplay(early.method)) was completed before it was "
            + "issued",
          "set `issued_at` as well, or `completed`")
      }
    }
    for (name, instant) in [
      ("issued_at", session.issuedAt), ("authenticated_at", session.authenticatedAt),
    ] {
      if let instant, instant.elapsed(since: now) > Self.slack {
        report(
          "this session cannot exist: its `\(name)` lies after the suite's `now`",
          "set `\(name)` to a distance before now, such as `-20m`")
      }
    }
    if let problem = Self.levelProblem(of: session) { problems.append(problem) }
    for problem in problems {
      reader.report(
        .impossibleFixture, problem.message, at: node, place: node.key, help: problem.help)
    }
  }

  /// What is wrong with a stored level that the completed methods cannot give.
  private static func levelProblem(of session: Session) -> (message: String, help: String)? {
    let methods = session.authenticationMethods
    guard let stored = session.authenticatorAssuranceLevel.flatMap(AssuranceLevel.init(_:)),
      !methods.isEmpty
    else { return nil }
    let levels = KratosRelease.allCases.map { AssuranceLevel.achieved(by: methods, in: $0) }
    guard let highest = levels.max(), stored > highest else { return nil }
    return (
      "this session cannot exist: it is at `\(stored.name)`, and what was completed gives no more "
        + "than `\(highest.name)`",
      "add the second factor to `authentication_methods`, or begin with a document that has one"
    )
  }

  /// Reports a request that was last active before its session was issued, or after it is made.
  mutating func checkExists(
    _ session: Session, _ request: RequestFixture, at instant: Timestamp, _ node: DocumentNode
  ) {
    guard let active = request.request.lastActiveAt else { return }
    let entry = request.name.flatMap { requestNodes[Text($0)] }
    let (fixture, place) = (entry?.value ?? node, entry?.name.location ?? node.head)
    let related = entry.map { _ in [Diagnostic.Related("it is made here", at: node.head)] } ?? []
    if let issued = session.issuedAt, issued.elapsed(since: active) > Self.slack {
      reader.report(
        .impossibleFixture,
        "this case cannot exist: the user was idle for longer than the session is old", at: fixture,
        place: place,
        help: "set `issued_at` of the session before `last_active_at` of the request",
        related: related)
    } else if active.elapsed(since: instant) > Self.slack {
      reader.report(
        .impossibleFixture,
        "this case cannot exist: the user was last active after the request is made", at: fixture,
        place: place, help: "set `last_active_at` to a distance before now, such as `-5m`",
        related: related)
    }
  }
}
