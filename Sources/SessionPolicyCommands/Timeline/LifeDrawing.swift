import PolicyDiagnostics
import PolicyTesting
import PolicyTime
import SessionPolicy

/// The life of a session as SVG.
///
/// Horizontal places are shares of the width, so that text keeps its size when the picture narrows; only
/// slopes stand in a stretched view, with seconds for its width: the path *is* the data. Words are chosen for
/// three widths, the longest that fits each, estimated at 0.53 em a character; the style shows the one that
/// suits. Nothing is a script, a font or a request.
struct LifeDrawing {
  let picture: LifePicture
  /// Prefix of the identifiers, where several drawings stand in one page.
  var name = "life"
  /// Widths of the plot for which words are chosen, with the class that shows them.
  var widths = Self.pageWidths
  /// Whether it stands in a page, whose style says what every band has in common.
  var isInPage = false
  var life: SessionLife { picture.life }

  init(_ picture: LifePicture, name: String = "life") {
    (self.picture, self.name) = (picture, name)
  }

  private static let pageWidths: [(style: String, width: Double)] = [
    ("s", 343), ("m", 660), ("l", 1_112),
  ]

  /// Draws for one width alone, in pixels.
  mutating func fix(width: Int) { widths = [("", Double(width) * 0.972)] }

  /// The class of what a narrow picture leaves out; nothing where there is only one width.
  private var unlessNarrow: String { widths.count > 1 ? " m l" : "" }

  /// Chooses words for a picture that is so much narrower than a page, in pixels.
  mutating func narrow(by margin: Double) {
    widths = Self.pageWidths.map { ($0.style, $0.width - margin) }
  }

  /// How many changes are listed, and so have a number.
  private static let listed = 40

  /// The whole picture as a file of its own.
  var svg: String {
    var parts = Parts()
    draw(&parts)
    let list = changeLines(from: parts.height + 16)
    let height = parts.height + 24 + list.height
    var markup = Markup()
    markup.element(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("class", "t"),
        ("width", widths.count > 1 ? "1144" : ((widths[0].width) / 0.972).rounded().short),
        ("height", height.short), ("role", "graphics-document document"),
        ("aria-labelledby", "\(name)-title \(name)-desc"), ("lang", "en"),
      ]
    ) {
      $0.element("title", [("id", "\(name)-title")], picture.title)
      $0.element("desc", [("id", "\(name)-desc")], description)
      $0.element("style") {
        $0.raw(PictureStyle.colors + PictureStyle.drawing)
      }
      $0.raw(Self.definitions)
      $0.empty("rect", [("class", "paper"), ("width", "100%"), ("height", "100%")])
      $0.element(
        "svg", [("x", "1.4%"), ("width", "97.2%"), ("y", "6"), ("overflow", "visible")]
      ) {
        $0.element("text", [("class", "h"), ("y", "20")], picture.title)
        $0.element("text", [("class", "mu"), ("y", "40")], picture.subtitle + " · " + picture.days)
        $0.raw(parts.markup.text)
        $0.raw(list.markup.text)
      }
    }
    return markup.text + "\n"
  }

  /// The drawing alone, for a page that has the style and says the rest in text.
  var embedded: String {
    var (drawing, parts) = (self, Parts())
    drawing.isInPage = true
    parts.offset = -44
    drawing.draw(&parts)
    var markup = Markup()
    markup.element(
      "svg",
      [
        ("class", "t"), ("height", (parts.height + parts.offset + 8).short), ("role", "group"),
        // Each row says what it shows.
        ("aria-label", picture.title),
      ]
    ) {
      $0.raw(parts.markup.text)
    }
    return markup.text
  }

  /// The hatchings, and what else drawings of a page refer to, which it has once.
  static func patterns(and more: String = "") -> String {
    "<svg width=\"0\" height=\"0\" style=\"position:absolute\" aria-hidden=\"true\">"
      + definitions + more + "</svg>"
  }

  private static let definitions =
    "<defs><pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
    + "patternTransform=\"rotate(45)\"><line class=\"hl\" y2=\"5\" x1=\"1\" x2=\"1\"/></pattern>"
    + "<pattern id=\"strict\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
    + "patternTransform=\"rotate(-45)\"><line class=\"hs\" y2=\"5\" x1=\"1\" x2=\"1\"/></pattern></defs>"

  /// What is said of many: the first, how many others there are, and the last.
  private static func few(_ words: [String], separator: String) -> String {
    guard words.count > 8, let last = words.last else { return words.joined(separator: separator) }
    return (words.prefix(6) + ["\(words.count - 7) more", last]).joined(separator: separator)
  }

  /// The picture in sentences.
  var description: String {
    var words: [String] = []
    for run in runs(of: life, outcome) where run.until > run.from {
      words.append("\(run.state.words[0]) from \(picture.label(run.from))")
    }
    let shown = words.prefix(12).joined(separator: ", ")
    let more = words.count > 12 ? ", and \(words.count - 12) more" : ""
    return
      "\(picture.title). \(shown)\(more), until \(picture.label(life.end)). \(picture.summary)."
  }

  // MARK: Parts

  /// What was drawn, and how far down.
  private struct Parts {
    var markup = Markup()
    var height = 74.0
    /// What all rows are moved by.
    var offset = 0.0
    var y: Double { height + offset }
  }

  private func draw(_ parts: inout Parts) {
    var rows = Parts()
    rows.offset = parts.offset
    rows.height = 74
    drawEvents(&rows)
    drawNumbers(&rows)
    drawAnswers(&rows)
    drawExpiry(&rows)
    drawLimits(&rows)
    let (top, bottom) = (74 + parts.offset, rows.y)
    if life.now < life.end {
      let share = life.share(of: life.now)
      parts.markup.empty(
        "rect",
        [
          ("class", "ahead"), ("x", percent(share)), ("width", percent(1 - share)),
          ("y", (top - 2).short), ("height", (bottom - top + 2).short),
        ])
    }
    drawAxis(&parts, bottom)
    parts.markup.element("g", [("aria-hidden", "true")]) {
      for entry in picture.numbered {
        line(&$0, "cut", life.share(of: entry.change.at), from: top + 60, to: bottom)
      }
    }
    parts.markup.raw(rows.markup.text)
    if life.now >= life.begin, life.now <= life.end {
      line(&parts.markup, "now", life.share(of: life.now), from: top - 2, to: bottom)
    }
    parts.height = rows.height
  }

  private func drawAxis(_ parts: inout Parts, _ bottom: Double) {
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

  // MARK: Rows

  private func heading(
    _ markup: inout Markup, _ y: Double, _ name: String, _ words: String, _ value: String = ""
  ) {
    markup.element("text", [("class", "n"), ("y", y.short)]) {
      $0.content(name)
      if !words.isEmpty {
        // What is longer than a narrow picture is left out of it; the label of the row says it all.
        let isLong = words.count * 7 + name.count * 8 > 330
        $0.element(
          "tspan", [("class", isLong ? "mu" + unlessNarrow : "mu"), ("dx", "6")], words)
      }
    }
    if !value.isEmpty {
      markup.element(
        "text", [("class", "mu end" + unlessNarrow), ("x", "100%"), ("y", y.short)], value)
    }
  }

  private func drawEvents(_ parts: inout Parts) {
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

  private func drawNumbers(_ parts: inout Parts) {
    let y = parts.y
    let numbered = Array(picture.numbered.prefix(Self.listed))
    let shares = numbered.map { life.share(of: $0.change.at) }
    let wide = Self.levels(of: shares, over: 660)
    let narrow = widths.count > 1 ? Self.levels(of: shares, over: 343) : wide
    // What is the same at every width is drawn once.
    for (styles, levels) in narrow == wide ? [("", wide)] : [("s", narrow), ("m l", wide)] {
      parts.markup.element("g", styles.isEmpty ? [] : [("class", styles)]) { markup in
        for (place, entry) in numbered.enumerated() {
          let (share, level) = (shares[place], levels[place])
          guard level < 6 else { continue }
          let words =
            "\(picture.label(entry.change.at)) \(picture.headline(of: entry.change)): "
            + picture.effects(of: entry).joined(separator: ", ")
          markup.element("a", [("class", "num"), ("href", "#\(name)-\(entry.number)")]) {
            $0.element(
              "svg",
              [("x", percent(share)), ("y", (y + 12 + Double(level) * 18).short)]
            ) {
              $0.element("title", words)
              $0.empty("circle", [("r", "8")])
              $0.element("text", [("y", "3.8")], "\(entry.number)")
            }
          }
        }
      }
    }
    let depth = min(6, (narrow + wide).reduce(1) { max($0, $1 + 1) })
    parts.height += picture.numbered.isEmpty ? 4 : Double(depth) * 18 + 10
  }

  /// On which level each number stands: those that would touch go one down.
  private static func levels(of shares: [Double], over width: Double) -> [Int] {
    var ends: [Double] = []
    return shares.map { share in
      let x = share * width
      let level = ends.firstIndex { $0 + 18 <= x } ?? ends.count
      if level == ends.count { ends.append(x) } else { ends[level] = x }
      return level
    }
  }

  /// How a state is drawn.
  struct State: Equatable {
    let style: String
    /// What it says, the longest first.
    let words: [String]
    /// How strict it is.
    let rank: Int
  }

  typealias Run = (from: Timestamp, until: Timestamp, state: State)

  func outcome(_ span: SessionLife.Span) -> State {
    let rule = span.decision.reasons.first { $0.rule != nil }?.rule
    switch span.decision.outcome {
    case .proceed: return State(style: "go", words: ["proceed"], rank: 0)
    case .reauthenticate:
      return State(
        style: "ask",
        words: (rule.map { ["reauthenticate · \($0)"] } ?? []) + [
          "reauthenticate", "re-auth", "ask",
        ],
        rank: 1)
    case .signIn:
      let why = rule ?? span.decision.reasons.first?.code.rawValue
      return State(
        style: "over", words: (why.map { ["sign in · \($0)"] } ?? []) + ["sign in", "over"], rank: 2
      )
    }
  }

  private func extending(_ span: SessionLife.Span) -> State {
    let extend = span.decision.extend
    if extend.isAllowed {
      let rule = extend.rules.first.map { ["yes · \($0)"] } ?? []
      return State(style: "go", words: rule + ["yes"], rank: 0)
    }
    if let opens = extend.notBefore {
      let label = picture.label(opens)
      return State(
        style: "wait", words: ["opens at \(label)", "opens \(picture.shortLabel(opens))", "opens"],
        rank: 1)
    }
    let why = extend.reasons.first?.code.rawValue
    return State(style: "no", words: (why.map { ["no · \($0)"] } ?? []) + ["no"], rank: 1)
  }

  private func refreshing(_ span: SessionLife.Span) -> State {
    span.decision.refresh.isAllowed
      ? State(style: "go", words: ["yes"], rank: 0) : State(style: "no", words: ["no"], rank: 1)
  }

  /// The times of equal states, neighbours that are alike as one.
  func runs(of life: SessionLife, _ state: (SessionLife.Span) -> State) -> [Run] {
    var found: [Run] = []
    for span in LifePicture.visibleSpans(of: life) where span.until > span.from {
      let state = state(span)
      if let last = found.indices.last, found[last].state == state {
        found[last].until = span.until
      } else {
        found.append((span.from, span.until, state))
      }
    }
    return found
  }

  private func drawAnswers(_ parts: inout Parts) {
    drawAnswer("Outcome", "what happens at the next request", outcome, &parts)
    drawAnswer("Extend", "whether a server may, without the user", extending, &parts)
    drawAnswer("Refresh", "whether the user may, by signing in again", refreshing, &parts)
  }

  private func drawAnswer(
    _ name: String, _ words: String, _ state: (SessionLife.Span) -> State, _ parts: inout Parts
  ) {
    let span = LifePicture.span(of: life, at: life.now)
    let present = span.flatMap { state($0).words.last } ?? ""
    let both = picture.before.map { [runs(of: $0, state), runs(of: life, state)] }
    let all: [[Run]] = both ?? [runs(of: life, state)]
    let said: [String] = all.map { runs in
      Self.few(
        runs.map { "\($0.state.words[0]) from \(picture.label($0.from))" }, separator: ", ")
    }
    let label = both == nil ? said[0] : "old: \(said[0]); new: \(said[1])"
    let y = parts.y
    parts.markup.element("g", [("role", "img"), ("aria-label", "\(name): \(label)")]) {
      heading(
        &$0, y + 12, name, both == nil ? words : words + "; OLD above NEW",
        present.isEmpty ? "" : "now: \(present)")
      let height = both == nil ? 26.0 : 20.0
      for (place, runs) in all.enumerated() {
        for run in runs { band(run, at: y + 18 + Double(place) * 27, height, &$0) }
      }
      if both != nil { rail(all[0], all[1], at: y + 39.5, &$0) }
    }
    parts.height += both == nil ? 52 : 76
  }

  func band(_ run: Run, at y: Double, _ height: Double, _ markup: inout Markup) {
    let (from, until) = (life.share(of: run.from), life.share(of: run.until))
    guard until > from else { return }
    let place = [("x", percent(from)), ("width", percent(max(until - from, 0.0018)))]
    if isInPage {
      // The style of pages gives both their places.
      return markup.element(
        "svg",
        [("class", "k " + run.state.style)] + place + [("y", y.short), ("height", height.short)]
      ) {
        $0.raw("<rect/><rect class=\"e\"/>")
        words(run.state.words, from, until, at: height / 2 + 3, &$0)
      }
    }
    markup.element("g", [("class", run.state.style)]) {
      $0.empty("rect", place + [("y", y.short), ("height", height.short)])
      $0.empty(
        "rect", [("class", "e")] + place + [("y", (y + height - 3).short), ("height", "3")])
      words(run.state.words, from, until, at: y + height / 2 + 3, &$0)
    }
  }

  /// The longest word that fits for each width; one that fits all needs no class.
  private func words(
    _ candidates: [String], _ from: Double, _ until: Double, at y: Double, _ markup: inout Markup
  ) {
    let fitting = widths.map { style, width in
      (style, candidates.first { Double($0.count) * 6.4 + 10 <= (until - from) * width })
    }
    var written: Set<String> = []
    for (_, word) in fitting {
      guard let word, written.insert(word).inserted else { continue }
      let styles = fitting.filter { $0.1 == word }.map(\.0)
      var attributes = (isInPage ? [] : [("x", percent(from))]) + [("dx", "5"), ("y", y.short)]
      if styles.count < widths.count {
        attributes.insert(("class", styles.joined(separator: " ")), at: 0)
      }
      markup.element("text", attributes, word)
    }
  }

  /// Hatches the times in which two lives are answered differently.
  private func rail(_ old: [Run], _ new: [Run], at y: Double, _ markup: inout Markup) {
    var instants = Set((old + new).flatMap { [$0.from, $0.until] }).sorted()
    instants.append(life.end)
    for (from, until) in zip(instants, instants.dropFirst()) where from < until {
      guard let before = old.last(where: { $0.from <= from })?.state,
        let after = new.last(where: { $0.from <= from })?.state, before.rank != after.rank
      else { continue }
      let isStricter = after.rank > before.rank
      let (start, end) = (life.share(of: from), life.share(of: until))
      markup.element(
        "rect",
        [
          ("class", isStricter ? "strict" : "loose"), ("x", percent(start)),
          ("width", percent(max(end - start, 0.0018))), ("y", y.short), ("height", "4.5"),
        ]
      ) {
        $0.element("title", "\(isStricter ? "stricter" : "looser") from \(picture.label(from))")
      }
    }
  }

  // MARK: Expiry

  private func drawExpiry(_ parts: inout Parts) {
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
          // Of very many steps those that are drawn lie close to each other.
          guard all.count == shown.count || place == shown.count - 1 else { continue }
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

  // MARK: Limits

  private func drawLimits(_ parts: inout Parts) {
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

  // MARK: The list

  private func changeLines(from top: Double) -> (markup: Markup, height: Double) {
    var markup = Markup()
    var y = top + 14
    func write(_ style: String, _ x: Double, _ words: String) {
      let lines = widths.map { name, width in
        (name, shortened(words, to: max(8, Int((width - x) / (style == "b" ? 7.1 : 6.6)))))
      }
      var written: Set<String> = []
      for (_, line) in lines where written.insert(line).inserted {
        let names = lines.filter { $0.1 == line }.map(\.0)
        let styles = [style] + (names.count < lines.count ? names : [])
        markup.element(
          "text", [("class", styles.joined(separator: " ")), ("x", x.short), ("y", y.short)], line)
      }
      y += 17
    }
    if picture.numbered.isEmpty {
      write("mu", 0, "Nothing changes by time until \(picture.label(life.end)).")
    }
    for entry in picture.numbered.prefix(Self.listed) {
      let (number, change) = (entry.number, entry.change)
      let effects = picture.effects(of: entry).joined(separator: "; ")
      // What the number in the picture leads to.
      markup.raw("<g id=\"\(name)-\(number)\">")
      write(
        "b", 0,
        "\(number)  \(picture.label(change.at))  \(picture.headline(of: change)) → \(effects)")
      for origin in picture.origins(of: change) { write("mu", 18, origin) }
      markup.raw("</g>")
      y += 4
    }
    if picture.numbered.count > Self.listed {
      write("mu", 0, "and \(picture.numbered.count - Self.listed) more changes, not listed")
    }
    y += 6
    write("mu", 0, picture.summary)
    return (markup, y - top)
  }

  // MARK: Lines

  func percent(_ share: Double) -> String { (share * 100).short + "%" }

  func line(
    _ markup: inout Markup, _ style: String, _ share: Double, from top: Double, to bottom: Double
  ) {
    let x = percent(share)
    markup.empty(
      "line", [("class", style), ("x1", x), ("x2", x), ("y1", top.short), ("y2", bottom.short)])
  }

  func horizontal(
    _ markup: inout Markup, _ style: String, _ from: Double, _ until: Double, _ y: Double
  ) {
    guard until > from else { return }
    markup.empty(
      "line",
      [
        ("class", style), ("x1", percent(from)), ("x2", percent(until)), ("y1", y.short),
        ("y2", y.short),
      ])
  }
}
