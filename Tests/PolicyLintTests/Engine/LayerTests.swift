import Diagnostics
import PolicyLint
import Testing

/// One run tells what is wrong on every layer.
@Suite struct LayerTests {
  @Test func oneErrorOfEachLayerIsToldAndNothingElse() {
    let text = """
      version: 1
      policy: layers
      attributes:
        context.risk: { type: string, values: [low, high] }
      constants:
        nowhere: NO
      rules:
        - id: confirm
          may: refresh
        - id: structure
          may: extend
          max_liftime: 30d
        - id: names
          never: extend
          when: context.rsk == "low"
        - id: types
          never: extend
          when: context.risk == 3
        - id: units
          may: extend
          max_lifetime: 30d
          within: 6
        - id: logic
          never: extend
          when: session.aal == "aal1" && session.aal == "aal2"
        - id: security
          must: reauthenticate
          when: request.action == "payment.create"
      """
    let result = lint(text)
    #expect(
      result.lines == [
        "Y002 6", "S101 12", "R201 15", "T303 18", "T301 22", "L401 25", "SEC006 27",
      ],
      "\(DiagnosticFormatter().format(result.open.map(\.diagnostic)))")
  }

  @Test func ruleWithAnErrorHasNoEcho() {
    // Without its cap the rule would look unbounded.
    let text = """
      version: 1
      policy: p
      rules:
        - id: slide
          may: extend
          max_lifetime: 30x
      """
    #expect(lint(text).lines.count == 1)
  }

  @Test func ruleUnderABrokenNameHasNoEcho() {
    let text = """
      version: 1
      policy: p
      definitions:
        managed: request.device.managd == 1 +
      rules:
        - id: slide
          may: extend
          when: managed
      """
    #expect(lint(text).open.allSatisfy { $0.diagnostic.code.id != "SEC001" })
  }
}
