/// The settings of Kratos that its session rules depend on, with Kratos' defaults.
public struct KratosSettings: Sendable, Hashable {
  /// A requirement on the level of a session, as Kratos' configuration states it.
  public enum RequiredAAL: String, Sendable, Hashable, CaseIterable {
    /// One factor.
    case aal1
    /// The second factor too, if the identity has one set up.
    case highestAvailable = "highest_available"
  }

  /// Whether an authenticator has to make sure that its user is there, by a PIN or a finger.
  public enum UserVerification: String, Sendable, Hashable, CaseIterable {
    /// It has to, so that the passkey is worth two factors.
    case required
    /// It may, if it can.
    case preferred
    /// It need not.
    case discouraged
  }

  /// `session.lifespan`: how long a session lives after a login or an extension.
  public var lifespan: Duration
  /// `session.earliest_possible_extend`: how long before its expiry a session can be extended.
  ///
  /// `nil` stands for the lifespan. It is a distance to the expiry, not an age.
  public var earliestPossibleExtend: Duration?
  /// `selfservice.flows.settings.privileged_session_max_age`.
  public var privilegedSessionMaxAge: Duration
  /// `session.whoami.required_aal`.
  public var whoamiRequiredAAL: RequiredAAL
  /// `selfservice.flows.settings.required_aal`.
  public var settingsRequiredAAL: RequiredAAL
  /// `session_lifespan` of the organizations that set one, by their UUID in lower case.
  public var organizationLifespans: [String: Duration]
  /// `session.cookie.persistent`: whether the cookie outlives the browser.
  public var persistentCookie: Bool
  /// `session.cookie.name`.
  public var cookieName: String
  /// `selfservice.methods.webauthn.config.passwordless`: WebAuthn as a first factor.
  public var passwordlessWebAuthn: Bool { didSet { lookUpFactors() } }
  /// `selfservice.methods.code.passwordless_enabled`: one-time codes as a first factor.
  public var codeAsFirstFactor: Bool { didSet { lookUpFactors() } }
  /// `selfservice.methods.code.mfa_enabled`: one-time codes as a second factor.
  public var codeAsSecondFactor: Bool { didSet { lookUpFactors() } }
  /// `selfservice.methods.passkey.config.authenticator_selection.user_verification`.
  public var passkeyUserVerification: UserVerification
  /// The methods that are enabled; `nil` while no configuration was given, for then none is held
  /// against anybody.
  public var methods: KratosMethods? { didSet { lookUpFactors() } }
  /// `selfservice.flows.login.lifespan`: how long the user may take to sign in.
  public var loginFlowLifespan: Duration
  /// `feature_flags.faster_session_extend`: extending answers 204 without the session.
  public var fasterSessionExtend: Bool
  /// `serve.public.base_url`.
  public var publicBaseURL: String?
  /// `serve.admin.base_url`.
  public var adminBaseURL: String?
  /// Whether a provider may vouch for both factors: its `aal2_acr_values` or `aal2_amr_values`.
  public var carriesOverSecondFactors: Bool
  /// The release that was chosen; `nil` leaves it to what only one release reads or writes.
  ///
  /// See ``release`` and ``release(for:)``.
  public var chosenRelease: KratosRelease?
  /// How far clocks may differ: an instant that lies in the past by its meaning, and further ahead than
  /// this, cannot be right, and has failed as an input. Kratos has no such setting.
  public var maxSkew: Duration = .seconds(300)

  /// Which factors a login asks for by some method: what follows from the methods above, kept because
  /// short answers ask for it.
  private(set) var offeredFactors = OfferedFactors(first: true, second: true)

  /// Whether logins ask for a first and for a second factor by some method.
  struct OfferedFactors: Sendable, Hashable {
    var first: Bool
    var second: Bool
  }

  private mutating func lookUpFactors() {
    let rules = KratosRules(self)
    func isOffered(_ factor: KratosRules.Factor) -> Bool {
      methods == nil || KnownMethod.all.contains { rules.obstacle(to: $0.name, as: factor) == nil }
    }
    offeredFactors = OfferedFactors(first: isOffered(.first), second: isOffered(.second))
  }

  /// Describes settings; what is left out has Kratos' default.
  public init(
    lifespan: Duration = .seconds(86_400), earliestPossibleExtend: Duration? = nil,
    privilegedSessionMaxAge: Duration = .seconds(3_600),
    whoamiRequiredAAL: RequiredAAL = .highestAvailable,
    settingsRequiredAAL: RequiredAAL = .highestAvailable,
    organizationLifespans: [String: Duration] = [:], persistentCookie: Bool = true,
    cookieName: String = "ory_kratos_session", passwordlessWebAuthn: Bool = false,
    codeAsFirstFactor: Bool = false, codeAsSecondFactor: Bool = false,
    passkeyUserVerification: UserVerification = .preferred, methods: KratosMethods? = nil,
    loginFlowLifespan: Duration = .seconds(3_600),
    fasterSessionExtend: Bool = false, publicBaseURL: String? = nil, adminBaseURL: String? = nil,
    carriesOverSecondFactors: Bool = false, release: KratosRelease? = nil
  ) {
    self.lifespan = lifespan
    self.earliestPossibleExtend = earliestPossibleExtend
    self.privilegedSessionMaxAge = privilegedSessionMaxAge
    self.whoamiRequiredAAL = whoamiRequiredAAL
    self.settingsRequiredAAL = settingsRequiredAAL
    self.organizationLifespans = organizationLifespans
    self.persistentCookie = persistentCookie
    self.cookieName = cookieName
    self.passwordlessWebAuthn = passwordlessWebAuthn
    self.codeAsFirstFactor = codeAsFirstFactor
    self.codeAsSecondFactor = codeAsSecondFactor
    self.passkeyUserVerification = passkeyUserVerification
    self.methods = methods
    self.loginFlowLifespan = loginFlowLifespan
    self.fasterSessionExtend = fasterSessionExtend
    self.publicBaseURL = publicBaseURL
    self.adminBaseURL = adminBaseURL
    self.carriesOverSecondFactors = carriesOverSecondFactors
    chosenRelease = release
    lookUpFactors()
  }
}
