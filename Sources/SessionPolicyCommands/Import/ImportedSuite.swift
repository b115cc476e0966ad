import PolicyTime
import SessionPolicy

/// The suite that shows that the policy does what Kratos does, and where it is stricter.
///
/// Every number is tried a step before it, at it, and where it matters a step after it, and holds of all
/// sessions by a law. Expectations come from the settings by Kratos' rules, never from a decision.
struct ImportedSuite {
  private let kratos: KratosBehaviour
  private var page = CommentedText()
  private let name = ImportedPolicy.name

  /// Writes the suite.
  ///
  /// - Parameter settings: Where the settings are, seen from the suite.
  static func text(_ kratos: KratosBehaviour, settings: String) -> String {
    var suite = ImportedSuite(kratos: kratos)
    suite.writeHead(settings)
    suite.writeSessions()
    suite.writeRequests()
    suite.page.add("\ntests:")
    suite.writeExtension()
    suite.writePrivilege()
    for (level, scope) in kratos.levels { suite.writeLevel(level, scope) }
    suite.writeStricter()
    suite.writeLives()
    suite.writeLaws()
    return suite.page.text
  }

  private init(kratos: KratosBehaviour) { self.kratos = kratos }

  // MARK: Head

  private mutating func writeHead(_ settings: String) {
    page.comment(
      "What Kratos does with sessions by \(kratos.source), and where the policy is stricter on purpose. "
        + "`session-policy test --kratos` tries the same with another configuration.")
    page.add(
      """
      version: 1
      suite: \(name)
      policies: [../policies/\(name).yaml]
      kratos: \(settings)
      """)
    if let release = kratos.settings.chosenRelease {
      page.add("kratos_release: \(release.rawValue)")
    }
    page.add("now: 2026-03-01T09:00:00Z")
  }

  /// How much is left of the session that most tests are about.
  private var left: Duration {
    guard kratos.extends else { return .seconds(3_600) }
    let (seconds, _) = kratos.reach.components
    return seconds >= 2 ? .seconds(seconds / 2) : .nanoseconds(1)
  }

  private var oneFactor: String { entry(kratos.firstFactor ?? "password", "aal1") }
  private var twoFactors: String {
    oneFactor + "\n" + entry(kratos.secondFactor ?? "totp", "aal2")
  }

  private func entry(_ method: String, _ level: String) -> String {
    "        - { method: \(method), aal: \(level), completed_at: -1m }"
  }

  // MARK: Sessions

  private mutating func writeSessions() {
    page.add("\nsessions:")
    writeSession(
      "ines", "Signed in a minute ago, with one factor.", level: "aal1", methods: oneFactor)
    writeSession("noor", "Signed in with two factors.", level: "aal2", methods: twoFactors)
    if kratos.levels.contains(where: { $0.level == .aal1 }) {
      page.add(
        "  nobody: { extends: ines, set: { authenticator_assurance_level: aal0, authentication_methods: null } }"
      )
    }
    if kratos.extends {
      let reach = kratos.reach
      addInes("at-the-window", "expires_at: \(reach.ahead)")
      addInes("in-the-window", "expires_at: \((reach - reach.step).ahead)")
    }
    if kratos.extends, kratos.within != nil {
      addInes("before-the-window", "expires_at: \((kratos.reach + kratos.reach.step).ahead)")
    }
    if kratos.extends, kratos.canShorten {
      let more = kratos.settings.extendWindow - kratos.settings.lifespan
      let far =
        more > .seconds(2) ? kratos.settings.lifespan + .seconds(1) : kratos.settings.lifespan
      addInes("issued-for-longer", "expires_at: \(far.ahead)")
    }
    if let age = kratos.privilegedAge {
      addInes("just-in-time", login(age - age.step))
      addInes("at-the-limit", login(age))
      addInes("too-late", login(age + age.step))
    }
    addInes("expired", "expires_at: 0s")
    addInes("revoked", "active: false")
    addInes("disabled", "active: false, identity: { state: inactive }")
    addInes("of-nobody-known", "identity: null")
    addInes("of-no-known-state", "identity: { state: null }")
  }

  private func login(_ age: Duration) -> String {
    "issued_at: \(age.ago), authenticated_at: \(age.ago)"
  }

  private mutating func addInes(_ name: String, _ change: String) {
    page.add("  \(name): { extends: ines, set: { \(change) } }")
  }

  private mutating func writeSession(
    _ name: String, _ description: String, level: String, methods: String
  ) {
    page.add(
      """
        \(name):
          description: \(description)
          set:
            id: 0d3a7c52-6a1f-4f0e-9c1e-\(name == "ines" ? "1a5e00000001" : "1a5e00000002")
            active: true
            issued_at: -1m
            authenticated_at: -1m
            expires_at: \(left.ahead)
            authenticator_assurance_level: \(level)
            authentication_methods:
      \(methods)
            identity: { id: 5b0c1f4e-2d7a-4c33-8f5d-7e9a00000001, state: active }
      """)
  }

  // MARK: Requests

  private var changes: [(name: String, action: String)] {
    kratos.privilegedActions.map { (requestName($0), $0) }
  }

  private func requestName(_ action: String) -> String {
    String(action.split(separator: ".").last ?? "").replacing("_", with: "-")
  }

  /// The changes in the settings that are not guarded, as far as the policy tells them apart.
  private var otherChanges: [(name: String, action: String)] {
    guard kratos.levels.count > 1 else {
      return [(requestName(KratosBehaviour.otherSettings), KratosBehaviour.otherSettings)]
    }
    return (KratosBehaviour.credentialActions + [KratosBehaviour.otherSettings])
      .filter { !kratos.privilegedActions.contains($0) }.map { (requestName($0), $0) }
  }

  private mutating func writeRequests() {
    page.add("\nrequests:")
    page.add("  read: { action: report.read }")
    page.add("  nameless: { country: DE }")
    for action in kratos.privilegedActions + [KratosBehaviour.otherSettings] {
      page.add("  \(requestName(action)): { action: \(action) }")
    }
    for (level, scope) in kratos.levels where level == .highestAvailable {
      let action = scope == .inSettings ? KratosBehaviour.otherSettings : "report.read"
      for available in ["aal0", "aal1", "aal2"] { writeRequest(action, available) }
      guard scope != .everywhere else { continue }
      // What one place asks is tried in the other too, and at everything that tells them apart.
      for change in changes + otherChanges where !change.action.hasSameBytes(as: action) {
        writeRequest(change.action, "aal2")
      }
      if scope == .inSettings {
        writeRequest("report.read", "aal2")
        page.add("  nameless-aal2: { country: DE, context: { available_aal: aal2 } }")
      }
    }
  }

  private mutating func writeRequest(_ action: String, _ available: String) {
    let name = "\(requestName(action))-\(available)"
    page.add("  \(name): { action: \(action), context: { available_aal: \(available) } }")
  }

  // MARK: Extending

  private mutating func test(_ name: String, _ body: String) {
    page.add("  - name: \(name)\n\(body)\n")
  }

  private mutating func writeExtension() {
    guard kratos.extends else {
      return test(
        "nothing that lives is extended",
        """
            sessions: [ines, noor]
            requests: [read, nameless]
            expect:
              - { sessions: [ines, noor], requests: [read, nameless], outcome: proceed, extend: false, refresh: true }
        """)
    }
    let span = kratos.settings.lifespan.ahead
    test(
      "whoever asks may extend and refresh",
      """
          sessions: [ines, noor]
          requests: [read, nameless]
          expect:
            - sessions: [ines, noor]
              requests: [read, nameless]
              outcome: proceed
              extend: { allowed: true, expires_at: \(span), rules: [\(name)/extend] }
              refresh: true
      """)
    let early = kratos.within == nil ? "at-the-window" : "before-the-window, at-the-window"
    test(
      "\(kratos.reach.written) before its expiry a session cannot be extended yet, and from then on it can",
      """
          sessions: [\(early), in-the-window]
          request: read
          expect:
            - sessions: [\(early)]
              outcome: proceed
              extend: { allowed: false, reasons: [\(obstacle)] }
            - session: in-the-window
              outcome: proceed
              extend: { allowed: true, expires_at: \(span) }
      """)
  }

  /// Why a session with just the reach left is not extended.
  private var obstacle: String {
    kratos.settings.extendWindow <= kratos.settings.lifespan
      ? "extend_window_not_open" : "extend_no_gain"
  }

  // MARK: Settings

  /// What a demand for a first factor comes to.
  private var firstOutcome: String { kratos.firstFactor == nil ? "sign_in" : "reauthenticate" }
  /// What a demand for a second factor comes to: who is asked for what nobody offers is at an end.
  private var secondOutcome: String { kratos.secondFactor == nil ? "sign_in" : "reauthenticate" }

  private mutating func writePrivilege() {
    let names = changes.map(\.name).joined(separator: ", ")
    let rule = "\(name)/privileged-settings"
    guard let age = kratos.privilegedAge else {
      return test(
        "no login is recent enough for what is guarded",
        """
            session: ines
            requests: [\(names), profile]
            expect:
              - { requests: [\(names)], outcome: \(firstOutcome), rules: [\(rule)], extend: false }
              - { request: profile, outcome: proceed }
        """)
    }
    let demand =
      kratos.firstFactor == nil
      ? "" : "\n        max_age: \(age.written)\n        steps: [first]"
    test(
      "changing credentials needs a login younger than \(age.written), and that age is too old",
      """
          sessions: [just-in-time, at-the-limit, too-late]
          requests: [\(names)]
          expect:
            - session: just-in-time
              requests: [\(names)]
              outcome: proceed
            - sessions: [at-the-limit, too-late]
              requests: [\(names)]
              outcome: \(firstOutcome)\(demand)
              rules: [\(rule)]
      """)
    test(
      "nothing else needs one",
      """
          sessions: [at-the-limit, too-late]
          requests: [read, nameless, profile]
          expect:
            - { sessions: [at-the-limit, too-late], requests: [read, nameless, profile], outcome: proceed }
      """)
    guard left > age.step, kratos.firstFactor != nil else { return }
    test(
      "the time in which credentials can be changed ends by itself",
      """
          session: just-in-time
          request: password
          expect: { outcome: proceed, deadlines: { reauthenticate_at: \(age.step.ahead) } }
      """)
  }

  // MARK: Levels

  private mutating func writeLevel(
    _ level: KratosSettings.RequiredAAL, _ scope: KratosBehaviour.Scope
  ) {
    let rule = "\(name)/\(level.ruleName(scope))"
    let isInSettings = scope == .inSettings
    let request = isInSettings ? "profile" : "read"
    guard level == .highestAvailable else {
      let other = isInSettings ? "read" : "profile"
      let passes =
        scope != .everywhere
        && kratos.level(for: isInSettings ? .elsewhere : .inSettings) == .highestAvailable
      test(
        "a session to which nobody has signed in does not pass\(isInSettings ? " in the settings" : "")",
        """
            sessions: [nobody, ines]
            requests: [\(request)\(passes ? ", \(other)" : "")]
            expect:
              - { session: nobody, request: \(request), outcome: \(firstOutcome), rules: [\(rule)] }
              - { session: ines, request: \(request), outcome: proceed }
        """
          + (passes
            ? "\n      - { sessions: [nobody, ines], request: \(other), outcome: proceed }" : ""))
      return
    }
    let demand = kratos.secondFactor == nil ? "" : ", aal: aal2, steps: [second]"
    test(
      "who has a second factor has to use it\(isInSettings ? " in the settings" : "")",
      """
          sessions: [ines, noor]
          requests: [\(request), \(request)-aal0, \(request)-aal1, \(request)-aal2]
          expect:
            - { session: ines, request: \(request)-aal2, outcome: \(secondOutcome)\(demand), rules: [\(rule)] }
            - { session: ines, requests: [\(request), \(request)-aal0, \(request)-aal1], outcome: proceed }
            - { session: noor, requests: [\(request), \(request)-aal0, \(request)-aal1, \(request)-aal2], outcome: proceed }
      """)
    guard scope != .everywhere else { return }
    let guarded = changes.map { "\($0.name)-aal2" }.joined(separator: ", ")
    let others = otherChanges.map { "\($0.name)-aal2" }.joined(separator: ", ")
    let names = "\(guarded), \(others)"
    guard isInSettings else {
      // The sessions of the suite are a minute old.
      let isDue = kratos.privilegedAge.map { $0 <= .seconds(60) } ?? true
      return test(
        "what whoami asks is not asked in the settings",
        """
            session: ines
            requests: [\(names)]
            expect:
              - { requests: [\(others)], outcome: proceed }
              - { requests: [\(guarded)], outcome: \(isDue ? firstOutcome : "proceed"), aal: none }
        """)
    }
    test(
      "what the settings ask is asked at every change, and not elsewhere",
      """
          session: ines
          requests: [read-aal2, nameless-aal2, \(names)]
          expect:
            - { requests: [read-aal2, nameless-aal2], outcome: proceed }
            - { requests: [\(names)], outcome: \(secondOutcome)\(kratos.secondFactor == nil ? "" : ", aal: aal2") }
      """)
  }

  // MARK: Stricter

  private mutating func writeStricter() {
    page.comment("Stricter than Kratos on purpose.", indent: 2)
    test(
      "a session that is over gets nothing, though Kratos would extend it",
      """
          sessions: [expired, revoked, disabled]
          request: read
          expect:
            - { session: expired, outcome: sign_in, extend: false, refresh: false, reasons: [session_expired] }
            - { session: revoked, outcome: sign_in, extend: false, refresh: false, reasons: [session_inactive] }
            - { session: disabled, outcome: sign_in, extend: false, refresh: false, reasons: [identity_inactive] }
      """)
    let why = kratos.extends ? "{ allowed: false, reasons: [input_missing] }" : "false"
    test(
      "whose identity is not known to be active goes on, and is not extended",
      """
          sessions: [of-nobody-known, of-no-known-state]
          request: read
          expect:
            - sessions: [of-nobody-known, of-no-known-state]
              outcome: proceed
              extend: \(why)
      """)
    if kratos.extends {
      test(
        "an extension that gains nothing is refused",
        """
            session: \(kratos.canShorten ? "issued-for-longer" : "at-the-window")
            request: read
            expect: { outcome: proceed, extend: { allowed: false, reasons: [\(obstacle)] } }
        """)
      if kratos.privilegedAge != nil {
        test(
          "while a login is due nothing is extended",
          """
              session: at-the-limit
              request: password
              expect: { outcome: \(firstOutcome), extend: { allowed: false, reasons: [\(kratos.firstFactor == nil ? "sign_in_due" : "reauthentication_due")] } }
          """)
      }
    }
  }

  // MARK: Lives

  private mutating func writeLives() {
    let minute = Duration.seconds(60)
    if kratos.extends, kratos.reach >= minute, kratos.settings.lifespan < minute * 1_000_000 {
      // Half the reach is left at the beginning and whenever it is extended again.
      let step = kratos.settings.lifespan - left
      let end = step * 100
      test(
        "a session that is extended again and again lives for ever",
        """
            session: ines
            request: read
            client: native
            timeline:
              - { at: 1s, do: extend }
              - { every: \(step.written), until: \(end.written), do: extend }
              - { at: \((end + .seconds(1)).written), expect: { outcome: proceed, extend: true } }
        """)
    }
    guard let age = kratos.privilegedAge, age > minute, kratos.settings.lifespan > age + minute,
      left > .seconds(2), let method = kratos.firstFactor, ["password", "code"].contains(method)
    else { return }
    test(
      "a refresh makes the session privileged again",
      """
          session: at-the-limit
          request: password
          client: native
          timeline:
            - { at: 1s, expect: { outcome: reauthenticate } }
            - { at: 1s, do: refresh, with: \(method), then: { outcome: proceed } }
            - { at: \((age + .seconds(1)).written), expect: { outcome: reauthenticate } }
      """)
  }

  // MARK: Laws

  private mutating func law(_ name: String, when: String?, _ rest: String) {
    page.add("  - name: \(name)")
    if let when { page.value("when", when, indent: 4) }
    page.add("    \(rest)\n")
  }

  private mutating func writeLaws() {
    page.add("laws:")
    let calm =
      "request.action == \"report.read\""
      + (kratos.level(for: .elsewhere) == .highestAvailable
        ? " && !has(context.available_aal)" : "")
    if kratos.extends {
      let (least, most) = kratos.reaches
      law(
        "with \(most.written) left, or more, no session is extended",
        when: "session.remaining >= duration(\"\(most.written)\")", "never: { extend: true }")
      law(
        "with less than \(least.written) left, each is",
        when: "session.remaining < duration(\"\(least.written)\") && "
          + "identity.state == \"active\" && \(calm)",
        "always: { outcome: proceed, extend: true, refresh: true }")
    } else {
      law("no session is extended", when: nil, "never: { extend: true }")
      law(
        "nothing else is asked of a reader", when: calm,
        "always: { outcome: proceed, refresh: true }")
    }
    let change = "request.action == \"settings.password\""
    let level =
      kratos.level(for: .inSettings) == .highestAvailable ? " && !has(context.available_aal)" : ""
    if let age = kratos.privilegedAge {
      let limit = "duration(\"\(age.written)\")"
      law(
        "a change of credentials needs a login younger than \(age.written)",
        when: "\(change) && session.authentication_age >= \(limit)", "never: { outcome: proceed }")
      law(
        "with one it needs nothing more",
        when: "\(change) && session.authentication_age < \(limit)\(level)",
        "always: { outcome: proceed }")
    } else {
      law("what is guarded is never changed", when: change, "never: { outcome: proceed }")
    }
    for (level, scope) in kratos.levels where level == .highestAvailable {
      let place = scope == .inSettings ? "settings.profile" : "report.read"
      law(
        "who has a second factor shows it\(scope == .inSettings ? " in the settings" : "")",
        when:
          "request.action == \"\(place)\" && has(context.available_aal) && context.available_aal == \"aal2\" && session.aal == \"aal1\"",
        "never: { outcome: proceed }")
    }
    for (level, scope) in kratos.levels where level == .aal1 {
      let place = scope == .inSettings ? "settings.profile" : "report.read"
      law(
        "a second factor is nobody's business\(scope == .inSettings ? " in the settings" : "")",
        when: "request.action == \"\(place)\"", "always: { outcome: proceed }")
    }
  }
}
