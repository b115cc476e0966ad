package import PolicyDiagnostics
import PolicyYAML

/// The fields found in a mapping, by name.
package struct FieldValues {
  /// The mapping.
  package let node: DocumentNode
  /// As many as the table has fields at most, so that looking one up compares a few names.
  fileprivate var values: [(name: String, node: DocumentNode)] = []

  /// What stands under a field; `nil` if it is not there.
  package subscript(name: String) -> DocumentNode? {
    values.first { $0.name.hasSameBytes(as: name) }?.node
  }

  fileprivate mutating func put(_ node: DocumentNode, under name: String) {
    if let place = values.firstIndex(where: { $0.name.hasSameBytes(as: name) }) {
      values[place].node = node
    } else {
      values.append((name, node))
    }
  }

  /// Notes that a field has to be there; `false` if it is not.
  fileprivate mutating func require(_ name: String) -> Bool {
    guard let place = values.firstIndex(where: { $0.name.hasSameBytes(as: name) }) else {
      return false
    }
    values[place].node.isRequired = true
    return true
  }

  /// Whether no field was found.
  package var isEmpty: Bool { values.isEmpty }

  /// Where a field's key stands.
  package func key(_ name: String) -> SourceLocation { self[name]?.key ?? node.head }
}

extension DocumentReader {
  /// Reads a mapping whose fields a table lists.
  ///
  /// A misspelt key is reported and its value read as that of the field it must have meant, so that
  /// nothing else is reported for want of it.
  package mutating func fields(of node: DocumentNode, as table: FieldTable) -> FieldValues? {
    guard let entries = node.node.mapping else {
      report(
        node.isNull ? .nullValue : .wrongKind,
        node.isNull
          ? "\(node.subject) has no value"
          : "\(node.subject) must be \(table.subject), not \(node.kindWritten)",
        at: node, place: node.head,
        help: "\(table.subject) is a mapping with \(Self.list(table.fields.map(\.name)))")
      return nil
    }
    var found = FieldValues(node: node)
    found.values.reserveCapacity(min(entries.count, table.fields.count))
    var unknown: [(entry: YAMLNode.Entry, name: String)] = []
    for entry in entries {
      guard let name = entry.key.scalar else { continue }
      guard table.has(name) else {
        unknown.append((entry, name))
        continue
      }
      found.put(node.value(of: entry, named: name), under: name)
    }
    for (entry, name) in unknown {
      guard let meant = reportUnknown(name, entry, in: node, table), found[meant] == nil else {
        continue
      }
      found.put(node.value(of: entry, named: name), under: meant)
    }
    for field in table.fields where field.isRequired && !found.require(field.name) {
      report(
        .missingField, "\(node.subject) has no `\(field.name)`", at: node, place: node.head,
        help: Self.missingHelp(field))
    }
    return found
  }

  /// Reports a key that a table does not have; the field that it must have meant, if that is plain.
  private mutating func reportUnknown(
    _ name: String, _ entry: YAMLNode.Entry, in node: DocumentNode, _ table: FieldTable
  ) -> String? {
    let near = table.fieldsNear(name)
    let other = tables.first {
      $0.subject != table.subject && $0[name] != nil
    }
    var help = didYouMean(near)
    if near.isEmpty, let other { help = "`\(name)` belongs in \(other.subject)" }
    let fix = near.count == 1 ? near.first : nil
    report(
      Diagnostic(
        .unknownField, .error, "\(table.subject) has no field \(quotedForDisplay(name))",
        at: entry.key.location, path: node.value(of: entry, named: name).path,
        help: help ?? "\(table.subject) has \(Self.list(table.fields.map(\.name)))",
        fix: fix.map {
          Fix(
            "rename it to `\($0)`", isSafe: false,
            edits: [Fix.Edit(entry.key.location, replacement: $0)])
        }))
    return near.first
  }

  private static func missingHelp(_ field: FieldTable.Field) -> String {
    switch field.kind {
    case .version(let version): "add `\(field.name): \(version)`"
    case .name: "add `\(field.name):` with a name such as `workforce`"
    case .own(let form): "add `\(field.name):" + (form.example.map { " \($0)" } ?? "`")
    default: "add `\(field.name):`"
    }
  }

  /// Names in a sentence: `` `a`, `b` and `c` ``.
  package static func list(_ names: [String], _ conjunction: String = "and") -> String {
    let quoted = names.map { "`\($0)`" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
    return "\(quoted.dropLast().joined(separator: ", ")) \(conjunction) \(last)"
  }
}
