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
  ///   - root: The folder outside of which nothing is read; `nil` for a file that the user named.
  package static func read(
    _ path: String, limit: Int = documentLimit, within root: RootFolder? = nil
  ) throws(FileError) -> SourceFile {
    guard root?.contains(path) ?? true else { throw FileError(path: path, .outside) }
    try FileStatus(path).requireFile(path, limit: limit)
    let descriptor = System.open(path, O_RDONLY | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(path: path, number: errno) }
    defer { close(descriptor) }
    // Another file may have taken its place meanwhile.
    try FileStatus(descriptor, path).requireFile(path, limit: limit)
    return SourceFile(name: path, bytes: try bytes(of: descriptor, path, limit: limit))
  }

  /// Reads until the end, or until there is more than is allowed.
  private static func bytes(
    of descriptor: Int32, _ path: String, limit: Int
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = buffer.withUnsafeMutableBytes { System.read(descriptor, into: $0) }
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw FileError(path: path, number: errno)
      }
      bytes += buffer[..<count]
      guard bytes.count <= limit else { throw FileError(path: path, .tooLarge(nil, limit: limit)) }
    }
  }
}
