/// Slopes that stand side by side, as the path of one shape: those that touch share their edge.
struct SlopePath {
  private var path = ""
  /// Where the last slope ends; `nil` before the first.
  private var end: Double?

  var isEmpty: Bool { path.isEmpty }

  /// The path, in a view whose ground is at 100.
  var text: String { path.isEmpty ? "" : path + "V100Z" }

  /// Adds a slope to the right of those before.
  mutating func add(from start: Double, _ high: Double, to end: Double, _ low: Double) {
    if let last = self.end, last.short == start.short {
      path += "V\(high.short)"
    } else {
      if self.end != nil { path += "V100Z" }
      path += "M\(start.short) 100V\(high.short)"
    }
    path += "L\(end.short) \(low.short)"
    self.end = end
  }
}
