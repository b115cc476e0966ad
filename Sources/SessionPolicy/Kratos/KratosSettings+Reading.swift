public import PolicyDiagnostics
import PolicyDocuments
import PolicyYAML

extension KratosSettings {
  /// Reads the settings that matter here from a configuration of Kratos, a `kratos.yml`.
  ///
  /// Everything in the file that Kratos would refuse is reported at once, and the settings are `nil`
  /// whenever there is any of it. A key that is missing is never a mistake: it may stand in another
  /// part of the configuration.
  ///
  /// - Parameters:
  ///   - file: The configuration.
  ///   - release: Which release's behaviour the settings are for; left out, it is told from what only one
  ///     of them reads, and v26.2 otherwise.
  public static func read(
    _ file: SourceFile, for release: KratosRelease? = nil
  ) -> Loaded<KratosSettings> {
    read([file], for: release)
  }

  /// Reads a configuration that is given in parts, as by several `-c` of Kratos.
  ///
  /// What a later part says counts instead of what an earlier one says: mappings are merged key by
  /// key, lists and other values replaced.
  public static func read(
    _ files: [SourceFile], for release: KratosRelease? = nil
  ) -> Loaded<KratosSettings> {
    let (configuration, diagnostics) = KratosConfiguration.read(files, for: release).parts
    return Loaded(configuration?.settings, diagnostics)
  }

  /// Reads the settings of files, each a `kratos.yml` or a part of one, of at most 4 MiB.
  ///
  /// - Parameters:
  ///   - paths: The files; of several, what a later one says counts.
  ///   - release: Which release's behaviour the settings are for; left out, it is told from the files.
  public static func load(
    paths: [String], for release: KratosRelease? = nil
  ) -> Loaded<KratosSettings> {
    var files: [SourceFile] = []
    var problems: [Diagnostic] = []
    for path in paths {
      do throws(FileError) {
        files.append(try FileReader.read(path, limit: fileLimit))
      } catch {
        problems.append(error.diagnostic)
      }
    }
    return problems.isEmpty ? read(files, for: release) : Loaded(nil, problems)
  }

  /// A duration as the configuration spells it, such as `1h30m`; `nil` if it is none.
  package static func duration(_ text: String) -> Duration? { try? GoDuration.parse(text) }

  /// The most bytes of a configuration that are read.
  package static let fileLimit = 4 << 20

  /// Fills in what a sound document says; the rest stays as Kratos has it by default.
  init(_ document: YAMLNode, for release: KratosRelease?) {
    self.init(methods: KratosMethods())
    let configuration = ConfigurationValues(document)
    let session = configuration.below("session")
    session.read("lifespan", into: &lifespan)
    earliestPossibleExtend = session.duration("earliest_possible_extend")
    session.below("whoami").read("required_aal", into: &whoamiRequiredAAL)
    session.below("cookie").read("persistent", into: &persistentCookie)
    session.below("cookie").read("name", into: &cookieName)
    let flows = configuration.below("selfservice").below("flows")
    flows.below("settings").read("privileged_session_max_age", into: &privilegedSessionMaxAge)
    flows.below("settings").read("required_aal", into: &settingsRequiredAAL)
    flows.below("login").read("lifespan", into: &loginFlowLifespan)
    configuration.below("feature_flags").read("faster_session_extend", into: &fasterSessionExtend)
    publicBaseURL = configuration.below("serve").below("public").text("base_url")
    adminBaseURL = configuration.below("serve").below("admin").text("base_url")
    read(methods: configuration.below("selfservice").below("methods"))
    chosenRelease = release
  }

  private mutating func read(methods configured: ConfigurationValues) {
    for name in KratosMethods.defaults.keys {
      if let isEnabled = configured.below(name).flag("enabled") {
        methods?.set(name, enabled: isEnabled)
      }
    }
    configured.below("webauthn").below("config").read("passwordless", into: &passwordlessWebAuthn)
    configured.below("code").read("passwordless_enabled", into: &codeAsFirstFactor)
    configured.below("code").read("mfa_enabled", into: &codeAsSecondFactor)
    configured.below("passkey").below("config").below("authenticator_selection")
      .read("user_verification", into: &passkeyUserVerification)
    // Codes as a first factor switch the method on, by the schema's own word.
    if codeAsFirstFactor { methods?.set("code", enabled: true) }
    let providers = configured.below("oidc").below("config").node?["providers"]
    carriesOverSecondFactors =
      providers?.sequence?.contains { provider in
        ["aal2_acr_values", "aal2_amr_values"].contains {
          provider[$0]?.sequence?.isEmpty == false
        }
      } ?? false
    let organizations = configured.below("b2b").below("config").node?["organizations"]
    for organization in organizations?.sequence ?? [] {
      guard let own = ConfigurationValues(organization).duration("session_lifespan"),
        let id = organization["id"]?.scalar.flatMap(CanonicalUUID.init)
      else { continue }
      organizationLifespans[id.text] = own
    }
  }
}

/// Reads values out of a configuration that Kratos would take; what is not there leaves the default.
private struct ConfigurationValues {
  let node: YAMLNode?

  init(_ node: YAMLNode?) { self.node = node }

  /// The values below a key.
  func below(_ key: String) -> ConfigurationValues { ConfigurationValues(node?[key]) }

  func text(_ key: String) -> String? { node?[key]?.scalar }

  func flag(_ key: String) -> Bool? {
    guard case .flag(let flag) = node?[key]?.plainKind else { return nil }
    return flag
  }

  func duration(_ key: String) -> Duration? { text(key).flatMap(KratosSettings.duration) }

  func read(_ key: String, into target: inout String) { target = text(key) ?? target }

  func read(_ key: String, into target: inout Bool) { target = flag(key) ?? target }

  func read(_ key: String, into target: inout Duration) { target = duration(key) ?? target }

  func read<Choice: RawRepresentable<String>>(_ key: String, into target: inout Choice) {
    target = text(key).flatMap(Choice.init) ?? target
  }
}
