/// Markup of at most so many bytes: pieces that have no room any more are counted and left out, so that a
/// page of anything can be opened.
struct BoundedMarkup {
  private(set) var markup = Markup()
  /// How many pieces have no room.
  private(set) var omitted = 0
  private let limit: Int
  /// How many pieces are tried that have no room.
  private static let tries = 20

  /// - Parameter limit: How many bytes there may be.
  init(_ limit: Int) { self.limit = limit }

  /// Appends what a body writes, or nothing of it; says whether it had room.
  @discardableResult
  mutating func add(_ body: (inout Markup) -> Void) -> Bool {
    var piece = Markup()
    if omitted < Self.tries { body(&piece) }
    guard !piece.text.isEmpty, markup.text.utf8.count + piece.text.utf8.count <= limit else {
      omitted += 1
      return false
    }
    markup.raw(piece.text)
    return true
  }
}
