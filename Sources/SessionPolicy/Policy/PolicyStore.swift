public import PolicyDiagnostics
import PolicyDocuments
import Synchronization

/// Keeps the policies of some files in force while the files change.
///
/// A store has no thread and no clock of its own: the host says when to look. Whatever goes wrong while
/// looking, the last policies that loaded without an error stay in force.
///
/// ```swift
/// let store = try PolicyStore(paths: ["/etc/session-policies"])
///
/// // Once every few seconds, or when the system reports a change:
/// switch store.reloadIfChanged() {
/// case .unchanged: break
/// case .replaced(_, let warnings): log(warnings)
/// case .rejected(let problems): alert(problems)
/// }
///
/// // For every request, on any thread:
/// let decision = store.current.decide(snapshot, at: now)
/// ```
public final class PolicyStore: Sendable {
  /// What came of looking at the files.
  public enum ReloadResult: Sendable {
    /// Nothing has changed since the store last looked.
    case unchanged
    /// The files were loaded and are in force.
    case replaced(PolicySet, warnings: [Diagnostic])
    /// The files have an error; what was in force stays so.
    case rejected([Diagnostic])
  }

  /// The files and directories that the policies come from.
  public let paths: [String]

  private let inForce: Mutex<PolicySet>
  /// What the files looked like when they were last read; held while they are read.
  private let fingerprint: Mutex<FileFingerprint>

  /// Loads the policies of files and directories.
  ///
  /// - Throws: ``PolicyLoadingError`` if there is an error, for then nothing could be in force.
  public init(paths: [String]) throws(PolicyLoadingError) {
    let found = DirectoryReader(paths)
    let (loaded, diagnostics) = PolicySet.load(found)
    guard let loaded else { throw PolicyLoadingError(diagnostics: diagnostics) }
    self.paths = paths
    inForce = Mutex(loaded)
    fingerprint = Mutex(FileFingerprint(found))
  }

  /// The policies in force. Never waits for a reload.
  public var current: PolicySet { inForce.withLock { $0 } }

  /// Reads the files again and puts them in force if they have no error.
  ///
  /// The exchange is atomic: a decision sees the old policies or the new ones. Several calls at once
  /// take turns.
  @discardableResult
  public func reload() -> ReloadResult {
    fingerprint.withLock { reload(DirectoryReader(paths), &$0) }
  }

  /// Reads the files again if their names, sizes or times have changed since they were last read.
  ///
  /// Files with an error are not read again until they change, and their diagnostics are returned once.
  @discardableResult
  public func reloadIfChanged() -> ReloadResult {
    fingerprint.withLock { last in
      let found = DirectoryReader(paths)
      return FileFingerprint(found) == last ? .unchanged : reload(found, &last)
    }
  }

  private func reload(
    _ found: DirectoryReader, _ fingerprint: inout FileFingerprint
  ) -> ReloadResult {
    // Taken before the files are read: what changes while they are is seen the next time.
    fingerprint = FileFingerprint(found)
    let (loaded, diagnostics) = PolicySet.load(found)
    guard let loaded else { return .rejected(diagnostics) }
    inForce.withLock { $0 = loaded }
    return .replaced(loaded, warnings: diagnostics)
  }
}

/// Policies that cannot be put in force, and why.
public struct PolicyLoadingError: Error {
  /// Everything found, with at least one error.
  public let diagnostics: [Diagnostic]
}
