package import PolicyAnalysis
package import SessionPolicy

/// What became of a mutant.
package struct MutantResult: Sendable {
  /// How it ended.
  package enum Fate: Sendable {
    /// A test or a law fails.
    case killed(TestName)
    /// No test fails, although sessions are decided otherwise: this one.
    case survived(Difference)
    /// It does not load.
    case refused(String)
    /// It is proved that no session is decided otherwise.
    case equal
    /// No test fails, and whether any session is decided otherwise was not found out.
    case unknown([String])
    /// It was not run, for there are too many.
    case leftOut
  }

  /// A session that a mutant decides otherwise.
  package struct Difference: Sendable {
    /// The session.
    package let witness: Snapshot
    /// Which part of the decision differs.
    package let part: DecisionPart
    /// What the policy decides.
    package let old: Decision
    /// What the mutant decides.
    package let new: Decision
  }

  /// The mutant.
  package let mutant: Mutant
  /// How it ended.
  package let fate: Fate
  /// How many tests and laws were run on it.
  package let runs: Int
  /// A suite with a test that kills a mutant that survived; `nil` for others, and where suites have no
  /// such session.
  package let sample: String?
}

/// A test or a law of a suite.
package struct TestName: Sendable, Hashable {
  /// The file of the suite.
  package let file: String
  /// What it is called, with its session and its request.
  package let name: String
  /// The line on which it stands.
  package let line: Int
  /// Its column.
  package let column: Int
}

/// How mutants ended, in counts.
package struct MutationSummary: Sendable, Hashable {
  package private(set) var killed = 0
  package private(set) var survived = 0
  package private(set) var refused = 0
  package private(set) var equal = 0
  package private(set) var unknown = 0
  package private(set) var leftOut = 0

  package init(_ results: some Sequence<MutantResult>) {
    for result in results {
      switch result.fate {
      case .killed: killed += 1
      case .survived: survived += 1
      case .refused: refused += 1
      case .equal: equal += 1
      case .unknown: unknown += 1
      case .leftOut: leftOut += 1
      }
    }
  }

  /// How many there are that a test could kill: those that load and are not proved equal.
  package var total: Int { killed + survived + unknown }
  /// Whether every one of them was killed.
  package var isClean: Bool { survived == 0 && unknown == 0 }
}
