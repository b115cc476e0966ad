import PolicyDiagnostics
import PolicyDocuments
import PolicyYAML

/// Reads one policy file, reporting everything that is wrong with it at once.
struct PolicyReader {
  var reader = DocumentReader(tables: [.policy, .rule])
  var vocabulary = Vocabulary()
  var expressions = ExpressionLoader(environment: SessionSchema.environment)

  /// Reads a policy from a document.
  ///
  /// - Returns: The policy with those of its rules that have no error, and everything found.
  static func read(
    _ document: YAMLNode, in file: SourceFile
  ) -> (policy: Policy?, name: Located<String>?, diagnostics: [Diagnostic]) {
    var reader = PolicyReader()
    let result = reader.policy(DocumentNode(document: document, subject: "the policy"), in: file)
    return (result.policy, result.name, reader.reader.diagnostics)
  }

  private mutating func policy(
    _ node: DocumentNode, in file: SourceFile
  ) -> (policy: Policy?, name: Located<String>?) {
    // In another version anything may have another meaning, so nothing else is said of it.
    guard reader.isSupported(node, version: FieldTable.version) else { return (nil, nil) }
    guard let fields = reader.fields(of: node, as: .policy) else { return (nil, nil) }
    let name = fields["policy"].flatMap { reader.name($0) }
    let description = fields["description"].flatMap { prose($0) }
    let attributes =
      fields["attributes"].map { reader.attributes($0, declaringIn: &vocabulary) } ?? []
    expressions.environment = vocabulary.environment
    let constants = fields["constants"].map { self.constants($0) } ?? []
    let definitions = fields["definitions"].map { self.definitions($0, beside: constants) } ?? []
    let before = expressions.work
    let when = fields["when"].flatMap { condition($0) }
    if let node = fields["when"], let rules = fields["rules"]?.node.sequence {
      expressions.repeatWork(since: before, for: rules.count, at: node, &reader)
    }
    let read = fields["rules"].map { self.rules($0, of: name?.value ?? "") } ?? []
    // Without the condition that gates them nothing is known of the rules.
    let isGated = fields["when"] == nil || when?.isKnown == true
    if isGated { reportUnguardedReads(read, under: when) }
    let rules = isGated ? read : []
    if let list = fields["rules"] { reportDropped(list, kept: rules.count) }
    guard let name else { return (nil, nil) }
    let policy = Policy(
      name: name, file: file, description: description?.value, attributes: attributes,
      constants: constants, definitions: definitions, when: when, rules: rules,
      environment: expressions.environment)
    return (policy, name)
  }

  /// Makes sure that nothing which loads is left out: a rule that cannot be used is an error.
  ///
  /// What is wrong with a rule is said where it is found. This is for the case that a part of the
  /// reader gives one up without a word: then the file does not load.
  private mutating func reportDropped(_ list: DocumentNode, kept: Int) {
    let written = list.node.sequence?.count ?? 0
    guard kept < written, reader.failureCount == 0 else { return }
    reader.report(
      .invalidExpression,
      "\(written - kept) of \(written) rules cannot be used, and nothing says why", at: list,
      place: list.head, help: "this is a fault of session-policy; please report it with this file")
  }
}
