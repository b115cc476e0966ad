import PolicyAnalysis
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
      .extending(where: #"'⟦!has(context.risk)⟧ || context.risk == "low"'"#),
      .extending(where: "⟦context.?risk.orValue(true)⟧", declaring: "bool"),
      .extending(where: #"'⟦has(context.risk) ? context.risk == "low" : true⟧'"#),
      .extending(where: #"'⟦context.?risk.orValue("low") == "low"⟧'"#),
      .extending(
        where: #"'⟦!("bad" in context.?risk.orValue([]))⟧'"#, declaring: "list(string)"),
      .extending(
        where: #"'⟦has(context.risk) == false⟧ || has(context.risk) && context.risk == "low"'"#),
    ],
    good: [.extending(where: #"has(context.risk) && context.risk == "low""#)],
    check: .survey { survey, _, findings in
      var told: Set<String> = []
      for remark in survey.absences {
        let name = remark.attribute.description
        guard let location = remark.clause?.location ?? remark.rule.condition?.location else {
          continue
        }
        // A policy's own condition is told of once.
        let place = "\(location.file.name) \(location.range.start) \(name)"
        guard told.insert(place).inserted else { continue }
        let isSupplied = name.hasPrefix("request.") || name.hasPrefix("context.")
        findings.report(
          "`\(remark.rule.qualifiedID)` permits more where `\(name)` is missing", at: location,
          severity: isSupplied ? nil : .warning,
          confidence: remark.witness == nil ? .likely : nil, path: remark.rule.path,
          help: "say here what it has to be: `has(\(name)) && …`, which holds nowhere without it",
          witness: remark.witness, hangsOn: remark.hangsOn)
      }
    })
}

extension LintExample {
  /// A policy that permits where a condition on an optional input holds.
  fileprivate static func extending(
    where condition: String, declaring type: String = "string, values: [low, high]"
  ) -> LintExample {
    LintExample(
      """
      version: 1
      policy: example
      attributes:
        context.risk: { type: \(type), optional: true }
      rules:
        - id: slide
          may: extend
          when: \(condition)
          max_lifetime: 30d
      """)
  }
}
