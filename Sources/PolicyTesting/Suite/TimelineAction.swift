/// What can be done to a session in a timeline.
public enum TimelineAction: String, Sendable, Hashable, CaseIterable {
  /// The user does something in the application.
  case activity
  /// A server extends the session.
  case extend
  /// The user confirms who they are by a first factor.
  case refresh
  /// The user shows a second factor: a new one, or the same again.
  case stepUp = "step_up"
  /// The user sets up a credential in the settings.
  case enrol
  /// The session is ended by a logout or an administrator.
  case revoke
  /// The client reads its session, which brings a browser a new cookie after an extension.
  case whoami
  /// Somebody signs in, which begins a new session.
  case signIn = "sign_in"
  /// Somebody recovers the account, which begins a new session too.
  case recover
  /// An administrator disables the identity.
  case disable
  /// An administrator enables the identity again.
  case enable

  /// The words for them in suites.
  package static let names = allCases.map(\.rawValue)

  /// Whether the user authenticates by some method.
  var takesFactor: Bool {
    switch self {
    case .refresh, .stepUp, .enrol, .signIn, .recover: true
    case .activity, .extend, .revoke, .whoami, .disable, .enable: false
    }
  }

  /// Whether somebody else can do it.
  var takesIdentity: Bool { self == .refresh || self == .signIn || self == .recover }
}

extension TimelineAction {
  /// Whether policies can refuse it.
  var needsPermission: Bool { self == .extend || self == .refresh || self == .stepUp }

  /// Whether it can be refused, by policies or by Kratos.
  var canBeRefused: Bool { needsPermission || takesFactor || self == .whoami }
}
