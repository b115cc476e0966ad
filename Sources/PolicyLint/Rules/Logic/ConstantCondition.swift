import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A condition, or a part of one, that is always true or never.
  package static let constantCondition = DiagnosticCode("L401", "constant-condition")
}

extension LintRule {
  static let constantCondition = LintRule(
    .constantCondition, "A part of a condition is always true, or can never be.",
    rationale: """
      Two clauses that exclude each other make a rule that applies to no session: a limit that \
      nobody meets, or a permission that nobody gets. A clause that always holds makes a rule apply \
      where its author wanted an exception.
      """,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: session.aal == "aal1" && ⟦session.aal == "aal2"⟧
            max_lifetime: 30d
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when:
              all:
                - session.age < duration("2h")
                - ⟦session.age >= duration("4h")⟧
            max_lifetime: 30d
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: request.action == "read" || ⟦request.action != "read"⟧
            max_lifetime: 30d
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: ⟦true⟧
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
            when: session.aal == "aal1" && session.age < duration("2h")
            max_lifetime: 30d
        """)
    ],
    check: .survey { survey, _, findings in
      for remark in survey.clauses {
        let (part, others) = (remark.part, remark.others)
        guard let location = part.location else { continue }
        switch remark.kind {
        case .clash:
          findings.report(
            "\(part.quoted) never holds together with \(others.quoted), so no session meets "
              + (others.count == 1 ? "both" : "them all"),
            at: location, path: remark.path, help: "remove one of them, or join them with `any`",
            related: others.related("this has to hold too"))
        case .complementary:
          findings.report(
            others.count == 1
              ? "\(part.quoted) holds wherever \(others.quoted) does not, so one of them always holds"
              : "\(part.quoted) holds wherever none of \(others.quoted) does, so one of them always "
                + "holds",
            at: location, severity: .warning, path: remark.path,
            help: "remove them all, or join them with what was meant to decide",
            related: others.related("the other one"))
        case .never, .always:
          guard let value = remark.clause?.literal else { continue }
          findings.report(
            value
              ? "this always holds, so it leaves nothing out"
              : "this never holds, so \(remark.isWhole ? "the rule" : "whatever it is joined to by `all`") applies to no session",
            at: location, severity: value ? .warning : nil, path: remark.path,
            help: remark.isWhole
              ? (value ? "leave `when` out" : "remove the rule") : "remove it from the condition")
        case .implied, .covered: break
        }
      }
    })
}
