import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTime

/// What `max_age` counts from: the newest completion that a requirement accepts as evidence.
struct Evidence: Hashable, Sendable {
  /// Counts only completions at this level; `nil` for `authenticated_at`.
  let level: AssuranceLevel?
  /// Counts only completions of these methods, sorted; `nil` for any.
  let methods: [String]?

  init(_ requirement: Requirement) {
    level = requirement.aal.flatMap { $0.value >= .aal2 ? $0.value : nil }
    methods = requirement.methods?.value.sorted()
  }

  private init(level: AssuranceLevel?, methods: [String]?) {
    self.level = level
    self.methods = methods
  }

  /// The first component of the paths that stand for evidence; no variable can have this name.
  private static let root = "@evidence"

  /// A path that no policy can write, so that evidence has a slot like any attribute.
  var path: AttributePath {
    guard level != nil || methods != nil else {
      return AttributePath(["session", "authenticated_at"])
    }
    return AttributePath([Self.root, level?.name ?? ""] + (methods ?? []))
  }

  /// The evidence that a path stands for.
  init?(path: AttributePath) {
    guard path.components.first == Self.root, path.components.count >= 2 else { return nil }
    let methods = path.components.dropFirst(2)
    self.init(
      level: AssuranceLevel(path.components[1]),
      methods: methods.isEmpty ? nil : Array(methods))
  }

  /// Whether it is a completed method, and not the last authentication of any kind.
  var isCompletion: Bool { level != nil || methods != nil }

  /// What it comes to in a session, for slots that stand for completions.
  ///
  /// Absent where nothing of the kind was shown, which is no missing input; failed where one was shown at
  /// an unknown instant or beyond the horizon, or where nobody says what was shown.
  func reading(
    in session: Session, notAfter horizon: Timestamp?, _ release: KratosRelease
  ) -> InputReading {
    guard session.listsMethods else { return .failed(.missing) }
    let completions = session.authenticationMethods.completions(
      at: level, methods: methods, in: release)
    let instants = completions.compactMap(\.completedAt)
    if let latest = instants.filter({ instant in horizon.map { instant <= $0 } ?? true }).max() {
      return .value(.timestamp(latest))
    }
    if completions.isEmpty { return .absent }
    return .failed(instants.isEmpty ? .missing : .inFuture)
  }

  /// Why completions of the kind are no evidence, whatever other ones are: an unknown instant, or one
  /// beyond the horizon.
  func unusable(
    in session: Session, notAfter horizon: Timestamp, _ release: KratosRelease
  ) -> Set<InputCause> {
    Set(
      session.authenticationMethods.completions(at: level, methods: methods, in: release).compactMap
      { completion in
        guard let instant = completion.completedAt else { return .missing }
        return instant > horizon ? .inFuture : nil
      })
  }

  /// The instant in a session, by the rule of a release.
  func instant(in session: Session, _ release: KratosRelease) -> Timestamp? {
    guard isCompletion else { return session.authenticatedAt }
    return session.authenticationMethods.completions(at: level, methods: methods, in: release)
      .compactMap(\.completedAt)
      .max()
  }
}

extension Requirement {
  /// Where the instant stands that a limit counts from.
  func start(of key: LimitKey) -> AttributePath {
    switch key.row.start {
    case .evidence: Evidence(self).path
    case .attribute(let path, _): path
    }
  }

  /// The instant that a limit counts from; `nil` while a snapshot does not tell.
  package func start(
    of key: LimitKey, in snapshot: Snapshot, _ settings: KratosSettings
  ) -> Timestamp? {
    switch key.row.start {
    case .evidence:
      Evidence(self).instant(in: snapshot.session, settings.release(for: snapshot.session))
    case .attribute(_, let read): read(snapshot)
    }
  }

  /// Whether a limit counts from when a method was completed.
  func isCompletion(_ key: LimitKey) -> Bool {
    guard case .evidence = key.row.start else { return false }
    return Evidence(self).isCompletion
  }
}
