extension SourceFile {
  /// The same file after some edits, in the order of their places; of two that overlap, the first counts.
  package func applying(_ edits: [Fix.Edit]) -> SourceFile {
    var changed: [UInt8] = []
    var end = 0
    for edit in edits.sorted(by: { $0.location.range.start < $1.location.range.start }) {
      let range = edit.location.range
      guard range.start >= end, range.end <= bytes.count else { continue }
      changed += bytes[end..<range.start]
      changed += edit.replacement.utf8
      end = range.end
    }
    return replaced(by: changed + bytes[end...])
  }
}
