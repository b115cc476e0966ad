package import PolicyDiagnostics
package import PolicyYAML

/// A policy file as it was read, as far as it could be.
package struct PolicyDocument: Sendable {
  /// The file.
  package let source: SourceFile
  /// Its YAML.
  package let document: YAMLNode
  /// The policy with those of its rules that have no error; `nil` if it could not be read at all.
  package let policy: Policy?
  /// Whether there is no error in the file, so that nothing is missing from ``policy``.
  package let isComplete: Bool
}

/// A test suite that stood among policies.
package struct SuiteDocument: Sendable {
  /// The file.
  package let source: SourceFile
  /// Its YAML; `nil` if it is none.
  package let document: YAMLNode?
  /// The directory that was named and below which it was found; `nil` if it was named itself.
  package let root: String?
}

/// Everything that loading policies together came to.
package struct LoadedPolicies: Sendable {
  /// Everything that was read, policies and suites, whether it is sound or not.
  package let files: [PolicyFile]
  /// The policy files.
  package let documents: [PolicyDocument]
  /// The suites that were passed over.
  package let suites: [SuiteDocument]
  /// The configurations of Kratos that were named among them.
  package let kratos: [SourceFile]
  /// The policies that decide together; `nil` if there is an error.
  package let set: PolicySet?
  /// Everything found, in the order of its places.
  package let diagnostics: [Diagnostic]

  /// The texts of everything that was read.
  package var sources: [SourceFile] { files.map(\.source) }

  /// The set and what was found, for those who only want to decide.
  var loaded: Loaded<PolicySet> { Loaded(set, diagnostics) }
}
