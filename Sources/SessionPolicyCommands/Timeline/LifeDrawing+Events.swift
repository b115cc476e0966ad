import PolicyTesting

/// What happened and what a suite expects: marks on a line.
extension LifeDrawing {
  /// Draws the row of what happened.
  func drawEvents(_ parts: inout Parts) {
    let y = parts.y
    let said = picture.happened.filter { $0.words != "activity" }.map {
      "\($0.words) \(picture.label($0.event.at))"
    }
    parts.markup.element(
      "g",
      [
        ("role", "img"),
        ("aria-label", "Events: " + (said.isEmpty ? "none" : Self.few(said, separator: "; "))),
      ]
    ) {
      heading(
        &$0, y + 12, "Events", "▲ sign in ◆ step-up ▶ extend ❘ activity ✕ refused; hollow: assumed")
      draw(picture.happened, at: y + 30, &$0)
      for expected in life.expectations.prefix(200) {
        let isMet = expected.failures.isEmpty
        $0.element(
          "text",
          [
            ("class", isMet ? "ok" : "ko"), ("x", percent(life.share(of: expected.at))),
            ("y", (y + 46).short),
          ], isMet ? "✓" : "✕")
      }
    }
    parts.height += 44
  }

  /// Up to how many instants have marks of their own.
  private static let marked = 48

  /// Marks for what happened. Of very many instants those of mere routine are strokes of one path.
  private func draw(
    _ happened: [(event: SessionLife.Event, words: String)], at y: Double,
    _ markup: inout Markup
  ) {
    func isRoutine(_ event: SessionLife.Event) -> Bool {
      !event.isRefused && ["activity", "whoami", "extend"].contains(event.name)
    }
    let isCrowded = happened.count > Self.marked
    let routine = isCrowded ? happened.filter { isRoutine($0.event) } : []
    if !routine.isEmpty {
      markup.element(
        "svg",
        [
          ("y", (y - 5).short), ("width", "100%"), ("height", "10"), ("viewBox", "0 0 1000 10"),
          ("preserveAspectRatio", "none"),
        ]
      ) {
        let strokes = routine.map { item in
          let top = item.event.name == "extend" ? 0 : 3
          return "M\((life.share(of: item.event.at) * 1_000).short) \(top)V10"
        }
        $0.empty("path", [("class", "beat"), ("d", strokes.joined())])
      }
    }
    for item in happened.filter({ !isCrowded || !isRoutine($0.event) }).prefix(200) {
      draw(item.event, item.words, at: y, &markup)
    }
  }

  private func draw(
    _ event: SessionLife.Event, _ words: String, at y: Double, _ markup: inout Markup
  ) {
    let x = percent(life.share(of: event.at))
    let title = "\(words) \(picture.label(event.at))"
    let path: String
    switch EventMark(event).character.mark {
    case "✕": path = "M-4 -4 4 4M4 -4 -4 4"
    case "▲", "△": path = "M-5 5H5L0 -5Z"
    case "◆", "◇": path = "M0 -5 5 0 0 5 -5 0Z"
    case "▶", "▷": path = "M-4 -5 5 0 -4 5Z"
    case "■", "□": path = "M-4 -4H4V4H-4Z"
    case "○": path = "M3 0A3 3 0 1 1 -3 0 3 3 0 1 1 3 0Z"
    default: path = "M0 -4V4"
    }
    let isHollow =
      event.isAssumed || ["enrol", "enable", "whoami", "issued"].contains(event.name)
    markup.element(
      "svg",
      [("x", x), ("y", y.short)] + (isHollow ? [("class", "plan")] : [])
    ) {
      $0.element("path", [("class", event.isRefused ? "bad" : "mark"), ("d", path)]) {
        $0.element("title", title)
      }
    }
  }
}
