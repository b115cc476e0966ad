import PolicyDiagnostics
import PolicyTime
import SessionPolicy

/// The limits of a policy beside those of a standard.
struct ProfileComparison {
  private let policy: Policy
  private let profile: LimitProfile
  private let comparable: RuleComparison
  private var rules: [ScopedRule] { comparable.rules }

  /// The rules that extend sessions for ever.
  private let endless: Set<String>

  init(
    _ policy: Policy, _ comparable: RuleComparison, with profile: LimitProfile,
    endless: Set<String>
  ) {
    self.endless = endless
    self.policy = policy
    self.profile = profile
    self.comparable = comparable
  }

  /// The level that the policy demands of everybody it is for.
  private var level: AssuranceLevel {
    let demanded = rules.filter {
      $0.rule.effect.verb == .must && $0.rule.condition == nil
    }.compactMap { $0.rule.alternatives.map(\.level).min() }
    return max(demanded.max() ?? .aal1, .aal1)
  }

  /// Reports what is beyond the standard.
  func report(to findings: inout Findings) {
    let limits = profile.limits(for: level)
    for limit in limits {
      switch (limit.measure, limit.audience) {
      case (.factors, _): reportFactors(limit, to: &findings)
      case (_, .administrators): reportAdministrators(limit, to: &findings)
      case (_, .everyone):
        // Of "some limit" and "this limit" the one with more weight is told.
        let isTold = limits.contains { other in
          other.measure == limit.measure && other.audience == .everyone
            && other.weight == .shall && limit.weight == .should
        }
        report(limit, isMissingTold: isTold, to: &findings)
      }
    }
  }

  private func report(
    _ limit: LimitProfile.Limit, isMissingTold: Bool, to findings: inout Findings
  ) {
    let stated = statedLimits(limit.measure)
    let ending = stated.filter { !limit.endsSession || $0.scoped.rule.effect == .mustSignIn }
    if ending.isEmpty, limit.measure == .overall, !isUnbounded {
      if let most = limit.most { reportBeyond(caps, limit, most, to: &findings) }
    } else if ending.isEmpty, let lenient = stated.first {
      guard !isMissingTold else { return }
      reportLenient(lenient.scoped, limit, to: &findings)
    } else if ending.isEmpty {
      guard !isMissingTold else { return }
      reportMissing(limit, to: &findings)
    } else if let most = limit.most {
      reportBeyond(ending, limit, most, to: &findings)
    }
  }

  /// What limits a rule: in each alternative something, or the rule limits nothing.
  private struct Stated {
    let scoped: ScopedRule
    /// The limits of each alternative, of which the shortest holds.
    let limits: [[Located<Duration>]]

    /// Takes the limits of alternatives; `nil` where one of them has none.
    init?(_ scoped: ScopedRule, _ limits: (Requirement) -> [Located<Duration>]) {
      self.scoped = scoped
      self.limits = scoped.rule.alternatives.map(limits)
      guard self.limits.allSatisfy({ !$0.isEmpty }) else { return nil }
    }

    /// Whether it limits to so much, whichever alternative is met.
    func holds(_ most: Duration) -> Bool {
      limits.allSatisfy { $0.contains { $0.value <= most } }
    }

    /// The limits of the alternatives that do not, each place once.
    func beyond(_ most: Duration) -> [Located<Duration>] {
      var seen: Set<SourceRange> = []
      return limits.filter { !$0.contains { $0.value <= most } }.flatMap { $0 }
        .filter { seen.insert($0.location.range).inserted }
    }
  }

  /// What `must` rules say of a measure, and under which conditions.
  private func statedLimits(_ measure: LimitProfile.Limit.Measure) -> [Stated] {
    rules.filter { $0.rule.effect.verb == .must }.compactMap { scoped in
      Stated(scoped) { requirement in
        switch measure {
        case .overall: requirement.caps.map(\.length)
        case .idle: [requirement[.maxIdle]].compactMap { $0 }
        case .factors: []
        }
      }
    }
  }

  /// Whether something extends sessions without any cap.
  private var isUnbounded: Bool {
    rules.contains { endless.contains($0.rule.qualifiedID) }
  }

  /// The longest that each permit extends to, where it says so itself.
  private var caps: [Stated] {
    rules.filter { $0.rule.effect == .mayExtend }.compactMap { scoped in
      Stated(scoped) { requirement in
        [requirement.caps.map(\.length).min { $0.value < $1.value }].compactMap { $0 }
      }
    }
  }

  private func reportMissing(_ limit: LimitProfile.Limit, to findings: inout Findings) {
    let most = limit.most.flatMap(\.policyText).map { " to at most `\($0)`" } ?? ""
    let field = limit.measure == .idle ? "max_idle" : "max_age"
    findings.report(
      "nothing limits the \(limit.measure.rawValue) of sessions, which \(citation(limit))\(most)",
      at: policy.name.location, severity: severity(limit), path: "$.policy",
      help: "add a `\(limit.endsSession ? "must: sign_in" : "must")` rule with `\(field)`")
  }

  /// A limit at which the session goes on, where the standard ends it.
  private func reportLenient(
    _ scoped: ScopedRule, _ limit: LimitProfile.Limit, to findings: inout Findings
  ) {
    findings.report(
      "at its limit of \(limit.measure.rawValue) the session goes on after a login, and that it ends is "
        + "what \(citation(limit))",
      at: scoped.effectLocation, severity: severity(limit), path: scoped.rule.path,
      help: "write `must: sign_in`")
  }

  private func reportFactors(_ limit: LimitProfile.Limit, to findings: inout Findings) {
    guard level < .aal2 else { return }
    findings.report(
      "nothing asks everybody for a second factor, which \(citation(limit))",
      at: policy.name.location, severity: severity(limit), path: "$.policy",
      help: "add a `must: reauthenticate` rule with `aal: aal2` and without `when`")
  }

  /// A limit for administrators is held if some rule keeps it: which sessions are theirs, only the
  /// policy's author knows.
  private func reportAdministrators(_ limit: LimitProfile.Limit, to findings: inout Findings) {
    guard let most = limit.most else { return }
    let isHeld = statedLimits(limit.measure).contains {
      $0.holds(most) && (!limit.endsSession || $0.scoped.rule.effect == .mustSignIn)
    }
    guard !isHeld else { return }
    let text = most.policyText ?? ""
    findings.report(
      "no rule limits the \(limit.measure.rawValue) of administrators to `\(text)`, which "
        + citation(limit),
      at: policy.name.location, severity: .warning, path: "$.policy",
      help: "add a `must: sign_in` rule with `max_idle: \(text)` for them, if there are any")
  }

  private func reportBeyond(
    _ stated: [Stated], _ limit: LimitProfile.Limit, _ most: Duration,
    to findings: inout Findings
  ) {
    // A stricter rule for the same sessions, or for more of them, holds the limit.
    let holding = Set(stated.filter { $0.holds(most) }.map(\.scoped.rule.path))
    for rule in stated {
      let scoped = rule.scoped
      let isHeld = comparable.wider(than: scoped).contains { holding.contains($0.rule.path) }
      guard !isHeld else { continue }
      for duration in rule.beyond(most) {
        let written = duration.value.policyText ?? ""
        findings.report(
          "`\(written)` is longer than the `\(most.policyText ?? "")` of \(limit.measure.rawValue) "
            + "that \(citation(limit))",
          at: duration.location, severity: severity(limit), path: scoped.rule.path,
          help: "write `\(most.policyText ?? "")` or less")
      }
    }
  }

  private func severity(_ limit: LimitProfile.Limit) -> Diagnostic.Severity {
    limit.weight == .shall ? .error : .warning
  }

  /// The standard, the section, and how much weight it gives.
  private func citation(_ limit: LimitProfile.Limit) -> String {
    let verb =
      switch limit.weight {
      case .shall: "requires (SHALL)"
      case .should: "recommends (SHOULD)"
      case .addressable: "asks for (\(limit.weight.rawValue))"
      }
    return "\(profile.title) \(limit.section) \(verb)"
  }
}

extension Requirement {
  /// The level that whoever meets it has shown. Standards count a passkey as two factors; whether this one
  /// is, depends on how the server sets up its authenticators.
  fileprivate var level: AssuranceLevel {
    if let methods, !methods.value.isEmpty, methods.value.allSatisfy({ $0 == "passkey" }) {
      return .aal2
    }
    return aal?.value ?? .aal0
  }
}
