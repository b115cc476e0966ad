/// What Kratos knows of an authentication method: the one place that tells methods apart.
///
/// The set is open: a session may list a method that is not here, and such a one can be anything.
/// Taken from the strategies of Kratos v26.2 and its development head, by what each adds to a
/// session (`CompletedAuthenticationMethod`) and which flows it registers for.
package struct KnownMethod: Sendable {
  /// When a method is good for a factor.
  package enum Use: Sendable {
    case never, always
    /// By the recovery flow alone; no login asks for it.
    case inRecovery
    /// While security keys are set up as passwordless, and while they are not.
    case withPasswordlessKeys, withOtherKeys
    /// While codes are not set up as a second factor, and while they are.
    case withPasswordlessCodes, withSecondFactorCodes
    /// Where another identity provider vouched for it, which no flow of Kratos asks for.
    case carriedOver

    /// Whether it is so under some settings, without the word of a provider.
    func holds(_ settings: KratosSettings) -> Bool {
      switch self {
      case .never, .carriedOver: false
      case .always, .inRecovery: true
      case .withPasswordlessKeys: settings.passwordlessWebAuthn
      case .withOtherKeys: !settings.passwordlessWebAuthn
      case .withPasswordlessCodes: !settings.codeAsSecondFactor
      case .withSecondFactorCodes: settings.codeAsSecondFactor
      }
    }
  }

  /// The name that `authentication_methods` has.
  package let name: String
  /// The name below `selfservice.methods` that switches it on; `nil` where nothing does.
  package let setting: String?
  /// When it is a first factor.
  package let first: Use
  /// When it is a second factor.
  package let second: Use
  /// The level of an entry without one, as releases up to v26.2 infer it; `nil` for none.
  package let impliedLevel: AssuranceLevel?
  /// Whether another identity provider vouches for the user.
  package let isUpstream: Bool
  /// Whether it is enabled where a configuration does not mention it, by the schema of Kratos.
  package let isOnByDefault: Bool
  /// Whether a user can set it up in the settings.
  package let canBeEnrolled: Bool
  /// Whether native clients can use it; WebAuthn answers in browser flows alone.
  package let isNative: Bool
  /// The first release that records it.
  package let since: KratosRelease

  private init(
    _ name: String, setting: String?, first: Use = .never, second: Use = .never,
    implied: AssuranceLevel? = nil,
    isUpstream: Bool = false, isOnByDefault: Bool = false, canBeEnrolled: Bool = false,
    isNative: Bool = true, since: KratosRelease = .v1_3
  ) {
    self.name = name
    self.setting = setting
    self.first = first
    self.second = second
    impliedLevel = implied
    self.isUpstream = isUpstream
    self.isOnByDefault = isOnByDefault
    self.canBeEnrolled = canBeEnrolled
    self.isNative = isNative
    self.since = since
  }

  /// All of them.
  package static let all = [
    KnownMethod(
      "password", setting: "password", first: .always, implied: .aal1, isOnByDefault: true,
      canBeEnrolled: true),
    KnownMethod(
      "oidc", setting: "oidc", first: .always, second: .carriedOver, implied: .aal1,
      isUpstream: true,
      canBeEnrolled: true),
    KnownMethod("totp", setting: "totp", second: .always, implied: .aal2, canBeEnrolled: true),
    KnownMethod(
      "lookup_secret", setting: "lookup_secret", second: .always, implied: .aal2,
      canBeEnrolled: true),
    KnownMethod(
      "webauthn", setting: "webauthn", first: .withPasswordlessKeys, second: .withOtherKeys,
      implied: .aal2,
      canBeEnrolled: true, isNative: false),
    KnownMethod(
      "code", setting: "code", first: .withPasswordlessCodes, second: .withSecondFactorCodes,
      isOnByDefault: true),
    KnownMethod(
      "passkey", setting: "passkey", first: .always, canBeEnrolled: true, isNative: false),
    KnownMethod("profile", setting: "profile", isOnByDefault: true),
    KnownMethod("saml", setting: "saml", first: .always, second: .carriedOver, isUpstream: true),
    KnownMethod("deviceauthn", setting: "deviceauthn", second: .always, canBeEnrolled: true),
    KnownMethod("identifier_first", setting: nil),
    KnownMethod("link_recovery", setting: "link", first: .inRecovery),
    KnownMethod(
      "code_recovery", setting: "code", first: .inRecovery, implied: .aal1, isOnByDefault: true),
    KnownMethod("v0.6_legacy_session", setting: nil, implied: .aal1),
  ]

  /// Finds a method by its name. Names are of letters to which no other text is equivalent, so that
  /// Swift's `==` compares bytes here.
  package static func named(_ name: String) -> KnownMethod? { all.first { $0.name == name } }

  /// Those that logins ask for as a factor under some settings at least, the one first that is taken
  /// where nothing tells which.
  package static func usual(_ factor: KratosRules.Factor) -> [String] {
    factor == .first
      ? ["password", "passkey", "webauthn", "code", "oidc"]
      : ["totp", "webauthn", "code", "lookup_secret"]
  }

  /// The level that Kratos records for it under some settings; `nil` where it records none.
  ///
  /// It comes from the settings at login, not from the flow: WebAuthn that is not passwordless counts
  /// as a second factor even where it was used as the first.
  package func recordedLevel(_ settings: KratosSettings) -> AssuranceLevel? {
    second.holds(settings) ? .aal2 : first.holds(settings) ? .aal1 : nil
  }

  /// Whether it is a factor at all, under some settings at least.
  var isFactor: Bool {
    switch (first, second) {
    case (.never, .never): false
    default: true
    }
  }

  /// Whether a login asks for it as a second factor, under some settings at least.
  var isAskedAsSecondFactor: Bool {
    switch second {
    case .never, .carriedOver: false
    default: true
    }
  }
}
