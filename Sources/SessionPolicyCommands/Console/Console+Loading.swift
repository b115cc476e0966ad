import PolicyDiagnostics
import PolicyDocuments
import SessionPolicy

extension Console {
  /// Whether a folder is there outside of which nothing is to be read; if not, that is written.
  func hasFolder(root: String) -> Bool {
    if RootFolder(root).isThere { return true }
    let name = root.isEmpty ? "an empty path" : quotedForDisplay(root)
    writeError("error: \(name) is no folder that could be read, and --root takes one\n")
    return false
  }

  /// Writes what whoever decides by files has to know of them: what is wrong, and what was left out or
  /// read otherwise than it stands there. Everything else is for `lint` to say.
  func writeLoading(_ diagnostics: [Diagnostic]) {
    writeError(diagnostics.filter { $0.severity == .error || $0.isOfJoinedKeys })
    writeSkipped(diagnostics.filter(\.isOfSkippedFile).map(\.location.file.name))
  }

  /// Says which files of folders were left out.
  func writeSkipped(_ paths: [String]) {
    let limit = 100
    for path in paths.prefix(limit) {
      writeError("skipped \(escapedForDisplay(path)), which is a configuration of Kratos\n")
    }
    if paths.count > limit { writeError("skipped \(paths.count - limit) more, not listed\n") }
  }
}
