import PolicyDiagnostics

/// One thing a user does: shows a factor, or sets one up.
struct WayStep: Hashable, Comparable {
  var factor: Decision.Step.Factor
  /// The methods that are enough; `nil` for any.
  var methods: MethodNames?

  /// Whether doing this step, by whatever method, is doing another as well.
  func covers(_ other: WayStep) -> Bool {
    guard factor == other.factor else { return false }
    guard let wanted = other.methods else { return true }
    return methods?.isSubset(of: wanted) ?? false
  }

  /// Whether one method can be enough for this step and for another.
  func meets(_ other: WayStep) -> Bool {
    guard factor == other.factor else { return false }
    guard let methods, let wanted = other.methods else { return true }
    return !methods.isDisjoint(with: wanted)
  }

  /// A first factor comes before a second.
  static func < (left: WayStep, right: WayStep) -> Bool {
    guard left.factor == right.factor else { return left.factor.rank < right.factor.rank }
    guard let other = right.methods else { return false }
    return left.methods.map { $0 < other } ?? true
  }
}

/// Steps after which no rule asks again, and what the rules that they meet ask for together.
struct Way: Equatable {
  let steps: [WayStep]
  var joined: JoinedRequirement

  /// Whether whoever goes this way has gone another too.
  private func contains(_ other: Way) -> Bool {
    other.steps.allSatisfy { wanted in steps.contains { $0.covers(wanted) } }
  }

  /// Whether two of the steps that show a factor could be one; a method that is set up on the way could not have
  /// been shown before.
  private var isLongerThanNeeded: Bool {
    steps.indices.contains { first in
      steps[first].factor != .enrol
        && steps.indices.dropFirst(first + 1).contains { later in
          steps[later].meets(steps[first]) && isSetUp(for: later) == isSetUp(for: first)
        }
    }
  }

  /// Whether what a step shows is set up just before it.
  private func isSetUp(for place: Int) -> Bool { place > 0 && steps[place - 1].factor == .enrol }

  /// The ways to be told: each once, none that contains another, the shortest first.
  ///
  /// Rules are met together where they can be, so that of the ways in which two steps could be one none
  /// is told, as long as there are others.
  static func told(_ ways: [Way]) -> [Way] {
    guard ways.count > 1 else { return ways }
    let short = ways.filter { !$0.isLongerThanNeeded }
    var found: [Way] = []
    for way in (short.isEmpty ? ways : short).sorted(by: { $0.precedes($1) }) {
      if let known = found.indices.last, found[known].steps == way.steps {
        found[known].joined.loosen(by: way.joined)
      } else {
        found.append(way)
      }
    }
    return found.enumerated().filter { place, way in
      !found.enumerated().contains { other, shorter in
        other != place && way.contains(shorter) && !(shorter.contains(way) && place < other)
      }
    }.map(\.element)
  }

  /// Ways are told the shortest first; of equally long ones a first factor comes before a second.
  private func precedes(_ other: Way) -> Bool {
    steps.count == other.steps.count
      ? steps.lexicographicallyPrecedes(other.steps) : steps.count < other.steps.count
  }
}

/// What the rules that a way meets ask for together.
struct JoinedRequirement: Equatable {
  /// The highest level asked for.
  var aal: AssuranceLevel?
  /// The smallest age asked for.
  var maxAge: Duration?
  /// The methods that every rule accepts; `nil` for any.
  var methods: MethodNames?

  /// Nothing at all.
  init() {}

  /// What one alternative of a rule asks for.
  init(_ requirement: Requirement) {
    aal = requirement.aal?.value
    maxAge = requirement.maxAge?.value
    methods = requirement.methods.map { MethodNames($0.value) }
  }

  /// Adds what another rule asks for.
  mutating func tighten(by other: JoinedRequirement) {
    if let level = other.aal { aal = max(aal ?? level, level) }
    if let age = other.maxAge { maxAge = min(maxAge ?? age, age) }
    if let own = other.methods { methods = methods?.intersection(own) ?? own }
  }

  /// Where several alternatives of a rule are met by the same steps, what is told is the loosest.
  mutating func loosen(by other: JoinedRequirement) {
    aal = min(aal ?? .aal0, other.aal ?? .aal0)
    if aal == .aal0 { aal = nil }
    maxAge = maxAge.flatMap { mine in other.maxAge.map { max(mine, $0) } }
    methods = methods.flatMap { mine in other.methods.map(mine.union) }
  }
}

/// What a rule in force asks for: alternatives, each with what of it is not met.
struct Demand {
  /// The number of the rule.
  var rule: Int32
  var alternatives: [(requirement: Requirement, unmet: Shortfall)]

  /// Whether it asks for anything but some step.
  var isDemanding: Bool { alternatives.contains { !$0.requirement.isEmpty } }

  /// The alternatives that steps can meet: of the others a limit is reached that only signing in begins anew.
  var ofSteps: Demand {
    let lasting = LimitKey.allCases.filter { !$0.row.effects.contains(.mustReauthenticate) }
    var demand = self
    demand.alternatives.removeAll { alternative in
      lasting.contains { alternative.unmet.contains(Shortfall($0)) }
    }
    return demand
  }
}

extension Decision.Step.Factor {
  fileprivate var rank: Int {
    switch self {
    case .first: 0
    case .second: 1
    case .enrol: 2
    }
  }
}

/// Names among which others are looked up, byte by byte: few of them one after the other, many by their hash.
struct NameSet: Sendable {
  let names: [String]
  private let hashed: Set<Text>

  /// So many are few.
  private static let few = 8

  init(_ names: [String]) {
    self.names = names
    hashed = names.count > Self.few ? Set(names.lazy.map(Text.init)) : []
  }

  func contains(_ name: String) -> Bool {
    hashed.isEmpty ? names.contains(bytes: name) : hashed.contains(Text(name))
  }
}

extension [String] {
  /// Whether a name is among these, byte by byte.
  func contains(bytes name: String) -> Bool {
    contains { $0.hasSameBytes(as: name) }
  }
}
