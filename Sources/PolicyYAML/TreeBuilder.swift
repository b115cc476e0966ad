import PolicyDiagnostics

/// Builds the tree from events with a stack of its own, within limits.
struct TreeBuilder {
  let file: SourceFile
  let index: CodePointIndex
  let limits: YAMLLimits
  let options: YAMLOptions

  /// The scalar read last, which explains some errors of syntax.
  private(set) var lastScalar: (style: YAMLScalarStyle, range: SourceRange)?

  private var frames: [CollectionFrame] = []
  private var anchors: [String: Anchor] = [:]
  private var root: MeasuredNode?
  private var isReliable = true
  /// Nodes in the text, an alias counting as one.
  private var written = 0
  /// Nodes with aliases followed.
  private var expanded = 0
  private var largestAlias: (location: SourceLocation, nodes: Int)?

  /// What an anchor's name stands for.
  private enum Anchor {
    case open
    case complete(MeasuredNode)
  }

  init(file: SourceFile, index: CodePointIndex, limits: YAMLLimits, options: YAMLOptions) {
    self.file = file
    self.index = index
    self.limits = limits
    self.options = options
  }

  /// The document, unless it could not be read or would be misread.
  var document: YAMLNode? { isReliable ? root?.node : nil }

  /// Takes the next event; `false` when nothing more is wanted.
  mutating func take(_ event: YAMLEvent, _ findings: inout CappedList<Diagnostic>) -> Bool {
    let range = SourceRange(
      index.offset(ofCodePoint: event.start), index.offset(ofCodePoint: event.end))
    switch event.kind {
    case .streamStart, .documentEnd: return true
    case .streamEnd:
      finish(&findings)
      return false
    case .documentStart:
      guard root != nil else { return true }
      finish(&findings)
      findings.append(severalDocuments(at: range))
      return false
    case .alias(let name): return takeAlias(name, range, &findings)
    case .scalar(let text, let style, let properties):
      return takeScalar(text, style, properties, range, &findings)
    case .sequenceStart(let isFlow, let properties):
      return open(.sequence, isFlow, properties, range, &findings)
    case .mappingStart(let isFlow, let properties):
      return open(.mapping, isFlow, properties, range, &findings)
    case .collectionEnd:
      close(range, &findings)
      return true
    }
  }

  private func location(_ range: SourceRange) -> SourceLocation { SourceLocation(file, range) }

  // MARK: Nodes

  private mutating func takeScalar(
    _ text: String, _ style: YAMLScalarStyle, _ properties: YAMLEvent.Properties,
    _ range: SourceRange, _ findings: inout CappedList<Diagnostic>
  ) -> Bool {
    guard count(1, at: range, &findings) else { return false }
    let parts = parts(of: properties, range.start, range.end)
    var own = SourceRange(parts.content, range.end)
    if style == .literal || style == .folded {
      own.end = NodeExtent.endOfBlockScalar(in: file.bytes, from: own.start, end: own.end)
    } else if own.length == 0, let key = frames.last?.pendingKey, own.start > key.end,
      file.bytes[own.start - 1] != UInt8(ascii: ":"), parts.anchor == nil, parts.tag == nil
    {
      own = SourceRange(key.end, key.end)  // a key without `:`; libyaml names the next token
    }
    lastScalar = (style, own)
    let node = YAMLNode(
      .scalar(text, style), at: location(own), properties: located(properties, parts, &findings))
    let item = MeasuredNode(node: node, end: own.end, nodes: 1, height: 0)
    if let name = properties.anchor { anchors[name] = .complete(item) }
    add(item, &findings)
    return true
  }

  private mutating func open(
    _ kind: CollectionFrame.Kind, _ isFlow: Bool, _ properties: YAMLEvent.Properties,
    _ range: SourceRange, _ findings: inout CappedList<Diagnostic>
  ) -> Bool {
    guard count(1, at: range, &findings) else { return false }
    let parts = parts(of: properties, range.start, file.bytes.count)
    guard frames.count < limits.depth else {
      let start = SourceRange(parts.content, min(parts.content + 1, file.bytes.count))
      findings.append(YAMLLimits.tooDeep(at: location(start), limits))
      isReliable = false
      return false
    }
    if let name = properties.anchor { anchors[name] = .open }
    frames.append(
      CollectionFrame(
        kind: kind, isFlow: isFlow, start: parts.content, anchor: properties.anchor,
        properties: located(properties, parts, &findings)))
    return true
  }

  private mutating func close(_ range: SourceRange, _ findings: inout CappedList<Diagnostic>) {
    guard let frame = frames.popLast() else { return }
    let item = frame.finished(file: file, flowEnd: range)
    if let name = frame.anchor { anchors[name] = .complete(item) }
    add(item, &findings)
  }

  private mutating func takeAlias(
    _ name: String, _ range: SourceRange, _ findings: inout CappedList<Diagnostic>
  ) -> Bool {
    let place = location(range)
    guard case .complete(let target) = anchors[name] else {
      let isRecursive = anchors[name] != nil
      findings.append(
        isRecursive ? recursiveAlias(name, at: place) : undefinedAlias(name, at: place))
      isReliable = false
      guard count(1, at: range, &findings) else { return false }
      let placeholder = YAMLNode(.scalar("", .plain), at: place)
      add(MeasuredNode(node: placeholder, end: range.end, nodes: 1, height: 0), &findings)
      return true
    }
    guard count(target.nodes, at: range, &findings) else { return false }
    guard frames.count + target.height <= limits.depth else {
      findings.append(YAMLLimits.tooDeep(at: place, limits))
      isReliable = false
      return false
    }
    if target.nodes > largestAlias?.nodes ?? 0 { largestAlias = (place, target.nodes) }
    add(
      MeasuredNode(
        node: target.node.aliased(by: Located(name, at: place)), end: range.end,
        nodes: target.nodes, height: target.height), &findings)
    return true
  }

  private mutating func add(_ item: MeasuredNode, _ findings: inout CappedList<Diagnostic>) {
    guard !frames.isEmpty else {
      root = item
      return
    }
    frames[frames.count - 1].add(item, options, &isReliable, &findings)
  }

  // MARK: Limits

  /// Counts nodes; `false`, and said so, when they are too many.
  private mutating func count(
    _ nodes: Int, at range: SourceRange, _ findings: inout CappedList<Diagnostic>
  ) -> Bool {
    written += 1
    expanded += nodes  // at most the limit each time, so this cannot overflow
    guard expanded > limits.nodes else { return true }
    let start = SourceRange(range.start, min(range.start + 1, file.bytes.count))
    findings.append(YAMLLimits.tooManyNodes(at: location(start), limits))
    isReliable = false
    return false
  }

  private mutating func finish(_ findings: inout CappedList<Diagnostic>) {
    guard let root else {
      isReliable = false
      findings.append(emptyDocument(at: SourceRange(file.bytes.count, file.bytes.count)))
      return
    }
    if root.node.isEmptyPlainScalar, root.node.anchor == nil, root.node.tag == nil,
      root.node.alias == nil
    {
      isReliable = false
      findings.append(emptyDocument(at: root.node.range))
    }
    if let largestAlias, expanded / max(1, limits.aliasExpansion) > written {
      isReliable = false
      findings.append(
        YAMLLimits.tooMuchExpansion(
          at: largestAlias.location, nodes: expanded, written: written, limits))
    }
  }

  // MARK: Anchors and tags

  private func parts(
    of properties: YAMLEvent.Properties, _ start: Int, _ end: Int
  ) -> NodeExtent.Parts {
    let count = (properties.anchor == nil ? 0 : 1) + (properties.tag == nil ? 0 : 1)
    return NodeExtent.parts(in: file.bytes, from: start, end: end, count: count)
  }

  private mutating func located(
    _ properties: YAMLEvent.Properties, _ parts: NodeExtent.Parts,
    _ findings: inout CappedList<Diagnostic>
  ) -> YAMLNode.Properties? {
    guard properties.anchor != nil || properties.tag != nil else { return nil }
    let fallback = SourceRange(parts.content, parts.content)
    let tagRange = parts.tag ?? fallback
    if properties.tag != nil, !options.allowsTags {
      isReliable = false
      findings.append(ExplicitTag.diagnostic(file, tagRange))
    }
    return YAMLNode.Properties(
      anchor: properties.anchor.map { Located($0, at: location(parts.anchor ?? fallback)) },
      tag: properties.tag.map { Located($0, at: location(tagRange)) })
  }
}

// MARK: Messages

extension TreeBuilder {
  private func undefinedAlias(_ name: String, at place: SourceLocation) -> Diagnostic {
    let names = anchors.count <= 100 ? Array(anchors.keys) : []
    return Diagnostic(
      .anchorOrMerge, .error,
      "alias \(quotedForDisplay("*" + name)) names an anchor that is not defined before it",
      at: place, label: didYouMean(nearestNames(to: name, among: names).map { "*" + $0 }),
      help: "to write text that starts with `*`, put it in quotes")
  }

  private func recursiveAlias(_ name: String, at place: SourceLocation) -> Diagnostic {
    let frame = frames.last { $0.anchor == name }
    return Diagnostic(
      .anchorOrMerge, .error,
      "alias \(quotedForDisplay("*" + name)) stands inside the value it names, which would never end",
      at: place,
      related: (frame?.properties?.anchor).map { [.init("the value starts here", at: $0.location)] }
        ?? [])
  }

  private func severalDocuments(at range: SourceRange) -> Diagnostic {
    let first = (root?.node.range.start).map { SourceRange($0, min($0 + 1, file.bytes.count)) }
    return Diagnostic(
      .severalDocuments, .error, "a second document starts here, only the first one would be read",
      at: SourceLocation(file, range), help: "put each document into a file of its own",
      related: first.map { [.init("the first document", at: SourceLocation(file, $0))] } ?? [])
  }

  private func emptyDocument(at range: SourceRange) -> Diagnostic {
    let hasText = file.bytes.contains { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return Diagnostic(
      .emptyDocument, .error, "file holds no document", at: SourceLocation(file, range),
      help: hasText
        ? "nothing but comments and marks is in it: is it cut off?"
        : "the file is empty: is it cut off?")
  }
}
