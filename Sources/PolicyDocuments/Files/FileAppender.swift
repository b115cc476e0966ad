#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file to whose end lines are added, for as long as it lives: a log of records.
///
/// A new one may be read by its owner alone. Lines that are added at once stand together, whoever else
/// adds lines at the same time.
package final class FileAppender {
  private let descriptor: Int32
  private let path: String

  /// Opens a file, or makes it; only files are taken, never a pipe or a device.
  package init(_ path: String) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw FileError(path: path, .invalidPath, .writing)
    }
    // Who opens a pipe that nobody reads would wait for ever.
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK
    descriptor = System.open(path, flags, permissions: 0o600)
    self.path = path
    guard descriptor >= 0 else {
      let number = errno
      if let status = try? FileStatus(path) { try status.requireFile(path, for: .writing) }
      throw FileError(path: path, number: number, .writing)
    }
    let status: FileStatus
    do throws(FileError) {
      status = try FileStatus(descriptor, path)
      try status.requireFile(path, for: .writing)
    } catch {
      _ = System.close(descriptor)
      throw error
    }
  }

  deinit { if descriptor >= 0 { _ = System.close(descriptor) } }

  /// Adds whole lines.
  package func append(_ bytes: [UInt8]) throws(FileError) {
    let number = System.writeAll(bytes, to: descriptor)
    if number != 0 { throw FileError(path: path, number: number, .writing) }
  }
}
