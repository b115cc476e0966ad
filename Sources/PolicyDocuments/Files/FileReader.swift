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
    do throws(SystemError) {
      let bytes = try Descriptor(descriptor).readAll(limit: limit)
      guard bytes.count > limit else { return SourceFile(name: path, bytes: bytes) }
    } catch {
      throw FileError(path: path, number: error.number)
    }
    throw FileError(path: path, .tooLarge(nil, limit: limit))
  }
}
