#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes files whole: a reader sees the old text or the new one, never a part.
package enum FileWriter {
  /// Puts bytes into a file, which keeps its permissions; a new one gets the usual ones.
  ///
  /// - Throws: ``FileError`` if the directory or the file cannot be written; the old text then stays.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let target = resolved(path)
    var pattern = Array((target + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&pattern)
    guard descriptor >= 0 else { throw FileError(path: path, number: errno) }
    let temporary = pattern.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
    var number: Int32 = 0
    if !Descriptor(descriptor).write(bytes[...]) || fchmod(descriptor, mode(of: target)) != 0 {
      number = errno
    }
    if close(descriptor) != 0, number == 0 { number = errno }
    if number == 0, rename(temporary, target) != 0 { number = errno }
    guard number != 0 else { return }
    unlink(temporary)
    throw FileError(path: path, number: number)
  }

  /// Whether anything is there.
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Puts bytes into a file that is not there yet, and makes the directories on the way to it.
  package static func writeNew(_ bytes: [UInt8], to path: String) throws(FileError) {
    for index in path.indices where path[index] == "/" && index != path.startIndex {
      let directory = String(path[..<index])
      guard !exists(directory) else { continue }
      guard mkdir(directory, 0o755) == 0 || errno == EEXIST else {
        throw FileError(path: directory, number: errno)
      }
    }
    try write(bytes, to: path)
  }

  /// The file that a path leads to, through links; the path itself for a new file.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func mode(of path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0o644
  }
}
