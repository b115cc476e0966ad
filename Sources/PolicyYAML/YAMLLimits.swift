package import PolicyDiagnostics

/// How much a YAML file may ask of the reader.
package struct YAMLLimits: Hashable, Sendable {
  /// The size of the file.
  package var bytes: Int
  /// How deep lists and mappings may be nested, aliases followed. At most 1000.
  package var depth: Int
  /// How many nodes the document may have, each alias counting for all that it stands for.
  package var nodes: Int
  /// How many times more nodes the document may have with aliases followed than are written in it.
  package var aliasExpansion: Int
  /// How many findings are listed before the rest is only counted.
  package var diagnostics: Int

  /// Sets limits; left out, each is that of a policy file.
  package init(
    bytes: Int = 1 << 20, depth: Int = 64, nodes: Int = 100_000, aliasExpansion: Int = 10,
    diagnostics: Int = 100
  ) {
    self.bytes = bytes
    self.depth = min(depth, 1000)
    self.nodes = nodes
    self.aliasExpansion = aliasExpansion
    self.diagnostics = diagnostics
  }

  /// The limits of policies and suites.
  package static let policy = YAMLLimits()
}

/// What a YAML file may contain beyond plain data.
package struct YAMLOptions: Hashable, Sendable {
  /// Whether tags such as `!!str` are passed over rather than reported.
  package var allowsTags: Bool
  /// Whether `<<` is an ordinary key; it is reported otherwise.
  package var allowsMergeKeys: Bool
  /// Whether lists and mappings may be keys; such an entry is reported and left out otherwise.
  package var allowsCollectionKeys: Bool
  /// Whether byte order marks and line separators beyond ASCII are passed over.
  package var allowsInvisibleCharacters: Bool
  /// How a repeated key is reported; `nil` keeps every entry without a word. When it is an error,
  /// only the first entry is kept.
  package var duplicateKeys: Diagnostic.Severity?

  /// Sets options; left out, each is as ``strict``.
  package init(
    allowsTags: Bool = false, allowsMergeKeys: Bool = false, allowsCollectionKeys: Bool = false,
    allowsInvisibleCharacters: Bool = false, duplicateKeys: Diagnostic.Severity? = .error
  ) {
    self.allowsTags = allowsTags
    self.allowsMergeKeys = allowsMergeKeys
    self.allowsCollectionKeys = allowsCollectionKeys
    self.allowsInvisibleCharacters = allowsInvisibleCharacters
    self.duplicateKeys = duplicateKeys
  }

  /// For files of this project: what could be misread is an error.
  package static let strict = YAMLOptions()
  /// For files of other programs: whatever YAML allows.
  package static let lenient = YAMLOptions(
    allowsTags: true, allowsMergeKeys: true, allowsCollectionKeys: true,
    allowsInvisibleCharacters: true, duplicateKeys: nil)
}
