package import PolicyDiagnostics
package import PolicyYAML

/// What tells a test suite from a policy: the key `suite` at the top.
package struct SuiteMark {
  package let location: SourceLocation

  /// Finds the mark; where the text could not be read as YAML, at the beginning of a line.
  package init?(_ source: SourceFile, _ document: YAMLNode?) {
    if let document {
      guard document["policy"] == nil,
        let key = document.mapping?.first(where: { $0.key.scalar == "suite" })?.key
      else { return nil }
      location = key.location
      return
    }
    let mark = Array("suite:".utf8)
    for line in 1...source.lineCount {
      let range = source.lineRange(line)
      guard range.length >= mark.count,
        source.bytes[range.start..<range.start + mark.count].elementsEqual(mark)
      else { continue }
      location = SourceLocation(source, SourceRange(range.start, range.start + mark.count - 1))
      return
    }
    return nil
  }
}
