import PolicyCEL
import PolicyDiagnostics
import PolicyJSON

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

  /// The instant in a session.
  func instant(in session: Session) -> Timestamp? {
    guard isCompletion else { return session.authenticatedAt }
    return session.latestCompletion(at: level, methods: methods)
  }

  /// Whether a completed method would be this, if it were known when.
  fileprivate func accepts(_ method: AuthenticationMethod) -> Bool {
    if let level { guard let own = method.level, own >= level else { return false } }
    return methods.map { method.isOne(of: $0) } ?? true
  }
}

/// What a document leaves open about the methods that were completed.
///
/// A factor that was not shown is no missing input; a list that is not there is one, and so is a
/// completion without a time.
enum UnknownCompletions: Sendable {
  case nothing
  /// There is no list of methods.
  case all
  /// Completions without a time.
  case untimed([AuthenticationMethod])

  init(of session: Session) {
    guard session.document["authentication_methods"]?.array != nil else {
      self = .all
      return
    }
    let untimed = session.authenticationMethods.filter { $0.completedAt == nil }
    self = untimed.isEmpty ? .nothing : .untimed(untimed)
  }

  var isNothing: Bool { if case .nothing = self { true } else { false } }
  var isAll: Bool { if case .all = self { true } else { false } }

  /// The attribute that is missing.
  var attribute: String {
    isAll ? "session.authentication_methods" : "session.authentication_methods[].completed_at"
  }

  /// Whether they could be a piece of evidence.
  func holds(of evidence: Evidence) -> Bool {
    switch self {
    case .nothing: false
    case .all: true
    case .untimed(let methods): methods.contains { evidence.accepts($0) }
    }
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

  /// The attribute that a limit counts from, where it is no completion.
  private func attribute(of key: LimitKey) -> String { start(of: key).description }

  /// Whether a limit counts from when a method was completed.
  func isCompletion(_ key: LimitKey) -> Bool {
    guard case .evidence = key.row.start else { return false }
    return Evidence(self).isCompletion
  }

  /// The attributes that are missing where some parts of the requirement are not known.
  ///
  /// - Parameter completions: What is not known of completed methods.
  func attributes(of parts: Shortfall, _ completions: UnknownCompletions) -> [String] {
    var found: [String] = []
    if parts.contains(.aal) { found.append("session.aal") }
    if parts.contains(.methods) { found.append(completions.attribute) }
    for limit in limits where parts.contains(Shortfall(limit.key)) {
      if isCompletion(limit.key) {
        guard completions.holds(of: Evidence(self)) else { continue }
        found.append(completions.attribute)
      } else {
        found.append(attribute(of: limit.key))
      }
    }
    return found
  }
}
