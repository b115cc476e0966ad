package import PolicyDiagnostics
import PolicyDocuments
import PolicyYAML

/// What one file came to by itself, whichever others it decides with.
package struct PolicyFile: Sendable {
  /// The file.
  package let source: SourceFile
  /// Which file of the system it is; `nil` for a text that is none.
  let identity: FileStatus.Identity?
  /// Its YAML; `nil` if it is none.
  let document: YAMLNode?
  /// What it is, by the keys at its top.
  let kind: DocumentKind
  /// The policy, as far as it could be read; `nil` for a suite, and for what is no YAML.
  package let policy: PolicyDocument?
  /// The name of the policy.
  let name: Located<String>?
  /// What is wrong with it.
  package let diagnostics: [Diagnostic]

  /// The most diagnostics that are listed for one file.
  private static let listed = 100

  /// Reads a text.
  package init(_ source: SourceFile) { self.init(source, identity: nil) }

  init(_ source: SourceFile, identity: FileStatus.Identity?) {
    self.source = source
    self.identity = identity
    var found: [Diagnostic]
    (document, found) = YAMLParser.parse(source).parts
    kind = DocumentKind(source, document)
    guard let document, kind != .suite, kind != .kratos else {
      (policy, name) = (nil, nil)
      diagnostics = kind == .suite ? [] : Self.shortened(found, in: source)
      return
    }
    if kind == .unknown, let foreign = ForeignFile(document, givenFor: .policy) {
      (policy, name) = (nil, nil)
      diagnostics = Self.shortened(found + [foreign.diagnostic], in: source)
      return
    }
    let more: [Diagnostic]
    let read: Policy?
    (read, name, more) = PolicyReader.read(document, in: source)
    found += more
    policy = PolicyDocument(
      source: source, document: document, policy: read,
      isComplete: read != nil && !found.contains { $0.severity == .error })
    diagnostics = Self.shortened(found, in: source)
  }

  /// Whether it looks like a policy, sound or not.
  package var isPolicyLike: Bool { kind == .policy }

  /// Where the key stands that makes it a suite.
  var suiteMark: SourceLocation {
    TopKeys(source, document)["suite"] ?? SourceLocation(source, SourceRange(0, 0))
  }

  /// The same file with another text.
  package func replaced(by source: SourceFile) -> PolicyFile {
    PolicyFile(source, identity: identity)
  }

  /// What is wrong, as far as anybody reads it.
  private static func shortened(_ found: [Diagnostic], in source: SourceFile) -> [Diagnostic] {
    var collector = DiagnosticCollector()
    collector.report(contentsOf: found)
    return collector.sorted(atMost: listed, in: source)
  }
}
