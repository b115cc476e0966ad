import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A part of a condition that another part makes needless.
  package static let redundantCondition = DiagnosticCode("L406", "redundant-condition")
}

extension LintRule {
  static let redundantCondition = LintRule(
    .redundantCondition, "A part of a condition adds nothing to another part.",
    rationale: """
      Nothing is wrong with what the rule decides. But of two limits on the same thing one is \
      meant, and the next person may change the other one and wonder.
      """,
    severity: .info,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: session.age < duration("12h") && ⟦session.age < duration("24h")⟧
            max_lifetime: 30d
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: request.action == "read" || ⟦request.action == "read"⟧
            max_lifetime: 30d
        """),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: session.age > duration("12h") && session.age < duration("24h")
            max_lifetime: 30d
        """)
    ],
    check: .survey { survey, _, findings in
      for remark in survey.clauses {
        let (part, others) = (remark.part, remark.others)
        guard let location = part.location, let first = others.first else { continue }
        let isTwice = others.count == 1 && part.reading == first.reading
        // Whoever reads what is optional is told to ask for it first.
        guard isTwice || remark.clause?.asksForPresence != true else { continue }
        switch remark.kind {
        case .implied:
          findings.report(
            isTwice
              ? "\(part.quoted) stands here twice"
              : "\(part.quoted) holds wherever \(others.quoted) "
                + "\(others.count == 1 ? "does" : "do together"), so it adds nothing",
            at: location, path: remark.path, help: "remove it",
            related: others.related("this has to hold too"),
            fix: remark.clause.flatMap { ClauseRemoval(of: $0, joinedBy: .and).fix })
        case .covered:
          findings.report(
            isTwice
              ? "\(part.quoted) stands here twice"
              : others.count == 1
                ? "\(others.quoted) holds wherever \(part.quoted) does, so the latter adds nothing"
                : "one of \(others.quoted) holds wherever \(part.quoted) does, so it adds nothing",
            at: location, path: remark.path, help: "remove it",
            related: others.related("the wider alternative"),
            fix: remark.clause.flatMap { ClauseRemoval(of: $0, joinedBy: .or).fix })
        case .never, .always, .clash, .complementary: break
        }
      }
    })
}

extension Clause {
  /// Whether it asks whether something is there.
  fileprivate var asksForPresence: Bool {
    if case .has = expr.kind { true } else { false }
  }
}
