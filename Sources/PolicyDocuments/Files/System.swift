#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The calls of the C library, each under one name whatever the library is called, with names of files
/// as ``PathText`` holds them.
///
/// Calls answer as the library does: a negative number for a failure, with the reason in `errno`.
package enum System {
  // MARK: Descriptors

  /// Reads what is there, at most as much as there is room.
  package static func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
  ) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
      Musl.read(descriptor, buffer.baseAddress, buffer.count)
    #else
      Darwin.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }

  /// Writes all bytes, waiting where it has to.
  ///
  /// - Returns: 0, or the number of what went wrong.
  package static func writeAll(_ bytes: some Sequence<UInt8>, to descriptor: Int32) -> Int32 {
    bytes.withContiguousStorageIfAvailable { writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
      ?? Array(bytes).withUnsafeBytes { writeAll($0, to: descriptor) }
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
      let count = write(descriptor, rest)
      if count > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      } else if count == 0 {
        return EIO
      } else if errno == EAGAIN || errno == EWOULDBLOCK {
        // Whoever began this process made the other end one that does not wait.
        var place = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        if poll(&place, 1, -1) < 0, errno != EINTR { return errno }
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }

  /// Opens a file; a child process never inherits it.
  ///
  /// - Parameter permissions: What a new file may be used for, less what the process takes away.
  package static func open(_ path: String, _ flags: Int32, permissions: Int = 0) -> Int32 {
    let mode = mode_t(truncatingIfNeeded: permissions)
    return PathText.withBytes(of: path) { bytes in
      #if canImport(Glibc)
        Glibc.open(bytes, flags | O_CLOEXEC, mode)
      #elseif canImport(Musl)
        Musl.open(bytes, flags | O_CLOEXEC, mode)
      #else
        Darwin.open(bytes, flags | O_CLOEXEC, mode)
      #endif
    }
  }

  /// Closes a descriptor.
  static func close(_ descriptor: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.close(descriptor)
    #elseif canImport(Musl)
      Musl.close(descriptor)
    #else
      Darwin.close(descriptor)
    #endif
  }

  /// Makes a pipe; its end to read from comes first.
  static func pipe(_ ends: inout [Int32]) -> Int32 {
    #if canImport(Glibc)
      Glibc.pipe(&ends)
    #elseif canImport(Musl)
      Musl.pipe(&ends)
    #else
      Darwin.pipe(&ends)
    #endif
  }

  /// A variable of the environment, whatever its bytes; `nil` if it is not set.
  static func variable(_ name: String) -> String? { getenv(name).map { PathText.text(of: $0) } }

  // MARK: Names

  /// What a path leads to, or with `followingLinks` off what stands there itself.
  static func status(
    of path: String, followingLinks: Bool = true, _ result: inout stat
  ) -> Int32 {
    PathText.withBytes(of: path) { followingLinks ? stat($0, &result) : lstat($0, &result) }
  }

  /// The path with every link and detour resolved; `nil` if nothing is there.
  static func resolved(_ path: String) -> String? {
    guard !path.utf8.contains(0) else { return nil }
    return PathText.withBytes(of: path) { bytes in
      guard let real = realpath(bytes, nil) else { return nil }
      defer { free(real) }
      return PathText.text(of: real)
    }
  }

  /// Whether this user may do something with a file, such as `W_OK`.
  static func mayAccess(_ path: String, _ mode: Int32) -> Bool {
    PathText.withBytes(of: path) { access($0, mode) } == 0
  }

  static func makeDirectory(_ path: String) -> Int32 {
    PathText.withBytes(of: path) { mkdir($0, 0o777) }
  }

  static func removeDirectory(_ path: String) -> Int32 {
    PathText.withBytes(of: path) { rmdir($0) }
  }

  static func remove(_ path: String) -> Int32 { PathText.withBytes(of: path) { unlink($0) } }

  static func rename(_ old: String, to new: String) -> Int32 {
    PathText.withBytes(of: old) { old in
      PathText.withBytes(of: new) { new in
        #if canImport(Glibc)
          Glibc.rename(old, new)
        #elseif canImport(Musl)
          Musl.rename(old, new)
        #else
          Darwin.rename(old, new)
        #endif
      }
    }
  }

  /// Gives a file a second name, which fails if there is such a name.
  static func link(_ old: String, as new: String) -> Int32 {
    PathText.withBytes(of: old) { old in
      PathText.withBytes(of: new) { linkat(AT_FDCWD, old, AT_FDCWD, $0, AT_SYMLINK_FOLLOW) }
    }
  }

  /// A file without a name in a directory, which is gone when its descriptor is closed; negative
  /// where the system or the file system has none.
  static func openNameless(in directory: String) -> Int32 {
    #if os(Linux)
      // `O_TMPFILE`, which is too complex a macro for Swift to see.
      open(directory, 0o20_000_000 | O_DIRECTORY | O_WRONLY, permissions: 0o666)
    #else
      -1
    #endif
  }

  /// Makes room for so many bytes, as far as the system can; 0, or the number of what went wrong.
  static func reserve(_ count: Int, in descriptor: Int32) -> Int32 {
    #if os(Linux)
      guard count > 0 else { return 0 }
      let number = posix_fallocate(descriptor, 0, off_t(count))
      return number == EOPNOTSUPP || number == EINVAL ? 0 : number
    #else
      return 0
    #endif
  }

  /// When the bytes of a file last changed, as the system keeps it.
  static func modified(_ status: stat) -> [UInt8] {
    #if canImport(Darwin)
      withUnsafeBytes(of: status.st_mtimespec) { Array($0) }
    #else
      withUnsafeBytes(of: status.st_mtim) { Array($0) }
    #endif
  }

  /// What a number of `errno` means, for a message.
  package static func meaning(of number: Int32) -> String {
    String(cString: strerror(number)).lowercased()
  }

  // MARK: Signals

  /// Calls a function when a signal comes.
  ///
  /// - Parameter isOnce: Whether a second signal of the kind does what it does without this.
  package static func onSignal(
    _ number: Int32, once isOnce: Bool, _ body: @escaping @convention(c) (Int32) -> Void
  ) {
    var action = sigaction()
    #if canImport(Darwin)
      action.__sigaction_u.__sa_handler = body
    #else
      action.__sigaction_handler.sa_handler = body
    #endif
    // Reading is not begun again after the signal.
    action.sa_flags = isOnce ? Int32(truncatingIfNeeded: SA_RESETHAND) : 0
    sigaction(number, &action, nil)
  }

  /// Makes a signal do nothing, or again what it does by default.
  package static func ignoreSignal(_ number: Int32, _ isIgnored: Bool = true) {
    let action = isIgnored ? SIG_IGN : SIG_DFL
    #if canImport(Glibc)
      _ = Glibc.signal(number, action)
    #elseif canImport(Musl)
      _ = Musl.signal(number, action)
    #else
      _ = Darwin.signal(number, action)
    #endif
  }

  /// Does something during which no signal is heard; what came meanwhile acts afterwards.
  static func withSignalsHeld<Result>(_ body: () -> Result) -> Result {
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return body()
  }
}
