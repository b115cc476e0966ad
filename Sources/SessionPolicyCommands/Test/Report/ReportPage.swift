import PolicyDiagnostics
import PolicyTesting
import SessionPolicy

/// A test run as one page of HTML that asks for nothing else and works without scripts.
///
/// Each part has so many bytes, and says what had no room, so that the page of any run can be opened; what
/// is missing stands in the other formats. Text of policies and suites is escaped where it is put, and the
/// page names by its digest the one script that a browser may run.
struct ReportPage {
  let report: TestReport
  /// The place of each policy in the page, by its file.
  let places: [String: Int]
  /// The mutants that no test notices and that are shown, by their number.
  private(set) var shownMutants: Set<Int> = []
  private var mutantList = ""
  private var policyList = ""
  /// The lines of policies that links can lead to, by file: those with a word beside them, where the policy
  /// has room.
  private(set) var lines: [String: Set<Int>] = [:]

  init(_ report: TestReport) {
    self.report = report
    places = Dictionary(
      report.policies.enumerated().map { ($1.file.name, $0) },
      uniquingKeysWith: { first, _ in first })
    // Policies and mutants lead to each other, so which policies have room is found out first.
    // With their links those two are a little longer.
    let taken = (failures.utf8.count + mutants.page.utf8.count) / 10 * 11
    let shown = policies(room: Room.left(Room.policies, taken, before: 3)).shown
    lines = linkedLines.filter { shown.contains($0.key) }
    (mutantList, shownMutants) = mutants
    policyList = policies(only: shown).page
  }

  /// The bytes that parts may have; with style and head they stay below 300 000 together. A part takes what
  /// those before it leave, so that a run without failures shows more of everything else. Whole pictures of
  /// lives come last: each life has a strip already.
  enum Room {
    /// What there is for all parts.
    static let all = 279_000
    static let failures = 45_000
    static let mutants = 22_000
    static let policies = 165_000
    static let suites = 62_000
    static let laws = 40_000
    static let strips = 45_000
    /// The least that a part has, whatever those before it take.
    static let least = 15_000

    /// What a part may take, so much of all being taken by others and so many parts still to come.
    static func left(_ most: Int, _ taken: Int, before others: Int) -> Int {
      max(least, min(most, all - taken - others * least))
    }
  }

  /// A part of the page.
  private struct Part {
    let id: String
    let name: String
    let content: String
  }

  /// The whole page.
  var html: String {
    let failures = failures
    var taken = [failures, policyList, mutantList].reduce(0) { $0 + $1.utf8.count }
    let suites = suites(room: Room.left(Room.suites, taken, before: 2))
    taken += suites.utf8.count
    let laws = laws(room: Room.left(Room.laws, taken, before: 1))
    taken += laws.utf8.count
    let timelines = timelines(room: max(Room.least, Room.all - taken))
    let parts = [
      Part(id: "failures", name: "Failures", content: failures),
      Part(id: "policies", name: "Policies", content: policyList),
      Part(id: "suites", name: "Suites", content: suites),
      Part(id: "timelines", name: "Timelines", content: timelines),
      Part(id: "mutants", name: "Mutants", content: mutantList),
      Part(id: "laws", name: "Laws", content: laws),
    ].filter { !$0.content.isEmpty }
    var markup = Markup()
    markup.raw("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">")
    markup.raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
    markup.raw(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        + "style-src 'unsafe-inline'; script-src 'sha256-\(Self.scriptDigest)'\">")
    markup.element("title", title)
    markup.element("style") {
      $0.raw(
        PictureStyle.colors + PictureStyle.drawing + PictureStyle.page + PictureStyle.report)
    }
    markup.raw("<body class=\"report\">")
    markup.element("a", [("class", "skip"), ("href", "#start")], "Skip to the results")
    markup.raw(LifeDrawing.patterns(and: LifeDrawing.marks))
    markup.element("header") { head(&$0) }
    markup.element("nav", [("aria-label", "Parts of the report")]) {
      for part in parts { $0.element("a", [("href", "#\(part.id)")], part.name) }
    }
    markup.element("main", [("id", "start")]) {
      tiles(&$0)
      for part in parts {
        $0.element("section", [("aria-labelledby", part.id)]) {
          $0.element("h2", [("id", part.id)], part.name)
          $0.raw(part.content)
        }
      }
    }
    markup.element("footer", [("class", "muted")]) {
      $0.content("session-policy \(SessionPolicyCommand.version). ")
      $0.content(
        "This page is one file: it asks nothing of any network and works without scripts. ")
      $0.content("All of it, and what had no room, is in ")
      $0.element("code", "session-policy test --format json")
      $0.content(".")
    }
    markup.element("script") { $0.raw(Self.script) }
    return markup.text + "\n"
  }

  // MARK: Head

  private var failed: Int { report.summary.failed + report.summary.errors }

  private var title: String {
    let summary = report.summary
    return failed > 0
      ? "\(failed) failed, \(summary.passed) passed: session-policy test"
      : "\(summary.passed) passed: session-policy test"
  }

  private func head(_ markup: inout Markup) {
    let summary = report.summary
    let isGood = summary.isSuccess
    markup.element("p", [("class", "muted eyebrow")], "session-policy test")
    markup.element("h1", [("class", isGood ? "good" : "fails")]) {
      $0.element("span", [("class", "sign"), ("aria-hidden", "true")], isGood ? "✓" : "✕")
      if failed > 0 {
        $0.content("\(failed) failed")
        $0.element("span", [("class", "rest")], " · \(summary.passed) passed")
      } else {
        $0.content(summary.passed == 0 ? "Nothing passed" : "\(summary.passed) passed")
      }
      if summary.skipped > 0 {
        $0.element("span", [("class", "rest")], " · \(summary.skipped) skipped")
      }
    }
    let instants = Set(report.selected.map { $0.suite.now.rfc3339 }).sorted()
    var words = [
      counted(report.suites.count, "suite"), counted(report.policies.count, "policy"),
    ]
    if let only = instants.first {
      words.append(
        instants.count == 1 ? "decided for \(only)" : "decided for \(instants.count) instants")
    }
    markup.element("p", [("class", "muted")], words.joined(separator: " · "))
  }

  // MARK: Tiles

  private func tiles(_ markup: inout Markup) {
    let (coverage, summary) = (report.coverage, report.summary)
    markup.element("dl", [("class", "tiles")]) {
      let all = summary.passed + summary.failed + summary.errors + summary.skipped
      tile(
        "Tests", "\(summary.passed) of \(all)", "passed",
        [("full", summary.passed), ("none", failed), ("off", summary.skipped)],
        failed == 0 && summary.skipped == 0
          ? "in \(counted(report.suites.count, "suite"))"
          : "\(failed) failed, \(summary.skipped) skipped", &$0)
      let rules = report.tally(coverage.rules.map(\.seen))
      tile("Rules", rules, "fire and are silent", &$0)
      tile("Clauses", report.tally(coverage.conditions.map(\.seen)), "true and false", &$0)
      tile("Requirements", report.tally(coverage.requirements.map(\.seen)), "met and not", &$0)
      let limits = coverage.limits
      let sharp = limits.count(where: \.isCovered)
      tile(
        "Limits", "\(sharp) of \(limits.count)", "to the second",
        [("full", sharp), ("half", limits.count - sharp)],
        sharp == limits.count ? "before, at and after" : "\(limits.count - sharp) are not", &$0)
      mutantTile(&$0)
      let laws = report.laws
      let proved = laws.count { $0.law.finding == .proved }
      let broken = laws.count { $0.law.outcome != .passed }
      if !laws.isEmpty {
        tile(
          "Laws", "\(proved) of \(laws.count)", "proved",
          [("full", proved), ("none", broken), ("off", laws.count - proved - broken)],
          broken > 0
            ? "\(broken) broken"
            : proved == laws.count ? "for every session" : "\(laws.count - proved) undecided", &$0)
      }
    }
  }

  private func mutantTile(_ markup: inout Markup) {
    guard let summary = report.mutation?.summary else {
      return tile("Mutants", "–", "not run", [], report.withoutMutants, &markup)
    }
    let open = summary.survived + summary.unknown
    tile(
      "Mutants", "\(summary.killed) of \(summary.total)", "killed",
      [("full", summary.killed), ("none", open)],
      (open > 0 ? "\(open) noticed by no test" : "every change is noticed")
        + (summary.equal > 0 ? ", \(summary.equal) equal" : ""), &markup)
  }

  private func tile(
    _ name: String, _ tally: TestReport.Tally, _ what: String, _ markup: inout Markup
  ) {
    guard tally.total > 0 else { return }
    var words: [String] = []
    if tally.half > 0 { words.append("\(tally.half) one-sided") }
    if tally.none > 0 { words.append("\(tally.none) never") }
    tile(
      name, "\(tally.full) of \(tally.total)", what,
      [("full", tally.full), ("half", tally.half), ("none", tally.none)],
      words.isEmpty ? "nothing is missing" : words.joined(separator: ", "), &markup)
  }

  private func tile(
    _ name: String, _ number: String, _ what: String, _ parts: [(style: String, count: Int)],
    _ words: String, _ markup: inout Markup
  ) {
    markup.element("div") {
      $0.element("dt", name)
      $0.element("dd") {
        $0.element("b", number)
        $0.content(" " + what)
        $0.element("span", [("class", "bar"), ("aria-hidden", "true")]) {
          for part in parts where part.count > 0 {
            $0.element("i", [("class", part.style), ("style", "flex-grow:\(part.count)")], "")
          }
        }
        $0.element("span", [("class", "muted")], words)
      }
    }
  }

  // MARK: Pieces

  /// A line that opens to more: what it is, and at its right what became of it.
  static func fold(
    _ markup: inout Markup, isOpen: Bool = false, style: String = "", id: String? = nil,
    _ name: (inout Markup) -> Void, aside: (inout Markup) -> Void,
    _ content: (inout Markup) -> Void
  ) {
    var attributes: [(String, String)] = []
    if let id { attributes.append(("id", id)) }
    if !style.isEmpty { attributes.append(("class", style)) }
    if isOpen { attributes.append(("open", "")) }
    markup.element("details", attributes) {
      $0.element("summary") {
        $0.element("span", [], name)
        $0.element("span", [("class", "aside")], aside)
      }
      $0.element("div", [("class", "body")], content)
    }
  }

  /// A table; each cell names its column where columns do not stand side by side.
  static func table(
    _ markup: inout Markup, _ columns: [String], style: String = "",
    _ rows: [[(inout Markup) -> Void]]
  ) {
    markup.element("table", style.isEmpty ? [] : [("class", style)]) {
      $0.element("thead") {
        $0.element("tr") { for name in columns { $0.element("th", [("scope", "col")], name) } }
      }
      $0.element("tbody") {
        for row in rows {
          $0.element("tr") {
            for (name, cell) in zip(columns, row) {
              $0.element("td", [("data-name", name)], cell)
            }
          }
        }
      }
    }
  }

  /// Commands and samples, to be copied.
  static func block(_ markup: inout Markup, _ text: String) {
    markup.element("pre", [("tabindex", "0")], text)
  }

  /// A sentence in which what stands in back-ticks is code.
  static func prose(_ markup: inout Markup, _ text: String) {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count % 2 == 1 else { return markup.content(text) }
    for (number, part) in parts.enumerated() where !part.isEmpty {
      if number % 2 == 1 {
        markup.element("code", String(part))
      } else {
        markup.content(String(part))
      }
    }
  }

  /// What had no room.
  static func more(_ markup: inout Markup, _ count: Int, _ noun: String) {
    guard count > 0 else { return }
    markup.element(
      "p", [("class", "muted more")], "and \(counted(count, noun)) more, left out here")
  }

  /// A place in a file, with a link where the page shows that line.
  func place(_ markup: inout Markup, _ location: SourceLocation) {
    let position = location.file.position(at: location.range.start)
    let text = "\(location.file.name):\(position.line)"
    if let number = places[location.file.name], position.line <= Self.listedLines,
      lines[location.file.name]?.contains(position.line) ?? false
    {
      markup.element("a", [("href", "#L\(number)-\(position.line)")]) { $0.element("code", text) }
    } else {
      markup.element("code", text)
    }
  }

  /// How many lines of a policy are shown.
  static let listedLines = 500
}
