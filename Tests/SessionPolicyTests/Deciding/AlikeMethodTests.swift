import PolicyDiagnostics
import Testing

@testable import SessionPolicy

/// Whether a requirement can be met is asked with one of the methods that are alike, for all of them.
@Suite struct AlikeMethodTests {
  private func requirement(_ text: String) throws -> Requirement {
    let rule = "  - { id: m, must: reauthenticate, \(text) }\n"
    let file = SourceFile(name: "p.yaml", text: "version: 1\npolicy: p\nrules:\n\(rule)")
    let policy = try #require(PolicySet.load([file]).value?.policies.first)
    return try #require(policy.rules.first?.alternatives.first)
  }

  @Test(arguments: [
    "[x, y, z]", "[password, x, y]", "[totp, x, y, z]", "[x]", "[passkey, webauthn, totp]",
    "[lookup_secret, code, x, y]", "[oidc, saml, y, x]",
  ])
  func oneStandsForAll(methods: String) throws {
    for aal in ["", "aal: aal2, "] {
      let requirement = try requirement("\(aal)methods: \(methods), max_age: 15m")
      for settings in [KratosSettings(), KratosSettings(methods: KratosMethods())] {
        for lacking in [[], ["x"], ["x", "y", "z"], ["totp", "z"], ["password", "x", "totp"]] {
          let one = requirement.withOneOfAlike(lacking: lacking)
          for keys: Set<String> in [
            ["methods"], ["aal"], ["max_age"], ["aal", "methods"], ["aal", "methods", "max_age"],
          ] {
            let all = requirement.canBeMet(without: keys, lacking: lacking, settings: settings)
            #expect(
              one.canBeMet(without: keys, lacking: lacking, settings: settings) == all,
              "\(aal)\(methods) without \(keys), lacking \(lacking)")
          }
        }
      }
    }
  }

  @Test func manyAreAskedAsTwo() throws {
    let names = (0..<1_000).map { "x\($0)" }.joined(separator: ", ")
    let requirement = try requirement("methods: [\(names), totp]")
    #expect(requirement.withOneOfAlike(lacking: ["x3"]).methods?.value == ["x0", "x3", "totp"])
  }
}
