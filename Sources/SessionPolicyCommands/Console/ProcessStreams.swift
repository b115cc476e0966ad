import PolicyDocuments
import PolicyTime
import SessionPolicy

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension SessionPolicyCommand {
  /// The words that the process was called with, whatever their bytes.
  public static func words() -> [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { CommandLine.unsafeArgv[$0] }
      .map { PathText.text(of: $0) }
  }
}

extension Console {
  /// The process's own streams and clock; colour on a terminal unless `NO_COLOR` is set.
  ///
  /// From here on a reader that has gone and a file that may not grow are errors, no signals.
  public static func standard() -> Console {
    ProcessOutput.fillGaps()
    System.ignoreSignal(SIGPIPE)
    System.ignoreSignal(SIGXFSZ)
    return Console(
      input: ProcessInput(), output: ProcessOutput(STDOUT_FILENO),
      errors: ProcessOutput(STDERR_FILENO), surroundings: ProcessSurroundings(),
      isColored: isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil,
      showsProgress: isatty(STDERR_FILENO) == 1)
  }

  /// Ends the process as a command ended, or by the signal that ended it.
  public func leave(_ status: ExitStatus) -> Never {
    Interruption.finish()
    if failure?.isReaderGone ?? false {
      // As every program ends whose reader has gone, for a shell that looks.
      System.ignoreSignal(SIGPIPE, false)
      raise(SIGPIPE)
    }
    exit(status.rawValue)
  }
}

/// Standard input.
private final class ProcessInput: CommandInput {
  private var isAtEnd = false

  func read(_ limit: Int) throws(StreamError) -> [UInt8]? {
    guard !isAtEnd else { return [] }
    var number: Int32 = 0
    var isIdle = false
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
      while filled < limit, !Interruption.isRequested {
        // Once there is something, only what can be had without waiting is added. Waiting ends now and
        // then, for a signal that comes just before it would not end it.
        guard isReady(within: filled > 0 ? 0 : 500) else {
          isIdle = filled == 0
          break
        }
        let rest = UnsafeMutableRawBufferPointer(buffer)[filled...]
        let count = System.read(STDIN_FILENO, into: UnsafeMutableRawBufferPointer(rebasing: rest))
        if count < 0, errno == EINTR { continue }
        if count < 0 { number = errno }
        isAtEnd = count <= 0
        if isAtEnd { break }
        filled += count
      }
    }
    guard number == 0 || !bytes.isEmpty else {
      throw StreamError("standard input cannot be read: \(System.meaning(of: number))")
    }
    return isIdle ? nil : bytes
  }

  var isReady: Bool { isReady(within: 0) }

  /// Whether bytes, or their end, come within some milliseconds.
  private func isReady(within wait: Int32) -> Bool {
    var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, wait) > 0
  }
}

/// Standard output or standard error.
private final class ProcessOutput: CommandOutput {
  private let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  func write(_ bytes: [UInt8]) throws(StreamError) {
    try check(System.writeAll(bytes, to: descriptor))
  }

  func finish() throws(StreamError) {
    // Some file systems tell only now that there is no room.
    try check(close(descriptor) == 0 ? 0 : errno)
  }

  private func check(_ number: Int32) throws(StreamError) {
    guard number != 0 else { return }
    let reason = number == EBADF ? "it is closed" : System.meaning(of: number)
    throw StreamError(
      "standard output cannot be written: \(reason)", isReaderGone: number == EPIPE)
  }

  /// Puts something that can be neither read nor written where a standard stream is closed, for the
  /// next file to be opened would take its place.
  static func fillGaps() {
    for (descriptor, flags) in [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY),
    ] where fcntl(descriptor, F_GETFD) < 0 {
      _ = System.open("/dev/null", flags)
    }
  }
}

/// The clock and the signals of the process.
private final class ProcessSurroundings: Surroundings {
  var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec)) ?? .maximum
  }

  func waitForChanges() -> Bool {
    if !Interruption.isRequested { usleep(300_000) }
    return !Interruption.isRequested
  }

  func beginLongWork(isReloadable: Bool) {
    Interruption.listen()
    if isReloadable { Interruption.listenForReload() }
  }

  var isInterrupted: Bool { Interruption.isRequested }

  func takeReloadRequest() -> Bool { Interruption.takeReloadRequest() }
}
