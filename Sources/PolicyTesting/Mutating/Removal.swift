import PolicyDiagnostics
import PolicyYAML

/// What to cut out of a text so that some parts of a list or mapping are gone.
///
/// What is cut runs from the beginning of a part to the beginning of the next, or, at the end, from the
/// end of the part before it. So whatever stands before a part, a dash, a comma or a bracket, is left for
/// the next, in YAML's block style, in its flow style and in CEL alike.
enum Removal {
  /// The range to cut out for one of several parts; `nil` if it is the only one.
  static func range(of index: Int, among parts: [SourceRange]) -> SourceRange? {
    ranges(of: [index], among: parts)?.first
  }

  /// The ranges to cut out for some of several parts; `nil` if nothing would be left.
  static func ranges(of removed: Set<Int>, among parts: [SourceRange]) -> [SourceRange]? {
    guard parts.indices.contains(where: { !removed.contains($0) }) else { return nil }
    var ranges: [SourceRange] = []
    var first: Int?
    for index in parts.indices {
      if removed.contains(index) {
        first = first ?? index
      } else if let start = first {
        ranges.append(SourceRange(parts[start].start, parts[index].start))
        first = nil
      }
    }
    if let start = first, start > 0, let last = parts.last {
      ranges.append(SourceRange(parts[start - 1].end, last.end))
    }
    return ranges
  }
}

extension YAMLNode {
  /// The parts of a list or mapping: where each begins and ends.
  var parts: [SourceRange] {
    switch content {
    case .scalar: []
    case .sequence(let items): items.map(\.occurrence.range)
    case .mapping(let entries):
      entries.map { $0.key.occurrence.range.union($0.value.occurrence.range) }
    }
  }
}
