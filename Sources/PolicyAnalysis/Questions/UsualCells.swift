import PolicyCEL
import PolicyDiagnostics

/// How usual the cells of each variable are, the most usual first.
///
/// It is found out once and looked up for every session that is made: what sorts ten thousand actions for each
/// of ten thousand sessions would take longer than all that is asked of them.
struct UsualCells {
  /// The place of each cell of each variable in that order.
  private let places: [[Int]]
  /// The most usual ones of each variable, few of them.
  let best: [[Int]]

  private static let few = 4

  init(_ space: SessionSpace) {
    var places: [[Int]] = []
    var best: [[Int]] = []
    for (number, cells) in space.cells.enumerated() {
      let variable = space.variables[number]
      var listed: [Text: Int] = [:]
      var isClosed = false
      if case .value(let path, .string) = variable, let texts = space.closedTexts[path] {
        isClosed = true
        for (place, text) in texts.enumerated() where listed[text] == nil { listed[text] = place }
      }
      let ranks = cells.enumerated().map { place, cell in
        Self.rank(cell, of: variable, listed: listed, isClosed: isClosed) ?? 100 + place
      }
      let order = cells.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
      var own = [Int](repeating: 0, count: cells.count)
      for (place, cell) in order.enumerated() { own[cell] = place }
      places.append(own)
      best.append(Array(order.prefix(Self.few)))
    }
    (self.places, self.best) = (places, best)
  }

  /// The most usual cell of a variable that is possible; `nil` if none is.
  func first(of variable: Int, among atoms: AtomTable, in possible: Possibility) -> Int? {
    guard let first = best[variable].first else { return nil }
    if atoms.allows(first, of: variable, in: possible) { return first }
    let places = places[variable]
    return atoms.cells(of: variable, in: possible).min { places[$0] < places[$1] }
  }

  /// How unusual a cell is.
  ///
  /// - Parameters:
  ///   - listed: The places of the texts that some policy confines the variable to.
  ///   - isClosed: Whether any does.
  /// - Returns: `nil` for a text that nobody lists: such texts come in the order in which they were read.
  private static func rank(
    _ cell: Cell, of variable: Variable, listed: [Text: Int], isClosed: Bool
  ) -> Int? {
    switch (variable, cell) {
    case (_, .failed): return 1_000
    // Most callers do not say what users have set up, and most sessions are of no organization.
    case (.value(.organization, _), .absent): return 0
    case (.presence(.enrolledMethods, _), .absent), (.presence(.credentials, _), .absent): return 0
    case (.sent, .yes), (.opaque, .yes): return 0
    case (.completion(let completion), .yes):
      let isUsual = completion.method == Text("password") && !completion.isSecondFactor
      return isUsual ? 0 : 20
    case (.value(.aal, _), .text(let level)): return level == Text("aal1") ? 0 : 10
    case (.value(_, .string), .text(let text)): return listed[text]
    case (.value(_, .string), .other): return isClosed ? 900 : 0
    case (_, .absent): return 800
    default: return 10 + (cell == .no ? 0 : 1)
    }
  }
}
