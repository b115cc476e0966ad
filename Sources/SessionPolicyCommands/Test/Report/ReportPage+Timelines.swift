import PolicyDiagnostics
import PolicyTesting
import PolicyTime
import SessionPolicy

extension ReportPage {
  /// How many lives are drawn, and how many spans all of them may have.
  private static let (lives, spans) = (80, 6_000)

  /// A case that is a timeline, with how it ended.
  private struct Timeline {
    let suite: Suite
    let test: SuiteTest
    let testCase: SuiteCase
    let outcome: TestOutcome
  }

  /// The lives of sessions in suites: each in short, and as many as have room as whole pictures.
  ///
  /// - Parameter room: How many bytes they may take.
  func timelines(room: Int) -> String {
    let all = found
    guard !all.isEmpty else { return "" }
    var strips = BoundedMarkup(min(Room.strips, room - 1_000))
    var lives: [(timeline: Timeline, picture: LifePicture)] = []
    var (drawn, spans) = (0, 0)
    for timeline in all.prefix(Self.lives) where spans < Self.spans {
      let life = SessionLife(
        of: timeline.testCase, in: timeline.suite,
        until: timeline.suite.end(ofPicture: timeline.testCase))
      spans += life.spans.count
      let picture = LifePicture(
        life, of: timeline.testCase, named: timeline.test.name.value, in: timeline.suite)
      let hasRoom = strips.add { markup in strip(timeline, picture, &markup) }
      if hasRoom { drawn += 1 }
      lives.append((timeline, picture))
    }
    // First one of each suite, then the others.
    var seen: Set<String> = []
    let firsts = lives.map { seen.insert($0.timeline.suite.file.name).inserted }
    let order = lives.indices.filter { firsts[$0] } + lives.indices.filter { !firsts[$0] }
    var pictures = BoundedMarkup(room - 1_000 - strips.markup.text.utf8.count)
    for (number, place) in order.enumerated() {
      pictures.add { markup in
        whole(lives[place].timeline, lives[place].picture, number: number + 1, &markup)
      }
    }
    var markup = Markup()
    markup.element(
      "p", [("class", "muted")],
      "The band is the outcome; below it the share of the lifespan that is left. ✓ and ✕ mark what a suite "
        + "expects.")
    markup.element("div", [("class", "strips")]) { $0.raw(strips.markup.text) }
    Self.more(&markup, all.count - drawn, "timeline")
    if !pictures.markup.text.isEmpty {
      markup.element("h3", "Whole pictures")
      markup.raw(pictures.markup.text)
      if pictures.omitted > 0 {
        markup.element(
          "p", [("class", "muted more")],
          "\(lives.count - pictures.omitted) of \(lives.count) are here, and the others above in short. A "
            + "report of fewer suites has room for all.")
      }
    }
    return markup.text
  }

  /// The timelines of all suites, those that failed first.
  private var found: [Timeline] {
    struct Key: Hashable {
      let file: String
      let test: String
      let session: String
      let request: String?
    }
    var outcomes: [Key: TestOutcome] = [:]
    for suite in report.suites {
      for test in suite.tests {
        let key = Key(
          file: suite.file.name, test: test.name, session: test.session, request: test.request)
        outcomes[key] = test.outcome
      }
    }
    let all = report.selected.flatMap { selected in
      selected.cases.compactMap { test, testCase -> Timeline? in
        guard case .timeline = testCase.content else { return nil }
        let key = Key(
          file: selected.suite.file.name, test: test.name.value, session: testCase.session,
          request: testCase.request)
        return Timeline(
          suite: selected.suite, test: test, testCase: testCase, outcome: outcomes[key] ?? .passed)
      }
    }
    return all.filter { $0.outcome != .passed } + all.filter { $0.outcome == .passed }
  }

  private func mark(_ timeline: Timeline, _ markup: inout Markup) {
    let isGood = timeline.outcome == .passed
    markup.element("span", [("class", isGood ? "yes" : "no")], isGood ? "✓ " : "✕ ")
  }

  private func strip(_ timeline: Timeline, _ picture: LifePicture, _ markup: inout Markup) {
    markup.element("figure") {
      $0.element("figcaption") {
        mark(timeline, &$0)
        $0.element("b", timeline.test.name.value)
        $0.element("span", [("class", "muted")], " \(timeline.suite.name)")
      }
      $0.raw(LifeDrawing(picture).strip)
    }
  }

  private func whole(
    _ timeline: Timeline, _ picture: LifePicture, number: Int, _ markup: inout Markup
  ) {
    Self.fold(&markup, isOpen: timeline.outcome != .passed && number == 1) {
      mark(timeline, &$0)
      $0.content(picture.title)
    } aside: {
      $0.content(timeline.suite.name)
    } _: {
      $0.element("p", [("class", "muted")], "\(picture.subtitle) · \(picture.days)")
      var page = LifePage(picture, name: "life\(number)", heading: "h4")
      // What is folded stands between two borders with some room to each side.
      page.margin = 48
      page.body(&$0)
    }
  }
}
