public import PolicyTime
public import SessionPolicy

/// The life of a session under policies: what was answered when, what filled up, what happened, and what
/// each change came from.
public struct SessionLife: Sendable {
  /// A time in which nothing that is decided changes; the later answer holds at the instant of a change.
  public struct Span: Sendable {
    /// The first instant.
    public var from: Timestamp
    /// The first instant after it.
    public var until: Timestamp
    /// The decision at its first instant.
    public var decision: Decision
    /// The session as it is in this time.
    public var expiresAt: Timestamp?
  }

  /// A time that is counted from one instant.
  public struct Tooth: Sendable, Hashable {
    /// When it is first counted so.
    public var from: Timestamp
    /// When it no longer is.
    public var until: Timestamp
    /// What it is counted from; `nil` where nothing of the kind was shown, or is known.
    public var evidence: Timestamp?
    /// When the limit is reached; `nil` without evidence.
    public var reachedAt: Timestamp?
    /// The attribute that is missing, where that is why there is no evidence.
    public var missing: String?

    package init(
      from: Timestamp, until: Timestamp, evidence: Timestamp?, reachedAt: Timestamp?,
      missing: String?
    ) {
      (self.from, self.until, self.evidence) = (from, until, evidence)
      (self.reachedAt, self.missing) = (reachedAt, missing)
    }
  }

  /// A limit and how it fills.
  public struct Limit: Sendable {
    /// The rule that sets it.
    public var rule: String
    /// The key that is written: `max_age`.
    public var key: String
    /// Where it stands, such as `$.rules[2].max_age`.
    public var path: String
    /// What the rule does.
    public var effect: Effect
    /// The time that must not be reached.
    public var length: Duration
    /// The times, in order.
    public var spans: [Tooth]
  }

  /// Something that happened or is assumed to.
  public struct Event: Sendable {
    /// What became of it.
    public enum Effect: Sendable, Hashable {
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
    public var at: Timestamp
    /// What, in the words of suites; of the document `issued` or `completed`.
    public var name: String
    /// By which method.
    public var method: String?
    /// Whether it lies after the instant that is meant by now.
    public var isAssumed: Bool
    /// What became of it.
    public var effect: Effect
    /// The expiry before and after.
    public var expiry: (before: Timestamp?, after: Timestamp?)

    /// Whether policies or the identity server refused it.
    public var isRefused: Bool {
      if case .refused = effect { true } else { false }
    }
  }

  /// A time in which a window is open.
  public struct Window: Sendable, Hashable {
    /// When it opens.
    public var from: Timestamp
    /// When it closes.
    public var until: Timestamp
    /// The rule that sets it; `nil` for the identity server.
    public var rule: String?
  }

  /// A change of what is decided.
  public struct Change: Sendable {
    /// The instant.
    public var at: Timestamp
    /// What is different.
    public var parts: [Explanation.Change.Part]
    /// What turned.
    public var causes: [Explanation.Change.Cause]
    /// The events that it came with; empty where time alone changed it.
    public var events: [Event]
    /// Whether the answer is another one.
    public var isOfAnswer: Bool { parts.contains(where: \.isAnswer) }
  }

  /// Something a suite expected at an instant.
  public struct Expected: Sendable {
    /// When.
    public var at: Timestamp
    /// What was not as expected; empty if all was.
    public var failures: [TestFailure]
  }

  /// Where the life that is shown begins.
  public var begin: Timestamp
  /// Where it ends.
  public var end: Timestamp
  /// The instant that is meant by now.
  public var now: Timestamp
  /// The session's lifespan after an extension.
  public var lifespan: Duration
  /// How long a browser's cookie can be read after it was issued; `nil` for as long as it lasts.
  public var cookieLifetime: Duration?
  /// Who holds the session.
  public var client: KratosRequest.Client
  /// What was decided, without gaps, from the first decision to the end.
  public var spans: [Span]
  /// How limits fill, by rule and path.
  public var limits: [Limit]
  /// What happened, in order.
  public var events: [Event]
  /// When windows are open, in order.
  public var windows: [Window]
  /// The lives of the browser's cookies; each ends when the next is issued or when it can no longer be read.
  public var cookies: [Window]
  /// Where what is decided changes, in order.
  public var changes: [Change]
  /// What a suite expected.
  public var expectations: [Expected]
  /// Whether there was more than is shown.
  public var isCut: Bool
}
