/// What files look like from outside; equal as long as none has changed.
package struct FileFingerprint: Equatable {
  private struct Entry: Equatable, Sendable {
    var path: [UInt8]
    var identity: FileStatus.Identity
    var size: Int
    var modified: [UInt8]
  }

  private let entries: [Entry]
  private let errors: [FileError]

  /// Looks at files that were found.
  package init(_ found: DirectoryReader) {
    entries = found.files.map {
      Entry(
        path: Array($0.path.utf8), identity: $0.status.identity, size: $0.status.size,
        modified: $0.status.modified)
    }
    errors = found.errors
  }
}
