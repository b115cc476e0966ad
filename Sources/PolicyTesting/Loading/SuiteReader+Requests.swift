import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import PolicyYAML
import SessionPolicy

/// Reading the requests of a suite.
extension SuiteReader {
  mutating func readRequests(_ node: DocumentNode) {
    guard let entries = reader.entries(node, of: "requests") else { return }
    requestNames = Set(entries.map { Text($0.name.value) })
    for entry in entries {
      requestNodes[Text(entry.name.value)] = entry
      if let request = request(entry) { requests[Text(entry.name.value)] = request }
    }
  }

  private mutating func request(_ entry: DictionaryEntry) -> RequestFixture? {
    let before = reader.failureCount
    guard let fields = reader.fields(of: entry.value, as: .requestFixture) else { return nil }
    _ = fields["description"].flatMap { reader.text($0) }
    var document = JSONValue.object([:])
    for field in FieldTable.requestFixture.fields
    where Record.request[field.name] != nil {
      if let value = fields[field.name] {
        write(value, as: field, removingByNull: false, into: &document)
      }
    }
    let context = fields["context"].flatMap { self.context($0) } ?? [:]
    guard reader.failureCount == before else { return nil }
    return RequestFixture(
      name: entry.name.value, request: Request(document: document), context: context)
  }

  /// Reads a mapping of plain data.
  mutating func object(_ node: DocumentNode) -> JSONObject? {
    guard node.node.mapping != nil else {
      reader.report(
        .wrongKind, "\(node.subject) must be a mapping, not \(node.kindWritten)", at: node,
        place: node.head)
      return nil
    }
    return reader.data(node).flatMap { JSONValue($0.value)?.object }
  }

  // MARK: Context

  /// Reads what the policies see below `context`, every name of which some policy has to declare.
  private mutating func context(_ node: DocumentNode) -> JSONObject? {
    guard let object = object(node) else { return nil }
    // Without the policies nobody knows what they declare.
    if policies?.set != nil { checkDeclared(node, below: ["context"]) }
    return object
  }

  private mutating func checkDeclared(_ node: DocumentNode, below path: [String]) {
    for entry in node.node.mapping ?? [] {
      guard let name = entry.key.scalar else { continue }
      let inner = path + [name]
      let text = inner.joined(separator: ".")
      let value = node.value(of: entry, named: name)
      guard let attribute = policies?.attributes[text] else {
        let known = (policies?.attributes.keys).map { $0.filter { $0.hasPrefix("context.") } } ?? []
        if known.contains(where: { $0.hasPrefix(text + ".") }) {
          checkDeclared(value, below: inner)
          continue
        }
        reader.report(
          .unknownAttribute,
          "no policy under test declares \(quotedForDisplay(text)), so it would change nothing",
          at: value, place: entry.key.location,
          help: didYouMean(nearestNames(to: text, among: known.sorted()))
            ?? (known.isEmpty
              ? "declare it under `attributes` of the policy"
              : "they declare " + DocumentReader.list(known.sorted())))
        continue
      }
      check(value, against: attribute, named: text)
    }
  }

  private mutating func check(
    _ node: DocumentNode, against attribute: AttributeDeclaration, named name: String
  ) {
    guard !node.isNull, let data = reader.data(node), let json = JSONValue(data.value),
      let cause = policies?.set?.failure(of: json, at: attribute.path.value)
    else { return }
    let related = [Diagnostic.Related("declared here", at: attribute.path.location)]
    guard cause == .outsideValues else {
      reader.report(
        .typeMismatch,
        "`\(name)` is declared `\(attribute.type)`, so the policies would not see this value",
        at: node,
        help:
          "write \(Self.example(of: attribute.type)), or leave it out to test that it is missing",
        related: related)
      return
    }
    let text =
      json.string ?? json.array?.lazy.compactMap(\.string)
      .first { !attribute.values.contains($0) } ?? ""
    reader.report(
      .valueOutsideDomain,
      "`\(name)` is never \(quotedForDisplay(text)), by its declaration", at: node,
      help: didYouMean(nearestNames(to: text, among: attribute.values))
        ?? "it is " + DocumentReader.list(attribute.values, "or"),
      related: related)
  }

  private static func example(of type: ValueType) -> String {
    switch type {
    case .string: "text"
    case .bool: "`true` or `false`"
    case .int, .uint: "a whole number"
    case .double: "a number"
    case .timestamp: "an instant in quotes, such as `\"2026-03-01T09:00:00Z\"`"
    case .duration: "a duration such as `15m`"
    case .list: "a list"
    default: "a mapping"
    }
  }
}
