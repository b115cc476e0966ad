import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

// What users can show. Where somebody says what they have set up, the caller or an answer of the admin API, a
// method that they have not and cannot set up is none for them; otherwise none is held against them.

extension AttributePath {
  static let enrolledMethods = AttributePath(["request", "enrolled_methods"])
  static let credentials = AttributePath(["identity", "credentials"])
  /// The organization for whose lifespan a session was authenticated; see ``Session/organization``.
  static let organization = AttributePath(["session", "organization"])
}

extension ConditionReader {
  /// How long an extension is by Kratos' settings, with the sessions for which it is so long: the
  /// development head knows a lifespan for each organization.
  mutating func lifespans() -> [(length: Int128, isSo: Term)] {
    let settings = space.settings
    let own = settings.organizationLifespans.filter { $0.value > .zero }
    guard settings.release == .head, !own.isEmpty else { return [(space.lifespan, .always)] }
    var found: [(length: Int128, isSo: Term)] = []
    for (length, group) in Dictionary(grouping: own, by: \.value).sorted(by: { $0.key < $1.key }) {
      let cells = group.map { Text($0.key) }.sorted().map(Cell.text)
      let isOne = space.term(.value(.organization, .string), isIn: cells)
      found.append((length.wholeNanoseconds ?? space.lifespan, isOne))
    }
    let others = space.table.not(space.table.any(found.map(\.isSo)))
    return found + [(space.lifespan, others)]
  }
}

extension ConditionReader {
  /// Where a method that Kratos asks for can be shown: where it is set up, could be, or nobody says.
  mutating func isWithinReach(_ method: String) -> Term {
    guard hasToBeListed(method) else { return .always }
    let name = Text(method)
    let isTold = space.isPresent(.enrolledMethods, .list(.string))
    let isUntold = space.isAbsent(.enrolledMethods, .list(.string))
    let isKnown = space.isPresent(.credentials, .map(.string, .dyn))
    let cases = [
      [isTold, space.term(.member(.enrolledMethods, name), isIn: [.yes])],
      [isUntold, isKnown, space.term(.member(.credentials, name), isIn: [.yes])],
      [isUntold, space.table.not(isKnown)],
    ]
    let terms = cases.map { space.table.all($0) }
    return space.table.any(terms)
  }

  /// Where a user can do some steps.
  mutating func isWithinReach(_ step: Set<Completion>) -> Term {
    let methods = step.sorted { $0.method < $1.method }
    let terms = methods.map { isWithinReach($0.method.string) }
    return space.table.all(terms)
  }

  /// Whether a method is asked for, and nobody can set it up by themselves, such as one-time codes.
  private func hasToBeListed(_ method: String) -> Bool {
    let rules = KratosRules(space.settings)
    guard rules.obstacleToEnrolling(method) != nil else { return false }
    // Sessions list an open set of methods; without a configuration none is held against.
    if KnownMethod.named(method) == nil { return space.settings.methods == nil }
    return rules.obstacle(to: method, as: .first) == nil
      || rules.obstacle(to: method, as: .second) == nil
  }

  /// The methods without which a requirement may be out of reach of a user.
  func listed(for requirement: Requirement) -> [String] {
    var names: Set<Text> = []
    if let methods = requirement.methods?.value {
      names = Set(methods.map(Text.init))
    } else if requirement.aal?.value == .aal2 {
      // Any second factor will do, and mostly there is one that everybody can set up.
      let rules = KratosRules(space.settings)
      let offered = KnownMethod.all.map(\.name).filter {
        rules.obstacle(to: $0, as: .second) == nil
      }
      guard !offered.contains(where: { rules.obstacleToEnrolling($0) == nil }) else { return [] }
      names = Set(offered.map(Text.init))
    }
    return Array(names.sorted().map(\.string).filter { hasToBeListed($0) }.prefix(4))
  }
}
