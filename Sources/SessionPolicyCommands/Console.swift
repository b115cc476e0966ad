import PolicyDiagnostics
import PolicyDocuments

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a command reads from and writes to; tests put their own in its place.
public final class Console {
  /// Reads all of standard input, at most so many bytes; `nil` if there is more.
  let readInput: (Int) -> [UInt8]?
  /// Reads what is there of standard input, at most so many bytes; nothing at its end.
  let readPiece: (Int) -> [UInt8]
  /// Whether bytes of standard input, or its end, are there already.
  let hasInput: () -> Bool
  /// Writes bytes as results; `false` when nobody reads them any more.
  let writePiece: ([UInt8]) -> Bool
  /// Writes results.
  let write: (String) -> Void
  /// Writes progress and what went wrong with the command itself.
  let writeError: (String) -> Void
  /// Whether results go to a terminal that shows colour.
  let coloring: TextColoring
  /// The present instant, for commands that are given none.
  let now: () -> (seconds: Int64, nanoseconds: Int32)
  /// Shows a line that the next one replaces; `nil` where nobody watches.
  let showProgress: ((String) -> Void)?
  /// Waits a moment for files to change; `false` when nobody wants to wait any longer.
  let waitForChanges: () -> Bool

  /// Names the places.
  public init(
    readInput: @escaping (Int) -> [UInt8]?, write: @escaping (String) -> Void,
    writeError: @escaping (String) -> Void, isColored: Bool = false,
    now: @escaping () -> (seconds: Int64, nanoseconds: Int32),
    showProgress: ((String) -> Void)? = nil, waitForChanges: @escaping () -> Bool = { false },
    readPiece: @escaping (Int) -> [UInt8] = { _ in [] }, hasInput: @escaping () -> Bool = { false },
    writePiece: (([UInt8]) -> Bool)? = nil
  ) {
    self.readInput = readInput
    self.readPiece = readPiece
    self.hasInput = hasInput
    self.writePiece =
      writePiece ?? { bytes in
        write(String(decoding: bytes, as: UTF8.self))
        return true
      }
    self.write = write
    self.writeError = writeError
    coloring = isColored ? .ansi : .plain
    self.now = now
    self.showProgress = showProgress
    self.waitForChanges = waitForChanges
  }

  /// The process's own streams and clock; colour on a terminal unless `NO_COLOR` is set.
  public static func standard() -> Console {
    Console(
      readInput: readAll, write: { _ = Descriptor.standardOutput.write(Array($0.utf8)[...]) },
      writeError: { _ = Descriptor.standardError.write(Array($0.utf8)[...]) },
      isColored: isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil,
      now: {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return (Int64(time.tv_sec), Int32(time.tv_nsec))
      },
      showProgress: isatty(STDERR_FILENO) == 1
        ? { _ = Descriptor.standardError.write(Array("\r\u{1B}[K\($0)".utf8)[...]) } : nil,
      waitForChanges: {
        Interruption.listen()
        if !Interruption.isRequested { usleep(300_000) }
        return !Interruption.isRequested
      },
      readPiece: readPiece, hasInput: hasInput,
      writePiece: { Descriptor.standardOutput.write($0[...]) })
  }

  /// Waits for bytes and takes those that are there.
  private static func readPiece(limit: Int) -> [UInt8] {
    Interruption.listen()
    return [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
      while filled < limit, !Interruption.isRequested {
        // Once there is something, only what can be had without waiting is added. Waiting ends now and
        // then, for a signal that comes just before it would not end it.
        guard hasInput(within: filled > 0 ? 0 : 500) else {
          if filled > 0 { break }
          continue
        }
        let rest = UnsafeMutableRawBufferPointer(buffer)[filled...]
        let count = Descriptor.standardInput.read(
          into: UnsafeMutableRawBufferPointer(rebasing: rest))
        if count < 0, errno == EINTR { continue }
        if count <= 0 { break }
        filled += count
      }
    }
  }

  private static func hasInput() -> Bool { hasInput(within: 0) }

  /// Whether bytes, or their end, come within some milliseconds.
  private static func hasInput(within wait: Int32) -> Bool {
    var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, wait) > 0
  }

  private static func readAll(limit: Int) -> [UInt8]? {
    let bytes = (try? Descriptor.standardInput.readAll(limit: limit)) ?? []
    return bytes.count > limit ? nil : bytes
  }
}
