import Foundation
import Testing

@testable import SessionPolicyCommands

/// A configuration to be imported, in one part or several, with what Kratos makes of it.
struct KratosFixture: Sendable, CustomTestStringConvertible {
  let name: String
  let parts: [String]
  let model: KratosModel
  var release: String?

  var testDescription: String { name }

  init(_ name: String, _ parts: String..., release: String? = nil, is model: KratosModel) {
    (self.name, self.parts, self.release, self.model) = (name, parts, release, model)
    if release == "head" { precondition(model.isHead) }
  }

  private init(real name: String, _ text: String) {
    (self.name, parts, model) = (name, [text], KratosModel(text))
  }

  private static func hours(_ count: Int64) -> Int64 { count * 3_600_000_000_000 }
  private static func minutes(_ count: Int64) -> Int64 { count * 60_000_000_000 }

  /// Settings as an operator writes them below `session`, and below `selfservice.flows.settings`.
  private static func configuration(_ session: String, settings: String = "") -> String {
    (session.isEmpty ? "" : "session: { \(session) }\n")
      + (settings.isEmpty ? "" : "selfservice: { flows: { settings: { \(settings) } } }\n")
      + "dsn: memory\n"
  }

  private static func methods(_ text: String) -> String {
    "selfservice: { methods: { \(text) } }\n"
  }

  static let own: [KratosFixture] = [
    KratosFixture("nothing set", "version: v26.2.0\n", is: KratosModel()),
    KratosFixture(
      "odd units", configuration("lifespan: 1h30m"), is: KratosModel(lifespan: minutes(90))),
    KratosFixture(
      "units in any order and number", configuration("lifespan: 30m1h30m1h"),
      is: KratosModel(lifespan: hours(3))),
    KratosFixture(
      "a month, and its second half",
      configuration("lifespan: 720h, earliest_possible_extend: 360h0m0s"),
      is: KratosModel(lifespan: hours(720), window: hours(360))),
    KratosFixture(
      "the last second", configuration("lifespan: 24h, earliest_possible_extend: 1s"),
      is: KratosModel(window: 1_000_000_000)),
    KratosFixture(
      "a window of a nanosecond", configuration("earliest_possible_extend: 1ns"),
      is: KratosModel(window: 1)),
    KratosFixture(
      "a window of two", configuration("earliest_possible_extend: 2ns"), is: KratosModel(window: 2)),
    KratosFixture(
      "no window", configuration("earliest_possible_extend: 0s"), is: KratosModel(window: 0)),
    KratosFixture(
      "a window as long as the lifespan", configuration("earliest_possible_extend: 24h"),
      is: KratosModel(window: hours(24))),
    KratosFixture(
      "a window that is longer", configuration("earliest_possible_extend: 48h"),
      is: KratosModel(window: hours(48))),
    KratosFixture("no lifespan", configuration("lifespan: 0s"), is: KratosModel(lifespan: 0)),
    KratosFixture(
      "no lifespan and a window", configuration("lifespan: 0s, earliest_possible_extend: 1h"),
      is: KratosModel(lifespan: 0, window: hours(1))),
    KratosFixture(
      "a lifespan of parts of a second", configuration("lifespan: 1s500ms7us3ns"),
      is: KratosModel(lifespan: 1_500_007_003)),
    KratosFixture(
      "the longest there is",
      configuration("lifespan: 2562047h, earliest_possible_extend: 2000000h"),
      is: KratosModel(lifespan: hours(2_562_047), window: hours(2_000_000))),
    KratosFixture(
      "never privileged", configuration("", settings: "privileged_session_max_age: 0s"),
      is: KratosModel(privileged: 0)),
    KratosFixture(
      "always privileged", configuration("", settings: "privileged_session_max_age: 0s"),
      release: "head", is: KratosModel(privileged: 0, isHead: true)),
    KratosFixture(
      "privileged for a nanosecond", configuration("", settings: "privileged_session_max_age: 1ns"),
      is: KratosModel(privileged: 1)),
    KratosFixture(
      "privileged for half a second",
      configuration("", settings: "privileged_session_max_age: 500ms"),
      is: KratosModel(privileged: 500_000_000)),
    KratosFixture(
      "privileged for longer than a session lives",
      configuration("lifespan: 10m", settings: "privileged_session_max_age: 87600h"),
      is: KratosModel(lifespan: minutes(10), privileged: hours(87_600))),
    KratosFixture(
      "one factor everywhere",
      configuration("whoami: { required_aal: aal1 }", settings: "required_aal: aal1"),
      is: KratosModel(whoami: "aal1", settings: "aal1")),
    KratosFixture(
      "one factor for whoami", configuration("whoami: { required_aal: aal1 }"),
      is: KratosModel(whoami: "aal1")),
    KratosFixture(
      "one factor in the settings",
      configuration("", settings: "required_aal: aal1, privileged_session_max_age: 5m"),
      is: KratosModel(privileged: minutes(5), settings: "aal1")),
    KratosFixture(
      "one factor in the settings, at the head without a limit",
      configuration("", settings: "required_aal: aal1, privileged_session_max_age: 0s"),
      release: "head", is: KratosModel(privileged: 0, settings: "aal1", isHead: true)),
    KratosFixture(
      "second factors", methods("totp: { enabled: true }, lookup_secret: { enabled: true }"),
      is: KratosModel()),
    KratosFixture(
      "keys as a second factor", methods("webauthn: { enabled: true }"), is: KratosModel()),
    KratosFixture(
      "codes as a second factor", methods("code: { enabled: true, mfa_enabled: true }"),
      is: KratosModel()),
    KratosFixture(
      "codes alone",
      methods("password: { enabled: false }, code: { passwordless_enabled: true }"),
      is: KratosModel()),
    KratosFixture(
      "passkeys alone, verified",
      methods(
        "password: { enabled: false }, code: { enabled: false }, passkey: { enabled: true, config: "
          + "{ authenticator_selection: { user_verification: required } } }"), is: KratosModel()),
    KratosFixture(
      "a provider alone",
      methods("password: { enabled: false }, code: { enabled: false }, oidc: { enabled: true }"),
      is: KratosModel()),
    KratosFixture(
      "nobody can sign in",
      methods("password: { enabled: false }, code: { enabled: false }"), is: KratosModel()),
    KratosFixture(
      "several parts", "session: { lifespan: 24h, whoami: { required_aal: aal1 } }\n",
      "selfservice:\n  flows:\n    settings: { privileged_session_max_age: 15m }\n",
      "session: { lifespan: 48h, earliest_possible_extend: 1h }\n",
      is: KratosModel(
        lifespan: hours(48), window: hours(1), privileged: minutes(15), whoami: "aal1")),
    KratosFixture(
      "cookies that end with the browser, and tokens",
      configuration(
        "lifespan: 336h, cookie: { persistent: false, same_site: Lax, name: own }, whoami: { tokenizer: "
          + "{ templates: { a: { ttl: 1m, jwks_url: \"base64://e30=\" } } } }"),
      is: KratosModel(lifespan: hours(336))),
    KratosFixture(
      "organizations",
      "session: { lifespan: 24h }\n"
        + methods(
          "b2b: { config: { organizations: [{ id: 4f1d5f3b-8f0b-4a1b-9d7d-6f5b3c1f2a10, "
            + "session_lifespan: 12h }] } }"), is: KratosModel(isHead: true)),
    KratosFixture(
      "JSON", #"{"session": {"lifespan": "12h"}, "dsn": "memory"}"# + "\n",
      is: KratosModel(lifespan: hours(12))),
    KratosFixture(
      "merge keys and aliases",
      "session: &s { lifespan: 6h }\nselfservice:\n  flows:\n    login: &l { lifespan: 10m }\n"
        + "    settings: { <<: *l, privileged_session_max_age: 2m }\n",
      is: KratosModel(lifespan: hours(6), privileged: minutes(2))),
  ]

  /// The configurations of real projects; they are no part of this one.
  static let real: [KratosFixture] = {
    let folder = shared + "/data/kratos/config"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    if names.isEmpty { print("skipped: there are no configurations in \(folder)") }
    return names.sorted().compactMap { name in
      (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)).map {
        KratosFixture(real: name, $0)
      }
    }
  }()

  private static let shared =
    ProcessInfo.processInfo.environment["SESSION_POLICY_SHARED"] ?? CommandRun.root + "/../shared"
}
