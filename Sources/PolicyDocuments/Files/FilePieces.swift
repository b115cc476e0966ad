#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is read piece by piece, for as long as this lives: files may be larger than memory.
package final class FilePieces {
  private let descriptor: Int32
  private let path: String

  /// Opens a file, never a pipe or a device.
  package init(_ path: String) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw FileError(path: path, .invalidPath) }
    // Who opens a pipe that nobody writes would wait for ever.
    descriptor = System.open(path, O_RDONLY | O_NONBLOCK)
    self.path = path
    guard descriptor >= 0 else { throw FileError(path: path, number: errno) }
    do throws(FileError) {
      try FileStatus(descriptor, path).requireFile(path)
    } catch {
      _ = System.close(descriptor)
      throw error
    }
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
