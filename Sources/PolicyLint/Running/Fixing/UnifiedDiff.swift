package import PolicyDiagnostics

/// The difference between two versions of a file, as `diff -u` writes it.
package struct UnifiedDiff {
  private static let context = 3

  /// The text, one line a row.
  package let rows: [String]

  /// Compares two versions.
  package init(from before: SourceFile, to after: SourceFile) {
    let old = Self.lines(before)
    let new = Self.lines(after)
    let difference = new.difference(from: old)
    var removed = Set<Int>()
    var inserted = Set<Int>()
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var all: [(mark: Character, text: String)] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if i < old.count, removed.contains(i) {
        all.append(("-", old[i]))
        i += 1
      } else if j < new.count, inserted.contains(j) {
        all.append(("+", new[j]))
        j += 1
      } else {
        guard i < old.count else { break }
        all.append((" ", old[i]))
        i += 1
        j += 1
      }
    }
    rows = Self.hunks(all, name: escapedForDisplay(before.name))
  }

  private static func lines(_ file: SourceFile) -> [String] {
    (1...file.lineCount).map { file.text(of: file.lineRange($0)) }
  }

  private static func hunks(_ all: [(mark: Character, text: String)], name: String) -> [String] {
    let changed = all.indices.filter { all[$0].mark != " " }
    guard let first = changed.first else { return [] }
    var spans: [ClosedRange<Int>] = [first...first]
    for index in changed.dropFirst() {
      if let last = spans.last, index - last.upperBound <= 2 * context {
        spans[spans.count - 1] = last.lowerBound...index
      } else {
        spans.append(index...index)
      }
    }
    var rows = ["--- a/\(name)", "+++ b/\(name)"]
    for span in spans {
      let low = max(0, span.lowerBound - context)
      let high = min(all.count - 1, span.upperBound + context)
      let before = all[..<low]
      let part = all[low...high]
      let oldStart = before.count { $0.mark != "+" } + 1
      let newStart = before.count { $0.mark != "-" } + 1
      let oldCount = part.count { $0.mark != "+" }
      let newCount = part.count { $0.mark != "-" }
      rows.append("@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@")
      rows += part.map { "\($0.mark)\(escapedForDisplay($0.text))" }
    }
    return rows
  }
}
