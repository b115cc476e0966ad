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

  /// What differences in some directions come to.
  package init(isStricter: Bool, isLooser: Bool) {
    self =
      switch (isStricter, isLooser) {
      case (true, true): .both
      case (true, false): .stricter
      case (false, true): .looser
      case (false, false): .equivalent
      }
  }
}
