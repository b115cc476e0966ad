package import PolicyDiagnostics
import PolicyDocuments

/// Policy files that were read, each once, however many sets it is a part of and by whatever path.
///
/// Whoever reads policies for one purpose lends them so to another: the linter to the suites that
/// test them.
package struct PolicyShelf: Sendable {
  private var files: [FileStatus.Identity: PolicyFile] = [:]
  /// The sources that are kept, by the object they are.
  private var sources: Set<ObjectIdentifier> = []

  /// The most files that are kept before all of them are let go.
  private static let limit = 4_096

  /// Keeps nothing yet.
  package init() {}

  /// Keeps files that were read.
  package init(_ files: [PolicyFile]) {
    for file in files { keep(file) }
  }

  /// Reads a file, or gives back what it came to before.
  mutating func read(_ found: DirectoryReader.Found) throws(FileError) -> PolicyFile {
    if let known = files[found.status.identity] { return known }
    let file = PolicyFile(try FileReader.read(found.path), identity: found.status.identity)
    keep(file)
    return file
  }

  /// Whether everything that a finding speaks of is kept here, so that it was found before.
  package func holds(_ diagnostic: Diagnostic) -> Bool {
    let places = [diagnostic.location] + diagnostic.related.map(\.location)
    return places.allSatisfy { sources.contains(ObjectIdentifier($0.file)) }
  }

  private mutating func keep(_ file: PolicyFile) {
    guard let identity = file.identity else { return }
    if files.count >= Self.limit {
      files.removeAll()
      sources.removeAll()
    }
    files[identity] = file
    sources.insert(ObjectIdentifier(file.source))
  }
}
