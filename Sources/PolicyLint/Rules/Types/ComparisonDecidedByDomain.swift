import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A comparison that has one answer in every session.
  package static let comparisonDecidedByDomain = DiagnosticCode(
    "T305", "comparison-decided-by-domain")
}

extension LintRule {
  static let comparisonDecidedByDomain = LintRule(
    .comparisonDecidedByDomain,
    "A comparison has the same answer in every session that rules decide about.",
    rationale: """
      A session that is expired, revoked or disabled is over before any rule is asked, time that has \
      passed is never negative, and Kratos knows no level above `aal2`. A comparison that asks for \
      the opposite makes a rule that never applies; one that asks for the same says nothing.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: late
            never: extend
            when: ⟦session.remaining <= duration("0s")⟧
        """),
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: strong
            never: refresh
            when: request.action == "read" && ⟦session.aal == "aal3"⟧
        """),
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: late
            never: extend
            when: session.remaining <= duration("1h")
        """)
    ],
    check: .survey { survey, _, findings in
      for remark in survey.clauses where !remark.isAboutDefinition && !remark.asksForSettings {
        guard let location = remark.part.location, remark.clause?.literal == nil else { continue }
        let reason = remark.clause?.domain ?? "whatever the session"
        switch remark.kind {
        case .never:
          // As the whole of a condition it decides what the rule does.
          findings.report(
            "\(remark.part.quoted) is never true, \(reason)", at: location,
            severity: remark.isWhole ? .error : nil, path: remark.path,
            help: "remove the rule, or compare with what a session can have")
        case .always:
          findings.report(
            "\(remark.part.quoted) is never false, \(reason)", at: location, path: remark.path,
            help: "remove it")
        case .clash, .implied, .covered, .complementary: break
        }
      }
    })
}

extension Clause {
  /// What is known of something that it reads in every session that rules decide about.
  fileprivate var domain: String? {
    let paths = readPaths
    // Of two clocks it is how they lie to each other.
    guard Set(paths.map(\.description)).count == 1 else { return nil }
    return paths.lazy.compactMap { path in
      switch path.description {
      case "session.active": "for rules decide only about sessions that are active"
      case "session.remaining", "session.expires_at":
        "for rules decide only about sessions that have not expired"
      case "session.aal": "for every session is at `aal1` or at `aal2`"
      case "identity.state": "for rules decide only about sessions of active identities"
      case "session.age", "session.authentication_age", "session.idle":
        "for time that has passed is never below zero"
      default: nil
      }
    }.first
  }
}
