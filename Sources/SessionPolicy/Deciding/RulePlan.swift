package import PolicyCEL
import PolicyDiagnostics

/// A rule ready to be assessed: its condition planned, its requirement bound to slots.
struct RulePlan: Sendable {
  let rule: Rule
  /// `nil` where the rule always applies.
  let condition: Predicate?
  /// The policy's `when` and the rule's own, as they were written.
  let conditions: [Condition]
  let requirement: RequirementPlan
  let by: Duration?
  let within: Duration?

  init(_ rule: Rule, of policy: Policy, layout: inout InputLayout) {
    self.rule = rule
    conditions = [policy.when, rule.condition].compactMap { $0 }
    condition =
      conditions.isEmpty ? nil : Predicate(.all(conditions.map(\.formula)), layout: &layout)
    requirement = RequirementPlan(rule.requirement, layout: &layout)
    by = rule.by?.value
    within = rule.within?.value
  }

  /// A reason that cites this rule.
  func reason(_ code: ReasonCode) -> Reason {
    Reason(code, rule: rule.qualifiedID, message: rule.because?.value)
  }
}

extension Condition {
  /// The condition as the expression module joins it.
  var formula: Formula {
    switch kind {
    case .expression(let checked): .expression(checked)
    case .all(let parts): .all(parts.map(\.formula))
    case .any(let parts): .any(parts.map(\.formula))
    case .none(let parts): .none(parts.map(\.formula))
    }
  }
}

/// A requirement whose instants are slots of the prepared input.
struct RequirementPlan: Sendable {
  /// A limit on the time since an instant.
  struct Limit: Sendable {
    let part: Shortfall
    /// The attribute as people know it.
    let attribute: String
    let slot: Int
    let limit: Duration
  }

  let requirement: Requirement
  /// `max_age`, `max_idle` and `max_lifetime`, where given.
  let limits: [Limit]
  let maxAge: Limit?
  let maxLifetime: Limit?

  init(_ requirement: Requirement, layout: inout InputLayout) {
    self.requirement = requirement
    maxAge = requirement.maxAge.map { age in
      let evidence = Evidence(requirement)
      return Limit(
        part: .maxAge, attribute: evidence.attribute,
        slot: layout.slot(of: evidence.path), limit: age.value)
    }
    let idle = requirement.maxIdle.map {
      Limit(
        part: .maxIdle, attribute: "request.last_active_at",
        slot: layout.slot(of: AttributePath(["request", "last_active_at"])), limit: $0.value)
    }
    maxLifetime = requirement.maxLifetime.map {
      Limit(
        part: .maxLifetime, attribute: "session.issued_at",
        slot: layout.slot(of: AttributePath(["session", "issued_at"])), limit: $0.value)
    }
    limits = [maxAge, idle, maxLifetime].compactMap { $0 }
  }

  /// The attributes that some parts of the requirement need.
  func attributes(of parts: Shortfall) -> [String] {
    (parts.contains(.aal) ? ["session.aal"] : [])
      + limits.filter { parts.contains($0.part) }.map(\.attribute)
  }
}

extension Requirement {
  /// The instant that `max_age` counts from; `nil` while the session has no such evidence.
  package func evidence(in session: Session) -> Timestamp? {
    Evidence(self).instant(in: session)
  }
}

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
