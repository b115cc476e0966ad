#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Another program, run to its end: with words, never through a shell, and with nothing to read.
struct ChildProcess {
  /// Why it did not run.
  enum Failure: Error {
    /// There is no such program.
    case missing
    /// The system refuses; the number is its `errno`.
    case system(Int32)
    /// It wrote more than was allowed.
    case tooMuch
  }

  /// How it ended: its exit status, or 128 and the number of the signal that ended it.
  let status: Int32
  let output: [UInt8]
  let errors: [UInt8]

  /// Runs a program that is looked for in `PATH`.
  ///
  /// - Parameters:
  ///   - words: The program and its arguments.
  ///   - environment: All that it sees of the environment, each as `NAME=VALUE`.
  ///   - limit: The most bytes that it may write.
  init(_ words: [String], environment: [String], limit: Int) throws(Failure) {
    let output = try Self.pipe()
    guard let errors = try? Self.pipe() else {
      output.close()
      throw .system(EMFILE)
    }
    defer { (output.reader >= 0 ? [output.reader] : []).forEach { _ = System.close($0) } }
    defer { _ = System.close(errors.reader) }
    let process: pid_t
    do throws(Failure) {
      process = try Self.start(words, environment, output.writer, errors.writer)
    } catch {
      _ = System.close(output.writer)
      _ = System.close(errors.writer)
      throw error
    }
    _ = System.close(output.writer)
    _ = System.close(errors.writer)
    let written = Self.read(output.reader, errors.reader, limit: limit)
    if written == nil { kill(process, SIGKILL) }
    var code: Int32 = 0
    while waitpid(process, &code, 0) < 0, errno == EINTR {}
    guard let written else { throw .tooMuch }
    (self.output, self.errors) = (written.output, written.errors)
    status = code & 0x7F == 0 ? code >> 8 & 0xFF : 128 + (code & 0x7F)
  }

  private struct Ends {
    let reader: Int32
    let writer: Int32

    func close() {
      _ = System.close(reader)
      _ = System.close(writer)
    }
  }

  private static func pipe() throws(Failure) -> Ends {
    var ends: [Int32] = [-1, -1]
    guard System.pipe(&ends) == 0, ends.count == 2 else { throw .system(errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return Ends(reader: ends[0], writer: ends[1])
  }

  private static func start(
    _ words: [String], _ environment: [String], _ output: Int32, _ errors: Int32
  ) throws(Failure) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    var process: pid_t = 0
    let number = withPointers(to: words) { words in
      withPointers(to: environment) { environment in
        words.first.flatMap { $0 }.map {
          posix_spawnp(&process, $0, &actions, nil, words + [nil], environment + [nil])
        } ?? EINVAL
      }
    }
    guard number == 0 else { throw number == ENOENT ? .missing : .system(number) }
    return process
  }

  /// Hands texts to a call as the C library has them.
  private static func withPointers<Result>(
    to texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = texts.map { PathText.withBytes(of: $0) { strdup($0) } }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers)
  }

  /// Reads two pipes to their ends; `nil` if more comes than is allowed.
  private static func read(
    _ output: Int32, _ errors: Int32, limit: Int
  ) -> (output: [UInt8], errors: [UInt8])? {
    var places = [output, errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    var texts: [[UInt8]] = [[], []]
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while places.contains(where: { $0.fd >= 0 }) {
      // One that is at its end is passed over, as its number is negative then.
      guard poll(&places, nfds_t(places.count), -1) >= 0 || errno == EINTR else { return nil }
      for index in places.indices where places[index].fd >= 0 && places[index].revents != 0 {
        let count = buffer.withUnsafeMutableBytes { System.read(places[index].fd, into: $0) }
        if count > 0 {
          texts[index] += buffer[..<count]
          guard texts[index].count <= limit else { return nil }
        } else if count == 0 || errno != EINTR {
          places[index].fd = -1
        }
      }
    }
    return (texts[0], texts[1])
  }
}
