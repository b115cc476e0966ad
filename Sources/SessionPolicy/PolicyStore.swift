public import PolicyDiagnostics
import PolicyDocuments
public import PolicyJSON
public import PolicyTime
import Synchronization

/// Keeps the policies of some files, and the settings of Kratos, in force while the files change.
///
/// A store has no thread and no clock of its own: the host says when to look. Whatever goes wrong while
/// looking, what loaded last without an error stays in force.
///
/// ```swift
/// let store = try PolicyStore(paths: ["/etc/session-policies"], kratos: ["/etc/kratos/kratos.yml"])
///
/// // Once every few seconds, or when the system reports a change:
/// switch store.reloadIfChanged() {
/// case .unchanged: break
/// case .replaced(_, let warnings): log(warnings)
/// case .rejected(let problems): alert(problems)
/// }
///
/// // For every request, on any thread:
/// let decision = store.decide(snapshot, at: now)
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

  /// Something that those who log and count may want to know.
  public enum Event: Sendable {
    /// The store looked at its files, and something had changed.
    case reloaded(ReloadResult)
    /// The store decided.
    case decided(Decision)
  }

  /// What is decided by, exchanged as a whole.
  private struct InForce {
    let policies: PolicySet
    let settings: KratosSettings
  }

  /// What the files look like.
  private struct Appearance: Equatable {
    let policies: FileFingerprint
    let settings: FileFingerprint
  }

  /// The files and directories that the policies come from.
  public let paths: [String]
  /// The configuration of Kratos that the settings come from; without files, Kratos' defaults.
  public let kratos: [String]

  /// What was found in the files when the store was made: warnings, and files that were left out. What
  /// later loads find is in their ``ReloadResult``.
  public let warnings: [Diagnostic]

  private let release: KratosRelease?
  private let observer: (@Sendable (Event) -> Void)?
  private let inForce: Mutex<InForce>
  /// What the files looked like when they were last read; held while they are read.
  private let appearance: Mutex<Appearance>

  /// Loads the policies of files and directories.
  ///
  /// An observer is where logs and counts come from. It is called on the thread of the one who asks,
  /// after what it tells of is done, and should return soon:
  ///
  /// ```swift
  /// let store = try PolicyStore(paths: ["policies"]) { event in
  ///   switch event {
  ///   case .decided(let decision):
  ///     Counter(label: "decisions", dimensions: [("outcome", decision.outcome.rawValue)]).increment()
  ///   case .reloaded(.rejected(let problems)):
  ///     logger.error("policies stay as they were: \(problems.count) problems")
  ///   case .reloaded: break
  ///   }
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - paths: Files and directories, as for ``PolicySet/load(paths:)``.
  ///   - kratos: A `kratos.yml` or its parts, watched too; left out, Kratos' defaults are meant.
  ///   - release: Which release of Kratos the settings are for; left out, it is told from the file.
  ///   - observer: Is told what happens.
  /// - Throws: ``PolicyError`` if there is an error, for then nothing could be in force.
  public init(
    paths: [String], kratos: [String] = [], for release: KratosRelease? = nil,
    observer: (@Sendable (Event) -> Void)? = nil
  ) throws(PolicyError) {
    self.paths = paths
    self.kratos = kratos
    self.release = release
    self.observer = observer
    let found = Self.look(paths, kratos)
    let loaded = Self.load(found.policies, kratos, release)
    inForce = Mutex(try loaded.get())
    warnings = loaded.diagnostics
    appearance = Mutex(found.appearance)
  }

  /// The policies in force. Never waits for a reload.
  public var current: PolicySet { inForce.withLock { $0.policies } }

  /// The settings of Kratos in force. Never waits for a reload.
  public var settings: KratosSettings { inForce.withLock { $0.settings } }

  /// Decides by the policies and the settings in force, and tells the observer.
  ///
  /// - Parameters:
  ///   - snapshot: The session and what is asked of it.
  ///   - now: The instant to decide for, as for ``PolicySet/decide(_:at:settings:)``.
  public func decide(_ snapshot: Snapshot, at now: Timestamp? = nil) -> Decision {
    let inForce = inForce.withLock { $0 }
    let decision = inForce.policies.decide(snapshot, at: now, settings: inForce.settings)
    observer?(.decided(decision))
    return decision
  }

  /// Reads a document, decides by the policies and the settings in force, and tells the observer.
  ///
  /// The arguments are those of ``PolicySet/prepare(reading:request:context:at:settings:)``.
  ///
  /// - Returns: The decision, unless the document has an error, and everything found in it.
  public func decide(
    reading file: SourceFile, request: Request? = nil, context: JSONObject? = nil,
    at now: Timestamp? = nil
  ) -> Loaded<Decision> {
    let loaded = prepare(reading: file, request: request, context: context, at: now)
    guard let prepared = loaded.value else { return Loaded(nil, loaded.diagnostics) }
    let decision = prepared.decision()
    observer?(.decided(decision))
    return Loaded(decision, loaded.diagnostics)
  }

  /// Reads a document and makes it ready for the policies and the settings in force.
  ///
  /// The arguments are those of ``PolicySet/prepare(reading:request:context:at:settings:)``. What is
  /// prepared stays with what was in force then.
  public func prepare(
    reading file: SourceFile, request: Request? = nil, context: JSONObject? = nil,
    at now: Timestamp? = nil
  ) -> Loaded<PreparedSnapshot> {
    let inForce = inForce.withLock { $0 }
    return inForce.policies.prepare(
      reading: file, request: request, context: context, at: now, settings: inForce.settings)
  }

  /// Reads the files again and puts them in force if they have no error.
  ///
  /// The exchange is atomic: a decision sees the old policies and settings or the new ones. Several
  /// calls at once take turns.
  @discardableResult
  public func reload() -> ReloadResult {
    tell(appearance.withLock { reload(Self.look(paths, kratos), &$0) })
  }

  /// Reads the files again if their names, sizes or times have changed since they were last read.
  ///
  /// Files with an error are not read again until they change, and their diagnostics are returned once.
  @discardableResult
  public func reloadIfChanged() -> ReloadResult {
    tell(
      appearance.withLock { last in
        let found = Self.look(paths, kratos)
        return found.appearance == last ? .unchanged : reload(found, &last)
      })
  }

  /// Called without a lock, for an observer may ask the store.
  private func tell(_ result: ReloadResult) -> ReloadResult {
    if case .unchanged = result { return result }
    observer?(.reloaded(result))
    return result
  }

  private func reload(_ found: Found, _ appearance: inout Appearance) -> ReloadResult {
    // Taken before the files are read: what changes while they are is seen the next time.
    appearance = found.appearance
    let (loaded, diagnostics) = Self.load(found.policies, kratos, release).parts
    guard let loaded else { return .rejected(diagnostics) }
    inForce.withLock { $0 = loaded }
    return .replaced(loaded.policies, warnings: diagnostics)
  }

  private typealias Found = (policies: DirectoryReader, appearance: Appearance)

  private static func look(_ paths: [String], _ kratos: [String]) -> Found {
    let found = DirectoryReader(paths)
    return (
      found,
      Appearance(
        policies: FileFingerprint(found),
        settings: FileFingerprint(DirectoryReader(kratos)))
    )
  }

  private static func load(
    _ found: DirectoryReader, _ kratos: [String], _ release: KratosRelease?
  ) -> Loaded<InForce> {
    let policies = PolicySet.load(found)
    let settings =
      kratos.isEmpty ? Loaded(KratosSettings()) : KratosSettings.load(paths: kratos, for: release)
    let diagnostics = settings.diagnostics + policies.diagnostics
    guard let policies = policies.value, let settings = settings.value else {
      return Loaded(nil, diagnostics)
    }
    return Loaded(InForce(policies: policies, settings: settings), diagnostics)
  }
}
