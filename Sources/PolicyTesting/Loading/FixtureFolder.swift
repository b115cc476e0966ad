import PolicyDocuments

/// The folder that a run was given, which the documents of its sessions never leave.
struct FixtureFolder: Sendable {
  /// The folder with every link resolved; `nil` if it cannot be found.
  private let root: String?

  init(_ path: String) { root = FilePath.resolved(path) }

  /// Whether a file lies below the folder, however it is reached.
  ///
  /// A file that does not exist is judged by the folder it would be in.
  func contains(_ path: String) -> Bool {
    guard let root else { return false }
    guard let file = FilePath.resolved(path) ?? FilePath.resolved(FilePath.folder(of: path)) else {
      return !path.split(separator: "/").contains("..")
    }
    return file == root || file.hasPrefix(root.hasSuffix("/") ? root : root + "/")
  }
}
