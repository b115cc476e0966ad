import SessionPolicy
import Synchronization

/// What this program knows of a session, and Kratos does not: when it was last let through, and that it is over.
///
/// Every answer that is remembered about a session holds its trace, so that all of them end at once.
final class SessionTrace: Sendable {
  private struct State {
    var lastActive: Timestamp?
    var end: ContinuousClock.Instant?
  }

  /// The id of the session.
  let session: String
  private let state = Mutex(State())

  init(session: String) { self.session = session }

  /// When the session was last let through; `nil` if nobody here knows.
  var lastActive: Timestamp? { state.withLock { $0.lastActive } }

  /// Notes that the session is let through now, unless it is over.
  ///
  /// - Returns: Whether it may be.
  func isActive(at now: Timestamp) -> Bool {
    state.withLock { state in
      guard state.end == nil else { return false }
      state.lastActive = now
      return true
    }
  }

  /// Notes that the session is over.
  func end(_ instant: ContinuousClock.Instant = .now) { state.withLock { $0.end = instant } }

  /// Whether what Kratos was asked at an instant comes too late: the session was over by then, or is since.
  func isOver(for asked: ContinuousClock.Instant) -> Bool {
    state.withLock { $0.end.map { asked <= $0 } ?? false }
  }

  /// Whether it ended at all.
  var isOver: Bool { state.withLock { $0.end != nil } }
}

/// The traces of sessions, by their ids and by what was shown for them. Those longest unused are forgotten;
/// then a user counts as idle since they authenticated.
final class SessionTraces: Sendable {
  private let known = Mutex(Generations<String, SessionTrace>(capacity: 50_000))
  private let shown = Mutex(Generations<Credential, SessionTrace>(capacity: 50_000))

  /// The trace of a session that Kratos says is live.
  ///
  /// One that was over, and that Kratos was asked about after that, is live again: an account can be
  /// disabled for an hour.
  func trace(
    of session: String, shownBy credential: Credential, asked: ContinuousClock.Instant
  ) -> SessionTrace {
    let trace = known.withLock { known in
      if let trace = known.value(for: session), !trace.isOver || trace.isOver(for: asked) {
        return trace
      }
      let new = SessionTrace(session: session)
      known.set(new, for: session)
      return new
    }
    shown.withLock { $0.set(trace, for: credential) }
    return trace
  }

  /// When a session was last let through.
  func lastActive(_ session: String) -> Timestamp? {
    known.withLock { $0.value(for: session) }?.lastActive
  }

  /// Notes that Kratos knows no session for a credential any more.
  func end(shownBy credential: Credential, asked: ContinuousClock.Instant) {
    shown.withLock { $0.value(for: credential) }?.end(asked)
  }
}
