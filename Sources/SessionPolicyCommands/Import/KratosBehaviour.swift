import PolicyDiagnostics
import PolicyTime
import SessionPolicy

/// What Kratos does with sessions under some settings, as far as a policy can say it.
///
/// What is compared is what a caller sees of a live session whose identity is known: whether and until when
/// it is extended, and whether whoami and the settings let it pass.
struct KratosBehaviour {
  let settings: KratosSettings
  /// Where the settings come from, as it may be shown.
  let source: String

  /// Whether the configuration says which methods there are, rather than leaving all at their defaults.
  let namesMethods: Bool

  init(_ settings: KratosSettings, from names: [String], namesMethods: Bool) {
    self.namesMethods = namesMethods
    self.settings = settings
    source = names.map { escapedForDisplay(shortened($0, to: 120)) }.joined(separator: ", ")
  }

  // MARK: Extending

  /// How long before its expiry a session can be extended and gains by it; at that distance it cannot yet.
  ///
  /// The window opens after `expires_at - window`, and the new expiry, now and the lifespan, is later than
  /// the old one only if less than a lifespan is left.
  var reach: Duration { min(settings.lifespan, settings.extendWindow) }

  /// The least and the most of that for all sessions: those of organizations have lifespans of their own.
  var reaches: (least: Duration, most: Duration) {
    let own = hasOrganizations ? settings.organizationLifespans.values.filter { $0 > .zero } : []
    let lifespans = own + [settings.lifespan]
    return (
      min(lifespans.min() ?? .zero, settings.extendWindow),
      min(lifespans.max() ?? .zero, settings.extendWindow)
    )
  }

  /// Whether there is an instant at which a live session can be extended: it has more than nothing left, and
  /// less than the reach.
  var extends: Bool { reach > .nanoseconds(1) }

  /// The window, where it is what decides.
  var within: Duration? { settings.extendWindow < settings.lifespan ? settings.extendWindow : nil }

  /// Whether an extension could make a session shorter.
  var canShorten: Bool { settings.extendWindow > settings.lifespan }

  /// Whether organizations have lifespans of their own, so that no one number is that of an extension.
  var hasOrganizations: Bool {
    settings.release == .head && settings.organizationLifespans.values.contains { $0 > .zero }
  }

  // MARK: Settings

  /// `privileged_session_max_age`, unless it is nothing, which is no limit but a refusal or a leave.
  var privilegedAge: Duration? {
    settings.privilegedSessionMaxAge > .zero ? settings.privilegedSessionMaxAge : nil
  }

  /// The changes that are guarded. With `0s` the head guards the password alone.
  var privilegedActions: [String] {
    privilegedAge == nil && settings.release == .head
      ? ["settings.password"] : Self.credentialActions
  }

  /// The changes of credentials that Kratos guards, by the names that policies give them here.
  static let credentialActions = [
    "settings.password", "settings.totp", "settings.lookup_secret", "settings.webauthn",
    "settings.passkey", "settings.oidc", "settings.protected_traits",
  ]
  /// A change in the settings that is not guarded.
  static let otherSettings = "settings.profile"

  // MARK: Levels

  /// Where a level is asked for.
  enum Scope {
    case everywhere, inSettings, elsewhere
  }

  /// The levels that are asked for, each with where.
  var levels: [(level: KratosSettings.RequiredAAL, scope: Scope)] {
    let (whoami, flow) = (settings.whoamiRequiredAAL, settings.settingsRequiredAAL)
    return whoami == flow
      ? [(whoami, .everywhere)] : [(whoami, .elsewhere), (flow, .inSettings)]
  }

  /// Whether somewhere the second factor is asked of who has one.
  var asksHighest: Bool { levels.contains { $0.level == .highestAvailable } }

  /// The level that is asked for beside a request.
  func level(for scope: Scope) -> KratosSettings.RequiredAAL {
    levels.first { $0.scope == scope || $0.scope == .everywhere }?.level ?? .aal1
  }

  // MARK: Methods

  /// A method by which somebody can sign in; `nil` where there is none.
  var firstFactor: String? {
    offered(as: .first, ["password", "code", "passkey", "webauthn", "oidc"])
  }

  /// A method that is asked for as a second factor; `nil` where there is none.
  var secondFactor: String? { offered(as: .second, ["totp", "lookup_secret", "webauthn", "code"]) }

  /// Whether a provider may vouch for a second factor, for all that is known.
  var mayCarryOver: Bool {
    KnownMethod.all.contains { method in
      guard case .carriedOver = method.second, let setting = method.setting else { return false }
      return settings.methods?.isEnabled(setting) ?? false
    }
  }

  private func offered(as factor: KratosRules.Factor, _ names: [String]) -> String? {
    let rules = KratosRules(settings)
    return names.first { rules.obstacle(to: $0, as: factor) == nil }
  }
}

extension KratosSettings.RequiredAAL {
  /// The name of the rule that asks for it.
  func ruleName(_ scope: KratosBehaviour.Scope) -> String {
    let name = self == .aal1 ? "one-factor" : "highest-available"
    return scope == .inSettings ? "\(name)-in-settings" : name
  }
}

extension Duration {
  /// The duration as policies spell it.
  var written: String { policyText ?? "0s" }
  /// The duration as an offset ahead.
  var ahead: String { self == .zero ? "0s" : "+" + written }
  /// The duration as an offset back.
  var ago: String { self == .zero ? "0s" : "-" + written }
  /// The least step by which suites try a limit: a second, or a nanosecond where that is too much.
  var step: Duration { self > .seconds(1) ? .seconds(1) : .nanoseconds(1) }
}
