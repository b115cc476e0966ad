import PolicyTesting
import PolicyTime
import SessionPolicy

extension LifeDrawing {
  /// How many steps of the expiry a strip draws.
  private static let steps = 150

  /// The marks of expectations that strips refer to.
  static let marks =
    "<path id=\"held\" class=\"held\" d=\"M-4 0l3 4 5-8\"/>"
    + "<path id=\"off\" class=\"bad\" d=\"M-4-4 4 4M4-4-4 4\"/>"

  /// The life in short: a band of what was answered, below it the share of the lifespan that was left, and
  /// a mark for each expectation of a suite. Its scale is its own, and counts from the suite's `now`.
  var strip: String {
    var drawing = self
    // A strip is about as wide on every screen.
    drawing.widths = [("", 300)]
    drawing.isInPage = true
    let runs = runs(of: life, outcome)
    var markup = Markup()
    markup.element(
      "svg",
      [("class", "t strip"), ("height", "74"), ("role", "img"), ("aria-label", sentence(runs))]
    ) {
      for run in runs { drawing.band(run, at: 0, 20, &$0) }
      $0.element(
        "svg",
        [
          ("y", "24"), ("width", "100%"), ("height", "20"),
          ("viewBox", "0 0 \(Int(Self.across)) 100"), ("preserveAspectRatio", "none"),
        ]
      ) { $0.empty("path", [("class", "saw"), ("d", slopes)]) }
      horizontal(&$0, "cap", 0, 1, 44)
      for expected in life.expectations.prefix(60) {
        let isMet = expected.failures.isEmpty
        $0.empty(
          "use",
          [
            ("href", isMet ? "#held" : "#off"), ("x", percent(life.share(of: expected.at))),
            ("y", "52"),
          ])
      }
      $0.element("text", [("class", "mu"), ("y", "73")], offset(life.begin))
      $0.element("text", [("class", "mu end"), ("x", "100%"), ("y", "73")], offset(life.end))
    }
    return markup.text
  }

  /// How many places there are from end to end: a third of a pixel each.
  private static let across = 1_000.0

  /// The share of the lifespan that was left, as slopes.
  private var slopes: String {
    let lifespan = max(1, life.lifespan.inSeconds)
    var slopes = SlopePath()
    for stair in LifePicture.expiries(of: life).prefix(Self.steps) where stair.until > stair.from {
      func level(_ at: Timestamp) -> Double {
        (100 - 100 * min(1, max(0, stair.expiresAt.elapsed(since: at).inSeconds / lifespan)))
          .rounded()
      }
      let end = max(stair.from, min(stair.until, stair.expiresAt))
      slopes.add(
        from: (life.share(of: stair.from) * Self.across).rounded(), level(stair.from),
        to: (life.share(of: end) * Self.across).rounded(), level(end))
    }
    return slopes.text
  }

  /// How long after the suite's `now` something is.
  private func offset(_ at: Timestamp) -> String {
    at < life.now
      ? "−" + life.now.elapsed(since: at).words(2)
      : at == life.now ? "now" : "+" + at.elapsed(since: life.now).words(2)
  }

  private func sentence(_ runs: [Run]) -> String {
    let said = runs.prefix(12).map {
      "\($0.state.words[0]) \($0.from == life.now ? "from now" : "from \(offset($0.from))")"
    }
    let failed = life.expectations.count { !$0.failures.isEmpty }
    let held = life.expectations.count - failed
    return (said + ["\(held) expectations held, \(failed) failed"]).joined(separator: "; ")
      + (runs.count > 12 ? "; and \(runs.count - 12) more changes" : "")
  }
}
