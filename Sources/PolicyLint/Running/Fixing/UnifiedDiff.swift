package import PolicyDiagnostics

/// The difference between two versions of a file, as `diff -u` writes it.
///
/// Lines that stand once in both versions are anchors, as far as they keep their order (patience diff,
/// Bram Cohen); only what lies between two of them is compared line by line, and where that is much it
/// is shown as replaced whole. So it takes time in proportion to the file, times the logarithm.
package struct UnifiedDiff {
  private static let context = 3
  /// The most pairs of lines between two anchors that are compared.
  private static let pairLimit = 1 << 16

  /// The text, one line a row.
  package let rows: [String]
  /// How many rows are left out.
  package let omitted: Int

  private typealias Bytes = ArraySlice<UInt8>
  private typealias Line = (mark: Character, text: Bytes)

  /// Compares two versions.
  ///
  /// - Parameter limit: The most rows that are written.
  package init(from before: SourceFile, to after: SourceFile, atMost limit: Int = .max) {
    let (old, new) = (Self.lines(before), Self.lines(after))
    var all: [Line] = []
    var (i, j) = (0, 0)
    for (oldEnd, newEnd) in Self.anchors(old, new) + [(old.count, new.count)] {
      all += Self.compared(old[i..<oldEnd], new[j..<newEnd])
      if oldEnd < old.count { all.append((" ", old[oldEnd])) }
      (i, j) = (oldEnd + 1, newEnd + 1)
    }
    let rows = Self.hunks(all, name: escapedForDisplay(before.name))
    self.rows = Array(rows.prefix(limit))
    omitted = rows.count - self.rows.count
  }

  private static func lines(_ file: SourceFile) -> [Bytes] {
    let bytes = file.shownBytes
    return (1...file.lineCount).map { number in
      let range = file.lineRange(number)
      return bytes[range.start..<range.end]
    }
  }

  /// Pairs of lines that are the same and stand once in both versions, in the order of both.
  private static func anchors(_ old: [Bytes], _ new: [Bytes]) -> [(old: Int, new: Int)] {
    var places: [Bytes: (old: Int?, new: Int?)] = [:]
    for (index, line) in old.enumerated() {
      places[line] = places[line] == nil ? (index, nil) : (nil, nil)
    }
    var again: Set<Bytes> = []
    for (index, line) in new.enumerated() where places[line]?.old != nil {
      places[line]?.new = again.insert(line).inserted ? index : nil
    }
    let pairs = old.indices.compactMap { index -> (old: Int, new: Int)? in
      guard let place = places[old[index]], place.old == index, let other = place.new else {
        return nil
      }
      return (index, other)
    }
    return longestRising(pairs)
  }

  /// The longest part of pairs, in order of the old lines, that is in order of the new ones too.
  private static func longestRising(_ pairs: [(old: Int, new: Int)]) -> [(old: Int, new: Int)] {
    // For each length, the pair with the lowest new line at which a part of it ends.
    var ends: [Int] = []
    var before: [Int?] = []
    for (index, pair) in pairs.enumerated() {
      let place = ends.partitioningIndex { pairs[$0].new >= pair.new }
      before.append(place > 0 ? ends[place - 1] : nil)
      if place < ends.count { ends[place] = index } else { ends.append(index) }
    }
    var chain: [(old: Int, new: Int)] = []
    var next = ends.last
    while let index = next {
      chain.append(pairs[index])
      next = before[index]
    }
    return chain.reversed()
  }

  /// What lies between two anchors, with what is the same in both if that is not too much to look for.
  private static func compared(_ old: ArraySlice<Bytes>, _ new: ArraySlice<Bytes>) -> [Line] {
    guard !old.isEmpty, !new.isEmpty,
      old.count.multipliedReportingOverflow(by: new.count).partialValue <= pairLimit
    else { return old.map { ("-", $0) } + new.map { ("+", $0) } }
    let difference = Array(new).difference(from: Array(old))
    var (removed, inserted) = (Set<Int>(), Set<Int>())
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset + old.startIndex)
      case .insert(let offset, _, _): inserted.insert(offset + new.startIndex)
      }
    }
    var lines: [Line] = []
    var (i, j) = (old.startIndex, new.startIndex)
    while i < old.endIndex || j < new.endIndex {
      if i < old.endIndex, removed.contains(i) {
        lines.append(("-", old[i]))
        i += 1
      } else if j < new.endIndex, inserted.contains(j) {
        lines.append(("+", new[j]))
        j += 1
      } else {
        guard i < old.endIndex else { break }
        lines.append((" ", old[i]))
        i += 1
        j += 1
      }
    }
    return lines
  }

  private static func hunks(_ all: [Line], name: String) -> [String] {
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
    var (seen, oldLine, newLine) = (0, 1, 1)
    for span in spans {
      let low = max(0, span.lowerBound - context)
      let high = min(all.count - 1, span.upperBound + context)
      for line in all[seen..<low] {
        if line.mark != "+" { oldLine += 1 }
        if line.mark != "-" { newLine += 1 }
      }
      seen = low
      let part = all[low...high]
      let oldCount = part.count { $0.mark != "+" }
      let newCount = part.count { $0.mark != "-" }
      rows.append("@@ -\(oldLine),\(oldCount) +\(newLine),\(newCount) @@")
      rows += part.map { line in
        "\(line.mark)" + escapedForDisplay(String(decoding: line.text, as: UTF8.self))
      }
    }
    return rows
  }
}
