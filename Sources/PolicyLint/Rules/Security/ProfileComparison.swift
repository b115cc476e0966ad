import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// The limits of a policy beside those of a standard.
struct ProfileComparison {
  private let policy: Policy
  private let profile: LimitProfile
  private let rules: [ScopedRule]

  init(_ policy: Policy, _ rules: [ScopedRule], with profile: LimitProfile) {
    self.policy = policy
    self.profile = profile
    self.rules = rules
  }

  /// The level that the policy demands of everybody it is for.
  private var level: AssuranceLevel {
    let demanded = rules.filter {
      $0.rule.effect.verb == .must && $0.rule.condition == nil
    }.compactMap(\.rule.requirement.aal?.value)
    return demanded.max() ?? .aal1
  }

  /// Reports what is beyond the standard.
  func report(to findings: inout Findings) {
    let limits = profile.limits(for: level)
    for limit in limits {
      let stated = statedLimits(limit.measure)
      if stated.isEmpty {
        guard !isBoundOtherwise(limit.measure) else { continue }
        // Of "some limit" and "this limit" the one with more weight is told.
        let isTold = limits.contains { other in
          other.measure == limit.measure && other.weight == .shall && limit.weight == .should
        }
        if !isTold { reportMissing(limit, to: &findings) }
      } else if let most = limit.most {
        reportBeyond(stated, limit, most, to: &findings)
      }
    }
  }

  /// What `must` rules say of a measure, and under which conditions.
  private func statedLimits(
    _ measure: LimitProfile.Limit.Measure
  ) -> [(duration: Located<Duration>, scoped: ScopedRule)] {
    rules.filter { $0.rule.effect.verb == .must }.flatMap { scoped in
      let requirement = scoped.rule.requirement
      let durations =
        switch measure {
        case .overall: [requirement.maxAge, requirement.maxLifetime]
        case .idle: [requirement.maxIdle]
        }
      return durations.compactMap { $0 }.map { ($0, scoped) }
    }
  }

  /// Whether every extension is capped, so that a session ends by itself.
  private func isBoundOtherwise(_ measure: LimitProfile.Limit.Measure) -> Bool {
    guard measure == .overall else { return false }
    return rules.filter { $0.rule.effect == .mayExtend }.allSatisfy { $0.isCapped(among: rules) }
  }

  private func reportMissing(_ limit: LimitProfile.Limit, to findings: inout Findings) {
    let most = limit.most.flatMap(\.policyText).map { " to at most `\($0)`" } ?? ""
    let field = limit.measure == .idle ? "max_idle" : "max_age"
    findings.report(
      "nothing limits the \(limit.measure.rawValue) of sessions, which \(profile.title) "
        + "\(limit.section) \(verb(limit))\(most)",
      at: policy.name.location, severity: severity(limit), path: "$.policy",
      help: "add a `must` rule with `\(field)`")
  }

  private func reportBeyond(
    _ stated: [(duration: Located<Duration>, scoped: ScopedRule)], _ limit: LimitProfile.Limit,
    _ most: Duration, to findings: inout Findings
  ) {
    for (duration, scoped) in stated where duration.value > most {
      // A stricter rule for the same sessions, or for more of them, holds the limit.
      let isHeld = stated.contains { $0.duration.value <= most && scoped.isWithin($0.scoped) }
      guard !isHeld else { continue }
      let written = duration.value.policyText ?? ""
      findings.report(
        "`\(written)` is longer than the `\(most.policyText ?? "")` of \(limit.measure.rawValue) "
          + "that \(profile.title) \(limit.section) \(verb(limit))",
        at: duration.location, severity: severity(limit), path: scoped.rule.path,
        help: "write `\(most.policyText ?? "")` or less")
    }
  }

  private func severity(_ limit: LimitProfile.Limit) -> Diagnostic.Severity {
    limit.weight == .shall ? .error : .warning
  }

  private func verb(_ limit: LimitProfile.Limit) -> String {
    limit.weight == .shall ? "requires (SHALL)" : "recommends (SHOULD)"
  }
}
