import CEL
import Dispatch
import Synchronization

/// Decides snapshots as they come, a line each, on all cores and in order.
///
/// It reads no further than it has written, so that memory stays the same and a slow reader slows the
/// writer down.
struct SnapshotStream {
  let decider: LineDecider
  let console: Console

  /// The most bytes that are read at once.
  private static let pieceLimit = 1 << 20
  /// The lines that one core decides before it looks for more.
  private static let batch = 16

  /// Runs to the end of the input, or until nobody reads the output any more.
  func run() -> ExitStatus {
    var splitter = LineSplitter(limit: LineDecider.limit)
    var status = ExitStatus.success
    var count = 0
    var isAtEnd = false
    while !isAtEnd {
      let piece = console.readPiece(Self.pieceLimit)
      isAtEnd = piece.isEmpty
      var lines = splitter.lines(of: piece)
      if isAtEnd, let last = splitter.last() { lines.append(last) }
      let answers = decide(lines)
      if answers.contains(where: { !$0.isDecision }) { status = .findings }
      var bytes: [UInt8] = []
      for answer in answers {
        bytes += answer.text.utf8
        bytes.append(UInt8(ascii: "\n"))
      }
      guard console.writePiece(bytes) else { break }
      count += lines.count
      if let show = console.showProgress, !lines.isEmpty { show("\(count) decisions") }
    }
    if let show = console.showProgress { show("") }
    return status
  }

  /// The answers to some lines, in their order.
  private func decide(_ lines: [LineSplitter.Line]) -> [(text: String, isDecision: Bool)] {
    let time = console.now()
    let clock = Timestamp(seconds: time.seconds, nanoseconds: time.nanoseconds) ?? .maximum
    let batches = (lines.count + Self.batch - 1) / Self.batch
    guard batches > 1 else { return lines.map { decider.answer($0, clock: clock) } }
    let shared = decider
    let done = Mutex([Int: [(text: String, isDecision: Bool)]]())
    DispatchQueue.concurrentPerform(iterations: batches) { number in
      let start = number * Self.batch
      let answers = lines[start..<min(start + Self.batch, lines.count)].map {
        shared.answer($0, clock: clock)
      }
      done.withLock { $0[number] = answers }
    }
    let answers = done.withLock { $0 }
    return (0..<batches).flatMap { answers[$0] ?? [] }
  }
}
