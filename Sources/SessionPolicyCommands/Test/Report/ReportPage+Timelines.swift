import PolicyDiagnostics
import PolicyTesting
import PolicyTime
import SessionPolicy

extension ReportPage {
  /// How many lives are drawn, and how many spans all of them may have.
  private static let (lives, spans) = (40, 6_000)

  /// A case that is a timeline, with how it ended.
  private struct Timeline {
    let suite: Suite
    let test: SuiteTest
    let testCase: SuiteCase
    let outcome: TestOutcome

    /// A little after its last step, so that what a suite tells fills the picture.
    var end: Timestamp? {
      guard case .timeline(let steps, _) = testCase.content,
        let first = steps.first?.instants.first, let last = steps.last?.instants.last
      else { return nil }
      let length = last - min(first, .zero)
      return suite.now.adding(last + max(.seconds(60), length / 8))
    }

    /// What it is called.
    var title: String {
      let request = testCase.request.map { " × \($0)" } ?? ""
      return "\(test.name.value): \(testCase.session)\(request)"
    }
  }

  /// The lives of sessions in suites: each in short, and as many as have room as whole pictures.
  func timelines(pictures room: Int) -> String {
    let all = found
    guard !all.isEmpty else { return "" }
    var (strips, pictures) = (BoundedMarkup(Room.timelines), BoundedMarkup(room))
    var (drawn, spans) = (0, 0)
    for (number, timeline) in all.prefix(Self.lives).enumerated() where spans < Self.spans {
      let life = SessionLife(
        of: timeline.testCase, in: timeline.suite, until: timeline.end)
      spans += life.spans.count
      let picture = LifePicture(
        life, title: timeline.title,
        subtitle: "\(timeline.suite.name) · lifespan \(life.lifespan.words(2))")
      let hasRoom = strips.add { markup in strip(timeline, picture, &markup) }
      if hasRoom { drawn += 1 }
      pictures.add { markup in whole(timeline, picture, number: number + 1, &markup) }
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
      Self.more(&markup, min(drawn, pictures.omitted), "picture")
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
      $0.content(timeline.title)
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
