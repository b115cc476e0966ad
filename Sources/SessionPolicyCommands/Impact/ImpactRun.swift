import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import SessionPolicy

/// Goes through a population on all cores, in order, holding a few pieces of it at a time.
struct ImpactRun {
  let assessor: ImpactAssessor
  let console: Console
  /// Where the bodies for the bulk endpoint go; `nil` for nowhere.
  let sweep: String?

  /// How many pieces are looked at at once.
  private static let depth = 4

  /// Why a run came to no end.
  struct RunError: Error {
    let message: String
  }

  /// Runs to the end of the population.
  func run(_ paths: [String]) throws(RunError) -> ImpactTally {
    var feed = SessionFeed(paths, on: console)
    var tally = ImpactTally()
    var sweeper = try sweep.map { (folder) throws(RunError) in
      try SweepWriter(folder, for: assessor.pair)
    }
    var underway: [WorkInParts<ImpactAssessor.Part>] = []
    var isAtEnd = false
    if assessor.writesRows { console.write(ImpactRow.header) }
    while !isAtEnd || !underway.isEmpty {
      if !isAtEnd, underway.count < Self.depth {
        do throws(InputPieces.PieceError) {
          if let batch = try feed.next() { underway.append(start(batch)) } else { isAtEnd = true }
        } catch {
          throw RunError(message: error.message)
        }
      } else {
        for part in underway.removeFirst().wait() {
          tally.add(part.tally, examples: assessor.examples)
          if !part.rows.isEmpty { console.write(part.rows) }
          try sweeper?.add(part.over)
        }
        console.showProgress("\(tally.sessions) sessions")
        if console.isInterrupted || console.failure != nil { break }
      }
    }
    console.showProgress("")
    if console.isInterrupted { throw RunError(message: "interrupted; what was counted is not all") }
    try sweeper?.finish()
    return tally
  }

  /// Begins to look at a piece, in several parts.
  private func start(_ batch: SessionFeed.Batch) -> WorkInParts<ImpactAssessor.Part> {
    let assessor = assessor
    let batches = batch.split(into: 4)
    return WorkInParts(batches.count) { assessor.part(batches[$0]) }
  }
}

extension SessionFeed.Batch {
  /// The same documents in several batches, over the same bytes.
  func split(into count: Int) -> [SessionFeed.Batch] {
    let size = max(1, (places.count + count - 1) / count)
    guard places.count > size else { return [self] }
    return stride(from: 0, to: places.count, by: size).map { start in
      SessionFeed.Batch(
        bytes: bytes, places: Array(places[start..<min(start + size, places.count)]),
        first: first + (start == 0 ? 0 : skipped + start), skipped: start == 0 ? skipped : 0)
    }
  }
}

/// Writes the bodies for Kratos' bulk endpoint, `POST /admin/sessions`, for the sessions that are over: at
/// most 500 ids each, in files of their own. It sends none of them.
struct SweepWriter {
  /// The most sessions of a body.
  static let size = 500

  private let folder: String
  private var ids: [String] = []
  private var count = 0

  /// Takes a folder that is not there yet, or is empty, and says in it what the bodies are.
  init(_ folder: String, for pair: PolicyPair) throws(ImpactRun.RunError) {
    self.folder = folder
    guard !folder.isEmpty else {
      throw ImpactRun.RunError(message: FileError(path: folder, .invalidPath, .writing).message)
    }
    if FileWriter.exists(folder), !DirectoryReader.isEmptyFolder(folder) {
      throw ImpactRun.RunError(
        message:
          "\(quotedForDisplay(folder)) is there already and not empty; name a new folder for the "
          + "bodies")
    }
    let about: JSONValue = [
      "version": 1, "for": "POST /admin/sessions", "bodies": "sweep-*.json",
      "policies": .string(pair.new.digest),
    ]
    try write(about, to: "about.json")
  }

  /// Adds sessions.
  mutating func add(_ more: [String]) throws(ImpactRun.RunError) {
    ids += more
    while ids.count >= Self.size { try write(Self.size) }
  }

  /// Writes what is left.
  mutating func finish() throws(ImpactRun.RunError) {
    if !ids.isEmpty { try write(ids.count) }
  }

  private mutating func write(_ size: Int) throws(ImpactRun.RunError) {
    count += 1
    let digits = String(count)
    let name = "sweep-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".json"
    let body: JSONValue = [
      "action": "disable", "sessions": .array(ids.prefix(size).map { .string($0) }),
    ]
    ids.removeFirst(size)
    try write(body, to: name)
  }

  private func write(_ body: JSONValue, to name: String) throws(ImpactRun.RunError) {
    do throws(FileError) {
      try FileWriter.writeNew([
        (path: folder + "/" + name, bytes: Array((JSONWriter.text(of: body) + "\n").utf8))
      ])
    } catch {
      throw ImpactRun.RunError(message: error.message)
    }
  }
}
