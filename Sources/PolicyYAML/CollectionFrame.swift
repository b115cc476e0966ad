import PolicyDiagnostics

/// A node with what limits need to know of it.
struct MeasuredNode {
  var node: YAMLNode
  /// The offset behind everything written for it where it stands, an alias included.
  var end: Int
  /// How many nodes it is, aliases followed.
  var nodes: Int
  /// How many levels of lists and mappings it is, aliases followed.
  var height: Int
}

/// A list or mapping that is being read.
struct CollectionFrame {
  enum Kind {
    case sequence
    case mapping
  }

  let kind: Kind
  let isFlow: Bool
  /// The offset where the collection's own text starts.
  let start: Int
  let anchor: String?
  let properties: YAMLNode.Properties?
  /// The key whose value comes next.
  private(set) var pendingKey: MeasuredNode?

  private var items: [YAMLNode] = []
  private var entries: [YAMLNode.Entry] = []
  /// Where each key first stands, once there are many.
  private var places: [Text: SourceLocation] = [:]
  private var end: Int
  private var nodes = 1
  private var height = 0

  init(
    kind: Kind, isFlow: Bool, start: Int, anchor: String?, properties: YAMLNode.Properties?
  ) {
    self.kind = kind
    self.isFlow = isFlow
    self.start = start
    self.anchor = anchor
    self.properties = properties
    end = start
  }

  /// Takes the next item, key or value.
  mutating func add(
    _ item: MeasuredNode, _ options: YAMLOptions, _ isReliable: inout Bool,
    _ findings: inout CappedList<Diagnostic>
  ) {
    end = max(end, item.end)
    nodes += item.nodes
    height = max(height, item.height)
    if kind == .sequence {
      items.append(item.node)
    } else if let key = pendingKey {
      pendingKey = nil
      let entry = YAMLNode.Entry(key: key.node, value: item.node)
      if keeps(entry, options, &isReliable, &findings) { entries.append(entry) }
    } else {
      pendingKey = item
    }
  }

  /// The collection as a node.
  ///
  /// - Parameter flowEnd: the closing bracket; empty when there is none to see.
  func finished(file: SourceFile, flowEnd: SourceRange) -> MeasuredNode {
    let end = isFlow && flowEnd.length > 0 ? flowEnd.end : self.end
    let content: YAMLNode.Content = kind == .sequence ? .sequence(items) : .mapping(entries)
    let location = SourceLocation(file, SourceRange(start, end))
    return MeasuredNode(
      node: YAMLNode(content, at: location, properties: properties), end: end, nodes: nodes,
      height: height + 1)
  }

  /// Whether an entry belongs into the mapping; says what is wrong with its key.
  private mutating func keeps(
    _ entry: YAMLNode.Entry, _ options: YAMLOptions, _ isReliable: inout Bool,
    _ findings: inout CappedList<Diagnostic>
  ) -> Bool {
    let place = entry.key.occurrence
    guard case .scalar(let text, let style) = entry.key.content else {
      if !options.allowsCollectionKeys {
        findings.append(
          Diagnostic(
            .invalidYAML, .error, "a list or mapping cannot be a key, the entry is not read",
            at: place,
            help: "write the key as text, in quotes if it holds brackets or braces"))
      }
      return options.allowsCollectionKeys
    }
    if text == "<<", style == .plain, !options.allowsMergeKeys {
      isReliable = false
      findings.append(mergeKey(at: place, value: entry.value))
      return false
    }
    guard let severity = options.duplicateKeys else { return true }
    guard let first = firstPlace(of: text, at: place) else { return true }
    findings.append(
      Diagnostic(
        .duplicateKey, severity,
        "key \(quotedForDisplay(text)) appears twice in one mapping, only the first would count",
        at: place, label: "appears again here",
        help: "keep one of them", related: [.init("first here", at: first)]))
    return severity != .error
  }

  /// Where a key stands already; `nil` for a new one, whose place is kept.
  private mutating func firstPlace(of key: String, at place: SourceLocation) -> SourceLocation? {
    guard entries.count >= Self.few else {
      // Comparing a few texts costs less than hashing one.
      return entries.first { $0.key.scalar?.hasSameBytes(as: key) == true }?.key.occurrence
    }
    if places.isEmpty {
      for entry in entries {
        guard let known = entry.key.scalar, places[Text(known)] == nil else { continue }
        places[Text(known)] = entry.key.occurrence
      }
    }
    if let first = places[Text(key)] { return first }
    places[Text(key)] = place
    return nil
  }

  private static let few = 16

  private func mergeKey(at place: SourceLocation, value: YAMLNode) -> Diagnostic {
    let related = value.alias.map {
      Diagnostic.Related("what `*\($0.value)` stands for", at: value.location)
    }
    return Diagnostic(
      .anchorOrMerge, .error,
      "merge key `<<` is not read, since YAML versions differ in what it means",
      at: place,
      help: "write the keys out, or use an alias for a whole value, such as `methods: *strong`",
      related: related.map { [$0] } ?? [])
  }
}
