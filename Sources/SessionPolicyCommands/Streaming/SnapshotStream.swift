import Dispatch
import PolicyCEL
import PolicyJSON
import Synchronization

/// Decides snapshots as they come, a line each, on all cores and in order.
///
/// While pieces are decided, the next is read and the one before is written. It reads only a few pieces
/// further than it has written, so that memory stays the same and a slow reader slows the writer down.
struct SnapshotStream {
  let decider: LineDecider
  let console: Console

  /// The most bytes that are read at once.
  private static let pieceSize = 1 << 18
  /// About how many bytes one core decides before it looks for more.
  private static let partSize = 1 << 15
  /// How many pieces are being decided at once at the most.
  private static let depth = 4

  /// Runs to the end of the input, or until nobody reads the output any more.
  func run() -> ExitStatus {
    var gatherer = LineGatherer(limit: LineDecider.limit, partSize: Self.partSize)
    var output = OrderedOutput(console: console)
    var underway: [PieceInWork] = []
    var isAtEnd = false
    while !isAtEnd || !underway.isEmpty {
      // What is decided is written before anything is waited for.
      let mayRead = !isAtEnd && underway.count < Self.depth
      if mayRead, underway.isEmpty || console.hasInput() {
        let bytes = console.readPiece(Self.pieceSize)
        // Whoever interrupts cuts the last line in two; a half is no line.
        let isCut = Interruption.isRequested
        isAtEnd = bytes.isEmpty || isCut
        let piece = gatherer.add(bytes, isLast: isAtEnd && !isCut)
        if !piece.parts.isEmpty || piece.beginsTooLong { underway.append(start(piece)) }
      } else {
        guard output.write(underway.removeFirst()) else { break }
      }
    }
    output.finish()
    return output.status
  }

  /// Begins to decide a piece.
  private func start(_ piece: LineGatherer.Piece) -> PieceInWork {
    let time = console.now()
    let clock = Timestamp(seconds: time.seconds, nanoseconds: time.nanoseconds) ?? .maximum
    let work = PieceInWork(piece)
    let decider = decider
    for (number, part) in piece.parts.enumerated() {
      DispatchQueue.global().async(group: work.group) {
        work.finish(
          number,
          piece.bytes.withUnsafeBufferPointer {
            decider.answers(to: UnsafeBufferPointer(rebasing: $0[part]), clock: clock)
          })
      }
    }
    return work
  }
}

/// A piece of which the parts are being decided.
private final class PieceInWork: Sendable {
  let beginsTooLong: Bool
  let group = DispatchGroup()
  private let answers: Mutex<[LineDecider.Answers]>

  init(_ piece: LineGatherer.Piece) {
    beginsTooLong = piece.beginsTooLong
    answers = Mutex(Array(repeating: LineDecider.Answers(), count: piece.parts.count))
  }

  func finish(_ part: Int, _ result: LineDecider.Answers) {
    answers.withLock { $0[part] = result }
  }

  /// The answers to all parts; waits for them.
  func wait() -> [LineDecider.Answers] {
    group.wait()
    return answers.withLock { $0 }
  }
}

/// Writes answers in the order of their lines, with the messages among them.
private struct OrderedOutput {
  let console: Console
  private(set) var status = ExitStatus.success
  private var lines = 0
  private var count = 0

  init(console: Console) { self.console = console }

  /// Writes the answers to a piece; `false` when nobody reads them any more.
  mutating func write(_ piece: PieceInWork) -> Bool {
    if piece.beginsTooLong {
      var skipped = LineDecider.Answers(lines: 1, answers: 1)
      skipped.problems = [(0, 0, LineDecider.Unreadable.tooLong.message)]
      guard write(skipped) else { return false }
    }
    for part in piece.wait() {
      guard write(part) else { return false }
    }
    if let show = console.showProgress { show("\(count) decisions") }
    return true
  }

  private mutating func write(_ answers: LineDecider.Answers) -> Bool {
    let bytes = answers.problems.isEmpty ? answers.bytes : merge(answers)
    lines += answers.lines
    count += answers.answers
    return bytes.isEmpty || console.writePiece(bytes)
  }

  /// The decisions with the messages among them.
  private mutating func merge(_ answers: LineDecider.Answers) -> [UInt8] {
    status = .findings
    var bytes: [UInt8] = []
    var written = 0
    for problem in answers.problems {
      bytes += answers.bytes[written..<problem.place]
      written = problem.place
      let error: JSONValue = [
        "error": ["line": .number(lines + problem.line + 1), "message": .string(problem.message)]
      ]
      bytes += JSONWriter.text(of: error).utf8
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes + answers.bytes[written...]
  }

  /// Takes the progress line away.
  func finish() {
    if let show = console.showProgress { show("") }
  }
}
