package import PolicyDiagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads files whole, refusing what is too large or no file before a byte of it is read.
package enum FileReader {
  /// The most bytes of a policy or suite.
  package static let documentLimit = 1 << 20

  /// Reads a regular file.
  ///
  /// A directory, pipe, socket or device is refused without being opened.
  ///
  /// - Parameters:
  ///   - path: The file; it becomes the name of the source as it is given here.
  ///   - limit: The most bytes that are read.
  package static func read(
    _ path: String, limit: Int = documentLimit
  ) throws(FileError) -> SourceFile {
    try FileStatus(path).requireFile(path, limit: limit)
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, number: errno) }
    defer { close(descriptor) }
    // Another file may have taken its place meanwhile.
    try FileStatus(descriptor, path).requireFile(path, limit: limit)
    return SourceFile(name: path, bytes: try bytes(of: descriptor, path, limit: limit))
  }

  /// Reads standard input to its end.
  ///
  /// - Parameters:
  ///   - name: The name of the source.
  ///   - limit: The most bytes that are read.
  package static func readStandardInput(
    name: String = "<stdin>", limit: Int = documentLimit
  ) throws(FileError) -> SourceFile {
    SourceFile(name: name, bytes: try bytes(of: STDIN_FILENO, name, limit: limit))
  }

  /// Reads until the end, or until there is more than is allowed.
  private static func bytes(
    of descriptor: Int32, _ path: String, limit: Int
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = buffer.withUnsafeMutableBytes { Self.read(descriptor, into: $0) }
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw FileError(path: path, number: errno)
      }
      bytes += buffer[..<count]
      guard bytes.count <= limit else { throw FileError(path: path, .tooLarge(nil, limit: limit)) }
    }
  }

  private static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
      Musl.read(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Darwin)
      Darwin.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }
}

/// Why a file or directory cannot be read.
package struct FileError: Error, Hashable {
  /// The kinds of reasons.
  package enum Reason: Hashable, Sendable {
    /// The system refuses; the number is its `errno`.
    case system(Int32)
    /// It is something else than a file, such as a directory.
    case notAFile(String)
    /// It has more bytes than allowed; the number is `nil` if only that is known.
    case tooLarge(Int?, limit: Int)
    /// The path has a zero byte or nothing at all in it.
    case invalidPath
  }

  /// The path as it was given.
  package let path: String
  /// Why.
  package let reason: Reason

  init(path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  init(path: String, number: Int32) { self.init(path: path, .system(number)) }

  /// Whether nothing is there.
  package var isAbsence: Bool { reason == .system(ENOENT) }

  /// What is wrong, in one line.
  package var message: String {
    let name = quotedForDisplay(path)
    return switch reason {
    case .system(ENOENT): "there is no file or directory \(name)"
    case .system(EACCES): "\(name) may not be read by this user"
    case .system(let number):
      "\(name) cannot be read: \(String(cString: strerror(number)).lowercased())"
    case .notAFile(let kind): "\(name) is \(kind), not a file"
    case .tooLarge(let size?, let limit):
      "\(name) has \(size) bytes and is not read, the limit is \(limit)"
    case .tooLarge(nil, let limit): "\(name) has more than \(limit) bytes and is not read"
    case .invalidPath: "\(name) is no path"
    }
  }

  /// The error as a diagnostic at the beginning of the file.
  package var diagnostic: Diagnostic {
    let code: DiagnosticCode =
      if case .tooLarge = reason { .resourceLimit } else { .unreadableFile }
    let file = SourceFile(name: path, bytes: [])
    return Diagnostic(code, .error, message, at: SourceLocation(file, SourceRange(0, 0)))
  }
}
