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

/// A seeded generator (SplitMix64), so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
