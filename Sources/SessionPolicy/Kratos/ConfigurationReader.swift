import PolicyDiagnostics
import PolicyYAML

/// Reads single keys out of a configuration of Kratos and remembers every mistake with its place.
///
/// A key that is missing, or left empty, leaves the default.
struct ConfigurationReader {
  private(set) var diagnostics: [Diagnostic] = []

  // MARK: Values

  mutating func duration(
    _ root: YAMLNode, _ path: [String], into target: inout Duration, within: [String] = []
  ) {
    var read: Duration?
    duration(root, path, into: &read, within: within)
    if let read { target = read }
  }

  mutating func duration(
    _ root: YAMLNode, _ path: [String], into target: inout Duration?, within: [String] = []
  ) {
    guard let (node, text) = scalar(root, path, within: within) else { return }
    let key = path.last ?? ""
    do throws(GoDuration.Failure) {
      target = try GoDuration.parse(text)
    } catch {
      switch error {
      case .tooLong:
        report(
          .invalidValue, "`\(key)` is longer than Kratos can count: `\(text.excerpt)`", at: node,
          within + path, help: "about 292 years, `2562047h`, is the most")
      case .malformed:
        report(
          .invalidValue, "`\(key)` is not a duration of Kratos: `\(text.excerpt)`", at: node,
          within + path, help: Self.help(forDuration: text, key: key))
      }
    }
  }

  mutating func bool(_ root: YAMLNode, _ path: [String], into target: inout Bool) {
    guard let (node, text) = scalar(root, path) else { return }
    switch text {
    case "true", "True", "TRUE": target = true
    case "false", "False", "FALSE": target = false
    default:
      report(
        .invalidValue, "`\(path.last ?? "")` is neither `true` nor `false`: `\(text.excerpt)`",
        at: node, path)
    }
  }

  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ root: YAMLNode, _ path: [String], into target: inout Choice
  ) {
    guard let (node, text) = scalar(root, path) else { return }
    if let choice = Choice(rawValue: text) {
      target = choice
    } else {
      let choices = Choice.allCases.map { "`\($0.rawValue)`" }.joined(separator: " or ")
      report(
        .invalidValue, "`\(path.last ?? "")` takes \(choices), not `\(text.excerpt)`", at: node,
        path)
    }
  }

  mutating func text(_ root: YAMLNode, _ path: [String], into target: inout String) {
    if let (_, text) = scalar(root, path) { target = text }
  }

  mutating func text(_ root: YAMLNode, _ path: [String], into target: inout String?) {
    if let (_, text) = scalar(root, path) { target = text }
  }

  // MARK: Structure

  /// Reports a document that is no mapping.
  mutating func expectMapping(_ document: YAMLNode) {
    guard document.mapping == nil else { return }
    report(.wrongKind, "a configuration of Kratos is a mapping", at: document, [])
  }

  /// The node at a path; `nil` where a key is missing or holds no mapping to go on in.
  func node(_ root: YAMLNode, _ path: [String]) -> YAMLNode? {
    var node = root
    for key in path {
      guard let next = node[key] else { return nil }
      node = next
    }
    let isNull = node.scalarStyle == .plain && ["", "~", "null"].contains(node.scalar)
    return isNull ? nil : node
  }

  private mutating func scalar(
    _ root: YAMLNode, _ path: [String], within: [String] = []
  ) -> (node: YAMLNode, text: String)? {
    guard let node = node(root, path) else { return nil }
    guard let text = node.scalar else {
      report(.wrongKind, "`\(path.last ?? "")` takes a single value", at: node, within + path)
      return nil
    }
    return (node, text)
  }

  /// Warns of session keys one level too high, where Kratos does not look for them.
  mutating func warnOfStrayKeys(_ document: YAMLNode) {
    for entry in document.mapping ?? [] {
      guard let key = entry.key.scalar,
        ["lifespan", "earliest_possible_extend", "whoami"].contains(key)
      else { continue }
      report(
        .misplacedField, .warning,
        "`\(key)` stands at the top level, where Kratos does not read it",
        at: entry.key, [key], help: "indent it under `session:`")
    }
  }

  // MARK: Reports

  mutating func report(
    _ code: DiagnosticCode, _ message: String, at node: YAMLNode, _ path: [String],
    help: String? = nil
  ) {
    report(code, .error, message, at: node, path, help: help)
  }

  private mutating func report(
    _ code: DiagnosticCode, _ severity: Diagnostic.Severity, _ message: String, at node: YAMLNode,
    _ path: [String], help: String?
  ) {
    let steps = path.map { $0.hasPrefix("[") ? $0 : ".\($0)" }.joined()
    diagnostics.append(
      Diagnostic(
        code, severity, message, at: node.occurrence, path: "$" + steps, help: help))
  }

  private static func help(forDuration text: String, key: String) -> String {
    if text == "lifespan", key == "earliest_possible_extend" {
      return "leave the key out; the lifespan is what it stands for then"
    }
    let units = "`h`, `m`, `s`, `ms`, `us` and `ns`"
    if text.hasSuffix("d") { return "Kratos knows no days; write hours, such as `720h`" }
    if Int64(text) != nil { return "add a unit: \(units)" }
    return "write whole numbers with the units \(units), such as `1h30m`"
  }
}
