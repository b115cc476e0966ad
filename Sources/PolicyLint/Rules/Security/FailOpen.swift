import PolicyCEL
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A permission that a missing input is enough for.
  package static let failOpen = DiagnosticCode("SEC007", "fail-open")
}

extension LintRule {
  static let failOpen = LintRule(
    .failOpen, "A permission is granted where an input is missing.",
    rationale: """
      Whoever leaves the input out is permitted more than one who gives it. Callers forget inputs, \
      and services fail to supply them: a permission has to ask for what it needs, by \
      `has(x) && …`, so that without it nothing is granted.
      """,
    fallsAway: """
      What nothing permits is not permitted, and a condition that fails does not grant. A `never` or \
      `must` that asks `has(x) && …` is not reported: its author was asked to guard optional inputs \
      so, and says there what absence means.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.risk: { type: string, values: [low, high], optional: true }
        rules:
          - id: slide
            may: extend
            when: '⟦!has(context.risk)⟧ || context.risk == "low"'
            max_lifetime: 30d
        """),
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.trusted: { type: bool, optional: true }
        rules:
          - id: slide
            may: extend
            when: ⟦context.?trusted.orValue(true)⟧
            max_lifetime: 30d
        """),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.risk: { type: string, values: [low, high], optional: true }
        rules:
          - id: slide
            may: extend
            when: has(context.risk) && context.risk == "low"
            max_lifetime: 30d
        """)
    ],
    check: .policy { document, findings in
      for scoped in document.scopedRules where scoped.rule.effect.verb == .may {
        for clause in scoped.tree.clauses {
          guard let name = clause.absenceThatHolds else { continue }
          let isSupplied = name.hasPrefix("request.") || name.hasPrefix("context.")
          findings.report(
            "`\(scoped.rule.qualifiedID)` permits more where `\(name)` is missing",
            at: clause.location, severity: isSupplied ? nil : .warning, path: scoped.rule.path,
            help: "ask for it: `has(\(name)) && …`")
        }
      }
    })
}

extension Clause {
  /// The input whose absence makes the clause hold; `nil` if that of none does.
  fileprivate var absenceThatHolds: String? {
    if let atom = Atom(self), atom.path.components.first == "has",
      case .flag(false) = atom.constraint
    {
      return atom.path.components.dropFirst().joined(separator: ".")
    }
    guard case .call(let function, let target?, let arguments) = expr.kind,
      function.text == "orValue", arguments.count == 1,
      case .literal(.bool(let value)) = arguments[0].kind, value != isNegated
    else { return nil }
    return target.formatted.replacing(".?", with: ".")
  }
}
