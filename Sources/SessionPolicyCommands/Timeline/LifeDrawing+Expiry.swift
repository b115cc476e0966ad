import PolicyTesting
import PolicyTime
import SessionPolicy

/// The steps of the expiry, and the windows of rules.
extension LifeDrawing {
  /// Draws the steps of the expiry.
  func drawExpiry(_ parts: inout Parts) {
    let all = LifePicture.expiries(of: life)
    let shown = all.count > 8 ? Array(all.suffix(5)) : all
    guard !shown.isEmpty else { return }
    let y = parts.y
    let said = shown.map {
      "\(picture.label($0.expiresAt)) held from \(picture.label($0.from))"
    }
    parts.markup.element(
      "g", [("role", "img"), ("aria-label", "Expiry: " + said.joined(separator: ", "))]
    ) {
      let more = all.count > shown.count ? "; + \(all.count - shown.count) before these" : ""
      let present = shown.last { $0.from <= life.now }.map { picture.label($0.expiresAt) } ?? ""
      heading(
        &$0, y + 12, "Expiry",
        "a step for each expires_at; hatched: a rule's window is open\(more)",
        present.isEmpty ? "" : "now: \(present)")
      for (place, stair) in shown.enumerated() {
        let row = y + 26 + Double(place) * 11
        let (from, until) = (life.share(of: stair.from), life.share(of: stair.until))
        let promise = life.share(of: stair.expiresAt)
        for window in life.windows where window.rule != nil && window.until > window.from {
          let (start, end) = (max(window.from, stair.from), min(window.until, stair.until))
          guard start < end, window.from <= stair.expiresAt else { continue }
          $0.empty(
            "rect",
            [
              ("class", "win"), ("x", percent(life.share(of: start))),
              ("width", percent(life.share(of: end) - life.share(of: start))),
              ("y", (row - 6).short), ("height", "6"),
            ])
        }
        horizontal(&$0, "live", from, min(until, promise), row)
        if promise > until { horizontal(&$0, "left", until, promise, row) }
        if stair.expiresAt <= life.end {
          line(&$0, "live", promise, from: row - 5, to: row + 5)
          // Of very many steps those that are drawn lie close to each other, and below a line at the right
          // edge there is only room for a label where no other follows.
          let isLast = place == shown.count - 1
          guard isLast || all.count == shown.count && promise <= 0.85 else { continue }
          $0.element(
            "text",
            [
              ("class", "mu halo\(promise > 0.85 ? " end" : "")\(unlessNarrow)"),
              ("x", percent(promise)),
              // At the right edge it stands below its line, which would run through it.
              ("dx", promise > 0.85 ? "-5" : "5"), ("y", (row + (promise > 0.85 ? 15 : 4)).short),
            ], picture.label(stair.expiresAt))
        }
      }
    }
    parts.height += 36 + Double(shown.count) * 11
  }
}
