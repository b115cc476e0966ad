import PolicyCEL
import PolicyDiagnostics

/// What several `must: reauthenticate` rules ask for together.
struct Demand {
  /// The highest level.
  let aal: AssuranceLevel?
  /// The smallest age.
  let maxAge: Duration?
  /// The methods that every rule accepts, sorted; `nil` for any.
  let methods: [String]?
  /// What the user does, in order.
  let steps: [Decision.Step]

  /// Joins requirements; `nil` if no re-authentication could be enough for all of them.
  init?(_ requirements: [Requirement], _ state: SessionState) {
    let accepted = requirements.compactMap { $0.methods?.value }.map(Set.init)
      .reduce(nil) { (joined: Set<String>?, next) in joined?.intersection(next) ?? next }
    if let accepted, accepted.isEmpty { return nil }
    let methods = accepted?.sorted()
    guard let steps = StepPlanner(state: state).steps(for: requirements, methods: methods) else {
      return nil
    }
    aal = requirements.compactMap { $0.aal?.value }.max()
    maxAge = requirements.compactMap { $0.maxAge?.value }.min()
    self.methods = methods
    self.steps = steps
  }
}
