import PolicyDiagnostics
import PolicyTesting
import PolicyTime
import SessionPolicy

/// The life of a session in 80 columns of text: bands for what is answered, bars for limits that fill, and
/// a list of every change with its cause.
///
/// A column shows the state that begins nearest to its edge, and of a limit the highest level within it.
struct LifeText {
  let picture: LifePicture
  let coloring: TextColoring
  /// Whether the terminal shows more than ASCII.
  var isUnicode = true

  private static let plot = 66
  private static let margin = 14

  init(_ picture: LifePicture, coloring: TextColoring, isUnicode: Bool = true) {
    (self.picture, self.coloring, self.isUnicode) = (picture, coloring, isUnicode)
  }

  private var life: SessionLife { picture.life }

  /// The whole picture, ending with a line break.
  var text: String {
    var rows = [
      coloring.paint(escapedForDisplay(picture.title), .title),
      escapedForDisplay(picture.subtitle) + " · " + picture.days, "", axis,
      row("events", marks), row("changes", numbers), "",
    ]
    if let before = picture.before {
      rows += answers(of: before, "old ") + answers(of: life, "new ")
    } else {
      rows += answers(of: life, "")
    }
    rows += [""] + stairs + [""] + limits + [""] + list
    rows += [""] + escapedForDisplay(picture.summary).wrapped(at: 80, margin: "  ") + [legend]
    if life.isCut { rows.append("there is more, which is not drawn; name an earlier --until") }
    if picture.numbered.isEmpty {
      rows.append(
        "nothing changes by time until \(picture.label(life.end)), where the picture ends")
    }
    let text = rows.joined(separator: "\n") + "\n"
    return isUnicode ? text : Self.ascii(text)
  }

  // MARK: Columns

  /// The column whose edge is nearest to an instant.
  private func column(_ instant: Timestamp) -> Int {
    Int((life.share(of: instant) * Double(Self.plot)).rounded())
  }

  /// The last instant of a column.
  private func end(of column: Int) -> Timestamp {
    life.instant(at: Double(column + 1) / Double(Self.plot))
  }

  private func row(_ name: String, _ cells: String) -> String {
    (name.padded(to: Self.margin) + cells).trimmingEnd
  }

  /// Cells with words at places; of what would overlap the first stands.
  private struct Cells {
    var cells = [Character](repeating: " ", count: LifeText.plot)
    private var isTaken = [Bool](repeating: false, count: LifeText.plot)

    /// Writes a word if there is room, a space on both sides of it included.
    mutating func write(_ word: String, at place: Int, apart: Int = 1) -> Bool {
      let place = min(place, cells.count - word.count)
      let places = place..<(place + word.count)
      guard places.lowerBound >= 0, places.upperBound <= cells.count else { return false }
      for near in (places.lowerBound - apart)..<(places.upperBound + apart)
      where isTaken.indices.contains(near) && isTaken[near] { return false }
      for (place, character) in zip(places, word) {
        cells[place] = character
        isTaken[place] = true
      }
      return true
    }

    var text: String { String(cells) }
  }

  private var axis: String {
    var cells = Cells()
    let now = column(life.now)
    if life.now >= life.begin, life.now <= life.end {
      let label = "▼ now " + picture.shortLabel(life.now)
      _ = cells.write(label, at: now)
    }
    for tick in TimeAxis(life, room: Self.plot / (picture.isWithinDay ? 7 : 8)).ticks {
      _ = cells.write(tick.label, at: column(tick.at))
    }
    return "".padded(to: Self.margin) + cells.text.trimmingEnd
  }

  // MARK: What happened

  private var marks: String {
    var cells = [Character](repeating: " ", count: Self.plot + 1)
    var weights = [Int](repeating: 0, count: Self.plot + 1)
    for event in life.events where event.at >= life.begin || event.effect == .told {
      guard event.at >= life.begin else { continue }
      let place = column(event.at)
      let (mark, weight) = EventMark(event).character
      guard cells.indices.contains(place), weight >= weights[place] else { continue }
      (cells[place], weights[place]) = (mark, weight)
    }
    for expected in life.expectations {
      let place = column(expected.at)
      guard cells.indices.contains(place) else { continue }
      if !expected.failures.isEmpty { cells[place] = "✕" }
    }
    return String(cells)
  }

  private var numbers: String {
    var cells = Cells()
    for entry in picture.numbered {
      _ = cells.write("\(entry.number)", at: column(entry.change.at), apart: 0)
    }
    return cells.text
  }

  // MARK: What is answered

  private func answers(of life: SessionLife, _ prefix: String) -> [String] {
    [
      row(
        prefix + "outcome",
        band(life) { span in
          switch span.decision.outcome {
          case .proceed: Run("─", ["proceed"], .go)
          case .reauthenticate: Run("▒", ["reauthenticate", "re-auth", "ask"], .ask)
          case .signIn: Run("█", ["sign in", "over"], .over)
          }
        }),
      row(
        prefix + "extend",
        band(life) { span in
          if span.decision.extend.isAllowed { return Run("═", ["yes"], .go) }
          let opening = span.decision.extend.notBefore.map { "→" + picture.shortLabel($0) }
          return opening.map { Run(" ", [$0], .faint) } ?? Run("·", ["no"], .faint)
        }),
      row(
        prefix + "refresh",
        band(life) { span in
          span.decision.refresh.isAllowed ? Run("═", ["yes"], .go) : Run("·", ["no"], .faint)
        }),
    ]
  }

  /// How a state is drawn: what fills it, and what stands in it, the longest word that fits.
  private struct Run: Equatable {
    let fill: Character
    let words: [String]
    let role: TextColoring.Role

    init(_ fill: Character, _ words: [String], _ role: TextColoring.Role) {
      (self.fill, self.words, self.role) = (fill, words, role)
    }

    static func == (left: Run, right: Run) -> Bool {
      left.fill == right.fill && left.words == right.words
    }
  }

  private func band(_ life: SessionLife, _ state: (SessionLife.Span) -> Run) -> String {
    var runs: [(from: Int, until: Int, run: Run)] = []
    for span in LifePicture.visibleSpans(of: life) {
      let run = state(span)
      let (from, until) = (column(span.from), column(span.until))
      if let last = runs.indices.last, runs[last].run == run {
        runs[last].until = until
      } else {
        runs.append((from, until, run))
      }
    }
    var text = ""
    var place = 0
    for (from, until, run) in runs where until > from {
      if from > place { text += String(repeating: " ", count: from - place) }
      let width = until - max(from, place)
      guard width > 0 else { continue }
      let word = run.words.first { $0.count + 1 <= width } ?? ""
      let cells =
        (word.isEmpty ? "" : String(run.fill) + word)
        + String(repeating: run.fill, count: width - (word.isEmpty ? 0 : word.count + 1))
      text += coloring.paint(cells, run.role)
      place = until
    }
    return text
  }

  // MARK: Expiry

  private var stairs: [String] {
    let all = LifePicture.expiries(of: life)
    let shown = all.count > 8 ? Array(all.suffix(5)) : all
    var rows: [String] = []
    for (place, stair) in shown.enumerated() {
      var cells = [Character](repeating: " ", count: Self.plot)
      let (from, until) = (column(stair.from), column(stair.until))
      let promise = min(column(stair.expiresAt), Self.plot)
      for column in from..<max(from, promise) where cells.indices.contains(column) {
        let isHeld = column < until
        cells[column] = isHeld ? (isOpen(column, under: stair.expiresAt) ? "▓" : "━") : "┄"
      }
      var text = String(cells).trimmingEnd
      if stair.expiresAt <= life.end {
        text += "┤"
        let label = picture.label(stair.expiresAt)
        if text.count + label.count <= Self.plot + 1 {
          text += label
        } else {
          let start = text.count - label.count - 2
          if start > 0 {
            var characters = Array(text)
            characters.replaceSubrange(start..<(start + label.count), with: label)
            text = String(characters)
          }
        }
      }
      rows.append(row(place == 0 ? "expires" : "", text))
    }
    if all.count > shown.count {
      rows.append(row("", "+ \(all.count - shown.count) expiries before"))
    }
    return rows
  }

  /// Whether a window of a rule is open in a column, under the expiry that it belongs to.
  private func isOpen(_ column: Int, under expiry: Timestamp) -> Bool {
    let instant = end(of: column)
    return life.windows.contains {
      $0.rule != nil && $0.from <= instant && instant <= expiry && instant <= $0.until
    }
  }

  // MARK: Limits

  private var limits: [String] {
    let rows = LimitRow.rows(of: life)
    let shown = rows.prefix(12).map { limit in
      let name =
        String(limit.name.prefix(8)).padded(to: 8)
        + String(limit.length.prefix(5)).padded(to: 5, isLeft: true) + " "
      return (name + levels(limit)).trimmingEnd
    }
    return shown + (rows.count > 12 ? ["and \(rows.count - 12) more limits, not drawn"] : [])
  }

  private func levels(_ limit: LimitRow) -> String {
    let bars = Array("▁▂▃▄▅▆▇█")
    var text = ""
    for column in 0..<Self.plot {
      let last = end(of: column)
      let first = life.instant(at: Double(column) / Double(Self.plot))
      // The highest level within the column: at the end of each time that is counted in it.
      var level = -1.0
      var isMissing = false
      for tooth in limit.teeth where tooth.from < last && tooth.until > first {
        guard let evidence = tooth.evidence else {
          isMissing = isMissing || tooth.missing != nil
          continue
        }
        let elapsed = min(last, tooth.until).elapsed(since: evidence)
        level = max(level, elapsed.inSeconds / max(limit.limit.inSeconds, 1e-9))
      }
      if level < 0 {
        text += isMissing ? "?" : " "
      } else if level >= 1 {
        text += coloring.paint("█", limit.role)
      } else {
        text.append(bars[min(6, max(0, Int(level * 7)))])
      }
    }
    // What counts from something that was never shown fills nothing, and says why.
    return text.contains { $0 != " " } ? text : coloring.paint("nothing was shown", .faint)
  }

  // MARK: The list

  private var list: [String] {
    let changes = picture.numbered
    var rows: [String] = []
    for entry in changes.prefix(40) {
      let change = entry.change
      let head =
        "\(entry.number)".padded(to: 2, isLeft: true) + "  " + picture.label(change.at) + "  "
      let effects = picture.effects(of: entry).joined(separator: "; ")
      let words = picture.headline(of: change) + " → " + effects
      rows += escapedForDisplay(words).wrapped(
        at: 80, behind: head, margin: "".padded(to: head.count))
      let indent = String(repeating: " ", count: head.count)
      for origin in picture.origins(of: change) {
        rows += escapedForDisplay(origin).wrapped(
          at: 80, behind: indent, margin: "".padded(to: head.count + 2))
      }
    }
    if changes.count > 40 { rows.append("and \(changes.count - 40) more changes, not listed") }
    for expected in life.expectations where !expected.failures.isEmpty {
      for failure in expected.failures {
        rows += escapedForDisplay(failure.message).wrapped(
          at: 80, behind: " ✕  \(picture.label(expected.at))  ", margin: "    ")
      }
    }
    return rows
  }

  private var legend: String {
    let seconds = life.end.elapsed(since: life.begin) / Self.plot
    return "a column is \(seconds.words(2)); ▓ may extend, → opens, █ reached, ✕ refused\n"
      + "▲ sign in  ◆ step-up, refresh  ▶ extend  ▷ assumed  ╵ activity  ○ whoami"
  }

  /// The same for terminals that show ASCII alone.
  private static func ascii(_ text: String) -> String {
    let plain: [Character: Character] = [
      "─": "-", "═": "=", "▒": "?", "█": "#", "·": ".", "━": "=", "▓": "+", "┄": "-", "┤": "|",
      "▁": "0", "▂": "1", "▃": "3", "▄": "4", "▅": "6", "▆": "7", "▇": "9", "▲": "S", "◆": "U",
      "▶": "X", "▷": "x", "╵": "'", "▼": "v", "→": ">", "○": "o", "✕": "!", "◇": "E", "■": "R",
      "□": "A", "△": "s", "◈": "u",
    ]
    return String(text.map { plain[$0] ?? $0 })
  }
}

/// How an event is marked.
struct EventMark {
  /// The character of it, and which one stands where several would.
  let character: (mark: Character, weight: Int)

  init(_ event: SessionLife.Event) {
    if case .refused = event.effect {
      character = ("✕", 9)
      return
    }
    character =
      switch event.name {
      case "sign_in", "recover": ("▲", 8)
      case "step_up", "refresh": ("◆", 7)
      case "extend": (event.isAssumed ? "▷" : "▶", 6)
      case "enrol": ("◇", 5)
      case "revoke", "disable": ("■", 8)
      case "enable": ("□", 5)
      case "issued": ("△", 4)
      case "completed": ("◆", 4)
      case "whoami": ("○", 2)
      default: ("╵", 1)
      }
  }
}

/// A limit as a row: those that fill alike are one.
struct LimitRow {
  /// A short name.
  let name: String
  let limit: Duration
  /// The limit as policies write it.
  let length: String
  /// The rules that set it; none for what the identity server sets.
  let rules: [String]
  let teeth: [SessionLife.Tooth]
  /// What follows when it is reached.
  let role: TextColoring.Role

  /// The limits of a life, the cookie last.
  static func rows(of life: SessionLife) -> [LimitRow] {
    var rows: [LimitRow] = []
    for limit in life.limits {
      let role: TextColoring.Role =
        switch limit.effect {
        case .mustSignIn: .over
        case .mustReauthenticate: .ask
        default: .faint
        }
      let length = limit.length.policyText ?? ""
      if let place = rows.firstIndex(where: {
        $0.length == length && $0.teeth == limit.spans && $0.name == name(of: limit)
      }) {
        rows[place] = LimitRow(
          name: rows[place].name, limit: limit.length, length: length,
          rules: rows[place].rules + [limit.rule], teeth: limit.spans, role: rows[place].role)
        continue
      }
      rows.append(
        LimitRow(
          name: name(of: limit), limit: limit.length, length: length, rules: [limit.rule],
          teeth: limit.spans, role: role))
    }
    guard let lifetime = life.cookieLifetime, !life.cookies.isEmpty else { return rows }
    let teeth = life.cookies.enumerated().map { place, cookie in
      let next = place + 1 < life.cookies.count ? life.cookies[place + 1].from : life.end
      return SessionLife.Tooth(
        from: max(cookie.from, life.begin), until: next, evidence: cookie.from,
        reachedAt: cookie.until, missing: nil)
    }
    rows.append(
      LimitRow(
        name: "cookie", limit: lifetime, length: lifetime.words(1), rules: [], teeth: teeth,
        role: .over))
    return rows
  }

  private static func name(of limit: SessionLife.Limit) -> String {
    limit.key.hasPrefix("max_") ? String(limit.key.dropFirst(4)) : limit.key
  }
}

extension SessionLife {
  /// Where an instant lies between the beginning, 0, and the end, 1.
  func share(of instant: Timestamp) -> Double {
    let whole = end.elapsed(since: begin).inSeconds
    guard whole > 0 else { return 0 }
    return min(1, max(0, instant.elapsed(since: begin).inSeconds / whole))
  }

  /// The instant at a share of the way.
  func instant(at share: Double) -> Timestamp {
    let whole = end.elapsed(since: begin).inSeconds
    return begin.adding(.nanoseconds(Int64(max(0, min(whole, 9e9) * share * 1e9)))) ?? end
  }
}
