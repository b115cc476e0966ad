import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import SessionPolicy
import Testing

/// Settings that are written as a configuration are read back as they were.
@Suite struct SettingsWritingTests {
  @Test func settingsSurviveBeingWritten() throws {
    var random = SeededGenerator(seed: 26)
    for _ in 0..<500 {
      let settings = Self.settings(&random)
      let text = JSONWriter.text(of: settings.configuration, .pretty)
      let read = KratosSettings.read(SourceFile(name: "settings.json", text: text))
      #expect(read.diagnostics.isEmpty, "\(read.diagnostics.map(\.message)) \(text)")
      #expect(read.value == settings, "\(text)")
    }
  }

  private static func settings(_ random: inout SeededGenerator) -> KratosSettings {
    func duration() -> Duration {
      .nanoseconds(
        random.pick([0, 1, 999, 1_000_000, Int64(random.next() >> 1), 3_600_000_000_000]))
    }
    var methods = KratosMethods()
    for name in ["password", "totp", "lookup_secret", "webauthn", "passkey", "oidc", "link"] {
      methods.set(name, enabled: random.chance(50))
    }
    let asFirst = random.chance(30)
    methods.set("code", enabled: asFirst || random.chance(50))
    return KratosSettings(
      lifespan: duration(), earliestPossibleExtend: random.chance(50) ? duration() : nil,
      privilegedSessionMaxAge: duration(),
      whoamiRequiredAAL: random.pick(KratosSettings.RequiredAAL.allCases),
      settingsRequiredAAL: random.pick(KratosSettings.RequiredAAL.allCases),
      organizationLifespans: random.chance(30)
        ? ["4f1d5f3b-8f0b-4a1b-9d7d-6f5b3c1f2a10": duration()] : [:],
      persistentCookie: random.chance(50), passwordlessWebAuthn: random.chance(50),
      codeAsFirstFactor: asFirst, codeAsSecondFactor: !asFirst && random.chance(50),
      passkeyUserVerification: random.pick(KratosSettings.UserVerification.allCases),
      methods: methods, loginFlowLifespan: duration(), fasterSessionExtend: random.chance(50),
      carriesOverSecondFactors: random.chance(30))
  }

  @Test(arguments: [
    (Duration.zero, "0s"), (Duration.nanoseconds(1), "1ns"), (Duration.seconds(5_400), "1h30m"),
    (Duration.seconds(2_592_000), "720h"), (Duration.nanoseconds(1_500_007_003), "1s500ms7us3ns"),
    (Duration.nanoseconds(Int64.max), "2562047h47m16s854ms775us807ns"),
  ])
  func durationsAreSpeltAsKratosSpellsThem(duration: Duration, text: String) {
    #expect(duration.kratosText == text)
    #expect(KratosSettings.duration(text) == duration)
  }
}
