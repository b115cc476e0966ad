package import PolicyDiagnostics

/// A node of a YAML document: raw text, a list or a mapping, with its place in the source.
///
/// Nothing is typed here: `NO`, `010` and an empty value are the texts `NO`, `010` and the empty
/// text. Where an alias stands, the node is the aliased one, its ``alias`` telling where it was used.
package struct YAMLNode: Sendable {
  /// What a node holds.
  package enum Content: Sendable {
    /// A text and how it was written.
    case scalar(String, YAMLScalarStyle)
    /// A list, in source order.
    case sequence([YAMLNode])
    /// Keys with their values, in source order.
    case mapping([Entry])
  }

  /// A key with its value.
  package struct Entry: Sendable {
    /// The key.
    package var key: YAMLNode
    /// The value.
    package var value: YAMLNode

    /// Pairs a key with a value.
    package init(key: YAMLNode, value: YAMLNode) {
      self.key = key
      self.value = value
    }
  }

  /// What the node holds.
  package let content: Content
  /// Exactly the node's own text, without anchor, tag, indentation and trailing line breaks. For a
  /// value left empty it is the empty range where the value would stand.
  package let location: SourceLocation
  private let properties: Properties?

  init(_ content: Content, at location: SourceLocation, properties: Properties? = nil) {
    self.content = content
    self.location = location
    self.properties = properties
  }

  /// The bytes that ``location`` covers.
  package var range: SourceRange { location.range }
  /// The name given to the node with `&`, and its place.
  package var anchor: Located<String>? { properties?.anchor }
  /// The tag given to the node, such as `!!str` resolved to its full form, and its place.
  package var tag: Located<String>? { properties?.tag }
  /// The place of the `*name` through which the node stands here, if it does.
  package var alias: Located<String>? { properties?.alias }
  /// Where the node stands in the document: the alias that names it, or its own text.
  package var occurrence: SourceLocation { alias?.location ?? location }

  /// The same node as it stands where an alias names it.
  func aliased(by alias: Located<String>) -> YAMLNode {
    YAMLNode(content, at: location, properties: Properties(tag: tag, alias: alias))
  }

  /// What few nodes have, kept apart to keep nodes small.
  final class Properties: Sendable {
    let anchor: Located<String>?
    let tag: Located<String>?
    let alias: Located<String>?

    init(
      anchor: Located<String>? = nil, tag: Located<String>? = nil, alias: Located<String>? = nil
    ) {
      self.anchor = anchor
      self.tag = tag
      self.alias = alias
    }
  }
}

/// How a scalar was written.
package enum YAMLScalarStyle: Hashable, Sendable {
  /// Without quotes.
  case plain
  /// Between `'`.
  case singleQuoted
  /// Between `"`.
  case doubleQuoted
  /// As a block after `|`.
  case literal
  /// As a block after `>`.
  case folded
}

extension YAMLNode {
  /// The text of a scalar.
  package var scalar: String? {
    guard case .scalar(let text, _) = content else { return nil }
    return text
  }

  /// How a scalar was written.
  package var scalarStyle: YAMLScalarStyle? {
    guard case .scalar(_, let style) = content else { return nil }
    return style
  }

  /// The nodes of a list.
  package var sequence: [YAMLNode]? {
    guard case .sequence(let nodes) = content else { return nil }
    return nodes
  }

  /// The entries of a mapping.
  package var mapping: [Entry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  /// Whether nothing was written where a value could stand: no text and no quotes.
  package var isEmptyPlainScalar: Bool {
    guard case .scalar(let text, .plain) = content else { return false }
    return text.isEmpty
  }

  /// The value of the first entry whose key has exactly these bytes.
  ///
  /// - Complexity: O(*n*) in the number of entries.
  package subscript(key: String) -> YAMLNode? {
    mapping?.first { $0.key.scalar?.hasSameBytes(as: key) == true }?.value
  }
}
