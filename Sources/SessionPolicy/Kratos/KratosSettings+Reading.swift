public import PolicyDiagnostics
package import PolicyYAML

extension KratosSettings {
  /// Reads the settings that matter here from a configuration of Kratos, a `kratos.yml`.
  ///
  /// Keys that do not matter here are passed over. All mistakes in those that do are reported at
  /// once, and the settings are `nil` whenever there is one.
  ///
  /// - Parameter release: Which release's behaviour the settings are for; left out, it is told from
  ///   what only one of them reads, and v26.2 otherwise.
  public static func read(
    _ file: SourceFile, for release: KratosRelease? = nil
  ) -> (settings: KratosSettings?, diagnostics: [Diagnostic]) {
    let (_, settings, diagnostics) = readDocument(file, for: release)
    return (settings, diagnostics)
  }

  /// A duration as the configuration spells it, such as `1h30m`; `nil` if it is none.
  package static func duration(_ text: String) -> Duration? { try? GoDuration.parse(text) }

  /// The most bytes of a configuration that are read.
  package static let fileLimit = 4 << 20

  /// Reads a configuration and keeps its YAML for checks that look further.
  package static func readDocument(
    _ file: SourceFile, for release: KratosRelease? = nil
  ) -> (document: YAMLNode?, settings: KratosSettings?, diagnostics: [Diagnostic]) {
    let (document, problems) = YAMLParser.parse(file, options: .lenient)
    guard let document, !problems.contains(where: { $0.severity == .error }) else {
      return (nil, nil, problems)
    }
    var reader = ConfigurationReader()
    let settings = KratosSettings(release: release, from: document, with: &reader)
    let diagnostics = problems + reader.diagnostics
    let isSound = !diagnostics.contains { $0.severity == .error }
    return (document, isSound ? settings : nil, diagnostics)
  }

  /// Fills in what a document says; the rest stays as Kratos has it by default.
  private init(
    release: KratosRelease?, from document: YAMLNode, with reader: inout ConfigurationReader
  ) {
    self.init(methods: KratosMethods())
    reader.expectMapping(document)
    let settingsFlow = ["selfservice", "flows", "settings"]
    let methods = ["selfservice", "methods"]
    reader.duration(document, ["session", "lifespan"], into: &lifespan)
    var window: Duration? = nil
    reader.duration(document, ["session", "earliest_possible_extend"], into: &window)
    earliestPossibleExtend = window
    reader.duration(
      document, settingsFlow + ["privileged_session_max_age"], into: &privilegedSessionMaxAge)
    reader.duration(
      document, ["selfservice", "flows", "login", "lifespan"], into: &loginFlowLifespan)
    reader.choice(document, ["session", "whoami", "required_aal"], into: &whoamiRequiredAAL)
    reader.choice(document, settingsFlow + ["required_aal"], into: &settingsRequiredAAL)
    reader.bool(document, ["session", "cookie", "persistent"], into: &persistentCookie)
    reader.text(document, ["session", "cookie", "name"], into: &cookieName)
    reader.bool(
      document, methods + ["webauthn", "config", "passwordless"], into: &passwordlessWebAuthn)
    reader.bool(document, methods + ["code", "passwordless_enabled"], into: &codeAsFirstFactor)
    reader.bool(document, methods + ["code", "mfa_enabled"], into: &codeAsSecondFactor)
    reader.choice(
      document,
      methods + ["passkey", "config", "authenticator_selection", "user_verification"],
      into: &passkeyUserVerification)
    for name in KratosMethods.defaults.keys.sorted() {
      var isEnabled = self.methods?.isEnabled(name) ?? false
      reader.bool(document, methods + [name, "enabled"], into: &isEnabled)
      self.methods?.set(name, enabled: isEnabled)
    }
    // Codes as a first factor switch the method on, by the schema's own word.
    if codeAsFirstFactor { self.methods?.set("code", enabled: true) }
    reader.bool(
      document, ["feature_flags", "faster_session_extend"], into: &fasterSessionExtend)
    reader.text(document, ["serve", "public", "base_url"], into: &publicBaseURL)
    reader.text(document, ["serve", "admin", "base_url"], into: &adminBaseURL)
    readOrganizations(document, methods + ["b2b", "config", "organizations"], &reader)
    readProviders(document, methods + ["oidc", "config", "providers"], &reader)
    chosenRelease = release
    reader.warnOfStrayKeys(document)
  }

  /// Reads whether a provider may vouch for a second factor, which only the development head asks.
  private mutating func readProviders(
    _ document: YAMLNode, _ path: [String], _ reader: inout ConfigurationReader
  ) {
    carriesOverSecondFactors =
      reader.node(document, path)?.sequence?.contains { provider in
        ["aal2_acr_values", "aal2_amr_values"].contains {
          provider[$0]?.sequence?.isEmpty == false
        }
      } ?? false
  }

  private mutating func readOrganizations(
    _ document: YAMLNode, _ path: [String], _ reader: inout ConfigurationReader
  ) {
    guard let node = reader.node(document, path) else { return }
    guard let organizations = node.sequence else {
      reader.report(.wrongKind, "`organizations` takes a list", at: node, path)
      return
    }
    for (index, organization) in organizations.enumerated() {
      var own: Duration?
      reader.duration(
        organization, ["session_lifespan"], into: &own, within: path + ["[\(index)]"])
      guard let own, let id = organization["id"]?.scalar.flatMap(CanonicalUUID.init) else {
        continue
      }
      organizationLifespans[id.text] = own
    }
  }
}
