import PolicyTesting
import PolicyTime
import SessionPolicy

/// Limits: how much of each has passed, as slopes that fall back where they begin anew.
extension LifeDrawing {
  /// Draws a row for each limit, as far as there is room.
  func drawLimits(_ parts: inout Parts) {
    let rows = LimitRow.rows(of: life)
    for limit in rows.prefix(14) {
      let y = parts.y
      parts.markup.element("g", [("role", "img"), ("aria-label", sentence(limit))]) {
        let isMissing = limit.teeth.contains {
          $0.missing != nil && $0.evidence == nil && $0.from < $0.until
        }
        let rules = limit.rules.isEmpty ? "Kratos" : limit.rules.prefix(2).joined(separator: ", ")
        heading(
          &$0, y + 12, limit.name.prefix(1).uppercased() + limit.name.dropFirst(),
          "\(limit.length) · \(rules)\(isMissing ? " · an input is missing" : "")", value(limit))
        teeth(limit, at: y + 18, &$0)
      }
      parts.height += 50
    }
    if rows.count > 14 {
      parts.markup.element(
        "text", [("class", "mu"), ("y", (parts.y + 12).short)],
        "and \(rows.count - 14) more limits, not drawn")
      parts.height += 20
    }
  }

  /// What a limit is at now: the time that has passed.
  private func value(_ limit: LimitRow) -> String {
    guard let tooth = limit.teeth.last(where: { $0.from <= life.now && life.now < $0.until }),
      let evidence = tooth.evidence
    else { return "" }
    let elapsed = life.now.elapsed(since: evidence)
    return "now: \(elapsed.words(2))" + (elapsed >= limit.limit ? ", reached" : "")
  }

  private func sentence(_ limit: LimitRow) -> String {
    let said = limit.teeth.map { tooth in
      guard let evidence = tooth.evidence else {
        return "nothing to count from, from \(picture.label(tooth.from))"
      }
      let reached = tooth.reachedAt.flatMap { at in
        at < tooth.until ? ", reached \(picture.label(at))" : nil
      }
      return "counted from \(picture.label(evidence))\(reached ?? "")"
    }
    return "\(limit.name), limit \(limit.length): " + Self.few(said, separator: "; ")
  }

  private func teeth(_ limit: LimitRow, at y: Double, _ markup: inout Markup) {
    let whole = life.end.elapsed(since: life.begin).inSeconds
    let length = limit.limit.inSeconds
    guard whole > 0, length > 0 else { return }
    var slopes = SlopePath()
    for tooth in limit.teeth where tooth.until > tooth.from {
      let (from, until) = (max(tooth.from, life.begin), min(tooth.until, life.end))
      guard from < until else { continue }
      guard let evidence = tooth.evidence else {
        markup.empty(
          "rect",
          [
            ("class", "miss"), ("x", percent(life.share(of: from))),
            ("width", percent(life.share(of: until) - life.share(of: from))), ("y", y.short),
            ("height", "24"),
          ])
        markup.element(
          "text",
          [
            ("class", "mu"), ("x", percent(life.share(of: from))), ("dx", "5"),
            ("y", (y + 16).short),
          ],
          tooth.missing == nil ? "nothing was shown" : "?")
        continue
      }
      let end = tooth.reachedAt.map { min($0, until) } ?? until
      if end > from {
        func level(_ at: Timestamp) -> Double {
          100 - min(1, at.elapsed(since: evidence).inSeconds / length) * 100
        }
        let (x, last) = (
          from.elapsed(since: life.begin).inSeconds, end.elapsed(since: life.begin).inSeconds
        )
        slopes.add(from: x, level(from), to: last, level(end))
      }
      if let reached = tooth.reachedAt, reached < until {
        let start = max(reached, from)
        let style =
          switch limit.role {
          case .over: "over"
          case .ask: "ask"
          default: "no"
          }
        band(
          (
            start, until,
            State(style: style, words: ["reached \(picture.label(reached))", "reached"], rank: 0)
          ),
          at: y, 24, &markup)
      }
    }
    markup.element(
      "svg",
      [
        ("x", "0"), ("y", y.short), ("width", "100%"), ("height", "24"),
        ("viewBox", "0 0 \(whole.short) 100"), ("preserveAspectRatio", "none"),
      ]
    ) {
      if !slopes.isEmpty { $0.empty("path", [("class", "saw"), ("d", slopes.text)]) }
    }
    horizontal(&markup, "cap", 0, 1, y)
  }
}
