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
  var unlessNarrow: String { widths.count > 1 ? " m l" : "" }

  /// Chooses words for a picture that is so much narrower than a page, in pixels.
  mutating func narrow(by margin: Double) {
    widths = Self.pageWidths.map { ($0.style, $0.width - margin) }
  }

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
  static func few(_ words: [String], separator: String) -> String {
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
  struct Parts {
    var markup = Markup()
    var height = 74.0
    /// What all rows are moved by.
    var offset = 0.0
    var y: Double { height + offset }
  }

  /// Draws all rows, and behind and before them what goes through all.
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

  // MARK: Lines

  /// The name of a row with what it shows, and at its end what it is at now.
  func heading(
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

  /// A share of the width as SVG writes it.
  func percent(_ share: Double) -> String { (share * 100).short + "%" }

  /// A line from top to bottom.
  func line(
    _ markup: inout Markup, _ style: String, _ share: Double, from top: Double, to bottom: Double
  ) {
    let x = percent(share)
    markup.empty(
      "line", [("class", style), ("x1", x), ("x2", x), ("y1", top.short), ("y2", bottom.short)])
  }

  /// A line from left to right.
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
