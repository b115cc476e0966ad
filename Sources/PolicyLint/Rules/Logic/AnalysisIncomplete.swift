import PolicyAnalysis
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A question about a rule that was not found out.
  package static let analysisIncomplete = DiagnosticCode("L499", "analysis-incomplete")
}

extension LintRule {
  static let analysisIncomplete = LintRule(
    .analysisIncomplete, "What is to be known of a rule takes more work than there is for it.",
    rationale: """
      The checks that speak of all sessions say nothing about such a rule, neither good nor bad. How \
      much work there is is counted in steps and not in time, so that it is the same on every machine: \
      far more than rules that people can read take. Make the condition simpler, or split it into \
      several rules.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
        \((0..<26).map { "  context.a\($0): bool" }.joined(separator: "\n"))
        rules:
          - id: ⟦parity⟧
            may: refresh
            when:
              all:
                - \((0..<26).map { "context.a\($0)" }.joined(separator: " != "))
                - \((0..<26).reversed().map { "context.a\($0)" }.joined(separator: " != ")) != true
        """, isMovable: false)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        attributes:
          context.a: bool
          context.b: bool
        rules:
          - id: parity
            may: refresh
            when: context.a != context.b
        """)
    ],
    check: .survey { survey, _, findings in
      var told: Set<Text> = []
      var groups: [(reason: RuleSurvey.Undecided.Reason, subjects: [Subject])] = []
      var places: [Group: Int] = [:]
      for undecided in survey.undecided {
        guard let subject = undecided.subject, told.insert(Text(subject.name)).inserted else {
          continue
        }
        let group = Group(file: Text(subject.location.file.name), reason: undecided.reason)
        if let place = places[group] {
          groups[place].subjects.append(subject)
        } else {
          places[group] = groups.count
          groups.append((undecided.reason, [subject]))
        }
      }
      for (reason, subjects) in groups {
        // Of very many it is the policy that is too much, and one finding says so.
        guard subjects.count > mostToldApart, let first = subjects.first else {
          for subject in subjects { findings.report(undecided: [subject], 1, reason, at: subject) }
          continue
        }
        findings.report(undecided: Array(subjects.prefix(3)), subjects.count, reason, at: first)
      }
    })

  /// How many rules of one file are told of one by one.
  private static let mostToldApart = 12
}

/// What is told of together.
private struct Group: Hashable {
  let file: Text
  let reason: RuleSurvey.Undecided.Reason
}

private typealias Subject = (name: String, location: SourceLocation, path: String)

extension Findings {
  fileprivate mutating func report(
    undecided named: [Subject], _ count: Int, _ reason: RuleSurvey.Undecided.Reason,
    at place: Subject
  ) {
    let names = named.map { "`\($0.name)`" }
    let subject =
      count > names.count
      ? "\(names.joined(separator: ", ")) and \(count - names.count) others of this file"
      : names.inSentence
    let why =
      switch (reason, count > 1) {
      case (.tooMuchWork, false): "takes more work than there is for it"
      case (.tooMuchWork, true): "takes more work than there is for them"
      case (.tooLarge, _): "is more than is looked at"
      }
    report(
      "undecided: what holds of \(subject) in every session \(why)", at: place.location,
      path: place.path,
      help: count > 1
        ? "make their conditions simpler, or split the policy"
        : "make its condition simpler, or split it")
  }
}

extension RuleSurvey.Undecided {
  /// What it is about: its name, its place and its path.
  fileprivate var subject: Subject? {
    if let rule { return (rule.qualifiedID, rule.id.location, rule.path) }
    switch owner {
    case .rule(let rule, _): return (rule.qualifiedID, rule.id.location, rule.path)
    case .policy(let policy, let when): return (policy.name.value, policy.name.location, when.path)
    case .definition(let definition, of: let policy):
      let name = definition.name
      return (
        "\(policy.name.value)/\(name.value)", name.location, "$.definitions.\(name.value)"
      )
    case nil: return nil
    }
  }
}
