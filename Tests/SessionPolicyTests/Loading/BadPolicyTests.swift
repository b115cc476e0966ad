import PolicyDiagnostics
import PolicyTestSupport
import Testing

@testable import SessionPolicy

@Suite("a policy with one thing wrong says so once, at its place, with a remedy")
struct BadPolicyTests {
  @Test(arguments: BadPolicies.structure) func structure(_ bad: BadPolicy) { expect(bad) }
  @Test(arguments: BadPolicies.effects) func effects(_ bad: BadPolicy) { expect(bad) }
  @Test(arguments: BadPolicies.durations) func durations(_ bad: BadPolicy) { expect(bad) }
  @Test(arguments: BadPolicies.attributes) func attributes(_ bad: BadPolicy) { expect(bad) }
  @Test(arguments: BadPolicies.names) func names(_ bad: BadPolicy) { expect(bad) }
  @Test(arguments: BadPolicies.conditions) func conditions(_ bad: BadPolicy) { expect(bad) }

  private func expect(_ bad: BadPolicy) {
    let source = MarkedText(bad.text)
    let (set, found) = PolicySet.load([source.file]).parts
    #expect(set == nil)
    #expect(found.map(\.message) == [bad.message])
    #expect(found.map(\.code) == [bad.code])
    #expect(found.first?.location.range == source.range, "points at `\(found.first?.marked ?? "")`")
    if let help = bad.help { #expect(found.first?.help == help) }
    #expect(found.first?.path?.hasPrefix("$") == true)
  }

  @Test(arguments: [
    ("totpp", "did you mean `totp`?"), ("TOTP", "did you mean `totp`?"),
    (
      "blink",
      "there are `password`, `oidc`, `totp`, `lookup_secret`, `webauthn`, `code`, `passkey`, `saml`, "
        + "`deviceauthn`, `link_recovery` and `code_recovery`"
    ),
  ])
  func aMethodThatIsNotKnownIsOnlyAWarningForTheSetIsOpen(_ name: String, _ help: String) {
    let source = MarkedText(
      "version: 1\npolicy: p\nrules:\n  - { id: r, may: refresh, methods: [code, «\(name)»] }\n")
    let (set, found) = PolicySet.load([source.file]).parts
    #expect(set != nil)
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.location.range == source.range)
    #expect(found.first?.help == help)
  }

  @Test func aFixLeadsOutOfTheLoop() throws {
    let source = MarkedText(
      "version: 1\npolicy: p\nrules:\n  - { id: r, must: «reauthenticate», max_lifetime: 30d }\n")
    let fix = try #require(PolicySet.load([source.file]).diagnostics.first?.fix)
    #expect(fix.edits.map(\.replacement) == ["sign_in"])
    #expect(fix.edits.map(\.location.range) == [source.range])
    #expect(!fix.isSafe)
  }
}
