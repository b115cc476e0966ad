import PolicyJSON

/// Decides snapshots as they come, a line each, on all cores and in order.
///
/// While pieces are decided, the next is read and the one before is written. It reads only a few pieces
/// further than it has written, so that memory stays the same and a slow reader slows the writer down.
struct SnapshotStream {
  private let source: StreamSource
  private let console: Console
  private let log: DecisionLog
  private let saysHello: Bool

  /// - Parameters:
  ///   - log: Where decisions are recorded before they are answered.
  ///   - saysHello: Whether a line says first who answers, and by which policies.
  init(
    _ source: StreamSource, log: DecisionLog = DecisionLog(file: nil), saysHello: Bool = false,
    console: Console
  ) {
    self.source = source
    self.log = log
    self.saysHello = saysHello
    self.console = console
  }

  /// The most bytes that are read at once.
  private static let pieceSize = 1 << 18
  /// About how many bytes one core decides before it looks for more.
  private static let partSize = 1 << 15
  /// How many pieces are being decided at once at the most.
  private static let depth = 4

  /// Runs to the end of the input, or until nobody reads the output any more.
  func run() -> ExitStatus {
    console.beginLongWork(isReloadable: true)
    var gatherer = LineGatherer(limit: LineDecider.limit, partSize: Self.partSize)
    var output = OrderedOutput(console: console, log: log)
    if saysHello { console.write(source.hello) }
    var underway: [PieceInWork] = []
    var decider = source.decider()
    var isAtEnd = false
    var isBroken = false
    while !isAtEnd || !underway.isEmpty {
      // What is decided is written before anything is waited for.
      let mayRead = !isAtEnd && underway.count < Self.depth
      if mayRead, underway.isEmpty || console.hasInput {
        let bytes: [UInt8]?
        do throws(StreamError) {
          bytes = try console.readPiece(Self.pieceSize)
        } catch {
          console.writeError("error: \(error.message)\n")
          (bytes, isBroken) = ([], true)
        }
        if source.refresh(on: console) { decider = source.decider() }
        // Whoever interrupts cuts the last line in two; a half is no line.
        let isCut = console.isInterrupted || isBroken
        isAtEnd = bytes?.isEmpty ?? false || isCut
        let piece = gatherer.add(bytes ?? [], isLast: isAtEnd && !isCut)
        if !piece.parts.isEmpty || piece.beginsTooLong { underway.append(start(piece, decider)) }
      } else {
        guard output.write(underway.removeFirst()) else { break }
      }
    }
    output.finish()
    return isBroken || output.isUnrecorded ? .failure : output.status
  }

  /// Begins to decide a piece.
  private func start(_ piece: LineGatherer.Piece, _ decider: LineDecider) -> PieceInWork {
    let clock = console.now
    return PieceInWork(
      beginsTooLong: piece.beginsTooLong,
      answers: WorkInParts(piece.parts.count) { number in
        piece.bytes.withUnsafeBufferPointer {
          decider.answers(
            to: UnsafeBufferPointer(rebasing: $0[piece.parts[number]]), clock: clock)
        }
      })
  }
}

/// A piece of which the parts are being decided.
private struct PieceInWork {
  let beginsTooLong: Bool
  let answers: WorkInParts<LineDecider.Answers>
}

/// Writes answers in the order of their lines, with the messages among them.
private struct OrderedOutput {
  let console: Console
  private let log: DecisionLog
  private(set) var status = ExitStatus.success
  /// Whether a decision could not be recorded, and so was not answered.
  private(set) var isUnrecorded = false
  private var lines = 0

  init(console: Console, log: DecisionLog) {
    self.console = console
    self.log = log
  }

  /// Writes the answers to a piece; `false` when nobody reads them any more.
  mutating func write(_ piece: PieceInWork) -> Bool {
    if piece.beginsTooLong {
      var skipped = LineDecider.Answers(lines: 1)
      skipped.problems = [(0, 0, .tooLong)]
      guard write(skipped) else { return false }
    }
    for part in piece.answers.wait() {
      guard write(part) else { return false }
    }
    console.showProgress("\(lines) decisions")
    return true
  }

  private mutating func write(_ answers: LineDecider.Answers) -> Bool {
    // What is answered is on record, or it is not answered.
    guard log.append(answers.records, on: console) else {
      isUnrecorded = true
      return false
    }
    let bytes = answers.problems.isEmpty ? answers.bytes : merge(answers)
    lines += answers.lines
    return bytes.isEmpty || console.write(bytes)
  }

  /// The decisions with the messages among them.
  private mutating func merge(_ answers: LineDecider.Answers) -> [UInt8] {
    status = .findings
    var bytes: [UInt8] = []
    var written = 0
    for problem in answers.problems {
      bytes += answers.bytes[written..<problem.place]
      written = problem.place
      let error = problem.reason.json(line: lines + problem.line + 1)
      bytes += JSONWriter.text(of: error).utf8
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes + answers.bytes[written...]
  }

  /// Takes the progress line away.
  func finish() {
    console.showProgress("")
  }
}
