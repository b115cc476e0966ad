import PolicyDiagnostics
import PolicyJSON
import PolicyYAML

/// A YAML text as editors hand it to a schema: plain scalars typed by the core schema of YAML 1.2.
enum EditorView {
  /// The value of the document; `nil` if the text is no YAML.
  static func value(of text: String) -> JSONValue? {
    let (document, _) = YAMLParser.parse(SourceFile(name: "text", bytes: Array(text.utf8))).parts
    return document.map(value)
  }

  private static func value(_ node: YAMLNode) -> JSONValue {
    switch node.content {
    case .scalar(let text, .plain): plain(text)
    case .scalar(let text, _): .string(text)
    case .sequence(let items): .array(items.map(value))
    case .mapping(let entries):
      .object(JSONObject(entries.map { ($0.key.scalar ?? "", value($0.value)) }))
    }
  }

  private static func plain(_ text: String) -> JSONValue {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default: break
    }
    if let number = Int64(text) { return .number(number) }
    let isNumber = text.utf8.allSatisfy { "0123456789.+-eE".utf8.contains($0) }
    if isNumber, let number = Double(text).flatMap({ JSONNumber($0) }) { return .number(number) }
    return .string(text)
  }
}
