import PolicyCEL
import PolicyDiagnostics
import PolicyTime
package import SessionPolicy

/// What a standard asks of all sessions.
package struct SessionBound: Sendable, Hashable {
  package enum Measure: Sendable {
    /// The time since authentication.
    case overall
    /// The time without activity.
    case idle
    /// A second factor, or a passkey that stands for two.
    case secondFactor
  }

  package let measure: Measure
  /// The most that is allowed; `nil` for any limit.
  package let most: Duration?
  /// Whether the session ends there, so that re-authenticating is not enough.
  package let endsSession: Bool

  package init(_ measure: Measure, atMost most: Duration? = nil, endsSession: Bool = false) {
    self.measure = measure
    self.most = most
    self.endsSession = endsSession
  }
}

/// Sessions of a policy that are beyond what a standard asks of all.
package struct BrokenBound: Sendable {
  package let policy: Policy
  package let bound: SessionBound
  /// A session that is beyond it, and goes on.
  package let showing: Showing
  /// The rules of the policy that extend sessions past it.
  package let extending: [Rule]
}

/// Looks at whether policies keep sessions within bounds.
///
/// A bound on a time holds if no session is beyond it and goes on, however that is written: by one rule or by
/// several together, for all sessions that the policy is for. What is left out of its `when` is for
/// other policies to say.
struct BoundSurvey {
  private(set) var broken: [BrokenBound] = []

  /// What counts for any limit at all is one that ends within a hundred years.
  private static let ever: Int128 = 100 * 365 * 86_400 * second

  /// - Parameters:
  ///   - gate: Where the policy applies.
  ///   - permits: Its permissions to extend, each with the rules that take it back.
  mutating func look(
    at bound: SessionBound, of policy: Policy, where gate: Term,
    _ permits: [(reading: RuleReading, takers: [RuleReading])], _ policies: PolicySet,
    _ inquiry: inout Inquiry
  ) {
    guard let whole = inquiry.analysis.readings.first else { return }
    let length = bound.most.flatMap(\.wholeNanoseconds) ?? Self.ever
    let goesOn = bound.endsSession ? inquiry.not(whole.signsIn) : whole.proceeds
    var goal = [gate, goesOn]
    switch bound.measure {
    case .secondFactor:
      guard let isLow = inquiry.isText(.aal, in: [Text("aal1")]) else { return }
      goal += [isLow] + inquiry.lacksPasskey
    case .overall:
      guard let authenticated = inquiry.known(.authenticatedAt) else { return }
      goal += [inquiry.isAgo(authenticated, atLeast: length)] + inquiry.isIssuedFirst
    case .idle:
      if let active = inquiry.known(.lastActiveAt) {
        goal.append(inquiry.isAgo(active, atLeast: length))
      }
      goal += inquiry.isThere(.lastActiveAt)
    }
    let isIdleAsked = inquiry.known(.lastActiveAt) != nil
    let ends = bound.endsSession
    let showing = inquiry.showing(
      goal, by: policies,
      changed: { bound.measure == .idle && !isIdleAsked ? $0.unused(for: length) : $0 },
      where: { ends ? $0.outcome != .signIn : $0.outcome == .proceed })
    guard let showing else { return }
    broken.append(
      BrokenBound(
        policy: policy, bound: bound, showing: showing,
        extending: bound.measure == .overall ? passing(length, permits, &inquiry) : []))
  }

  /// The permissions by which a session gets an expiry that is longer after its authentication than allowed.
  private func passing(
    _ length: Int128, _ permits: [(reading: RuleReading, takers: [RuleReading])],
    _ inquiry: inout Inquiry
  ) -> [Rule] {
    guard let authenticated = inquiry.known(.authenticatedAt) else { return [] }
    var found: [Rule] = []
    for (reading, takers) in permits {
      let silent = takers.map { inquiry.not($0.speaks) }
      for grant in reading.grants {
        let isPast = inquiry.isAgo(authenticated, atLeast: length - grant.length + 1)
        guard inquiry.isFound([grant.term, isPast] + inquiry.isIssuedFirst + silent) else {
          continue
        }
        found.append(reading.rule)
        break
      }
    }
    return found
  }
}

extension Inquiry {
  /// That nobody authenticated before the session was issued. What did so in the second before was rounded by a
  /// database, and a limit on the age of the session holds it within the bound.
  fileprivate var isIssuedFirst: [Term] {
    mutating get {
      guard let issued = known(.issuedAt), let authenticated = known(.authenticatedAt) else {
        return []
      }
      return [difference(issued, authenticated, atMost: 0)]
    }
  }

  /// That no passkey was shown, as far as any rule tells.
  fileprivate var lacksPasskey: [Term] {
    mutating get {
      var terms: [Term] = []
      for (number, variable) in analysis.space.variables.enumerated() {
        guard case .completion(let completion) = variable, completion.method == Text("passkey"),
          let cell = analysis.space.place(of: .no, of: number)
        else { continue }
        terms.append(atom(.cells(variable: number, [cell])))
      }
      return terms
    }
  }
}
