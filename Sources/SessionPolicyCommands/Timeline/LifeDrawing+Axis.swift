import PolicyTesting
import PolicyTime

/// The scale of time: ticks, their labels, and now.
extension LifeDrawing {
  /// Draws the axis from the top of the rows to their bottom.
  func drawAxis(_ parts: inout Parts, _ bottom: Double) {
    let top = 74 + parts.offset
    let now = life.share(of: life.now)
    let isNowShown = life.now >= life.begin && life.now <= life.end
    let anchor = now > 0.9 ? "end" : now < 0.06 ? "" : "mid"
    // What the label of now takes, to each side where it stands in the middle.
    let label = Double(picture.shortLabel(life.now).count) * (anchor == "mid" ? 3.4 : 9)
    parts.markup.element("g", [("aria-hidden", "true")]) {
      // One path of all, in a view that is a thousand wide.
      $0.element(
        "svg",
        [
          ("y", top.short), ("width", "100%"), ("height", (bottom - top).short),
          ("viewBox", "0 0 1000 1"), ("preserveAspectRatio", "none"),
        ]
      ) {
        let path = TimeAxis(life, room: 21).ticks.map { tick in
          "M\((life.share(of: tick.at) * 1_000).short) 0V1"
        }
        $0.empty("path", [("class", "tick"), ("d", path.joined())])
      }
      for (style, width) in widths {
        $0.element("g", [("class", style.isEmpty ? "mu mid" : "mu mid \(style)")]) {
          for tick in axis(over: width).ticks {
            let share = life.share(of: tick.at)
            // The label of now stands instead of what it would touch.
            if isNowShown, abs(share - now) * width < 42 + label { continue }
            if share * width > width - 18 { continue }
            $0.element(
              "text",
              (share * width < 18 ? [("style", "text-anchor:start")] : [])
                + [("x", percent(share)), ("y", (top - 6).short)], tick.label)
          }
        }
      }
      if isNowShown {
        $0.element(
          "text",
          [
            ("class", anchor.isEmpty ? "nowt" : "nowt \(anchor)"), ("x", percent(now)),
            ("y", (top - 6).short),
          ],
          "now " + picture.shortLabel(life.now))
      }
    }
  }

  /// As many ticks as have room for their labels; those with seconds are longer.
  private func axis(over width: Double) -> TimeAxis {
    let axis = TimeAxis(life, room: max(2, Int(width / 58)))
    return axis.step < 60 ? TimeAxis(life, room: max(2, Int(width / 84))) : axis
  }
}
