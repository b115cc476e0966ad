import PolicyDiagnostics
import PolicyTesting

/// Changes by time: their numbers in the picture, and the list to which these lead.
extension LifeDrawing {
  /// How many changes are listed, and so have a number.
  private static let listed = 40

  /// Draws the numbers of changes.
  func drawNumbers(_ parts: inout Parts) {
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

  /// The list of changes, and how high it is.
  func changeLines(from top: Double) -> (markup: Markup, height: Double) {
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
}
