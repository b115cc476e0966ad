import PolicyCEL
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A value that two rules leave out between them.
  package static let boundaryGap = DiagnosticCode("L405", "boundary-gap")
}

extension LintRule {
  static let boundaryGap = LintRule(
    .boundaryGap,
    "One rule takes what is below a value and another what is above it, and none the value itself.",
    rationale: """
      At exactly that value neither rule applies. A session that reaches it is extended, or not \
      asked, for one instant; with whole seconds or levels it is more than an instant. Write `<=` or \
      `>=` in one of the two.
      """,
    severity: .warning, confidence: .likely,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: session.idle < duration("15m")
            max_lifetime: 30d
          - id: confirm
            may: refresh
          - id: away
            must: sign_in
            when: ⟦session.idle > duration("15m")⟧
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: session.idle < duration("15m")
            max_lifetime: 30d
          - id: confirm
            may: refresh
          - id: away
            must: sign_in
            when: session.idle >= duration("15m")
        """)
    ],
    check: .policy { document, findings in
      // A rule that could not be read may be the one that has the value.
      guard document.isComplete else { return }
      let rules = document.scopedRules
      var comparisons: [String: [(Comparison, Clause, ScopedRule)]] = [:]
      for scoped in rules {
        for clause in scoped.tree.clauses {
          guard let atom = clause.atom, case .between(let comparison, let value) = atom.constraint
          else { continue }
          comparisons["\(atom.path) \(value)", default: []].append((comparison, clause, scoped))
        }
      }
      for group in comparisons.values {
        guard group.allSatisfy({ [.less, .greater].contains($0.0) }),
          let below = group.first(where: { $0.0 == .less }),
          let above = group.first(where: { $0.0 == .greater && $0.2.rule.path != below.2.rule.path }
          )
        else { continue }
        let (early, late) =
          below.1.location.range.start < above.1.location.range.start
          ? (below, above) : (above, below)
        findings.report(
          "neither `\(late.1.reading)` nor `\(early.1.reading)` holds at exactly that value, so "
            + "neither rule applies to a session that has it",
          at: late.1.location, path: late.2.rule.path,
          help: "write `<=` or `>=` in one of them",
          related: [.init("the other side", at: early.1.location)])
      }
    })
}
