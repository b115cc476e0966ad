#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the system tells about a file without reading it.
package struct FileStatus: Sendable {
  /// Which file it is, whatever its name.
  package struct Identity: Hashable, Sendable {
    var device: UInt64
    var number: UInt64
  }

  /// Which file it is.
  package let identity: Identity
  /// The size in bytes.
  let size: Int
  /// When its bytes last changed, as the system keeps it.
  let modified: [UInt8]
  /// Who owns it.
  let owner: (user: uid_t, group: gid_t)
  /// What may be done with it, and by whom.
  let permissions: mode_t
  /// How many names it has.
  let names: Int
  private let kind: mode_t

  /// Looks at a path, following links.
  init(_ path: String) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw FileError(path: path, .invalidPath) }
    var status = stat()
    guard System.status(of: path, &status) == 0 else { throw FileError(path: path, number: errno) }
    self.init(status)
  }

  /// Looks at an open file.
  init(_ descriptor: Int32, _ path: String) throws(FileError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(path: path, number: errno) }
    self.init(status)
  }

  private init(_ status: stat) {
    identity = Identity(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      number: UInt64(truncatingIfNeeded: status.st_ino))
    size = Int(status.st_size)
    kind = status.st_mode & S_IFMT
    owner = (status.st_uid, status.st_gid)
    permissions = status.st_mode & 0o7777
    names = Int(status.st_nlink)
    modified = System.modified(status)
  }

  /// Whether it is a directory.
  var isDirectory: Bool { kind == S_IFDIR }

  /// Throws unless it is a file of at most so many bytes.
  func requireFile(
    _ path: String, limit: Int = .max, for access: FileError.Access = .reading
  ) throws(FileError) {
    guard kind == S_IFREG else { throw FileError(path: path, .notAFile(kindName), access) }
    guard size <= limit else { throw FileError(path: path, .tooLarge(size, limit: limit)) }
  }

  private var kindName: String {
    switch kind {
    case S_IFDIR: "a directory"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    case S_IFCHR, S_IFBLK: "a device"
    default: "something else"
    }
  }
}
