package import PolicyDiagnostics
package import PolicyYAML
package import SessionPolicy

/// A policy file with what several rules want to know of it, found out once.
package struct LintedPolicy: Sendable {
  /// The file.
  package let source: SourceFile
  /// Its YAML.
  package let document: YAMLNode
  /// The policy with those of its rules that have no error; `nil` if it could not be read at all.
  package let policy: Policy?
  /// Whether there is no error in the file, so that nothing is missing from ``policy``.
  package let isComplete: Bool
  /// The rules with where they apply.
  let scopedRules: [ScopedRule]

  init(_ document: PolicyDocument) {
    source = document.source
    self.document = document.document
    policy = document.policy
    isComplete = document.isComplete
    var room = ConditionTree.room
    scopedRules = document.policy.map { ScopedRule.all(in: $0, room: &room) } ?? []
  }
}
