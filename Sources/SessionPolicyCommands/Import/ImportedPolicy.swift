import PolicyTime
import SessionPolicy

/// The policy that says what Kratos does.
struct ImportedPolicy {
  /// What it is called, and its file.
  static let name = "kratos"

  private let kratos: KratosBehaviour
  private var page = CommentedText()

  /// Writes the policy.
  static func text(_ kratos: KratosBehaviour) -> String {
    var policy = ImportedPolicy(kratos: kratos)
    policy.writeHead()
    policy.writeNames()
    policy.page.add("\nrules:")
    policy.writeExtension()
    policy.writeRefresh()
    policy.writePrivilege()
    for (level, scope) in kratos.levels { policy.writeLevel(level, scope) }
    return policy.page.text
  }

  private init(kratos: KratosBehaviour) { self.kratos = kratos }

  // MARK: Head

  private mutating func writeHead() {
    let settings = kratos.settings
    page.comment(
      "What Ory Kratos does with sessions today, by \(kratos.source), written down as a policy. Give that "
        + "configuration with `--kratos` wherever this is used; what is open is said beside each rule."
    )
    page.add("#")
    page.table([
      ("session.lifespan", settings.lifespan.written, "how far an extension reaches"),
      (
        "session.earliest_possible_extend",
        settings.earliestPossibleExtend?.written ?? "not set",
        settings.earliestPossibleExtend == nil
          ? "at any time, as by the lifespan" : "before the expiry"
      ),
      ("session.whoami.required_aal", settings.whoamiRequiredAAL.rawValue, "for every request"),
      ("selfservice.flows.settings.required_aal", settings.settingsRequiredAAL.rawValue, ""),
      (
        "selfservice.flows.settings.privileged_session_max_age",
        settings.privilegedSessionMaxAge.written, "for changes of credentials"
      ),
      (
        "session.cookie.persistent", settings.persistentCookie ? "true" : "false",
        "a cookie is good for \(settings.persistentCookie ? settings.lifespan.written : "30d")"
      ),
    ])
    page.add("#")
    page.comment("Stricter than Kratos on purpose, and each is a test of the suite:")
    for words in [
      "A session that is not live (expired, revoked, its identity disabled) gets nothing. Kratos extends "
        + "it all the same, and one that had expired lives again.",
      "A session whose identity is not known to be active is not extended. Kratos does not look.",
      "An extension that gains nothing is refused. "
        + (kratos.canShorten
          ? "Kratos would make a session shorter whose expiry is more than a lifespan ahead."
          : "These settings leave no room for one: the window is not longer than the lifespan."),
      "While a login is due nothing is extended. Kratos asks nobody before it extends.",
    ] {
      page.comment("- \(words)", inset: 2, hanging: 4)
    }
    page.comment(
      "The level is the one that the session states. whoami states what it computes from the methods; the "
        + "admin API states what was stored.")
    page.add("version: 1\npolicy: \(Self.name)")
    page.value("description", description, indent: 0)
  }

  private var description: String {
    let span = kratos.settings.lifespan.written
    let extending =
      kratos.extends
      ? "A session is extended to \(span) from now"
        + (kratos.within.map { ", in its last \($0.written)" } ?? ", at any time")
        + ", without an end."
      : "No live session is ever extended."
    let asking =
      kratos.privilegedAge.map {
        "Changes of credentials ask for a login from the last \($0.lengthInWords)."
      }
      ?? (kratos.settings.release == .head
        ? "Changes of credentials ask for nothing, but the password is never changed."
        : "Credentials are never changed, for no login is recent enough.")
    return "\(extending) \(asking)"
  }

  private mutating func writeNames() {
    if kratos.asksHighest {
      page.add("\nattributes:")
      page.comment(
        "The highest level that the identity can reach with what it has set up. Kratos knows it, and no "
          + "session shows it; without it nobody is asked for a second factor.", indent: 2)
      page.add(
        "  context.available_aal: { type: string, values: [aal0, aal1, aal2], optional: true }")
    }
    page.add("\nconstants:")
    page.comment(
      "What is changed in the settings, and Kratos guards. Name your actions like this, or write your own "
        + "names here.", indent: 2)
    page.add("  privileged:")
    for action in kratos.privilegedActions { page.add("    - \(action)") }
    guard kratos.levels.count > 1 else { return }
    let others = (KratosBehaviour.credentialActions + [KratosBehaviour.otherSettings])
      .filter { !kratos.privilegedActions.contains($0) }
    page.comment("What is changed in the settings besides.", indent: 2)
    page.add("  unguarded: [\(others.joined(separator: ", "))]")
    page.add("\ndefinitions:")
    page.comment(
      "whoami and the settings ask for different levels, each in its own place.", indent: 2)
    page.add(
      "  in_settings: has(request.action) && (request.action in privileged || request.action in "
        + "unguarded)")
  }

  // MARK: Rules

  private mutating func writeExtension() {
    let settings = kratos.settings
    guard kratos.extends else {
      page.comment(
        "No rule permits an extension. The window opens "
          + (kratos.within == nil
            ? "and the lifespan ends before anything could be gained"
            : "no sooner than a session has ended")
          + ", so Kratos extends only what is no longer live.", indent: 2)
      return
    }
    page.open(.lifetime)
    page.open(.idle)
    page.add(
      "  # lint: ignore SEC001: Kratos sets no bound, and this policy is what Kratos does")
    page.add("  - id: extend")
    page.value(
      "description",
      "To now + session.lifespan"
        + (kratos.within == nil
          ? ", as often as it is asked." : ", in the window before the expiry."),
      indent: 4)
    page.add("    may: extend")
    if kratos.hasOrganizations {
      page.comment(
        "Organizations have lifespans of their own, so that how far it reaches is left to Kratos.",
        indent: 4)
    } else {
      excuse(settings.lifespan, indent: 4)
      page.add("    by: \(settings.lifespan.written)")
    }
    if let within = kratos.within {
      excuse(within, indent: 4)
      page.add("    within: \(within.written)")
    }
  }

  private mutating func writeRefresh() {
    page.gap()
    page.add(
      """
        - id: refresh
          description: Whoever has a session may confirm who they are, by a login with `refresh=true`.
          may: refresh
      """)
  }

  private mutating func writePrivilege() {
    page.gap()
    page.open(.anyFactor)
    if kratos.privilegedAge == nil {
      page.add(
        "  # lint: ignore SEC006: with `0s` no login is recent enough, and Kratos asks again for ever"
      )
    }
    page.add("  - id: privileged-settings")
    page.value(
      "description",
      kratos.privilegedAge == nil
        ? "privileged_session_max_age is 0s, and no session is ever privileged."
        : "A session is privileged while its login is younger than privileged_session_max_age.",
      indent: 4)
    page.add(
      "    must: reauthenticate\n    when: has(request.action) && request.action in privileged")
    guard let age = kratos.privilegedAge else {
      return page.add("    because: This cannot be changed here, however recent your login is.")
    }
    excuse(age, indent: 4)
    page.add(
      "    max_age: \(age.written)\n"
        + "    because: Changing how you sign in needs a login from the last \(age.lengthInWords).")
  }

  private mutating func writeLevel(
    _ level: KratosSettings.RequiredAAL, _ scope: KratosBehaviour.Scope
  ) {
    let place =
      switch scope {
      case .everywhere: "whoami and the settings"
      case .elsewhere: "whoami"
      case .inSettings: "the settings"
      }
    let own =
      switch scope {
      case .everywhere: ""
      case .elsewhere: "!in_settings"
      case .inSettings: "in_settings"
      }
    page.gap()
    page.open(scope == .inSettings ? .agingFactor : .everyone)
    guard level == .highestAvailable else {
      page.add(
        "  # lint: ignore L411: Kratos begins no session without a factor, and refuses one here")
      page.add("  - id: \(level.ruleName(scope))")
      page.value(
        "description",
        "required_aal of \(place) is aal1; a session with no completed factor does not pass.",
        indent: 4)
      page.add("    must: reauthenticate")
      if !own.isEmpty { page.add("    when: \(own.hasPrefix("!") ? "\"\(own)\"" : own)") }
      return page.add("    aal: aal1\n    because: Nobody has signed in to this session yet.")
    }
    if scope == .inSettings {
      page.add("  # lint: ignore SEC004: however old a second factor is, Kratos is content with it")
    }
    page.add("  - id: \(level.ruleName(scope))")
    page.value(
      "description",
      "required_aal of \(place) is highest_available; who has a second factor has to use it.",
      indent: 4)
    let asked = "has(context.available_aal) && context.available_aal == \"aal2\""
    page.add("    must: reauthenticate")
    page.add(
      own.isEmpty
        ? "    when: \(asked)"
        : "    when:\n      all:\n        - \(own.hasPrefix("!") ? "\"\(own)\"" : own)\n        - \(asked)"
    )
    if kratos.secondFactor == nil, kratos.namesMethods, !kratos.mayCarryOver {
      page.add(
        "    # lint: ignore K806: no second factor is enabled, and who has one is stuck in Kratos too"
      )
    }
    page.add(
      "    aal: aal2\n    because: Your account has a second factor, and this session has not shown it."
    )
  }

  /// Odd numbers are Kratos' own.
  private mutating func excuse(_ length: Duration, indent: Int) {
    guard length < .seconds(60) || length > .seconds(2 * 366 * 86_400) else { return }
    page.add(
      String(repeating: " ", count: indent)
        + "# lint: ignore T302: it is what the configuration of Kratos says")
  }
}

extension Duration {
  /// The duration as a person is told it after "the last": `hour`, `15 minutes`.
  fileprivate var lengthInWords: String {
    let (seconds, fraction) = components
    for (length, noun) in [(Int64(86_400), "day"), (3_600, "hour"), (60, "minute"), (1, "second")]
    where fraction == 0 && seconds > 0 && seconds % length == 0 {
      let count = seconds / length
      return count == 1 ? noun : counted(Int(count), noun)
    }
    return written
  }
}
