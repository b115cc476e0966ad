import PolicyTesting
import PolicyTime
import SessionPolicy

/// What is answered: bands of outcome, extension and refresh, of one life or of two.
extension LifeDrawing {
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

  /// Draws the rows of answers.
  func drawAnswers(_ parts: inout Parts) {
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
}
