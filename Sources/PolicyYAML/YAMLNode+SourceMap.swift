package import PolicyDiagnostics

extension YAMLNode {
  /// Leads bytes of the scalar's text back to the bytes of the file they were written as.
  ///
  /// Quotes, escapes, folded lines, indentation and CR LF are accounted for. For a list or mapping,
  /// whose text is empty, everything leads to the node itself.
  ///
  /// - Complexity: O(*n*) in the length of the scalar in the file, each time.
  package var sourceMap: SourceMap {
    SourceMap(file: location.file, runs: exactRuns ?? wholeRuns)
  }

  /// Runs for each part of the text; `nil` when decoding again yields another text than libyaml.
  var exactRuns: [SourceMap.Run]? {
    guard case .scalar(let text, let style) = content else { return nil }
    var decoder = ScalarDecoder(location.file.bytes)
    var inside = range
    switch style {
    case .plain: decoder.decodePlain(range.start, range.end)
    case .singleQuoted:
      inside = SourceRange(range.start + 1, range.end - 1)
      decoder.decodeSingleQuoted(inside.start, inside.end)
    case .doubleQuoted:
      inside = SourceRange(range.start + 1, range.end - 1)
      decoder.decodeDoubleQuoted(inside.start, inside.end)
    case .literal, .folded:
      inside = SourceRange(range.end, range.end)
      decoder.decodeBlock(range.start, range.end, isFolded: style == .folded, as: text)
    }
    guard decoder.decoded.elementsEqual(text.utf8) else { return nil }
    guard !decoder.runs.isEmpty else {
      let start = SourceRange(inside.start, inside.start)
      return [SourceMap.Run(decoded: SourceRange(0, 0), source: start)]
    }
    return decoder.runs
  }

  /// One run: the whole text stands for the whole node.
  private var wholeRuns: [SourceMap.Run] {
    [SourceMap.Run(decoded: SourceRange(0, scalar?.utf8.count ?? 0), source: range)]
  }
}
