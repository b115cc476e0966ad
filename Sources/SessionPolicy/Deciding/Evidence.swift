import PolicyCEL
import PolicyDiagnostics

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

  /// The attribute as people know it.
  var attribute: String {
    level == nil && methods == nil
      ? "session.authenticated_at" : "session.authentication_methods[].completed_at"
  }

  /// The instant in a session.
  func instant(in session: Session) -> Timestamp? {
    guard level != nil || methods != nil else { return session.authenticatedAt }
    return session.latestCompletion(at: level, methods: methods)
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
  package func start(of key: LimitKey, in snapshot: Snapshot) -> Timestamp? {
    switch key.row.start {
    case .evidence: Evidence(self).instant(in: snapshot.session)
    case .attribute(_, let read): read(snapshot)
    }
  }

  /// The attribute that a limit counts from, as people know it.
  func attribute(of key: LimitKey) -> String {
    switch key.row.start {
    case .evidence: Evidence(self).attribute
    case .attribute(let path, _): path.description
    }
  }

  /// The attributes that are missing where some parts of the requirement are not known.
  func attributes(of parts: Shortfall) -> [String] {
    (parts.contains(.aal) ? ["session.aal"] : [])
      + limits.filter { parts.contains(Shortfall($0.key)) }.map { attribute(of: $0.key) }
  }
}
