/// Work that may still be done, counted in looks at a term, which take about 20 ns each.
///
/// It is counted and not timed, so that a question has the same answer on every machine, however busy. A
/// question may take a fixed share of what is left for all of them: hard ones end together within
/// what there is, and never take what an easy one needs.
struct Budget {
  /// What is left for all questions.
  private(set) var left: Int
  /// How little is left when the question at hand has taken its share.
  private(set) var floor = 0

  /// The part of what is left that one question may take.
  private static let share = 32

  init(_ work: Int) { left = work }

  /// Whether the question at hand has taken its share.
  var isSpent: Bool { left <= floor }

  /// Notes that work was done.
  mutating func spend(_ work: Int) { left = max(0, left - work) }

  /// Begins a question, whatever was left of the one before.
  ///
  /// - Parameter most: How much it may take at most, where its share is more.
  mutating func beginQuestion(atMost most: Int) {
    floor = left - min(most, max(left / Self.share, min(left, 1)))
  }

  /// Ends a search of the question at hand sooner: after so much work.
  ///
  /// - Returns: What to give to ``endSearch(_:)`` afterwards.
  mutating func beginSearch(atMost most: Int) -> Int {
    defer { floor = max(floor, left - min(most, left)) }
    return floor
  }

  /// Ends what ``beginSearch(atMost:)`` began.
  mutating func endSearch(_ floor: Int) { self.floor = floor }
}
