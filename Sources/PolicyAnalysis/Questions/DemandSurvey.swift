import PolicyCEL
import PolicyDiagnostics
package import SessionPolicy

/// An old proof that is enough for what a demand names.
package struct StaleProof: Sendable {
  package let rule: Rule
  /// The alternative by which it is enough.
  package let alternative: Int
  /// An action for which it is.
  package let action: String
  package let showing: Showing
}

/// A demand that nobody can meet, or a permission that nobody can get for want of a factor; or alternatives of one.
package struct UnmeetableDemand: Sendable {
  package let rule: Rule
  /// The alternatives that no session meets, however Kratos is set up.
  package let never: [Int]
  /// The alternatives that some session may meet, but nobody by what Kratos offers now.
  package let outOfReach: [Int]
  /// Whether another alternative can be met.
  package let hasWay: Bool
}

/// A demand on changes of credentials which Kratos, that carries them out, does not make.
package struct BypassedDemand: Sendable {
  package enum Kind: Sendable {
    /// Kratos is content with an older login.
    case age
    /// Kratos is content with one factor.
    case level
  }

  package let kind: Kind
  package let rule: Rule
  /// An action for which it is so.
  package let action: String
  package let showing: Showing
}

/// Looks at what demands come to for who is asked.
struct DemandSurvey {
  private(set) var stale: [StaleProof] = []
  /// Changes of credentials that the policies let pass, and Kratos does not.
  private(set) var unprivileged: [StaleProof] = []
  /// Changes of credentials that Kratos lets pass, and the policies do not.
  private(set) var bypassed: [BypassedDemand] = []
  private(set) var unmeetable: [UnmeetableDemand] = []

  /// A proof that is older is from long ago.
  static let freshness: Int128 = 86_400 * second

  /// - Parameter musts: The other rules that may demand anything of the same sessions; `nil` if that is not
  ///   known.
  mutating func look(
    at surveyed: SurveyReading.Surveyed, musts: [RuleReading]?, _ policies: PolicySet,
    _ inquiry: inout Inquiry
  ) {
    let reading = surveyed.reading
    guard reading.rule.effect.verb != .never, reading.rule.isDemanding else { return }
    noteUnmeetable(surveyed, &inquiry)
    guard reading.rule.effect == .mustReauthenticate, let musts else { return }
    let named = inquiry.texts(of: .action, namedBy: reading.condition.isTrue)
    guard !named.isEmpty else { return }
    let quiet = musts.map { inquiry.not($0.speaks) }
    noteStale(surveyed, named, quiet, policies, &inquiry)
    noteUnprivileged(reading, named, quiet, policies, &inquiry)
  }

  /// Alternatives that no session meets, and those that nobody who is asked could meet by a step of Kratos.
  private mutating func noteUnmeetable(
    _ surveyed: SurveyReading.Surveyed, _ inquiry: inout Inquiry
  ) {
    let reading = surveyed.reading
    // A permission that is never met is silent, which is told of it.
    let isDemand = reading.rule.effect.verb == .must
    let never = isDemand ? reading.met.indices.filter { inquiry.isNone([reading.met[$0]]) } : []
    let outOfReach = surveyed.reachable.indices.filter { index in
      !never.contains(index) && inquiry.isNone([reading.speaks, surveyed.reachable[index]])
    }
    guard !never.isEmpty || !outOfReach.isEmpty, inquiry.isFound([reading.speaks]) else { return }
    let hasWay = reading.met.indices.contains {
      !never.contains($0) && !outOfReach.contains($0)
    }
    unmeetable.append(
      UnmeetableDemand(
        rule: reading.rule, never: never, outOfReach: outOfReach, hasWay: hasWay))
  }

  /// Sessions that go on with an action that the rule names, though all that was shown of what it asks for
  /// was shown long ago.
  private mutating func noteStale(
    _ surveyed: SurveyReading.Surveyed, _ named: [Text], _ quiet: [Term], _ policies: PolicySet,
    _ inquiry: inout Inquiry
  ) {
    let reading = surveyed.reading
    for (alternative, isOld) in surveyed.stale.enumerated() {
      guard let isOld else { continue }
      note(
        reading, alternative, [isOld], named, quiet, policies, &inquiry, in: \.stale)
    }
  }

  /// Sessions that go on with a change of credentials, though Kratos wants a login that is more recent.
  private mutating func noteUnprivileged(
    _ reading: RuleReading, _ named: [Text], _ quiet: [Term], _ policies: PolicySet,
    _ inquiry: inout Inquiry
  ) {
    let changes = named.filter { CredentialChange.actions.contains($0.string) }
    let age = inquiry.analysis.settings.privilegedSessionMaxAge
    guard !changes.isEmpty, let limit = age.wholeNanoseconds, limit > 0,
      let authenticated = inquiry.known(.authenticatedAt)
    else { return }
    let isOld = inquiry.isAgo(authenticated, atLeast: limit)
    for (alternative, requirement) in reading.rule.alternatives.enumerated() {
      guard let own = requirement.maxAge?.value, own > age else { continue }
      note(
        reading, alternative, [isOld], changes, quiet, policies, &inquiry, in: \.unprivileged)
    }
  }

  /// Sessions that a rule asks to re-authenticate for a change of credentials, and that Kratos lets make it: by
  /// the age of the login alone, or at `aal1` where the rule is content with no such session.
  mutating func lookAtKratos(
    _ surveyed: SurveyReading.Surveyed, _ policies: PolicySet, _ inquiry: inout Inquiry
  ) {
    let (reading, settings) = (surveyed.reading, inquiry.analysis.settings)
    guard reading.rule.effect == .mustReauthenticate else { return }
    if surveyed.isDated != .never, let limit = settings.privilegedSessionMaxAge.wholeNanoseconds,
      let authenticated = inquiry.known(.authenticatedAt)
    {
      let isRecent = inquiry.difference(SessionSpace.now, authenticated, atMost: limit - 1)
      note(.age, of: reading, [surveyed.isDated, isRecent], policies, &inquiry)
    }
    if settings.settingsRequiredAAL == .aal1, reading.rule.isDemanding,
      let isLow = inquiry.isText(.aal, in: [Text("aal1")]),
      reading.met.allSatisfy({ inquiry.isNone([isLow, $0]) })
    {
      note(.level, of: reading, [isLow], policies, &inquiry)
    }
  }

  private mutating func note(
    _ kind: BypassedDemand.Kind, of reading: RuleReading, _ terms: [Term], _ policies: PolicySet,
    _ inquiry: inout Inquiry
  ) {
    guard let (isChange, others) = inquiry.isCredentialChange() else { return }
    let goal = [reading.speaks, isChange] + terms
    // A text that no condition names may be any of the others.
    let place = AttributePath.action.components
    let showing = inquiry.showing(goal, by: policies) { document in
      var document = document
      let named = document["request"]?["action"]?.string
      if named.map({ !CredentialChange.actions.contains($0) }) ?? true, let other = others.first {
        document.set(.string(other), at: place)
      }
      return document
    } where: {
      $0.outcome != .proceed
    }
    guard let showing, let usual = others.first ?? CredentialChange.actions.min() else { return }
    let action = showing.witness?["request"]?["action"]?.string
    bypassed.append(
      BypassedDemand(kind: kind, rule: reading.rule, action: action ?? usual, showing: showing))
  }

  private mutating func note(
    _ reading: RuleReading, _ alternative: Int, _ terms: [Term], _ actions: [Text],
    _ quiet: [Term], _ policies: PolicySet, _ inquiry: inout Inquiry,
    in list: WritableKeyPath<DemandSurvey, [StaleProof]>
  ) {
    guard let isNamed = inquiry.isText(.action, in: actions) else { return }
    let goal = [reading.condition.isTrue, reading.met[alternative], isNamed] + terms + quiet
    let showing = inquiry.showing(goal, by: policies) { $0.outcome == .proceed }
    guard let showing, let first = actions.first else { return }
    let action = showing.witness?["request"]?["action"]?.string
    self[keyPath: list].append(
      StaleProof(
        rule: reading.rule, alternative: alternative, action: action ?? first.string,
        showing: showing))
  }
}

/// The actions that Kratos' settings flow carries out itself, under their usual names.
package enum CredentialChange {
  package static let actions: Set<String> = [
    "settings.password", "settings.totp", "settings.lookup_secret", "settings.webauthn",
    "settings.passkey", "settings.oidc",
  ]
}

extension Inquiry {
  /// That an action is a change of credentials, with those that no condition names; `nil` if that is never so.
  fileprivate mutating func isCredentialChange() -> (term: Term, others: [String])? {
    let all = CredentialChange.actions
    guard let variable = analysis.space.known(.value(.action, .string)) else {
      return (.always, all.sorted())
    }
    let space = analysis.space
    let others = all.filter { space.place(of: .text(Text($0)), of: variable) == nil }.sorted()
    let named = others.isEmpty ? [] : [Cell.other]
    let places = (all.map { Cell.text(Text($0)) } + named).compactMap {
      space.place(of: $0, of: variable)
    }
    return places.isEmpty ? nil : (atom(.cells(variable: variable, places.sorted())), others)
  }
}

extension AttributePath {
  static let action = AttributePath(["request", "action"])
}

extension ConditionReader {
  /// Where nothing was shown lately of what an alternative asks for without saying how fresh it has to be;
  /// `nil` for any other.
  ///
  /// Of a level above the first a second factor is the proof, whichever; of methods alone the last login.
  mutating func isStale(_ requirement: Requirement) -> Term? {
    let isHigh = (requirement.aal?.value ?? .aal1) > .aal1
    guard requirement.maxAge == nil, isHigh || requirement.methods != nil else { return nil }
    let span = DemandSurvey.freshness
    guard isHigh else {
      let authenticated = space.number(of: .attribute(.authenticatedAt, .timestamp))
      return space.difference(authenticated, SessionSpace.now, atMost: -span)
    }
    var recent: [Term] = []
    for completion in space.completions where completion.isSecondFactor {
      let (isShown, instant) = shown(completion)
      let isRecent = space.difference(SessionSpace.now, instant, atMost: span - 1)
      recent.append(space.table.all([isShown, isRecent]))
    }
    return space.table.not(space.table.any(recent))
  }

  /// Where a demand to re-authenticate lacks nothing but a login that is more recent: all else of some
  /// alternative is met, by proofs that are as old as the login; or, of one that asks for nothing in particular,
  /// a login ends it.
  mutating func isDated(_ reading: RuleReading, of policy: Policy) -> Term {
    let rule = reading.rule
    guard rule.effect == .mustReauthenticate else { return .never }
    let ages = rule.alternatives.compactMap { $0.maxAge?.value }
    // Of a login that Kratos takes for too old it asks for a new one itself.
    guard let loosest = ages.max() else {
      return rule.isDemanding ? .never : space.table.not(asksAgain(rule, of: policy))
    }
    guard ages.count == rule.alternatives.count, loosest < space.settings.privilegedSessionMaxAge
    else { return .never }
    let authenticated = space.number(of: .attribute(.authenticatedAt, .timestamp))
    var cases: [Term] = []
    for alternative in rule.alternatives {
      let rest = parts(of: alternative).filter { $0.key != LimitKey.maxAge.rawValue }.map(\.term)
      guard case .completion(let level, let methods) = alternative.origin(of: .maxAge) else {
        cases.append(space.table.all(rest))
        continue
      }
      var proofs: [Term] = []
      for (isShown, instant) in shown(level: level, methods: methods) {
        let isOfLogin = space.difference(authenticated, instant, atMost: 0)
        proofs.append(space.table.all([isShown, isOfLogin]))
      }
      cases.append(space.table.all(rest + [space.table.any(proofs)]))
    }
    return space.table.any(cases)
  }

  /// Where each alternative of a demand could be met by what Kratos offers.
  mutating func reachable(_ reading: RuleReading) -> [Term] {
    let rule = reading.rule
    guard rule.effect.verb != .never, rule.isDemanding else { return [] }
    if rule.effect == .mustReauthenticate {
      return reading.meetable.isEmpty ? rule.alternatives.map { canBeMet($0) } : reading.meetable
    }
    // Who signs in anew shows what is asked for then, whatever limits were reached; who wants a permission has shown
    // it some time.
    return rule.alternatives.map {
      $0.canBeMet(without: ["aal", "methods"], settings: space.settings) ? .always : .never
    }
  }
}
