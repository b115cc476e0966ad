import PolicyDiagnostics
import PolicyTestSupport
import Testing

@testable import SessionPolicy

@Suite("`has` in one clause guards the others that matter only with it")
struct ConditionGuardTests {
  /// A policy whose rule has this condition, below this one for the whole policy.
  private static func policy(_ when: String, under gate: String? = nil) -> MarkedText {
    MarkedText(
      """
      version: 1
      policy: p
      attributes:
        context.risk: { type: int, optional: true }
        context.tag: { type: string, optional: true }
      \(gate.map { "when: \($0)" } ?? "definitions: { risky: has(context.risk) }")
      rules:
        - id: r
          may: refresh
          when: \(when)

      """)
  }

  @Test(arguments: [
    "has(context.risk) && context.risk > 3",
    "{ all: [has(context.risk), context.risk > 3] }",
    "{ all: [context.risk > 3, has(context.risk)] }",
    "{ all: [risky, context.risk > 3] }",
    "{ all: [request.interactive, { any: [context.risk > 3] }, has(context.risk)] }",
    "{ all: [{ all: [has(context.risk)] }, { none: [context.risk > 3] }] }",
    "{ all: [{ none: ['!has(context.risk)', 'false'] }, context.risk > 3] }",
    "{ all: [{ any: [has(context.risk), has(context.risk) && request.interactive] }, context.risk > 3] }",
    "{ all: [{ any: [has(context.risk), 'false'] }, context.risk > 3] }",
    "{ any: ['!has(context.risk)', context.risk > 3] }",
    "{ any: [context.risk > 3, '!has(context.risk)'] }",
    "{ any: [{ all: ['!has(context.risk)'] }, { all: [context.risk > 3, context.risk < 9] }] }",
    "{ any: [{ none: [has(context.risk)] }, context.risk > 3] }",
    "{ none: ['!has(context.risk)', context.risk > 3] }",
    "{ none: [context.risk > 3, '!has(context.risk)'] }",
  ])
  func isQuiet(_ when: String) {
    expect(Self.policy(when), warns: false)
  }

  @Test(arguments: [
    "«context.risk» > 3",
    "{ all: [«context.risk» > 3] }",
    "{ all: [has(context.tag), «context.risk» > 3] }",
    "{ all: ['!has(context.risk)', «context.risk» > 3] }",
    "{ all: ['has(context.risk) ? true : «context.risk» > 3', request.interactive] }",
    "{ any: [has(context.risk), «context.risk» > 3] }",
    "{ none: [has(context.risk), «context.risk» > 3] }",
    "{ all: [{ any: [has(context.risk), request.interactive] }, «context.risk» > 3] }",
    "{ all: [{ none: [has(context.risk)] }, «context.risk» > 3] }",
    "{ any: [{ all: ['!has(context.risk)', request.interactive] }, «context.risk» > 3] }",
    "{ all: [{ any: [has(context.risk) && context.risk > 1, «context.risk» > 3] }] }",
  ])
  func warns(_ when: String) {
    expect(Self.policy(when), warns: true)
  }

  @Test(arguments: [
    ("context.risk > 3", "has(context.risk)", false),
    ("{ any: [context.risk > 3] }", "{ all: [request.interactive, has(context.risk)] }", false),
    ("context.risk > 3", "{ none: ['!has(context.risk)'] }", false),
    ("«context.risk» > 3", "has(context.tag)", true),
    ("«context.risk» > 3", "{ any: [has(context.risk), request.interactive] }", true),
    // Other rules stand below the same condition, and nothing guards it there.
    ("has(context.risk)", "«context.risk» > 3", true),
  ])
  func theConditionOfThePolicyGuardsItsRules(when: String, gate: String, warns: Bool) {
    expect(Self.policy(when, under: gate), warns: warns)
  }

  @Test func onlyTheRuleWithTheGuardIsQuiet() {
    let source = MarkedText(
      """
      version: 1
      policy: p
      attributes: { context.risk: { type: int, optional: true } }
      rules:
        - { id: a, may: refresh, when: { all: [has(context.risk), &risk context.risk > 3] } }
        - { id: b, may: extend, when: *risk }

      """)
    #expect(PolicySet.load([source.file]).diagnostics.map(\.path) == ["$.rules[1].when"])
  }

  @Test func aClauseThatCannotBeReadMayHaveBeenTheGuard() {
    let source = Self.policy("{ all: [has(«context.rusk»), context.risk > 3] }")
    #expect(PolicySet.load([source.file]).diagnostics.map(\.code) == [.unknownAttribute])
  }

  private func expect(_ source: MarkedText, warns: Bool) {
    let (set, found) = PolicySet.load([source.file]).parts
    #expect(set != nil)
    #expect(found.map(\.code) == (warns ? [.unguardedOptional] : []))
    #expect(found.map(\.message).allSatisfy { $0.hasPrefix("`context.risk` may be absent") })
    if warns { #expect(found.first?.location.range == source.range) }
  }
}
