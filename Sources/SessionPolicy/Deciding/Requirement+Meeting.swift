package import PolicyCEL
import PolicyDiagnostics

extension Requirement {
  /// What a limit counts from.
  package enum Origin: Sendable {
    /// An instant of the session or of the request.
    case attribute(AttributePath)
    /// The newest completion at a level or above, of one of some methods; `nil` for any.
    case completion(level: AssuranceLevel?, methods: [String]?)
  }

  /// What a limit counts from.
  package func origin(of key: LimitKey) -> Origin {
    guard isCompletion(key) else { return .attribute(start(of: key)) }
    let evidence = Evidence(self)
    return .completion(level: evidence.level, methods: evidence.methods)
  }

  /// Whether a user could meet this by steps of Kratos, whatever they have set up: a session with a
  /// first factor that lacks some keys of it.
  ///
  /// - Parameters:
  ///   - keys: What of it is not met: `aal`, `methods` and the names of limits.
  ///   - lacking: Methods that they have not set up, as somebody says; empty where nobody does.
  package func canBeMet(
    without keys: Set<String>, lacking: [String] = [], settings: KratosSettings
  ) -> Bool {
    var unmet: Shortfall = []
    if keys.contains("aal") { unmet.insert(.aal) }
    if keys.contains("methods") { unmet.insert(.methods) }
    for key in LimitKey.allCases where keys.contains(key.rawValue) {
      unmet.insert(Shortfall(key))
    }
    let method = AuthenticationMethod(method: "password", aal: .aal1)
    let session = Session(
      id: "", authenticatorAssuranceLevel: "aal1", authenticationMethods: [method])
    let state = SessionState(Snapshot(session: session), settings, methodSets: [])
    var planner = WayPlanner(of: state, KratosRules(settings), enrolment(lacking))
    let demand = Demand(rule: 0, alternatives: [(self, unmet)])
    return !planner.ways(for: [demand], at: 0, then: nil).isEmpty
  }

  /// The same with only one of the methods that no release of Kratos knows, and one of those that are lacking: for
  /// it does the same with each, so that what can be met with one of them can be met with all.
  package func withOneOfAlike(lacking: [String]) -> Requirement {
    guard let methods, methods.value.count > 1 else { return self }
    let lacking = NameSet(lacking)
    var (hasOne, lacksOne) = (false, false)
    let names = methods.value.filter { name in
      if KnownMethod.named(name) != nil { return true }
      if lacking.contains(name) {
        defer { lacksOne = true }
        return !lacksOne
      }
      defer { hasOne = true }
      return !hasOne
    }
    return Requirement(
      aal: aal, methods: Located(names, at: methods.location), limits: limits, at: location)
  }

  /// All methods but some; `nil` where none is lacking, for then nobody need say anything.
  private func enrolment(_ lacking: [String]) -> Enrolment? {
    guard !lacking.isEmpty else { return nil }
    let all = KnownMethod.all.map(\.name) + (methods?.value ?? [])
    let lacking = NameSet(lacking)
    return Enrolment(
      methods: all.filter { !lacking.contains($0) }, isPrivileged: true, privilegedUntil: nil)
  }
}

extension WayPlanner {
  /// Plans for a session without reading what its user has set up.
  fileprivate init(of state: SessionState, _ rules: KratosRules, _ enrolment: Enrolment?) {
    self.state = state
    self.rules = rules
    self.enrolment = enrolment
  }
}
