#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes files whole: a reader sees the old text or the new one, never a part, and an end in the
/// middle leaves nothing behind.
///
/// The new text goes into another file beside the old one, to the disk, and then takes its name. That
/// file has no name before it is whole, where the system can do so; elsewhere signals are held for as
/// long as it has one. Only a file with several names, or of an owner that cannot be given, is
/// written in place, for its other names and its owner would be lost; the room that it needs is taken
/// before the first byte is changed.
package enum FileWriter {
  /// Puts bytes into a file, which keeps its owner, permissions and names; a link stays a link.
  ///
  /// Only files are written, never a pipe, a device or a directory, and through links only files of the
  /// same folder or of the one where the process runs.
  ///
  /// - Throws: ``FileError`` if the file cannot be written; the old text then stays.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    guard let target = try target(of: path) else { return try create(bytes, path) }
    let status = try status(target, of: path)
    try status.requireFile(path, for: .writing)
    guard System.mayAccess(target, W_OK) else {
      throw FileError(path: path, number: errno, .writing)
    }
    let number = System.withSignalsHeld { replace(target, status, bytes) }
    if number != 0 { throw FileError(path: path, number: number, .writing) }
  }

  /// Whether anything is there, be it a link that leads nowhere.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return System.status(of: path, followingLinks: false, &status) == 0
  }

  /// Puts bytes into files that are not there yet, and makes the directories on the way to them.
  ///
  /// A signal that comes meanwhile acts when all are there.
  ///
  /// - Throws: ``FileError`` if one of them cannot be written; then none is there.
  package static func writeNew(_ files: [(path: String, bytes: [UInt8])]) throws(FileError) {
    let result = System.withSignalsHeld { () -> Result<Void, FileError> in
      do throws(FileError) {
        return .success(try writeAll(files))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  private static func writeAll(_ files: [(path: String, bytes: [UInt8])]) throws(FileError) {
    var made: [(path: String, isDirectory: Bool)] = []
    do throws(FileError) {
      for file in files {
        try makeFolders(above: file.path, &made)
        try create(file.bytes, file.path)
        made.append((file.path, false))
      }
    } catch {
      for item in made.reversed() {
        _ = item.isDirectory ? System.removeDirectory(item.path) : System.remove(item.path)
      }
      throw error
    }
  }

  private static func makeFolders(
    above path: String, _ made: inout [(path: String, isDirectory: Bool)]
  ) throws(FileError) {
    for index in path.indices where path[index] == "/" && index != path.startIndex {
      let directory = String(path[..<index])
      guard !directory.hasSuffix("/") else { continue }
      if System.makeDirectory(directory) == 0 {
        made.append((directory, true))
      } else if errno != EEXIST, errno != EISDIR {
        // On a system that may only be read, what is there is told from what is not by looking.
        let number = errno
        guard exists(directory) else { throw FileError(path: directory, number: number, .writing) }
      }
    }
  }

  // MARK: Where to

  /// The file that a path leads to, through links; `nil` if nothing is there.
  private static func target(of path: String) throws(FileError) -> String? {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw FileError(path: path, .invalidPath, .writing)
    }
    var status = stat()
    guard System.status(of: path, followingLinks: false, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw FileError(path: path, number: errno, .writing)
    }
    guard status.st_mode & S_IFMT == S_IFLNK else { return path }
    guard let real = FilePath.resolved(path) else {
      throw FileError(path: path, .notAFile("a link that leads nowhere"), .writing)
    }
    guard RootFolder(FilePath.folder(of: path)).contains(real) || RootFolder(".").contains(real)
    else { throw FileError(path: path, .leadsOut(real), .writing) }
    return real
  }

  private static func status(_ target: String, of path: String) throws(FileError) -> FileStatus {
    do throws(FileError) {
      return try FileStatus(target)
    } catch {
      throw FileError(path: path, error.reason, .writing)
    }
  }

  // MARK: Writing

  private static func create(_ bytes: [UInt8], _ path: String) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw FileError(path: path, .invalidPath, .writing)
    }
    let number = System.withSignalsHeld {
      guard let temporary = Temporary(beside: path) else { return errno }
      let number = temporary.fill(bytes, owner: nil, permissions: nil)
      return number == 0 ? temporary.take(newName: path) : temporary.discard(number)
    }
    if number != 0 { throw FileError(path: path, number: number, .writing) }
  }

  private static func replace(_ path: String, _ status: FileStatus, _ bytes: [UInt8]) -> Int32 {
    guard status.names == 1 else { return overwrite(path, status, bytes) }
    guard let temporary = Temporary(beside: path) else { return errno }
    let number = temporary.fill(bytes, owner: status.owner, permissions: status.permissions)
    if number == EPERM {
      _ = temporary.discard(0)
      return overwrite(path, status, bytes)
    }
    return number == 0 ? temporary.take(nameOf: path) : temporary.discard(number)
  }

  /// Writes in place.
  private static func overwrite(_ path: String, _ status: FileStatus, _ bytes: [UInt8]) -> Int32 {
    let descriptor = System.open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return errno }
    // Another file may have taken its place meanwhile.
    guard (try? FileStatus(descriptor, path))?.identity == status.identity else {
      close(descriptor)
      return EBUSY
    }
    var number = System.reserve(bytes.count, in: descriptor)
    if number == 0 { number = System.writeAll(bytes, to: descriptor) }
    if number == 0, ftruncate(descriptor, off_t(bytes.count)) != 0 { number = errno }
    if number == 0, fsync(descriptor) != 0 { number = errno }
    if close(descriptor) != 0, number == 0 { number = errno }
    return number
  }
}

/// A file that will take the place of another, or be one that is new.
private struct Temporary {
  private let descriptor: Int32
  /// Its own name; `nil` as long as it has none.
  private let name: String?
  private let folder: String

  /// Makes one in the folder of another file; `nil` if that fails, with the reason in `errno`.
  init?(beside path: String) {
    folder = FilePath.folder(of: path)
    let nameless = System.openNameless(in: folder)
    if nameless >= 0 {
      (descriptor, name) = (nameless, nil)
      return
    }
    let own = Self.freeName(in: folder)
    descriptor = System.open(own, O_WRONLY | O_CREAT | O_EXCL, permissions: 0o666)
    name = own
    guard descriptor >= 0 else { return nil }
  }

  /// A name that nobody has, and that is no policy's.
  private static func freeName(in folder: String) -> String {
    folder + "/.session-policy-\(getpid())-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
  }

  /// Writes everything to the disk; 0, or the number of what went wrong.
  func fill(_ bytes: [UInt8], owner: (user: uid_t, group: gid_t)?, permissions: mode_t?) -> Int32 {
    let number = System.writeAll(bytes, to: descriptor)
    guard number == 0 else { return number }
    if let owner, owner != (geteuid(), getegid()), fchown(descriptor, owner.user, owner.group) != 0
    {
      return EPERM
    }
    // After the owner, for a change of owner takes some permissions away.
    if let permissions, fchmod(descriptor, permissions) != 0 { return errno }
    return fsync(descriptor) == 0 ? 0 : errno
  }

  /// Becomes a file that was not there; 0, or the number of what went wrong.
  func take(newName path: String) -> Int32 {
    let link = System.link(name ?? ownDescriptor, as: path)
    return discard(link == 0 ? 0 : errno)
  }

  /// Takes the place of a file; 0, or the number of what went wrong.
  func take(nameOf path: String) -> Int32 {
    let own = name ?? Self.freeName(in: folder)
    if name == nil, System.link(ownDescriptor, as: own) != 0 { return discard(errno) }
    guard System.rename(own, to: path) == 0 else {
      let number = errno
      _ = System.remove(own)
      return discard(number)
    }
    close(descriptor)
    return 0
  }

  /// Closes the file and takes its own name away; gives a number back.
  func discard(_ number: Int32) -> Int32 {
    if let name { _ = System.remove(name) }
    let closing = close(descriptor) == 0 ? 0 : errno
    return number == 0 ? closing : number
  }

  /// How the system names an open file, for one that has no other name.
  private var ownDescriptor: String { "/proc/self/fd/\(descriptor)" }
}
