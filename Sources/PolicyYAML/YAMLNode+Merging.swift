import PolicyDiagnostics

extension YAMLNode {
  /// The tree with what another one says in place of what this one says.
  ///
  /// Mappings are merged key by key at every level; anything else, a list included, is replaced as a
  /// whole. The order of keys is that of this tree, then that of the other one.
  ///
  /// - Complexity: O(*n*) in the nodes of mappings of both; as deep as they are, at most 1000 levels.
  package func merged(with later: YAMLNode) -> YAMLNode {
    guard case .mapping(let mine) = content, case .mapping(let others) = later.content else {
      return later
    }
    var entries = mine
    var places: [Text: Int] = [:]
    for (index, entry) in mine.enumerated() {
      if let key = entry.key.scalar.map(Text.init), places[key] == nil { places[key] = index }
    }
    for entry in others {
      if let key = entry.key.scalar, let index = places[Text(key)] {
        entries[index] = Entry(
          key: entry.key, value: entries[index].value.merged(with: entry.value))
      } else {
        entries.append(entry)
      }
    }
    return YAMLNode(.mapping(entries), at: later.location)
  }

  /// The tree in which each merge key `<<` is replaced by the keys of the mappings that it names.
  ///
  /// Keys that stand in the mapping itself win, and those of earlier mappings over those of later
  /// ones, as YAML 1.1's merge type has it.
  package var withMergeKeysResolved: YAMLNode {
    switch content {
    case .scalar: return self
    case .sequence(let items):
      return replacing(.sequence(items.map(\.withMergeKeysResolved)))
    case .mapping(let entries):
      var own: [Entry] = []
      var merged: [YAMLNode] = []
      for entry in entries {
        if entry.key.scalar == "<<", entry.key.scalarStyle == .plain {
          merged += entry.value.sequence ?? [entry.value]
        } else {
          own.append(Entry(key: entry.key, value: entry.value.withMergeKeysResolved))
        }
      }
      guard !merged.isEmpty else { return replacing(.mapping(own)) }
      var known = Set(own.compactMap { $0.key.scalar.map(Text.init) })
      for node in merged {
        for entry in node.withMergeKeysResolved.mapping ?? [] {
          guard let key = entry.key.scalar, known.insert(Text(key)).inserted else { continue }
          own.append(entry)
        }
      }
      return replacing(.mapping(own))
    }
  }

  /// The same node with other contents.
  package func replacing(_ content: Content) -> YAMLNode {
    YAMLNode(
      content, at: location,
      properties: anchor == nil && tag == nil && alias == nil
        ? nil : Properties(anchor: anchor, tag: tag, alias: alias))
  }
}
