import PolicyDiagnostics
import PolicyLint
import Testing

/// What Kratos lets pass by itself is asked of all sessions, however the demand is written.
@Suite("Kratos' settings flow is held against what policies ask for there")
struct BypassedDemandTests {
  private static func found(_ rule: String, _ settings: String) throws -> [String] {
    let policy = """
      version: 1
      policy: example
      attributes:
        context.risk: { type: string, values: [low, high] }
      rules:
        - { id: confirm, may: refresh }
        - { id: demand, must: reauthenticate, \(rule) }

      """
    let kratos = "selfservice: { flows: { settings: { \(settings) } } }\n"
    return try ExampleDirectory.lint(policy, kratos: kratos, optingInto: "K815")
      .filter { ["K815", "K816"].contains($0.code.id) }
      .map { "\($0.code.id) \($0.message)" }
  }

  private static let day = "privileged_session_max_age: 24h"
  private static let low = "required_aal: aal1"

  @Test(arguments: [
    "when: 'request.action == \"settings.password\"', max_age: 5m",
    "when: 'request.action in [\"pay\", \"settings.totp\"]', aal: aal2, max_age: 5m",
    "when: 'request.action.startsWith(\"settings.\")', max_age: 5m",
    "when: '!(request.action == \"read\")', max_age: 5m",
    "when: 'context.risk == \"high\"', max_age: 5m",
    "max_age: 12h",
    "when: 'session.authentication_age > duration(\"5m\")'",
    "one_of: [{ aal: aal2, max_age: 1h }, { methods: [passkey], max_age: 5m }]",
  ])
  func anOlderLoginIsEnough(_ rule: String) throws {
    let found = try Self.found(rule, Self.day)
    #expect(found.count == 1 && found.first?.hasPrefix("K815") == true, "\(found)")
    #expect(found.first?.contains("`settings.") == true, "\(found)")
  }

  @Test(arguments: [
    "when: 'request.action == \"pay\"', max_age: 5m",
    "when: 'request.action == \"settings.password\"', max_age: 24h",
    "when: 'request.action == \"settings.password\"', aal: aal2",
    "when: 'request.action == \"settings.password\" && session.authentication_age > duration(\"25h\")', max_age: 5m",
    "when: 'context.risk == \"high\"'",
    "one_of: [{ aal: aal2 }, { max_age: 5m }]",
  ])
  func aDemandThatKratosKeepsToo(_ rule: String) throws {
    #expect(try Self.found(rule, Self.day) == [])
  }

  @Test(arguments: [
    "when: 'request.action == \"settings.password\"', aal: aal2, max_age: 1h",
    "aal: aal2, max_age: 1h",
    "when: 'context.risk == \"high\"', aal: aal2, max_age: 1h",
    "methods: [totp], max_age: 1h",
    "one_of: [{ aal: aal2, max_age: 1h }, { methods: [totp], max_age: 2h }]",
  ])
  func oneFactorIsEnough(_ rule: String) throws {
    let found = try Self.found(rule, Self.low)
    #expect(found.count == 1 && found.first?.hasPrefix("K816") == true, "\(found)")
  }

  @Test(arguments: [
    "when: 'request.action == \"pay\"', aal: aal2, max_age: 1h",
    "when: 'session.aal == \"aal2\"', aal: aal2, max_age: 1h",
    "one_of: [{ aal: aal2, max_age: 1h }, { max_age: 1h }]",
  ])
  func aFactorThatIsEnoughForBoth(_ rule: String) throws {
    #expect(try Self.found(rule, Self.low) == [])
  }
}
