package import PolicyTime
package import SessionPolicy

/// The life of a session under policies: what was answered when, what filled up, what happened, and what
/// each change came from.
package struct SessionLife: Sendable {
  /// A time in which nothing that is decided changes; the later answer holds at the instant of a change.
  package struct Span: Sendable {
    /// The first instant.
    package var from: Timestamp
    /// The first instant after it.
    package var until: Timestamp
    /// The decision at its first instant.
    package var decision: Decision
    /// The session as it is in this time.
    package var expiresAt: Timestamp?
  }

  /// A time that is counted from one instant.
  package struct Tooth: Sendable, Hashable {
    /// When it is first counted so.
    package var from: Timestamp
    /// When it no longer is.
    package var until: Timestamp
    /// What it is counted from; `nil` where nothing of the kind was shown, or is known.
    package var evidence: Timestamp?
    /// When the limit is reached; `nil` without evidence.
    package var reachedAt: Timestamp?
    /// The attribute that is missing, where that is why there is no evidence.
    package var missing: String?

    package init(
      from: Timestamp, until: Timestamp, evidence: Timestamp?, reachedAt: Timestamp?,
      missing: String?
    ) {
      (self.from, self.until, self.evidence) = (from, until, evidence)
      (self.reachedAt, self.missing) = (reachedAt, missing)
    }
  }

  /// A limit and how it fills.
  package struct Limit: Sendable {
    /// The rule that sets it.
    package var rule: String
    /// The key that is written: `max_age`.
    package var key: String
    /// Where it stands, such as `$.rules[2].max_age`.
    package var path: String
    /// What the rule does.
    package var effect: Effect
    /// The time that must not be reached.
    package var length: Duration
    /// The times, in order.
    package var spans: [Tooth]
  }

  /// Something that happened or is assumed to.
  package struct Event: Sendable {
    /// What became of it.
    package enum Effect: Sendable, Hashable {
      /// It did something.
      case changed
      /// It did nothing.
      case unchanged(String)
      /// Policies did not permit it, or the identity server refused.
      case refused(String)
      /// The document says that it happened.
      case told
    }

    /// When.
    package var at: Timestamp
    /// What, in the words of suites; of the document `issued` or `completed`.
    package var name: String
    /// By which method.
    package var method: String?
    /// Whether it lies after the instant that is meant by now.
    package var isAssumed: Bool
    /// What became of it.
    package var effect: Effect
    /// The expiry before and after.
    package var expiry: (before: Timestamp?, after: Timestamp?)

    /// Whether policies or the identity server refused it.
    package var isRefused: Bool {
      if case .refused = effect { true } else { false }
    }
  }

  /// A time in which a window is open.
  package struct Window: Sendable, Hashable {
    /// When it opens.
    package var from: Timestamp
    /// When it closes.
    package var until: Timestamp
    /// The rule that sets it; `nil` for the identity server.
    package var rule: String?
  }

  /// A change of what is decided.
  package struct Change: Sendable {
    /// The instant.
    package var at: Timestamp
    /// What is different.
    package var parts: [Explanation.Change.Part]
    /// What turned.
    package var causes: [Explanation.Change.Cause]
    /// The events that it came with; empty where time alone changed it.
    package var events: [Event]
    /// Whether the answer is another one.
    package var isOfAnswer: Bool { parts.contains(where: \.isAnswer) }
  }

  /// Something a suite expected at an instant.
  package struct Expected: Sendable {
    /// When.
    package var at: Timestamp
    /// What was not as expected; empty if all was.
    package var failures: [TestFailure]
  }

  /// Where the life that is shown begins.
  package var begin: Timestamp
  /// Where it ends.
  package var end: Timestamp
  /// The instant that is meant by now.
  package var now: Timestamp
  /// The session's lifespan after an extension.
  package var lifespan: Duration
  /// How long a browser's cookie can be read after it was issued; `nil` for as long as it lasts.
  package var cookieLifetime: Duration?
  /// Who holds the session.
  package var client: KratosRequest.Client
  /// What was decided, without gaps, from the first decision to the end.
  package var spans: [Span]
  /// How limits fill, by rule and path.
  package var limits: [Limit]
  /// What happened, in order.
  package var events: [Event]
  /// When windows are open, in order.
  package var windows: [Window]
  /// The lives of the browser's cookies; each ends when the next is issued or when it can no longer be read.
  package var cookies: [Window]
  /// Where what is decided changes, in order.
  package var changes: [Change]
  /// What a suite expected.
  package var expectations: [Expected]
  /// Whether there was more than is shown.
  package var isCut: Bool
}
