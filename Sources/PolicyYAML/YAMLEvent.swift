/// One step through a YAML text, as libyaml reports it.
struct YAMLEvent {
  /// What a node carries before its content.
  struct Properties {
    var anchor: String?
    var tag: String?
  }

  enum Kind {
    case streamStart
    case streamEnd
    case documentStart
    case documentEnd
    case alias(String)
    case scalar(String, YAMLScalarStyle, Properties)
    case sequenceStart(isFlow: Bool, Properties)
    case mappingStart(isFlow: Bool, Properties)
    case collectionEnd
  }

  var kind: Kind
  /// Where it starts, in code points.
  var start: Int
  /// Where it ends, in code points; beyond the content for anything written as a block.
  var end: Int
}

/// What libyaml says when it cannot go on, in its own words.
struct YAMLSyntaxError: Error {
  var problem: String
  /// Where, in code points.
  var position: Int
  var context: String?
  /// Where the context began, in code points.
  var contextPosition: Int
}
