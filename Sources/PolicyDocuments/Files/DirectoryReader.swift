#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Finds files under paths that people name.
package struct DirectoryReader {
  /// A file that was found.
  package struct Found {
    /// The path to it: as it was named, or below the directory that was.
    package let path: String
    /// The directory named by the user under which it was found; `nil` if it was named itself.
    package let root: String?
    /// What the system tells about it.
    package let status: FileStatus
  }

  /// What was found, in the order of the paths and, below a directory, of the names.
  package private(set) var files: [Found] = []
  /// What could not be read.
  package private(set) var errors: [FileError] = []
  /// The directories that were named and have no such file in them.
  package private(set) var emptyRoots: [String] = []

  private let extensions: [String]
  private let folder: RootFolder?
  private var seen: Set<FileStatus.Identity> = []

  /// How deep directories may be nested.
  private static let depthLimit = 64

  /// Finds files: those named, and those with certain endings below the directories named.
  ///
  /// Names that begin with a dot are passed over below directories. A file reached by several ways is
  /// found once, and so is a directory.
  ///
  /// - Parameters:
  ///   - paths: Files and directories.
  ///   - extensions: The endings, without the dot.
  ///   - root: The folder outside of which no file is taken; `nil` for what the user named.
  package init(
    _ paths: [String], extensions: [String] = ["yaml", "yml"], within root: RootFolder? = nil
  ) {
    self.extensions = extensions
    folder = root
    for path in paths { visit(named: path) }
  }

  private mutating func visit(named path: String) {
    do throws(FileError) {
      guard folder?.contains(path) ?? true else { throw FileError(path: path, .outside) }
      let status = try FileStatus(path)
      guard status.isDirectory else {
        if seen.insert(status.identity).inserted {
          files.append(Found(path: path, root: nil, status: status))
        }
        return
      }
      if !visit(directory: path, status, root: path, depth: 0) { emptyRoots.append(path) }
    } catch {
      errors.append(error)
    }
  }

  /// Finds what is below a directory; `false` if nothing is there that could be a policy.
  private mutating func visit(
    directory path: String, _ status: FileStatus, root: String, depth: Int
  ) -> Bool {
    guard seen.insert(status.identity).inserted, depth < Self.depthLimit else { return true }
    var names: [String] = []
    do throws(FileError) {
      names = try Self.names(in: path)
    } catch {
      errors.append(error)
      return true
    }
    var isFruitful = false
    for name in names {
      let inner = path.hasSuffix("/") ? path + name : path + "/" + name
      do throws(FileError) {
        let status = try FileStatus(inner)
        if status.isDirectory {
          isFruitful = visit(directory: inner, status, root: root, depth: depth + 1) || isFruitful
        } else if isWanted(name) {
          isFruitful = true
          guard seen.insert(status.identity).inserted else { continue }
          guard folder?.contains(inner) ?? true else { throw FileError(path: inner, .outside) }
          files.append(Found(path: inner, root: root, status: status))
        }
      } catch {
        // A link that leads nowhere matters only where it looks like a policy.
        guard isWanted(name) else { continue }
        isFruitful = true
        errors.append(error)
      }
    }
    return isFruitful
  }

  private func isWanted(_ name: String) -> Bool { FilePath.isName(name, endingIn: extensions) }

  /// Whether a path is a directory with nothing in it, but for names that begin with a dot.
  package static func isEmptyFolder(_ path: String) -> Bool {
    (try? names(in: path))?.isEmpty ?? false
  }

  /// The names in a directory, in the order of their bytes, without those that begin with a dot.
  private static func names(in path: String) throws(FileError) -> [String] {
    guard let directory = PathText.withBytes(of: path, { opendir($0) }) else {
      throw FileError(path: path, number: errno)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(
          to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)
        ) {
          PathText.text(of: $0)
        }
      }
      if name.utf8.first != UInt8(ascii: ".") { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
