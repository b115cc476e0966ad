import PolicyDiagnostics

/// The folder that what files name never leaves.
///
/// Links are followed before it is asked, so that none leads out.
package struct RootFolder: Sendable {
  /// The folder with every link resolved; `nil` if it cannot be found.
  private let root: String?

  /// A folder; one that cannot be found has nothing in it.
  package init(_ path: String) { root = FilePath.resolved(path) }

  /// Whether there is such a folder.
  package var isThere: Bool {
    root.flatMap { try? FileStatus($0) }?.isDirectory ?? false
  }

  /// Whether a file lies below the folder, however it is reached.
  ///
  /// A file that does not exist is judged by the nearest folder on the way to it that does.
  package func contains(_ path: String) -> Bool {
    guard let root else { return false }
    var path = path
    while true {
      if let file = FilePath.resolved(path) {
        return file == root || file.hasPrefix(root.hasSuffix("/") ? root : root + "/")
      }
      let folder = FilePath.folder(of: path)
      // What is not there cannot lead back from where the rest of the path goes.
      guard folder != path, !path.hasSameBytes(as: ".."), !path.hasSuffix("/..") else {
        return false
      }
      path = folder
    }
  }
}
