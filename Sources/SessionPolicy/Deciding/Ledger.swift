import PolicyCEL

/// What is written down of the rules of one snapshot at one instant.
protocol Ledger {
  /// The numbers it counts in.
  associatedtype Number: LawNumber
  /// What it keeps of an error in a condition.
  associatedtype Failure

  /// Whether it is written while some instant lies ahead that may not; see ``SessionFacts/settledAt``.
  static var meetsUnsettled: Bool { get }

  /// What joining the rules takes.
  var tally: Tally<Number> { get set }

  /// An empty ledger.
  init()

  /// What is kept of an error in a condition.
  static func failure(_ error: EvaluationError) -> Failure

  /// Writes down what a rule says that applies or may apply.
  mutating func enter(_ standing: Standing<Number, Failure>)

  /// Writes down all that another ledger holds.
  mutating func enter(_ other: borrowing Self)

  /// Makes this empty again.
  mutating func clear()
}

/// A ledger of a few bits, for short answers.
struct VerdictLedger: Ledger {
  /// Which error it was makes no difference to a short answer.
  struct Failure {}

  /// Such sessions are rare, and take more than bits.
  @inline(__always)
  static var meetsUnsettled: Bool { false }

  var tally = Tally<Int64>()

  static func failure(_ error: EvaluationError) -> Failure { Failure() }

  @inline(__always)
  mutating func enter(_ standing: Standing<Int64, Failure>) { tally.add(standing) }

  @inline(__always)
  mutating func enter(_ other: borrowing VerdictLedger) { tally.add(other.tally) }

  @inline(__always)
  mutating func clear() { tally = Tally() }

  /// What follows; `nil` if that takes more than bits, because of a number or for want of the ways to
  /// meet what is asked for.
  ///
  /// - Parameter isOffered: Whether the user can surely show a first factor and, if asked, a second one.
  @inline(__always)
  func joint(isOffered: (_ second: Bool) -> Bool) -> Joint<Int64>? {
    guard !tally.isBeyond else { return nil }
    var isKnown = true
    let joint = Joint(tally) {
      isKnown = !tally.canBeUnmeetable && isOffered(tally.asksForSecondFactor)
      return true
    }
    return isKnown ? joint : nil
  }
}
