/// Whether NEW asks for more than OLD of a session, or for less.
package enum Direction: String, Sendable, Hashable, CaseIterable {
  case stricter, looser
}

/// A part of a decision that two sets of policies can differ in.
package enum DecisionPart: String, Sendable, Hashable, CaseIterable {
  case outcome, extend, refresh, demand
}

/// What a comparison comes to.
package enum DifferenceVerdict: String, Sendable, Hashable {
  case equivalent, stricter, looser, both, undecided

  package init(_ directions: Set<Direction>) {
    self =
      directions.count == 2
      ? .both : directions.first.map { $0 == .stricter ? .stricter : .looser } ?? .equivalent
  }
}
