public import PolicyTime

/// What may happen to a session now, why, until when, and what to do next.
public struct Decision: Sendable {
  /// What happens now.
  public enum Outcome: String, Hashable, Sendable, Comparable {
    /// The session goes on.
    case proceed
    /// The user has to prove themselves again within this session.
    case reauthenticate
    /// The present session is over.
    case signIn = "sign_in"

    /// Orders by strictness.
    public static func < (left: Outcome, right: Outcome) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .proceed: 0
      case .reauthenticate: 1
      case .signIn: 2
      }
    }
  }

  /// Whether a server may extend the session now.
  public struct Extend: Hashable, Sendable {
    /// Whether it may.
    public var isAllowed: Bool
    /// The new expiry if it were extended at the instant of the decision; it moves along with now.
    public var expiresAt: Timestamp?
    /// The instant from which it would be allowed, when nothing but time is missing.
    public var notBefore: Timestamp?
    /// The rules that permit it, or that would.
    public var rules: [String]
    /// Why it may not.
    public var reasons: [Reason]
  }

  /// Whether the user may refresh the session now by signing in again.
  public struct Refresh: Hashable, Sendable {
    /// Whether they may.
    public var isAllowed: Bool
    /// The rules that permit it.
    public var rules: [String]
    /// Why they may not.
    public var reasons: [Reason]
    /// The calls that carry it out.
    public var steps: [Step]
  }

  /// What a due re-authentication has to show.
  public struct Reauthentication: Hashable, Sendable {
    /// The lowest assurance level that is enough; `nil` for any.
    public var aal: AssuranceLevel?
    /// The greatest age the evidence may have; `nil` for any.
    public var maxAge: Duration?
    /// The methods of which one must be shown, sorted; `nil` for any.
    public var methods: [String]?
    /// The rules that ask for it.
    public var rules: [String]
    /// What of it the session lacks.
    public var missing: [ReasonCode]
    /// Every way to do so, each a list of steps, the shortest first.
    public var alternatives: [[Step]]
    /// Whether anything says what the user has set up. Otherwise a step may ask for a method that they do
    /// not have, and have to set up first.
    public var isEnrolmentKnown: Bool

    /// What the user does, in order: the first of the ``alternatives``.
    public var steps: [Step] { alternatives.first ?? [] }
  }

  /// One thing a user does to prove themselves, and the call that begins it.
  public struct Step: Hashable, Sendable {
    /// Which kind of factor is shown.
    public enum Factor: String, Hashable, Sendable, CaseIterable {
      /// A first factor, such as a password or a passkey.
      case first
      /// A second factor, such as a one-time code.
      case second
      /// None: a method is set up, in the settings.
      case enrol
    }

    /// What a session is like after a step.
    public struct Then: Hashable, Sendable {
      /// When the user last authenticated; `nil` if nobody knows.
      public var authenticatedAt: Timestamp?
      /// When the session expires; `nil` if nobody knows.
      public var expiresAt: Timestamp?
      /// Its level.
      public var aal: AssuranceLevel
    }

    /// Which factor.
    public var factor: Factor
    /// The methods that are enough, sorted; `nil` for any.
    public var methods: [String]?
    /// The call for a browser.
    public var browser: KratosRequest
    /// The call for a native client; `nil` where there is none, as for WebAuthn.
    public var native: KratosRequest?
    /// What the session is like when this and all steps before are done at the instant of the decision.
    public var then: Then
  }

  /// The instants a user interface warns about.
  public struct Deadlines: Hashable, Sendable {
    /// When the session expires.
    public var expiresAt: Timestamp?
    /// From when it can be extended; `nil` when that is now or not foreseeable.
    public var extendableFrom: Deadline?
    /// When re-authentication falls due; `nil` when it is due or not foreseeable.
    public var reauthenticateAt: Deadline?
    /// When the session is over; `nil` when it is.
    public var signInAt: Deadline?
    /// When the browser's cookie can no longer be read; `nil` when that is past, when the session is over,
    /// or when nobody tells when the cookie was issued.
    public var cookieAt: Timestamp?
    /// From when no rule extends the session any more unless somebody uses it before; `nil` when that is
    /// past, when idleness ends no extending, or when the session is over.
    public var idleAt: Deadline?
    /// The cap: no extension puts the expiry past it, or a rule ends the session then however often it is
    /// extended; `nil` for none, or when the session is over.
    public var cappedAt: Deadline?
    /// When the first window for extending opens, also where something else than time is missing; `nil`
    /// when one is open, when no rule extends, or when the session is over.
    public var windowOpensAt: Deadline?
  }

  /// An instant and the rule that sets it.
  public struct Deadline: Hashable, Sendable {
    /// The instant.
    public var at: Timestamp
    /// The rule; `nil` when the identity server sets it.
    public var rule: String?
  }

  /// An input that was missing, or a condition that failed.
  public struct Indeterminate: Hashable, Sendable {
    /// The rule that asked; `nil` when every decision asks.
    public var rule: String?
    /// The attribute, when one was missing.
    public var attribute: String?
    /// `missing`, or what failed.
    public var cause: String
  }

  /// What happens now.
  public var outcome: Outcome
  /// Whether a server may extend.
  public var extend: Extend
  /// Whether the user may refresh.
  public var refresh: Refresh
  /// What re-authentication must show; `nil` when none is due.
  public var reauthentication: Reauthentication?
  /// Why the outcome is not `proceed`.
  public var reasons: [Reason]
  /// Every input that was missing or failed.
  public var indeterminate: [Indeterminate]
  /// The instants a user interface warns about.
  public var deadlines: Deadlines
  /// The calls that carry out what is allowed now; nothing here sends them.
  public var requests: [KratosRequest]
  /// The first instant after now at which anything above changes by time alone; `nil` for never. A new expiry
  /// moves along with now and does not count, nor do the bounds among the deadlines: the idleness, the cap
  /// and the window.
  public var validUntil: Timestamp?
  /// What stands below `context` and no policy declares; it changed nothing.
  public var ignored: [Ignored]
  /// Which policies decided.
  public var policies: Policies
}

/// Why something is not allowed, as a code for programs and a sentence for people.
public struct Reason: Hashable, Sendable {
  /// The code.
  public var code: ReasonCode
  /// The rule; `nil` when the state of the session alone is the reason.
  public var rule: String?
  /// The rule's `because`.
  public var message: String?

  /// Names a reason.
  public init(_ code: ReasonCode, rule: String? = nil, message: String? = nil) {
    self.code = code
    self.rule = rule
    self.message = message
  }
}
