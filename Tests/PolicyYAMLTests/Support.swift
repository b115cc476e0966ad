import PolicyDiagnostics
import PolicyYAML

/// Reads a text and gives the findings back in one line each: code, position and message.
func findings(
  _ text: String, limits: YAMLLimits = .policy, options: YAMLOptions = .strict
) -> [String] {
  findings(Array(text.utf8), limits: limits, options: options)
}

func findings(
  _ bytes: [UInt8], limits: YAMLLimits = .policy, options: YAMLOptions = .strict
) -> [String] {
  let file = SourceFile(name: "t.yaml", bytes: bytes)
  return YAMLParser.parse(file, limits: limits, options: options).diagnostics.map { diagnostic in
    let position = file.position(at: diagnostic.location.range.start)
    return "\(diagnostic.code.id) \(position.line):\(position.column) \(diagnostic.message)"
  }
}

/// Reads a text that must be clean.
func document(_ text: String, options: YAMLOptions = .strict) -> YAMLNode? {
  let result = YAMLParser.parse(SourceFile(name: "t.yaml", text: text), options: options)
  return result.diagnostics.isEmpty ? result.value : nil
}

/// A node with the exact text of every node's own range, for comparison.
func outline(_ node: YAMLNode) -> String {
  let own = node.location.file.text(of: node.range).debugDescription
  switch node.content {
  case .scalar(let text, _): return "\(own)=\(text.debugDescription)"
  case .sequence(let items): return "\(own)[" + items.map(outline).joined(separator: ", ") + "]"
  case .mapping(let entries):
    let inner = entries.map { outline($0.key) + ": " + outline($0.value) }
    return "\(own){" + inner.joined(separator: ", ") + "}"
  }
}
