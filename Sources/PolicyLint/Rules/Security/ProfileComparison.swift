import PolicyAnalysis
import PolicyDiagnostics
import PolicyTime
import SessionPolicy

/// The limits of a policy beside those of a standard.
///
/// Whether a limit holds is decided over all sessions (``BrokenBound``). What is written is looked at to
/// say where it is broken: at a limit that is longer, at one by which the session goes on, or nowhere.
///
/// Which sessions are those of administrators only the policy's author knows, so that a limit for them is no
/// question about sessions: it is looked for in what is written.
struct ProfileComparison {
  private let policy: Policy
  private let profile: LimitProfile
  private let broken: [BrokenBound]
  private let kratos: KratosConfiguration?

  init(
    _ policy: Policy, with profile: LimitProfile, _ survey: RuleSurvey,
    _ kratos: KratosConfiguration?
  ) {
    self.policy = policy
    self.profile = profile
    self.kratos = kratos
    broken = survey.broken.filter {
      $0.policy.name.location.file === policy.name.location.file
    }
  }

  /// The sessions beyond a bound; `nil` if it holds.
  private func beyond(_ bound: SessionBound) -> BrokenBound? {
    broken.first { $0.bound == bound }
  }

  /// The level that the policy demands of everybody it is for.
  private var level: AssuranceLevel { beyond(.secondFactor) == nil ? .aal2 : .aal1 }

  /// Reports what is beyond the standard.
  func report(to findings: inout Findings) {
    let limits = profile.limits(for: level)
    for limit in limits {
      guard limit.audience == .everyone else {
        reportAdministrators(limit, to: &findings)
        continue
      }
      guard let beyond = beyond(limit.bound) else { continue }
      guard limit.measure != .factors else {
        reportMissing(
          "nothing asks everybody for a second factor, which \(citation(limit))", limit, beyond,
          help: "add a `must: reauthenticate` rule with `aal: aal2` and without `when`",
          to: &findings)
        continue
      }
      // Of "some limit" and "this limit" the one with more weight is told.
      let isTold = limits.contains { other in
        other.measure == limit.measure && other.audience == .everyone
          && other.weight == .shall && limit.weight == .should && self.beyond(other.bound) != nil
      }
      report(limit, beyond, isMissingTold: isTold, to: &findings)
    }
  }

  private func report(
    _ limit: LimitProfile.Limit, _ beyond: BrokenBound, isMissingTold: Bool,
    to findings: inout Findings
  ) {
    let stated = statedLimits(limit.measure)
    let ending = stated.filter { !limit.endsSession || $0.rule.effect == .mustSignIn }
    let endsByItself = ending.isEmpty && limit.measure == .overall
    if endsByItself, beyond.extending.isEmpty {
      // A session that nothing extends ends by itself.
      guard let most = limit.most, let lifespan = kratos?.settings?.lifespan, lifespan > most
      else { return }
    } else if endsByItself, let most = limit.most {
      let capped = beyond.extending.compactMap(Stated.caps)
      if capped.count == beyond.extending.count {
        return reportLonger(capped, limit, most, beyond, to: &findings)
      }
    }
    if !ending.isEmpty {
      guard let most = limit.most, ending.contains(where: { !$0.beyond(most).isEmpty }) else {
        return reportException(limit, beyond, to: &findings)
      }
      return reportLonger(ending, limit, most, beyond, to: &findings)
    }
    guard !isMissingTold else { return }
    if let lenient = stated.first {
      return reportLenient(lenient.rule, limit, beyond, to: &findings)
    }
    let most = limit.most.flatMap(\.policyText).map { " to at most `\($0)`" } ?? ""
    let field = limit.measure == .idle ? "max_idle" : "max_age"
    reportMissing(
      "nothing limits the \(limit.measure.rawValue) of sessions, which \(citation(limit))\(most)",
      limit, beyond,
      help: "add a `\(limit.endsSession ? "must: sign_in" : "must")` rule with `\(field)`",
      to: &findings)
  }

  // MARK: What is written

  /// What limits a rule: in each alternative something, or the rule limits nothing.
  private struct Stated {
    let rule: Rule
    /// The limits of each alternative, of which the shortest holds.
    private let limits: [[Located<Duration>]]

    /// Takes the limits of alternatives; `nil` where one of them has none.
    init?(_ rule: Rule, _ limits: (Requirement) -> [Located<Duration>]) {
      self.rule = rule
      self.limits = rule.alternatives.map(limits)
      guard self.limits.allSatisfy({ !$0.isEmpty }) else { return nil }
    }

    /// The longest that a permit extends to, where it says so itself.
    static func caps(_ rule: Rule) -> Stated? {
      Stated(rule) { requirement in
        [requirement.caps.map(\.length).min { $0.value < $1.value }].compactMap { $0 }
      }
    }

    /// The limits of the alternatives that limit to less, each place once.
    func beyond(_ most: Duration) -> [Located<Duration>] {
      var seen: Set<SourceRange> = []
      return limits.filter { !$0.contains { $0.value <= most } }.flatMap { $0 }
        .filter { seen.insert($0.location.range).inserted }
    }
  }

  /// What `must` rules say of a measure.
  private func statedLimits(_ measure: LimitProfile.Limit.Measure) -> [Stated] {
    policy.rules.filter { $0.effect.verb == .must }.compactMap { rule in
      Stated(rule) { requirement in
        switch measure {
        case .overall: requirement.caps.map(\.length)
        case .idle: [requirement[.maxIdle]].compactMap { $0 }
        case .factors: []
        }
      }
    }
  }

  // MARK: Findings

  private func reportMissing(
    _ message: String, _ limit: LimitProfile.Limit, _ beyond: BrokenBound, help: String,
    to findings: inout Findings
  ) {
    findings.report(
      message, at: policy.name.location, severity: severity(limit), path: "$.policy", help: help,
      shown: beyond.showing)
  }

  /// A limit that some rule keeps, and not for all sessions.
  private func reportException(
    _ limit: LimitProfile.Limit, _ beyond: BrokenBound, to findings: inout Findings
  ) {
    let most = limit.most.flatMap(\.policyText).map { " of `\($0)`" } ?? ""
    reportMissing(
      "some sessions go on beyond the limit\(most) of \(limit.measure.rawValue) that "
        + citation(limit), limit, beyond,
      help:
        "limit them too, or write `# lint: ignore SEC010: reason` for an exception that it knows",
      to: &findings)
  }

  /// A limit at which the session goes on, where the standard ends it.
  private func reportLenient(
    _ rule: Rule, _ limit: LimitProfile.Limit, _ beyond: BrokenBound, to findings: inout Findings
  ) {
    findings.report(
      "at its limit of \(limit.measure.rawValue) the session goes on after a login, and that it ends is "
        + "what \(citation(limit))",
      at: rule.effectLocation, severity: severity(limit), path: rule.path,
      help: "write `must: sign_in`", shown: beyond.showing)
  }

  /// A limit for administrators is held if some rule keeps it.
  private func reportAdministrators(_ limit: LimitProfile.Limit, to findings: inout Findings) {
    guard let most = limit.most else { return }
    let isHeld = statedLimits(limit.measure).contains {
      $0.beyond(most).isEmpty && (!limit.endsSession || $0.rule.effect == .mustSignIn)
    }
    guard !isHeld else { return }
    let text = most.policyText ?? ""
    findings.report(
      "no rule limits the \(limit.measure.rawValue) of administrators to `\(text)`, which "
        + citation(limit),
      at: policy.name.location, severity: .warning, path: "$.policy",
      help: "add a `must: sign_in` rule with `max_idle: \(text)` for them, if there are any",
      evidence: .possible("which sessions are theirs only the author of the policy knows"))
  }

  private func reportLonger(
    _ stated: [Stated], _ limit: LimitProfile.Limit, _ most: Duration, _ beyond: BrokenBound,
    to findings: inout Findings
  ) {
    let text = most.policyText ?? ""
    for rule in stated {
      for duration in rule.beyond(most) {
        findings.report(
          "`\(duration.value.policyText ?? "")` is longer than the `\(text)` of "
            + "\(limit.measure.rawValue) that \(citation(limit))",
          at: duration.location, severity: severity(limit), path: rule.rule.path,
          help: "write `\(text)` or less", shown: beyond.showing)
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
