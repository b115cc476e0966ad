import Synchronization

/// Leads offsets in a decoded text back to the source it was decoded from.
///
/// A condition is read from a YAML scalar. Its text may differ from the bytes in the file: escapes
/// are resolved, folded lines are joined, indentation is dropped. A source map remembers which bytes
/// of the file each byte of the decoded text came from, so that a caret stands under the very token.
/// Most texts are read without a finding, so that this is worked out when a place is first asked for.
package struct SourceMap: Sendable {
  /// A run of decoded bytes and the source bytes it came from.
  ///
  /// Runs of equal length map byte by byte. In any other run every decoded byte maps to the whole
  /// source range, as for an escape.
  package struct Run: Hashable, Sendable {
    /// The decoded bytes.
    package var decoded: SourceRange
    /// The source bytes.
    package var source: SourceRange

    /// Pairs decoded bytes with their source.
    package init(decoded: SourceRange, source: SourceRange) {
      self.decoded = decoded
      self.source = source
    }
  }

  /// The source text that ranges lead back to.
  package let file: SourceFile
  private let lazyRuns: LazyRuns

  /// Runs in increasing, gapless order of decoded bytes.
  package var runs: [Run] { lazyRuns.runs }

  /// Maps decoded bytes through runs, which must be sorted and gapless.
  ///
  /// - Parameter runs: Asked once, by the first who wants to know.
  package init(file: SourceFile, runs: @autoclosure @escaping @Sendable () -> [Run]) {
    self.file = file
    lazyRuns = LazyRuns(runs)
  }

  /// Maps a source onto itself.
  package init(identity file: SourceFile) {
    let all = SourceRange(0, file.bytes.count)
    self.init(file: file, runs: [Run(decoded: all, source: all)])
  }

  /// The place in the source of a range of decoded bytes.
  package func location(of range: SourceRange) -> SourceLocation {
    let start = sourceStart(of: range.start)
    guard range.length > 0 else { return SourceLocation(file, SourceRange(start, start)) }
    return SourceLocation(file, SourceRange(start, sourceEnd(of: range.end)))
  }

  /// Where a decoded byte begins in the source.
  private func sourceStart(of offset: Int) -> Int {
    guard let index = run(containing: offset) else { return runs.last?.source.end ?? 0 }
    let run = runs[index]
    guard run.decoded.length == run.source.length else { return run.source.start }
    return run.source.start + (offset - run.decoded.start)
  }

  /// Where the decoded byte before an offset ends in the source.
  private func sourceEnd(of offset: Int) -> Int {
    guard let index = run(containing: offset - 1) else { return runs.last?.source.end ?? 0 }
    let run = runs[index]
    guard run.decoded.length == run.source.length else { return run.source.end }
    return run.source.start + (offset - run.decoded.start)
  }

  /// The run that holds a decoded byte, by binary search.
  private func run(containing offset: Int) -> Int? {
    let place = runs.partitioningIndex { $0.decoded.end > offset }
    return place < runs.count ? place : nil
  }
}

/// Runs that are worked out once.
private final class LazyRuns: Sendable {
  private let known = Mutex<[SourceMap.Run]?>(nil)
  private let make: @Sendable () -> [SourceMap.Run]

  init(_ make: @escaping @Sendable () -> [SourceMap.Run]) { self.make = make }

  var runs: [SourceMap.Run] {
    known.withLock { known in
      let runs = known ?? make()
      known = runs
      return runs
    }
  }
}
