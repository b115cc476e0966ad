package import PolicyDiagnostics
package import PolicyYAML

/// A node of a document and what it is there for.
package struct DocumentNode {
  /// The node.
  package let node: YAMLNode
  /// Where it stands in the document: `$.rules[2].max_idle`.
  package let path: String
  private let title: Title
  /// The key it stands under; `nil` in a list.
  package let key: SourceLocation?
  /// Whether what it stands in has to have it.
  var isRequired = false

  /// What it is; put into words only when something is wrong.
  private indirect enum Title {
    case words(String)
    case key(String)
    case item(noun: String, number: Int, Title)

    var words: String {
      switch self {
      case .words(let words): words
      case .key(let name): quotedForDisplay(name)
      case .item(let noun, let number, let list): "\(noun) \(number) of \(list.words)"
      }
    }
  }

  package init(_ node: YAMLNode, path: String, subject: String) {
    self.init(node, path: path, .words(subject))
  }

  private init(_ node: YAMLNode, path: String, _ title: Title, key: SourceLocation? = nil) {
    self.node = node
    self.path = path
    self.title = title
    self.key = key
  }

  /// What it is, for messages: `` `max_idle` ``.
  package var subject: String { title.words }

  /// What else can be done about it than to write something, if it need not be there.
  var orLeaveOut: String { isRequired ? "" : ", or leave \(subject) out" }

  /// The document itself.
  package init(document: YAMLNode, subject: String) {
    self.init(document, path: "$", subject: subject)
  }

  /// The place to point at: the node or, where nothing is written, its key.
  package var location: SourceLocation {
    node.isEmptyPlainScalar ? key ?? node.alias?.location ?? node.location : node.location
  }

  /// A narrow place for what concerns a list or mapping as a whole: its key, or what it begins with.
  package var head: SourceLocation {
    switch node.content {
    case .mapping(let entries): key ?? entries.first?.key.location ?? node.location
    case .sequence(let items): key ?? items.first?.location ?? node.location
    case .scalar: location
    }
  }

  /// The value of a key.
  package func value(of entry: YAMLNode.Entry, named name: String) -> DocumentNode {
    DocumentNode(
      entry.value, path: path + Self.step(name), .key(name), key: entry.key.location)
  }

  /// The items of a list.
  package func items(_ items: [YAMLNode], _ noun: String) -> [DocumentNode] {
    items.enumerated().map { index, item in
      DocumentNode(
        item, path: "\(path)[\(index)]", .item(noun: noun, number: index + 1, title))
    }
  }

  /// What was written: `a list`.
  package var kindWritten: String {
    switch node.content {
    case .scalar: "a single value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// Whether the node is what other readers of YAML take for null.
  package var isNull: Bool {
    guard case .scalar(let text, .plain) = node.content, text.utf8.count <= 4 else { return false }
    return ["", "~", "null", "Null", "NULL"].contains { $0.hasSameBytes(as: text) }
  }

  /// A key as a step of a path.
  private static func step(_ key: String) -> String {
    let isPlain =
      !key.isEmpty
      && key.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
          || byte == UInt8(ascii: "-")
      }
    guard !isPlain else { return "." + key }
    let escaped = key.unicodeScalars.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }
    return "[\"\(escaped.joined())\"]"
  }
}
