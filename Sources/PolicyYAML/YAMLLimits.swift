public import PolicyDiagnostics

/// How much a YAML file may ask of the reader.
public struct YAMLLimits: Hashable, Sendable {
  /// The size of the file.
  public var bytes: Int
  /// How deep lists and mappings may be nested, aliases followed. At most 1000.
  public var depth: Int
  /// How many nodes the document may have, each alias counting for all that it stands for.
  public var nodes: Int
  /// How many times more nodes the document may have with aliases followed than are written in it.
  public var aliasExpansion: Int
  /// How many findings are listed before the rest is only counted.
  public var diagnostics: Int

  /// Sets limits; left out, each is that of a policy file.
  public init(
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
  public static let policy = YAMLLimits()
}

/// What a YAML file may contain beyond plain data.
public struct YAMLOptions: Hashable, Sendable {
  /// Whether tags such as `!!str` are passed over rather than reported.
  public var allowsTags: Bool
  /// Whether `<<` is an ordinary key; it is reported otherwise.
  public var allowsMergeKeys: Bool
  /// Whether lists and mappings may be keys; such an entry is reported and left out otherwise.
  public var allowsCollectionKeys: Bool
  /// Whether byte order marks and line separators beyond ASCII are passed over.
  public var allowsInvisibleCharacters: Bool
  /// How a repeated key is reported; `nil` keeps every entry without a word. When it is an error,
  /// only the first entry is kept.
  public var duplicateKeys: Diagnostic.Severity?

  /// Sets options; left out, each is as ``strict``.
  public init(
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
  public static let strict = YAMLOptions()
  /// For files of other programs: whatever YAML allows.
  public static let lenient = YAMLOptions(
    allowsTags: true, allowsMergeKeys: true, allowsCollectionKeys: true,
    allowsInvisibleCharacters: true, duplicateKeys: nil)
}
