/// What a rule does.
public enum Effect: Hashable, Sendable, CaseIterable {
  /// `may: extend`: a server may extend the session.
  case mayExtend
  /// `may: refresh`: the user may sign in again within the session.
  case mayRefresh
  /// `never: extend`: no server extends the session.
  case neverExtend
  /// `never: refresh`: the user does not sign in again within the session.
  case neverRefresh
  /// `must: reauthenticate`: the user has to prove themselves again.
  case mustReauthenticate
  /// `must: sign_in`: the session is over.
  case mustSignIn

  /// The key of an effect: how strictly the rule speaks.
  public enum Verb: String, Hashable, Sendable, CaseIterable {
    /// Permits, unless something else forbids.
    case may
    /// Forbids.
    case never
    /// Demands.
    case must
  }

  /// The value of an effect's key: what the rule speaks of.
  public enum Object: String, Hashable, Sendable, CaseIterable {
    /// A server moves the expiry.
    case extend
    /// The user signs in again within the session.
    case refresh
    /// The user has to prove themselves again.
    case reauthenticate
    /// The user has to begin a new session.
    case signIn = "sign_in"
  }

  /// The effect of a key and its value; `nil` for a pair that the language does not have.
  public init?(_ verb: Verb, _ object: Object) {
    guard let effect = Self.allCases.first(where: { $0.verb == verb && $0.object == object })
    else { return nil }
    self = effect
  }

  /// How strictly it speaks.
  public var verb: Verb {
    switch self {
    case .mayExtend, .mayRefresh: .may
    case .neverExtend, .neverRefresh: .never
    case .mustReauthenticate, .mustSignIn: .must
    }
  }

  /// What it speaks of.
  public var object: Object {
    switch self {
    case .mayExtend, .neverExtend: .extend
    case .mayRefresh, .neverRefresh: .refresh
    case .mustReauthenticate: .reauthenticate
    case .mustSignIn: .signIn
    }
  }
}

extension Effect: CustomStringConvertible {
  /// The effect as a policy writes it: `may: extend`.
  public var description: String { "\(verb.rawValue): \(object.rawValue)" }
}
