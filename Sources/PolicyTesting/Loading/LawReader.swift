import PolicyAnalysis
import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import PolicyYAML
import SessionPolicy

/// Reads the laws of a suite.
struct LawReader {
  /// What was found.
  private(set) var reader: DocumentReader
  private var conditions: LooseConditions
  /// Whether the policies were read, which say what attributes there are.
  private let hasPolicies: Bool

  /// Goes on from what was found so far.
  init(_ reader: DocumentReader, policies: SuiteResources.Policies?) {
    self.reader = reader
    hasPolicies = policies?.set != nil
    conditions = LooseConditions(
      in: policies?.set?.sharedEnvironment ?? SessionSchema.environment)
  }

  /// Reads all laws; there are none if the suite does not say so.
  mutating func laws(_ node: DocumentNode?) -> [SuiteLaw] {
    guard let node, let items = reader.items(node, "law", of: "laws") else { return [] }
    var names = UniqueNames(ofSuite: "laws")
    return items.compactMap { item in
      guard let law = law(item) else { return nil }
      reader.claim(law.name, among: &names, at: item)
      return law
    }
  }

  private mutating func law(_ node: DocumentNode) -> SuiteLaw? {
    guard let fields = reader.fields(of: node, as: .law) else { return nil }
    let before = reader.failureCount
    let name = fields["name"].flatMap { reader.text($0) }
    _ = fields["description"].flatMap { reader.text($0) }
    let condition = fields["when"].flatMap { read($0) }
    let items = fields["assume"].flatMap { reader.items($0, "condition", of: "conditions") } ?? []
    let assumptions = items.compactMap { read($0) }
    let reason = undecidedReason(fields)
    let said = fields["always"] ?? fields["never"]
    if let always = fields["always"], fields["never"] != nil {
      reader.report(
        .conflictingFields, "a law says either `always` or `never`, not both", at: always,
        place: fields.key("never"), help: "make it two laws",
        related: [.init("`always` is here", at: fields.key("always"))])
    } else if said == nil {
      reader.report(
        .missingField, "\(node.subject) says nothing of any decision", at: node, place: node.head,
        help: "add `always:` or `never:` with `outcome`, `extend` or `refresh`")
    }
    let expectation = said.flatMap { lawExpectation($0) }
    guard reader.failureCount == before, let name, let said, let expectation else { return nil }
    return SuiteLaw(
      name: name, undecidedReason: reason,
      words: SuiteLaw.Words(
        when: fields["when"].map { Self.line($0) },
        claim: (fields["always"] == nil ? "never: " : "always: ") + Self.flow(said.node)),
      condition: condition, assumptions: assumptions,
      expectation: expectation, isAlways: fields["always"] != nil, location: said.head,
      path: said.path)
  }

  private mutating func read(_ node: DocumentNode) -> Formula? {
    let (formula, diagnostics) = conditions.read(node).parts
    // A law means what is there; what is not makes it neither true nor false, and so means nobody.
    for diagnostic in diagnostics where diagnostic.severity == .error {
      // It was said of the policies already that they cannot be read.
      if !hasPolicies, diagnostic.code == .unknownAttribute { continue }
      reader.report(diagnostic)
    }
    return formula
  }

  /// A condition in one line: blocks as YAML writes them within lines.
  private static func line(_ node: DocumentNode) -> String {
    if let members = node.node.mapping, members.count == 1, let only = members.first {
      return "\(only.key.scalar ?? ""): \(flow(only.value))"
    }
    return flow(node.node)
  }

  /// As deep as YAML is read, and no deeper.
  private static func flow(_ node: YAMLNode) -> String {
    if let members = node.mapping {
      let words = members.map { "\($0.key.scalar ?? ""): \(flow($0.value))" }
      return "{ \(words.joined(separator: ", ")) }"
    }
    if let items = node.sequence { return "[\(items.map(flow).joined(separator: ", "))]" }
    return (node.scalar ?? "").split { $0 == " " || $0.isNewline }.joined(separator: " ")
  }

  private mutating func undecidedReason(_ fields: FieldValues) -> String? {
    guard let node = fields["undecided"] else {
      if let reason = fields["reason"] {
        reader.report(
          .misplacedField, "`reason` without `undecided` means nothing", at: reason,
          place: fields.key("reason"), help: "add `undecided: allow`, or remove it")
      }
      return nil
    }
    _ = reader.choice(node, among: ["allow"])
    guard let reason = fields["reason"] else {
      reader.report(
        .skipWithoutReason, "this law need not be decided, and nobody knows why", at: node,
        place: fields.key("undecided"), help: "add `reason:`")
      return nil
    }
    return reader.text(reason)?.value
  }

  private mutating func lawExpectation(_ node: DocumentNode) -> DecisionLaw.Expectation? {
    guard let fields = reader.fields(of: node, as: .lawExpectation) else { return nil }
    var expectation = DecisionLaw.Expectation()
    if fields.isEmpty {
      reader.report(
        .nothingExpected, "\(node.subject) is empty, so it could never fail", at: node,
        place: node.head, help: "add what is meant, such as `extend: true`")
      return nil
    }
    if let outcome = fields["outcome"] {
      let items =
        outcome.node.sequence == nil
        ? [outcome] : reader.items(outcome, "outcome", of: "outcomes") ?? []
      expectation.outcomes = items.compactMap { item in
        reader.choice(item, among: Decision.Outcome.names)
          .flatMap { Decision.Outcome(rawValue: $0.value) }
      }
    }
    expectation.isExtendAllowed = fields["extend"].flatMap { reader.flag($0) }
    expectation.isRefreshAllowed = fields["refresh"].flatMap { reader.flag($0) }
    return expectation
  }
}
