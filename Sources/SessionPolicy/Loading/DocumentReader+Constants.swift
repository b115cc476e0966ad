package import PolicyCEL
import PolicyDiagnostics
package import PolicyDocuments
import PolicyYAML

/// Reading plain data.
extension DocumentReader {
  /// Reads plain data with its type; `nil` if any of it could be misread.
  package mutating func data(_ node: DocumentNode) -> (value: Value, type: ValueType)? {
    switch node.node.content {
    case .scalar(let text, .plain): return plainData(text, node)
    case .scalar(let text, _): return (.string(text), .string)
    case .sequence(let items):
      let read = node.items(items, "item").map { data($0) }
      let known = read.compactMap { $0 }
      guard known.count == read.count else { return nil }
      return (.list(known.map(\.value)), .list(Self.join(known.map(\.type))))
    case .mapping(let entries):
      var members: [(key: String, value: Value)] = []
      var types: [ValueType] = []
      for entry in entries {
        guard let key = entry.key.scalar else { continue }
        guard let (value, type) = data(node.value(of: entry, named: key)) else { continue }
        members.append((key, value))
        types.append(type)
      }
      guard members.count == entries.count else { return nil }
      return (.map(MapValue(members: members)), .map(.string, Self.join(types)))
    }
  }

  private mutating func plainData(
    _ text: String, _ node: DocumentNode
  ) -> (value: Value, type: ValueType)? {
    let quoted = "write `\"\(text)\"` if it is text"
    let written = quotedForDisplay(text)
    switch PlainScalar.meaning(of: text) {
    case .text: return (.string(text), .string)
    case .bool(let flag): return (.bool(flag), .bool)
    case .int(let number): return (.int(number), .int)
    case .double(let number): return (.double(number), .double)
    case .null:
      report(
        .nullValue,
        text.isEmpty
          ? "\(node.subject) has no value" : "\(node.subject) is \(written), which is no value",
        at: node, help: text.isEmpty ? "write the value, or remove \(node.subject)" : quoted)
    case .implicitBool(let flag):
      report(
        .implicitBoolean, "\(written) is a bool to some readers of YAML and text to others",
        at: node, help: "\(quoted), or `\(flag)` if it is a bool", fix: quoting(node, text))
    case .ambiguousNumber(let form):
      report(
        .ambiguousNumber, "\(written) is \(form.rawValue)", at: node,
        help: "\(quoted), or a plain decimal number", fix: quoting(node, text))
    case .tooLarge:
      report(.ambiguousNumber, "\(written) is beyond what 64 bits hold", at: node, help: quoted)
    case .instant:
      report(
        .implicitTimestamp,
        "\(written) is an instant to some readers of YAML and text to others", at: node,
        help: "\(quoted), and `timestamp(…)` in conditions if it is an instant",
        fix: quoting(node, text))
    }
    return nil
  }

  private func quoting(_ node: DocumentNode, _ text: String) -> Fix {
    Fix(
      "put it in quotes", isSafe: false,
      edits: [Fix.Edit(node.node.location, replacement: "\"\(text)\"")])
  }

  /// The one type of all elements, or `dyn`.
  private static func join(_ types: [ValueType]) -> ValueType {
    guard let first = types.first, types.allSatisfy({ $0 == first }) else { return .dyn }
    return first
  }
}
