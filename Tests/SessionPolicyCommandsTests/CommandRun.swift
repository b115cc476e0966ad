import PolicyTime

@testable import SessionPolicyCommands

/// One run of a command in this process, over files of the project.
final class CommandRun {
  /// The folder of the project.
  static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  private let written = Recorder()
  private let complained = Recorder()
  private(set) var status = ExitStatus.success

  /// What was written as results.
  var output: String { String(decoding: written.bytes, as: UTF8.self) }
  /// What was written beside them.
  var errors: String { String(decoding: complained.bytes, as: UTF8.self) }

  /// Runs a command.
  ///
  /// - Parameters:
  ///   - input: What standard input says.
  ///   - pieces: How many bytes of it come at once.
  ///   - room: How many bytes of results there is room for, and what is said of those beyond.
  ///   - waits: Called whenever the command would wait for a file to change; `false` ends it.
  ///   - reads: Called whenever input is read, with what was written up to then.
  ///   - writes: Called whenever results are written.
  init(
    _ words: [String], input: String = "", pieces: Int = 65_536,
    room: (bytes: Int, error: StreamError)? = nil, waits: @escaping () -> Bool = { false },
    reads: @escaping (World, String) -> Void = { _, _ in }, writes: @escaping () -> Void = {}
  ) {
    let world = World(Array(input.utf8), pieces: pieces, waits: waits)
    world.reads = { [written] in reads(world, String(decoding: written.bytes, as: UTF8.self)) }
    (written.room, written.writes) = (room, writes)
    let console = Console(
      input: world, output: written, errors: complained, surroundings: world)
    status = SessionPolicyCommand.run(words, on: console)
  }

  /// Keeps what is written.
  private final class Recorder: CommandOutput {
    var bytes: [UInt8] = []
    var room: (bytes: Int, error: StreamError)?
    var writes: () -> Void = {}

    func write(_ more: [UInt8]) throws(StreamError) {
      defer { writes() }
      guard let room, bytes.count + more.count > room.bytes else { return bytes += more }
      throw room.error
    }

    func finish() {}
  }

  /// Standard input, the clock and the signals.
  final class World: CommandInput, Surroundings {
    private var rest: ArraySlice<UInt8>
    private let pieces: Int
    private let waits: () -> Bool
    fileprivate var reads: () -> Void = {}
    /// How often input was read.
    private(set) var readCount = 0
    /// Whether somebody asks to read the policies again.
    var isReloadWanted = false

    fileprivate init(_ input: [UInt8], pieces: Int, waits: @escaping () -> Bool) {
      rest = input[...]
      self.pieces = pieces
      self.waits = waits
    }

    func read(_ limit: Int) -> [UInt8]? {
      readCount += 1
      reads()
      defer { rest = rest.dropFirst(min(pieces, limit)) }
      return Array(rest.prefix(min(pieces, limit)))
    }

    let isReady = false
    let now = Timestamp(seconds: 1_772_355_600) ?? .minimum
    let isInterrupted = false
    func waitForChanges() -> Bool { waits() }
    func beginLongWork(isReloadable: Bool) {}

    func takeReloadRequest() -> Bool {
      defer { isReloadWanted = false }
      return isReloadWanted
    }
  }
}
