import PolicyDiagnostics

/// One thing a user does: shows a factor, or sets one up.
struct WayStep: Hashable {
  var factor: Decision.Step.Factor
  /// The methods that are enough, sorted; `nil` for any.
  var methods: [String]?

  /// Whether doing this step, by whatever method, is doing another as well.
  func covers(_ other: WayStep) -> Bool {
    guard factor == other.factor else { return false }
    guard let wanted = other.methods.map(NameSet.init) else { return true }
    return methods.map { $0.allSatisfy(wanted.contains) } ?? false
  }

  /// Whether one method can be enough for this step and for another.
  func meets(_ other: WayStep) -> Bool {
    guard factor == other.factor else { return false }
    guard let methods, let wanted = other.methods.map(NameSet.init) else { return true }
    return methods.contains(where: wanted.contains)
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

  /// Whether two of the steps that show a factor could be one.
  private var isLongerThanNeeded: Bool {
    steps.indices.contains { (first: Int) -> Bool in
      steps[first].factor != .enrol
        && steps[(first + 1)...].contains { $0.meets(steps[first]) }
    }
  }

  /// The ways to be told: each once, none that contains another, the shortest first.
  ///
  /// Rules are met together where they can be, so that of the ways in which two steps could be one none
  /// is told, as long as there are others.
  static func told(_ ways: [Way]) -> [Way] {
    let short = ways.filter { !$0.isLongerThanNeeded }
    var found: [Way] = []
    for way in short.isEmpty ? ways : short {
      if let known = found.firstIndex(where: { $0.steps == way.steps }) {
        found[known].joined.loosen(by: way.joined)
      } else {
        found.append(way)
      }
    }
    return found.enumerated().filter { place, way in
      !found.enumerated().contains { other, shorter in
        other != place && way.contains(shorter) && !(shorter.contains(way) && place < other)
      }
    }.map(\.element).sorted { $0.order < $1.order }
  }
}

/// What the rules that a way meets ask for together.
struct JoinedRequirement: Equatable {
  /// The highest level asked for.
  var aal: AssuranceLevel?
  /// The smallest age asked for.
  var maxAge: Duration?
  /// The methods that every rule accepts, sorted; `nil` for any.
  var methods: [String]?

  /// Nothing at all.
  init() {}

  /// What one alternative of a rule asks for.
  init(_ requirement: Requirement) {
    aal = requirement.aal?.value
    maxAge = requirement.maxAge?.value
    methods = requirement.methods?.value.sorted()
  }

  /// Adds what another rule asks for.
  mutating func tighten(by other: JoinedRequirement) {
    if let level = other.aal { aal = max(aal ?? level, level) }
    if let age = other.maxAge { maxAge = min(maxAge ?? age, age) }
    if let own = other.methods { methods = methods?.filter(NameSet(own).contains) ?? own }
  }

  /// Where several alternatives of a rule are met by the same steps, what is told is the loosest.
  mutating func loosen(by other: JoinedRequirement) {
    aal = min(aal ?? .aal0, other.aal ?? .aal0)
    if aal == .aal0 { aal = nil }
    maxAge = maxAge.flatMap { mine in other.maxAge.map { max(mine, $0) } }
    methods = methods.flatMap { (mine: [String]) -> [String]? in
      let known = NameSet(mine)
      return other.methods.map { mine + $0.filter { !known.contains($0) } }?.sorted()
    }
  }
}

/// What a rule in force asks for: alternatives, each with what of it is not met.
struct Demand {
  /// The number of the rule.
  let rule: Int32
  var alternatives: [(requirement: Requirement, unmet: Shortfall)]

  /// Whether it asks for anything but some step.
  var isDemanding: Bool { alternatives.contains { !$0.requirement.isEmpty } }
}

extension Way {
  /// Ways are told the shortest first; of equally long ones a first factor comes before a second.
  fileprivate var order: Order { Order(steps: steps) }

  fileprivate struct Order: Comparable {
    let steps: [WayStep]

    static func < (left: Order, right: Order) -> Bool {
      guard left.steps.count == right.steps.count else {
        return left.steps.count < right.steps.count
      }
      for (mine, other) in zip(left.steps, right.steps) where mine != other {
        guard mine.factor == other.factor else { return mine.factor.rank < other.factor.rank }
        return (mine.methods ?? []).lexicographicallyPrecedes(other.methods ?? [])
      }
      return false
    }
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
