import PolicyAnalysis
import PolicyJSON
import PolicyTime
import SessionPolicy

/// The report as one page of HTML that asks for nothing else and works without scripts.
struct ImpactPage {
  let tally: ImpactTally
  let by: String?
  let old: String
  let new: String

  /// The most rows of each table, and the most examples.
  private static let listed = 200

  /// The whole page.
  var text: String {
    var markup = Markup()
    markup.raw(
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
    let title = "What new policies change for \(tally.sessions) sessions"
    markup.element("title", title)
    markup.element("style") {
      $0.raw(PictureStyle.colors + PictureStyle.page + Self.style)
    }
    markup.element("main") {
      $0.element("h1", title)
      $0.element("p", [("class", "muted")], "from \(old) to \(new)")
      numbers(&$0)
      cells(&$0)
      groups("By rule", "rule", tally.rules, &$0)
      if let by { groups("By \(by)", by, tally.values, &$0) }
      missing(&$0)
      examples(&$0)
      problems(&$0)
    }
    return markup.text + "\n"
  }

  private static let style =
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .75rem .25rem 0;"
    + "vertical-align:top}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}"
    + "meter{width:10rem;max-width:100%}pre{overflow:auto;max-width:100%}"
    + "main>div{overflow-x:auto}"

  private func numbers(_ markup: inout Markup) {
    table(
      "In numbers", ["what", "sessions", "share", ""],
      [
        ("signed out now", tally.signedOut), ("no longer signed out", tally.letIn),
        ("asked again now", tally.askedAgain), ("asked again within a day", tally.askedWithinDay),
        ("asked for something else", tally.askedForOther),
        ("an input is missing", tally.lacking),
      ].map { [$0.0, "\($0.1)", tally.share(of: $0.1)] }, counts: 1, &markup)
    let lives = [
      tally.gained > .zero ? "The longest life gained is \(tally.gained.words(2))." : nil,
      tally.lost > .zero ? "The longest life lost is \(tally.lost.words(2))." : nil,
    ].compactMap { $0 }
    if !lives.isEmpty { markup.element("p", lives.joined(separator: " ")) }
  }

  private func cells(_ markup: inout Markup) {
    let rows = tally.sortedCells.map { cell, count in
      [
        cell.old.words, cell.new.words,
        cell.direction == .equivalent ? "same" : cell.direction.rawValue, "\(count)",
        tally.share(of: count),
      ]
    }
    table(
      "From one answer to another",
      ["under the old", "under the new", "direction", "sessions", "share", ""],
      rows, counts: 3, &markup)
  }

  private func groups(
    _ title: String, _ name: String, _ groups: [String: ImpactTally.Group], _ markup: inout Markup
  ) {
    guard !groups.isEmpty else { return }
    let sorted = ImpactTally.sorted(groups, by: \.sessions)
    table(
      title, [name, "sessions", "share", "signed out", "asked again", "stricter", "looser", ""],
      sorted.map { key, value in
        [
          key, "\(value.sessions)", tally.share(of: value.sessions), "\(value.signedOut)",
          "\(value.askedAgain)", "\(value.stricter)", "\(value.looser)",
        ]
      }, counts: 1, &markup)
  }

  private func missing(_ markup: inout Markup) {
    guard !tally.missing.isEmpty else { return }
    let sorted = ImpactTally.sorted(tally.missing, by: { $0 })
    table(
      "Inputs that are missing", ["input", "sessions", "share", ""],
      sorted.map { [$0.name, "\($0.counted)", tally.share(of: $0.counted)] }, counts: 1, &markup)
  }

  private func examples(_ markup: inout Markup) {
    let all = tally.sortedCells.flatMap { cell, _ in
      (tally.examples[cell] ?? []).map { (cell, $0) }
    }
    guard !all.isEmpty else { return }
    markup.element("h2", "Examples")
    for (cell, snapshot) in all.prefix(Self.listed) {
      markup.element("details") {
        $0.element("summary", "\(cell.old.words) → \(cell.new.words)")
        $0.element("pre", JSONWriter.text(of: snapshot, .pretty))
      }
    }
  }

  private func problems(_ markup: inout Markup) {
    guard tally.unreadable > 0 else { return }
    table(
      "Documents that cannot be read: \(tally.unreadable)", ["document", "what is wrong"],
      tally.problems.map { ["\($0.number)", $0.message] }, counts: nil, &markup)
  }

  /// A table with a bar for the count of a column.
  private func table(
    _ title: String, _ names: [String], _ rows: [[String]], counts: Int?, _ markup: inout Markup
  ) {
    markup.element("h2", title)
    markup.element("div", [("tabindex", "0"), ("role", "region"), ("aria-label", title)]) {
      $0.element("table") {
        $0.element("thead") {
          $0.element("tr") {
            for (place, name) in names.enumerated() {
              if name.isEmpty {
                $0.element("td", "")
              } else {
                let isNumber = rows.first.map { Self.isNumber($0, place) } ?? false
                $0.element("th", [("scope", "col")] + (isNumber ? [("class", "n")] : []), name)
              }
            }
          }
        }
        $0.element("tbody") {
          for row in rows.prefix(Self.listed) { self.row(row, counts, &$0) }
        }
      }
    }
    if rows.count > Self.listed {
      markup.element("p", [("class", "muted")], "and \(rows.count - Self.listed) more, not listed")
    }
  }

  private func row(_ cells: [String], _ counts: Int?, _ markup: inout Markup) {
    markup.element("tr") {
      for (place, cell) in cells.enumerated() {
        $0.element("td", Self.isNumber(cells, place) ? [("class", "n")] : [], cell)
      }
      if let counts, cells.indices.contains(counts) {
        $0.element("td") {
          $0.element(
            "meter",
            [
              ("min", "0"), ("max", "\(max(1, tally.sessions))"), ("value", cells[counts]),
              ("aria-hidden", "true"),
            ], "")
        }
      }
    }
  }

  /// Whether a cell of a row is a number, and so stands at the right.
  private static func isNumber(_ cells: [String], _ place: Int) -> Bool {
    place > 0 && cells.indices.contains(place) && cells[place].first?.isNumber == true
  }
}
