import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import PolicyTime
import PolicyYAML
import SessionPolicy

/// Reads the requests of a suite.
struct RequestFixtureReader {
  /// What was found.
  private(set) var reader: DocumentReader

  private let now: Timestamp
  /// The policies under test, which declare what stands below `context`.
  private let policies: SuiteResources.Policies?

  /// Goes on from what was found so far.
  init(_ reader: DocumentReader, now: Timestamp, policies: SuiteResources.Policies?) {
    self.reader = reader
    self.now = now
    self.policies = policies
  }

  /// Reads all requests; there are none if the suite does not say so.
  mutating func requests(_ node: DocumentNode?) -> Fixtures<RequestFixture> {
    guard let node, let entries = reader.entries(node, of: "requests") else { return Fixtures() }
    var requests = Fixtures<RequestFixture>(entries)
    for entry in entries {
      if let request = request(entry) { requests[entry.name.value] = request }
    }
    return requests
  }

  private mutating func request(_ entry: DictionaryEntry) -> RequestFixture? {
    let before = reader.failureCount
    guard let fields = reader.fields(of: entry.value, as: .requestFixture) else { return nil }
    _ = fields["description"].flatMap { reader.text($0) }
    var document = JSONValue.object([:])
    for field in FieldTable.requestFixture.fields
    where Record.request[field.name] != nil {
      if let value = fields[field.name] {
        reader.write(value, as: field, from: now, removingByNull: false, into: &document)
      }
    }
    let context = fields["context"].flatMap { self.context($0) } ?? [:]
    guard reader.failureCount == before else { return nil }
    return RequestFixture(
      name: entry.name.value, request: Request(document: document), context: context)
  }

  // MARK: Context

  /// Reads what the policies see below `context`, every name of which some policy has to declare.
  private mutating func context(_ node: DocumentNode) -> JSONObject? {
    guard let object = reader.object(node) else { return nil }
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
      guard let attribute = policies?.attributes[Text(text)] else {
        let known = (policies?.attributes.keys.map(\.string) ?? []).filter {
          $0.hasPrefix("context.")
        }
        if known.contains(where: { Text.hasPrefix($0, text + ".") }) {
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
