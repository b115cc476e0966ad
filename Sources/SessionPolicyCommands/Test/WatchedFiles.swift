import PolicyDocuments
import SessionPolicy

/// What files look like, so that a change shows.
struct WatchedFiles: Equatable {
  private let fingerprint: FileFingerprint

  init(_ paths: [String]) {
    fingerprint = FileFingerprint(DirectoryReader(paths, extensions: ["yaml", "yml", "json"]))
  }
}
