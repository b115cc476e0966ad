import PolicyDiagnostics
import PolicyLint
import Testing

/// What every check tells to do, done as it is told: the finding goes away, and no other comes.
///
/// Each row mends a bad example of a check by hand, as its `help` says: the first one under its code, the others
/// under that and their place. An example without a row fails. What is mended by `--fix` is tried for all bad examples in `RemedyTests`.
@Suite("A remedy goes in no circle")
struct RemedyTableTests {
  enum Edit: Sendable {
    /// Another text in place of one, in whichever file has it.
    case replace(String, by: String)
    /// Further lines at the end of a file.
    case append(String, to: String)
    /// A file as a whole.
    case file(String, String)
  }

  private static let rows = LintRule.all.flatMap { rule in
    rule.bad.indices.map { $0 == 0 ? rule.code.id : "\(rule.code.id)#\($0)" }
  }

  @Test(arguments: rows)
  func asItIsTold(_ row: String) throws {
    let parts = row.split(separator: "#").map(String.init)
    let code = parts[0]
    let rule = try #require(LintRule.named(code))
    let edits = try #require(Self.remedies[row], "\(row) has no row")
    let example = try #require(rule.bad.dropFirst(parts.count > 1 ? Int(parts[1]) ?? 0 : 0).first)
    let before = try ExampleDirectory(example).lint(optingInto: rule)
    #expect(before.contains { $0.code == rule.code }, "\(code)")
    let mended = try Self.mended(example, edits)
    let after = try ExampleDirectory(mended).lint(optingInto: rule)
    #expect(
      after.isEmpty,
      "\(row) after its remedy: \(DiagnosticFormatter().format(after))\n\(mended.files.map(\.text))"
    )
  }

  @Test func noRowIsOfNoCheck() {
    #expect(Set(Self.remedies.keys).subtracting(Self.rows) == [])
  }

  private static func mended(_ example: LintExample, _ edits: [Edit]) throws -> LintExample {
    var files = example.files
    for edit in edits {
      switch edit {
      case .replace(let old, let new):
        let index = try #require(files.firstIndex { $0.text.contains(old) }, "no `\(old)`")
        files[index] = LintExample.File(
          files[index].name, files[index].text.replacing(old, with: new), role: files[index].role)
      case .append(let lines, let name):
        let index = try #require(files.firstIndex { $0.name == name })
        let text = files[index].text
        files[index] = LintExample.File(
          name, text + (text.hasSuffix("\n") ? "" : "\n") + lines + "\n", role: files[index].role)
      case .file(let name, let text):
        let index = files.firstIndex { $0.name == name }
        let role = index.map { files[$0].role } ?? .source
        let file = LintExample.File(name, text, role: role == .missing ? .source : role)
        if let index { files[index] = file } else { files.append(file) }
      }
    }
    return LintExample(files: files, profile: example.profile)
  }

  private static let confirm = """
    version: 1
    policy: example
    rules:
      - id: confirm
        may: refresh

    """

  private static let session = """
    {
      "id": "a1", "active": true, "expires_at": "2026-03-02T08:00:00Z",
      "authenticated_at": "2026-03-01T08:00:00Z", "issued_at": "2026-03-01T08:00:00Z",
      "authenticator_assurance_level": "aal1",
      "authentication_methods": [
        { "method": "password", "aal": "aal1", "completed_at": "2026-03-01T08:00:00Z" }
      ],
      "identity": { "id": "i1", "schema_id": "default", "state": "active", "traits": {} }
    }

    """

  private static func bob(_ set: String) -> Edit {
    .replace(
      "  ada: { from: ada.json }\n",
      by: "  ada: { from: ada.json }\n  bob: { from: ada.json, set: \(set) }\n")
  }

  private static func test(_ expected: String) -> Edit {
    .append("  - { name: bob, session: bob, expect: \(expected) }", to: "suite.yaml")
  }

  private static let remedies = ofFirst.merging(ofOthers) { first, _ in first }

  /// Of further examples.
  private static let ofOthers: [String: [Edit]] = [
    "T302#1": [.replace("15s", by: "15m")],
    "T304#1": [.replace("may: extnd", by: "may: extend\n    max_lifetime: 30d")],
    "T305#1": [.replace("aal3", by: "aal2")],
    "T324#1": [.replace("10.0.0.0/80", by: "10.0.0.0/8")],
    "L401#1": [.replace("        - session.age >= duration(\"4h\")\n", by: "")],
    "L401#2": [.replace(" || request.action != \"read\"", by: "")],
    "L401#3": [.replace("    when: true\n", by: "")],
    "L402#1": [
      .replace(
        """
          - id: slide
            may: extend
            when: session.aal == "aal2" && request.action == "read"
            max_lifetime: 30d

        """, by: "")
    ],
    "L402#2": [
      .replace(
        """
          - id: not-in-the-last-days
            never: extend
            when: session.age >= duration("10d") && session.age < duration("40d")
        """, by: "")
    ],
    "L403#1": [
      .replace(
        """
          - id: slide-again
            may: extend
            max_lifetime: 30d
        """, by: "")
    ],
    "L403#2": [
      .replace(
        """
          - id: payments
            never: extend
            when: request.action == "payment.create"
        """, by: "")
    ],
    "L406#1": [.replace(" || request.action == \"read\"", by: "")],
    "L410#1": [.replace("within: 6h", by: "within: 1h")],
    "L411#1": [.replace("session.age > ", by: "session.age < ")],
    "SEC001#1": [.replace("may: extend\n", by: "may: extend\n    max_lifetime: 30d\n")],
    "SEC001#2": [.replace("may: extend\n", by: "may: extend\n    max_lifetime: 30d\n")],
    "SEC005#1": [.replace("[password]", by: "[totp, webauthn]")],
    "SEC006#1": [.replace("must: reauthenticate\n", by: "must: reauthenticate\n    max_age: 5m\n")],
    "SEC006#2": [.replace("    when: session.aal == \"aal1\"", by: "    aal: aal2")],
    "SEC007#1": [
      .replace(
        "context.?risk.orValue(true)", by: "has(context.risk) && context.?risk.orValue(true)")
    ],
    "SEC007#2": [
      .replace(
        "has(context.risk) ? context.risk == \"low\" : true",
        by: "has(context.risk) && context.risk == \"low\"")
    ],
    "SEC007#3": [
      .replace(
        "context.?risk.orValue(\"low\") == \"low\"",
        by: "has(context.risk) && context.?risk.orValue(\"low\") == \"low\"")
    ],
    "SEC007#4": [
      .replace(
        "!(\"bad\" in context.?risk.orValue([]))",
        by: "has(context.risk) && !(\"bad\" in context.?risk.orValue([]))")
    ],
    "SEC007#5": [.replace("has(context.risk) == false || ", by: "")],
    "SEC010#1": [.append("  - { id: idle, must: sign_in, max_idle: 15m }", to: "policy.yaml")],
    "SEC010#2": [.replace("max_age: 30d", by: "max_age: 12h")],
    "SEC010#3": [.replace("20m", by: "15m")],
    "SEC010#4": [.replace("must: reauthenticate", by: "must: sign_in")],
    "SEC013#1": turnedRound("has(request.country) ? request.country == \"DE\" : false"),
    "SEC013#2": turnedRound("request.country.startsWith(\"D\")"),
    "SEC013#3": turnedRound("[\"AT\", \"DE\"].exists(place, place == request.country)"),
    "SEC013#4": turnedRound("{\"DE\": true}[request.country]"),
    "SEC017#1": [.replace("p\u{430}yment", by: "payment")],
    "SEC017#2": [.replace("\u{202E}", by: "")],
    "K801#1": [.replace("may: extend\n", by: "may: extend\n    within: 1h\n")],
    "K805#1": [.replace("lifespan: 24h", by: "lifespan: 48h")],
    "K806#1": [
      .append(
        "    passkey:\n      enabled: true\n"
          + "      config: { authenticator_selection: { user_verification: required } }",
        to: "kratos.yml")
    ],
    "K810#1": [.replace("passwort", by: "password")],
    "K811#1": [.replace("    lifespan: 24h", by: "  lifespan: 24h")],
    "K812#1": [.replace("48h", by: "24h")],
    "K817#1": [.replace("ttl: 1h", by: "ttl: 30m")],
    "K818#1": [.replace("[totp, webauthn]", by: "[totp]")],
    "K819#1": [.replace("[totp]", by: "[totp, webauthn]")],
    "K820#1": [
      .append(
        "      config: { authenticator_selection: { user_verification: required } }",
        to: "kratos.yml")
    ],
    "M705#1": [.replace("# lint: ignore SEC001", by: "")],
    "M705#2": [.replace("# lint: ignore SEC: sessions of machines live on", by: "")],
  ]

  /// A permission by what somebody says of themselves, and a prohibition of what is not so in its place.
  private static func turnedRound(_ condition: String) -> [Edit] {
    [
      .replace("    when: '\(condition)'\n", by: ""),
      .append(
        "  - id: only-there\n    never: extend\n    when: '!(\(condition))'", to: "policy.yaml"),
    ]
  }

  private static let ofFirst: [String: [Edit]] = [
    // Y
    "Y001": [.replace("    max_lifetime: 1d\n", by: "")],
    "Y002": [.replace("NO]", by: "\"NO\"]")],
    "Y003": [.replace("1:30", by: "1h30m")],
    "Y004": [.replace("2026-01-01", by: "\"2026-01-01\"")],
    "Y005": [.replace("<<: { max_lifetime: 30d }", by: "max_lifetime: 30d")],
    "Y006": [.file("policy.yaml", confirm)],
    "Y007": [.replace("request.action == \"a #1\"", by: "'request.action == \"a #1\"'")],
    "Y008": [.replace("max_lifetime:", by: "max_lifetime: 30d")],
    "Y009": [.replace("when: !has(request.action)", by: "when: \"!has(request.action)\"")],
    "Y010": [.file("policy.yaml", confirm + "# für\n")],
    "Y011": [.file("policy.yaml", confirm)],
    "Y012": [.file("policy.yaml", confirm)],
    "Y013": [.file("policy.yaml", confirm)],
    "Y014": [.file("ada.json", session)],
    // S
    "S101": [.replace("max_lifetme", by: "max_lifetime")],
    "S102": [.replace("- may: refresh", by: "- id: confirm\n    may: refresh")],
    "S103": [.replace("id: Confirm", by: "id: slide")],
    "S104": [.replace("version: 3", by: "version: 1")],
    "S105": [.replace("[30d]", by: "30d")],
    "S106": [.replace("1mo", by: "30d")],
    "S107": [.replace("    may: extend\n", by: "")],
    "S108": [.replace("    max_idle: 15m", by: "    when: session.idle >= duration(\"15m\")")],
    "S109": [.replace("    methods: []\n", by: "")],
    "S110": [.file("ada.json", session)],
    // R
    "R201": [.replace("session.idel", by: "session.idle")],
    "R202": [.replace("manged", by: "managed")],
    "R203": [
      .replace(
        "definitions:\n  managed: has(request.device.managed) && request.device.managed\n", by: "")
    ],
    "R204": [.replace("  b: a\n", by: "  b: request.action == \"x\"\n")],
    "R206": [.replace("startWith", by: "startsWith")],
    "R207": [
      .replace("  now: request.action", by: "  reading: request.action"),
      .replace("may: refresh", by: "may: refresh\n    when: reading"),
    ],
    // T
    "T301": [.replace("within: 6", by: "within: 6h")],
    "T302": [.replace("36000m", by: "25d")],
    "T303": [.replace("session.aal == 2", by: "session.aal == \"aal2\"")],
    "T304": [.replace("aal4", by: "aal2")],
    "T305": [.replace("duration(\"0s\")", by: "duration(\"1h\")")],
    "T306": [.replace("Berln", by: "Berlin")],
    "T309": [.replace("context.groups != [\"staff\"]", by: "'!(\"staff\" in context.groups)'")],
    "T310": [.replace("context.risk > \"low\"", by: "context.risk in [\"medium\", \"high\"]")],
    "T320": [.replace(" and ", by: " && ")],
    "T321": [
      .file(
        "policy.yaml",
        """
        version: 1
        policy: example
        rules:
          - id: slide
            never: extend
            when: request.action == "a"

        """)
    ],
    "T322": [.replace("when: context.risk", by: "when: has(context.risk) && context.risk")],
    "T323": [.replace("\"a(\"", by: "\"a\"")],
    "T324": [.replace("02-30", by: "02-28")],
    // L
    "L401": [.replace(" && session.aal == \"aal2\"", by: "")],
    "L402": [
      .replace(
        """
          - id: slide
            may: extend
            when: request.action == "read"
            max_lifetime: 30d

        """, by: "")
    ],
    "L403": [
      .replace(
        """
          - id: fresh-too
            must: reauthenticate
            when: request.action in ["read", "write"] && session.age > duration("1h")
            aal: aal2
            max_age: 1h
        """, by: "")
    ],
    "L404": [
      .replace(
        """
          - id: no-sliding
            never: extend
            when: request.action == "read"
        """, by: "")
    ],
    "L405": [.replace("session.idle > ", by: "session.idle >= ")],
    "L406": [.replace(" && session.age < duration(\"24h\")", by: "")],
    "L409": [.append("  - id: confirm\n    may: refresh", to: "policy.yaml")],
    "L410": [.replace("by: 2d", by: "by: 12h")],
    "L411": [.replace("    when: session.authentication_age < duration(\"8h\")\n", by: "")],
    "L499": [
      .file(
        "policy.yaml",
        """
        version: 1
        policy: example
        attributes:
          context.a0: bool
          context.a1: bool
        rules:
          - id: parity
            may: refresh
            when: context.a0 != context.a1

        """)
    ],
    // SEC
    "SEC001": [.replace("max_idle: 30m", by: "max_idle: 30m\n    max_lifetime: 30d")],
    "SEC002": [.replace("when: session.age < duration(\"12h\")", by: "max_lifetime: 12h")],
    "SEC004": [.replace("aal: aal2", by: "aal: aal2\n    max_age: 15m")],
    "SEC005": [.replace("max_age: 1h", by: "max_age: 1m")],
    "SEC006": [.replace("must: reauthenticate", by: "must: sign_in")],
    "SEC007": [.replace("!has(context.risk) ||", by: "has(context.risk) &&")],
    "SEC009": [.replace("aal: aal2", by: "aal: aal2\n    max_idle: 1h")],
    "SEC010": [.replace("48h", by: "24h")],
    "SEC013": [
      .replace("    when: request.country == \"DE\"\n", by: ""),
      .append(
        "  - id: only-here\n    never: extend\n    when: request.country != \"DE\"",
        to: "policy.yaml"),
    ],
    "SEC014": [.replace("    when: request.country != \"DE\"\n", by: "")],
    "SEC017": [.replace("\u{200B}", by: "")],
    "SEC018": [.replace("ory_st_MV7YQ3xkT2p9aBcD", by: "ory_st_example")],
    "SEC019": [
      .append("  - id: overall\n    must: sign_in\n    max_lifetime: 12h", to: "policy.yaml")
    ],
    // X
    "X601": [
      .replace("policies: [policy.yaml]", by: "policies: [policy.yaml, other.yaml]"),
      bob("{ issued_at: -25h, authenticated_at: -25h, expires_at: +1h }"),
      test("{ outcome: sign_in }"),
    ],
    "X602": [bob("{ issued_at: -13h }"), test("{ outcome: sign_in }")],
    "X603": [
      .replace("[pay, look, nothing]\n", by: "[pay, look, nothing, silent]\n"),
      .replace("requests: [look, nothing],", by: "requests: [look, nothing, silent],"),
      .append("  silent: { action: payment.create }", to: "suite.yaml"),
    ],
    "X604": [
      .replace(
        "{ at: 1m, expect: { outcome: proceed } }",
        by: "{ at: 59m59s, expect: { outcome: proceed } }"),
      .replace(
        "{ at: 3h, expect: { outcome: reauthenticate } }",
        by: """
          { at: 1h, expect: { outcome: reauthenticate } }
                - { at: 1h1s, expect: { outcome: reauthenticate } }
          """),
    ],
    "X606": [.replace("authenticated_at: -3h", by: "authenticated_at: -1h")],
    "X607": [
      .replace(
        "name: nothing is due\n    session: ada\n    expect: { refresh: true }",
        by: "name: they may refresh\n    session: ada\n    expect: { refresh: true }")
    ],
    "X609": [.replace("  bob: { extends: ada, set: { issued_at: -2h } }\n", by: "")],
    "X610": [.replace("skip: true", by: "skip: { reason: the rule comes next week }")],
    "X611": [
      bob("{ issued_at: -13h, authenticated_at: -13h }"), test("{ refresh: false }"),
    ],
    "X612": [.replace("expect: {}", by: "expect: { outcome: proceed }")],
    "X613": [
      .append("      - { session: bob, outcome: proceed }", to: "suite.yaml")
    ],
    "X614": [
      .replace("{ at: 2h,", by: "{ at: 30m,")
    ],
    "X620": [.replace("outcome: sign_in", by: "outcome: proceed")],
    "X621": [.replace("always: { outcome: sign_in }", by: "always: { outcome: proceed }")],
    // K
    "K801": [.replace("within: 6h", by: "within: 1h")],
    "K802": [.replace("lifespan: 24h", by: "lifespan: 6h")],
    "K803": [.replace("by: 1h", by: "by: 24h")],
    "K804": [.replace("max_age: 1h", by: "max_age: 15m")],
    "K805": [.replace("persistent: false", by: "persistent: true")],
    "K806": [.append("    totp:\n      enabled: true", to: "kratos.yml")],
    "K810": [.replace("lifespann", by: "lifespan")],
    "K811": [
      .replace(
        "    privileged_session_max_age: 5m",
        by: "    settings:\n      privileged_session_max_age: 5m")
    ],
    "K812": [.replace("1s", by: "6h")],
    "K813": [.replace("${SESSION_LIFESPAN}", by: "24h")],
    "K814": [.file("kratos.yml", "session:\n  lifespan: 24h\n")],
    "K815": [.replace("privileged_session_max_age: 24h", by: "privileged_session_max_age: 5m")],
    "K816": [.replace("required_aal: aal1", by: "required_aal: highest_available")],
    "K817": [.replace("720h", by: "10m")],
    "K818": [.replace("\"employe\"", by: "\"employee\"")],
    "K819": [
      .replace(
        "identity.schema_id == \"employee\"",
        by: "identity.schema_id in [\"employee\", \"customer\"]")
    ],
    "K820": [.replace("preferred", by: "required")],
    // M
    "M702": [.replace("may: refresh", by: "may: refresh\n    description: By the first factor.")],
    "M704": [.replace("  # lint: ignore SEC001: sessions of machines live on\n", by: "")],
    "M705": [.replace("M7002", by: "M702")],
    "M707": [.replace("  # TODO: lower this to a week\n", by: "")],
  ]
}
