import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import PolicyYAML

/// Reading declarations of attributes.
extension DocumentReader {
  /// Reads `attributes` and adds what it declares to a vocabulary.
  mutating func attributes(
    _ node: DocumentNode, declaringIn vocabulary: inout Vocabulary
  ) -> [AttributeDeclaration] {
    guard let entries = entries(node, of: "types") else {
      for root in SessionSchema.openRoots { vocabulary.silence(root) }
      return []
    }
    var declarations: [AttributeDeclaration] = []
    for entry in entries {
      guard let path = attributePath(entry) else { continue }
      let declaration = attribute(entry.value, path)
      do throws(Vocabulary.Conflict) {
        try vocabulary.declare(
          path.value,
          ObjectType.Field(
            declaration?.type ?? .error, isOptional: declaration?.isOptional ?? false,
            values: declaration?.values ?? []))
      } catch {
        guard declaration != nil || error.isAboutPath else { continue }
        report(error, path, entry.value, among: declarations)
        continue
      }
      if let declaration { declarations.append(declaration) }
    }
    return declarations
  }

  private mutating func attributePath(_ entry: DictionaryEntry) -> Located<AttributePath>? {
    let name = entry.name.value
    guard let components = ExpressionName.components(of: name) else {
      report(
        .invalidValue, "\(quotedForDisplay(name)) is not the path of an attribute",
        at: entry.value, place: entry.name.location,
        help: "write names with dots between them, such as `context.risk`")
      return nil
    }
    return Located(AttributePath(components), at: entry.name.location)
  }

  /// Reads a declaration in its short or its long form.
  private mutating func attribute(
    _ node: DocumentNode, _ path: Located<AttributePath>
  ) -> AttributeDeclaration? {
    guard node.node.mapping != nil else {
      guard node.node.sequence == nil else {
        report(
          .wrongKind, "\(node.subject) must be a type or a mapping, not a list", at: node,
          place: node.head, help: "write `\(path.value): { type: string, values: […] }`")
        return nil
      }
      return typeName(node).map {
        AttributeDeclaration(path: path, type: $0, values: [], isOptional: false)
      }
    }
    guard let fields = fields(of: node, as: .attribute) else { return nil }
    let type = fields["type"].map { typeName($0) } ?? nil
    let isOptional = fields["optional"].map { flag($0) } ?? false
    var values: [String]? = []
    if let node = fields["values"] {
      values = texts(node)?.value
      if let type, type != .string, type != .list(.string) {
        report(
          .conflictingFields,
          "only strings can have `values`, and \(quotedForDisplay(path.value.description)) is \(type)",
          at: node, place: fields.key("values"),
          help: "remove `values`, or declare `type: string`")
        return nil
      }
    }
    guard let type, let values, let isOptional else { return nil }
    return AttributeDeclaration(path: path, type: type, values: values, isOptional: isOptional)
  }

  private mutating func typeName(_ node: DocumentNode) -> ValueType? {
    guard let text = scalar(node, as: "a type such as `string`") else { return nil }
    guard let type = AttributeType.parse(text.value) else {
      if let (message, help) = AttributeType.undeclarable(text.value) {
        report(.invalidValue, message, at: node, help: help)
        return nil
      }
      report(
        .invalidValue, "there is no type \(quotedForDisplay(text.value))", at: node,
        help: AttributeType.suggestion(for: text.value).map { "did you mean `\($0)`?" }
          ?? "a type is \(Self.list(AttributeType.names, "or")), or a list such as `list(string)`")
      return nil
    }
    return type
  }

  private mutating func report(
    _ conflict: Vocabulary.Conflict, _ path: Located<AttributePath>, _ node: DocumentNode,
    among declarations: [AttributeDeclaration]
  ) {
    let name = quotedForDisplay(path.value.description)
    var (code, message, help) = (DiagnosticCode.conflictingDeclaration, "", String?.none)
    var related: [Diagnostic.Related] = []
    switch conflict {
    case .closedRoot(let root):
      code = .invalidValue
      message = "\(name) cannot be declared, for nobody would supply it"
      help =
        didYouMean(nearestNames(to: root, among: SessionSchema.openRoots))
        ?? "declare what your service supplies below `context`, such as `context.\(path.value.components.last ?? root)`"
    case .closedRecord(let fields):
      code = .invalidValue
      message = "\(name) cannot be declared, for a request has no such field"
      help =
        didYouMean(nearestNames(to: path.value.components.last ?? "", among: fields))
        ?? "declare it below `context`, such as `context.\(path.value.components.last ?? "")`"
    case .notARecord(let outer, let type):
      message =
        "\(name) cannot be declared, for `\(outer)` is of type `\(type)`, "
        + "which has no attributes"
    case .builtIn(let type):
      message = "\(name) is built in as \(type) and cannot be declared as another type"
      help = "remove the declaration; the attribute can be used without it"
    case .builtInValues(let values):
      message = "\(name) is built in and can only be \(Self.list(values, "or"))"
      help = "remove the other values"
    case .hasAttributesBelow:
      message = "\(name) cannot be declared, for there are attributes below it"
    case .declared(let path):
      message = "\(name) is declared twice"
      help = "remove one of them"
      let first = declarations.first { SessionSchema.canonicalPath($0.path.value) == path }
      related = first.map { [.init("first here", at: $0.path.location)] } ?? []
    }
    report(code, message, at: node, place: path.location, help: help, related: related)
  }
}

extension Vocabulary.Conflict {
  /// Whether the path is wrong whatever its type.
  fileprivate var isAboutPath: Bool {
    switch self {
    case .builtIn, .builtInValues: false
    case .closedRoot, .closedRecord, .notARecord, .hasAttributesBelow, .declared: true
    }
  }
}
