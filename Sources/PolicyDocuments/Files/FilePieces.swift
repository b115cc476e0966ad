#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is read piece by piece, for as long as this lives: files that are larger than memory, and
/// pipes.
package final class FilePieces {
  private let descriptor: Int32
  private let path: String

  /// Opens a file or a pipe.
  package init(_ path: String) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw FileError(path: path, .invalidPath) }
    if try FileStatus(path).isDirectory { throw FileError(path: path, .notAFile("a directory")) }
    descriptor = System.open(path, O_RDONLY)
    self.path = path
    guard descriptor >= 0 else { throw FileError(path: path, number: errno) }
  }

  deinit { if descriptor >= 0 { _ = System.close(descriptor) } }

  /// Waits for bytes and takes those that are there, at most so many; none at the end.
  package func read(_ limit: Int) throws(FileError) -> [UInt8] {
    var number: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      while true {
        let read = System.read(descriptor, into: UnsafeMutableRawBufferPointer(buffer))
        if read >= 0 {
          count = read
          return
        }
        if errno == EINTR { continue }
        number = errno
        return
      }
    }
    if number != 0 { throw FileError(path: path, number: number) }
    return bytes
  }
}
