import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import PolicyTime
import PolicyYAML
import SessionPolicy

/// Reading what suites set in the documents of sessions and requests.
extension DocumentReader {
  /// Writes one field under its own name; `null` removes it, in tables that say so.
  mutating func write(
    _ node: DocumentNode, as field: FieldTable.Field, from now: Timestamp,
    removingByNull: Bool = true, into document: inout JSONValue
  ) {
    guard !node.isNull || !removingByNull else {
      document[field.name] = nil
      return
    }
    switch field.kind {
    case .own(.moment):
      guard let instant = moment(node, from: now) else { return }
      document[field.name] = .string(instant.value.rfc3339)
    case .flag:
      guard let flag = flag(node) else { return }
      document[field.name] = .bool(flag)
    case .choice(let words):
      guard let word = choice(node, among: words) else { return }
      document[field.name] = .string(word.value)
    // Nobody has to have enrolled anything, and to know that is not to know nothing.
    case .list where node.node.sequence?.isEmpty == true:
      document[field.name] = .array([])
    case .list:
      guard let texts = self.texts(node) else { return }
      document[field.name] = .array(texts.value.map { .string($0) })
    case .data:
      guard let data = self.data(node), let json = JSONValue(data.value) else { return }
      document[field.name] = json
    case .dictionary:
      guard let object = self.object(node) else { return }
      document[field.name] = .object(object)
    case .record(let table):
      var inner = document[field.name] ?? .object([:])
      guard let fields = self.fields(of: node, as: table) else { return }
      for field in table.fields {
        guard let value = fields[field.name] else { continue }
        write(value, as: field, from: now, removingByNull: table.removesByNull, into: &inner)
      }
      document[field.name] = inner
    case .records(let table):
      guard let items = self.items(node, "method", of: "methods") else { return }
      document[field.name] = .array(
        items.compactMap { item in
          guard let fields = self.fields(of: item, as: table) else { return nil }
          var inner = JSONValue.object([:])
          for field in table.fields {
            guard let value = fields[field.name] else { continue }
            write(value, as: field, from: now, into: &inner)
          }
          return inner
        })
    default:
      guard let text = self.text(node) else { return }
      document[field.name] = .string(text.value)
    }
  }

  /// Reads a mapping of plain data.
  mutating func object(_ node: DocumentNode) -> JSONObject? {
    guard node.node.mapping != nil else {
      report(
        .wrongKind, "\(node.subject) must be a mapping, not \(node.kindWritten)", at: node,
        place: node.head)
      return nil
    }
    return data(node).flatMap { JSONValue($0.value)?.object }
  }
}
