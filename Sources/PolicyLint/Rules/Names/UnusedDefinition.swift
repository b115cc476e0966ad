import PolicyCEL
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A definition or constant that no condition uses.
  package static let unusedDefinition = DiagnosticCode("R203", "unused-definition")
}

extension LintRule {
  static let unusedDefinition = LintRule(
    .unusedDefinition, "A definition or a constant that no condition uses.",
    rationale: """
      It reads as if it were in force, and decides nothing: perhaps a rule was to use it and does \
      not. One that only an unused one uses is unused too.
      """,
    severity: .warning,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        definitions:
          ⟦managed⟧: has(request.device.managed) && request.device.managed
        rules:
          - id: confirm
            may: refresh
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        definitions:
          managed: has(request.device.managed) && request.device.managed
        rules:
          - id: unmanaged
            never: extend
            when: "!managed"
        """)
    ],
    check: .policy { document, findings in
      // A condition that could not be read may be the one that uses it.
      guard document.isComplete, let policy = document.policy else { return }
      let used = UsedNames(policy).names
      let named =
        policy.constants.map { ($0.name, "constants") }
        + policy.definitions.map { ($0.name, "definitions") }
      let removals = [
        "constants": EntryRemovals(from: "constants", in: document),
        "definitions": EntryRemovals(from: "definitions", in: document),
      ]
      for (name, section) in named where !used.contains(name.value) {
        findings.report(
          "no condition uses `\(name.value)`, so it decides nothing", at: name.location,
          path: "$.\(section).\(name.value)", help: "remove it, or use it",
          fix: removals[section]?.fix(of: name.value))
      }
    })
}

/// The names that the conditions of a policy use, those that definitions use among them.
private struct UsedNames {
  private(set) var names: Set<String> = []

  init(_ policy: Policy) {
    for condition in [policy.when] + policy.rules.map(\.condition) {
      if let condition { visit(condition) }
    }
  }

  private mutating func visit(_ condition: Condition) {
    switch condition.kind {
    case .expression(let checked): visit(checked)
    case .all(let parts), .any(let parts), .none(let parts): for part in parts { visit(part) }
    }
  }

  private mutating func visit(_ checked: CheckedExpression) {
    for case .variable(let name) in checked.references.values where names.insert(name).inserted {
      if case .definition(let definition) = checked.environment.variables[name]?.origin {
        visit(definition)
      }
    }
  }
}
