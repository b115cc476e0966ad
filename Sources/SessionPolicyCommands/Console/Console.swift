import PolicyDiagnostics
public import PolicyTime

/// Where the bytes come from that a command is given.
public protocol CommandInput: AnyObject {
  /// Waits for bytes and takes those that are there, at most so many; none at their end, and `nil` if
  /// none came for a while.
  func read(_ limit: Int) throws(StreamError) -> [UInt8]?
  /// Whether bytes, or their end, can be had without waiting.
  var isReady: Bool { get }
}

/// Where the bytes go that a command writes.
public protocol CommandOutput: AnyObject {
  /// Writes all of them.
  func write(_ bytes: [UInt8]) throws(StreamError)
  /// Ends the output, which may be when a disk says that it is full.
  func finish() throws(StreamError)
}

/// What a command sees of the world besides what it is given.
public protocol Surroundings: AnyObject {
  /// The present instant.
  var now: Timestamp { get }
  /// Waits a moment for files to change; `false` when nobody wants to wait any longer.
  func waitForChanges() -> Bool
  /// Begins something long: from here on, who asks it to end is heard and not obeyed at once.
  ///
  /// - Parameter isReloadable: Whether it can also be asked to read its policies again.
  func beginLongWork(isReloadable: Bool)
  /// Whether a long work was asked to end.
  var isInterrupted: Bool { get }
  /// Whether somebody asked to read the policies again since this was last asked.
  func takeReloadRequest() -> Bool
}

/// Why a stream can no longer be used.
public struct StreamError: Error, Hashable {
  /// What is wrong, for a message.
  public let message: String
  /// Whether whoever read the stream has gone.
  public let isReaderGone: Bool

  /// Names what is wrong.
  public init(_ message: String, isReaderGone: Bool = false) {
    self.message = message
    self.isReaderGone = isReaderGone
  }
}

/// Where a command reads from and writes to.
///
/// What cannot be written is remembered and not tried again, so that a command may write without
/// asking and is still never taken for one that did its work: see ``failure``.
public final class Console {
  private let input: any CommandInput
  private let output: any CommandOutput
  private let errors: any CommandOutput
  private let surroundings: any Surroundings
  private let showsProgress: Bool
  /// The colours of results, if they go where colour is shown.
  let coloring: TextColoring
  /// Why results could not be written; `nil` as long as they could.
  private(set) var failure: StreamError?

  /// Names the places.
  ///
  /// - Parameters:
  ///   - input: Standard input.
  ///   - output: Where results go.
  ///   - errors: Where progress goes, and what went wrong with the command itself.
  ///   - surroundings: The clock, and what else a command sees.
  ///   - isColored: Whether results go to a terminal that shows colour.
  ///   - showsProgress: Whether somebody watches, so that a line may be shown and taken away again.
  public init(
    input: any CommandInput, output: any CommandOutput, errors: any CommandOutput,
    surroundings: any Surroundings, isColored: Bool = false, showsProgress: Bool = false
  ) {
    self.input = input
    self.output = output
    self.errors = errors
    self.surroundings = surroundings
    self.showsProgress = showsProgress
    coloring = isColored ? .ansi : .plain
  }

  // MARK: Reading

  /// Reads all of standard input; `nil` if it has more bytes than allowed.
  func readInput(_ limit: Int) throws(StreamError) -> [UInt8]? {
    var bytes: [UInt8] = []
    while true {
      guard let piece = try input.read(65_536) else { continue }
      if piece.isEmpty { return bytes }
      bytes += piece
      if bytes.count > limit { return nil }
    }
  }

  /// Reads what is there of standard input, at most so many bytes; none at its end, and `nil` if none
  /// came for a while.
  func readPiece(_ limit: Int) throws(StreamError) -> [UInt8]? { try input.read(limit) }

  /// Whether bytes of standard input, or its end, are there already.
  var hasInput: Bool { input.isReady }

  // MARK: Writing

  /// Writes results; `false` when they can no longer be written.
  @discardableResult
  func write(_ text: String) -> Bool { write(Array(text.utf8)) }

  /// Writes results; `false` when they can no longer be written.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    guard failure == nil else { return false }
    do throws(StreamError) {
      try output.write(bytes)
    } catch {
      failure = error
    }
    return failure == nil
  }

  /// Ends the results.
  func finish() {
    guard failure == nil else { return }
    do throws(StreamError) {
      try output.finish()
    } catch {
      failure = error
    }
  }

  /// Writes progress and what went wrong with the command itself. There is nowhere to tell that this
  /// cannot be written; the exit status says what matters.
  func writeError(_ text: String) { try? errors.write(Array(text.utf8)) }

  /// Writes what is wrong, as far as anybody reads it, and a word about the rest.
  func writeError(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    let limit = 200
    writeError(
      DiagnosticFormatter(coloring: coloring).format(diagnostics.prefix(limit))
        + (diagnostics.count > limit
          ? "\nand \(diagnostics.count - limit) more problems, not listed\n" : ""))
  }

  /// Shows a line that the next one replaces, where somebody watches.
  func showProgress(_ text: @autoclosure () -> String) {
    if showsProgress { writeError("\r\u{1B}[K" + text()) }
  }

  // MARK: The world

  /// The present instant, for commands that are given none.
  var now: Timestamp { surroundings.now }

  /// Waits a moment for files to change; `false` when nobody wants to wait any longer.
  func waitForChanges() -> Bool { surroundings.waitForChanges() }

  /// Begins something long: from here on, who asks it to end is heard and not obeyed at once.
  func beginLongWork(isReloadable: Bool = false) {
    surroundings.beginLongWork(isReloadable: isReloadable)
  }

  /// Whether a long work was asked to end.
  var isInterrupted: Bool { surroundings.isInterrupted }

  /// Whether somebody asked to read the policies again since this was last asked.
  func takeReloadRequest() -> Bool { surroundings.takeReloadRequest() }
}
