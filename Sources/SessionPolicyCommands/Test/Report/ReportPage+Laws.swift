import PolicyDiagnostics
import PolicyTesting
import SessionPolicy

extension ReportPage {
  /// How many laws are listed.
  private static let listed = 400

  /// What holds of all sessions: laws that do not hold, each with a session, then the others by suite.
  ///
  /// - Parameter room: How many bytes they may take.
  func laws(room: Int) -> String {
    let all = report.laws
    guard !all.isEmpty else { return "" }
    var bounded = BoundedMarkup(room)
    let broken = all.prefix(Self.listed).filter { $0.law.outcome != .passed }
    for (number, item) in broken.enumerated() {
      bounded.add { markup in details(of: item.law, in: item.suite, number: number, &markup) }
    }
    var omitted = bounded.omitted + max(0, all.count - Self.listed)
    for suite in report.suites {
      let laws = all.prefix(Self.listed)
        .filter { $0.law.outcome == .passed && $0.suite.file.name == suite.file.name }
        .map(\.law)
      guard !laws.isEmpty else { continue }
      let hasRoom = bounded.add { markup in list(laws, of: suite, &markup) }
      if !hasRoom { omitted += laws.count - 1 }
    }
    var markup = bounded.markup
    Self.more(&markup, omitted, "law")
    return markup.text
  }

  /// The laws of a suite that hold, or are accepted undecided.
  private func list(_ laws: [LawResult], of suite: SuiteResult, _ markup: inout Markup) {
    let undecided = laws.count { $0.finding != .proved }
    Self.fold(&markup) {
      $0.element("span", [("class", "yes")], "✓ ")
      $0.element("b", suite.name ?? suite.file.name)
    } aside: {
      $0.content("\(laws.count - undecided) proved")
      if undecided > 0 { $0.element("span", [("class", "one")], ", \(undecided) undecided") }
    } _: { markup in
      markup.element("ul", [("class", "plain tests")]) { markup in
        for law in laws {
          let isProved = law.finding == .proved
          markup.element("li", isProved ? [] : [("class", "off")]) {
            if !isProved { $0.element("span", [("class", "one")], "◐ ") }
            $0.content(law.name)
            $0.element("p") {
              if let when = law.words.when {
                $0.element("code", shortened(when, to: 600))
                $0.content(": ")
              }
              $0.element("code", shortened(law.words.claim, to: 400))
              if let reason = law.reason, !isProved {
                $0.content(", accepted undecided: \(reason)")
              }
            }
          }
        }
      }
    }
  }

  private func details(
    of law: LawResult, in suite: SuiteResult, number: Int, _ markup: inout Markup
  ) {
    Self.fold(&markup, isOpen: number == 0, style: "fail") {
      $0.element("span", [("class", "no"), ("aria-hidden", "true")], "✕ ")
      $0.element("b", law.name)
    } aside: {
      $0.content(suite.name ?? suite.file.name)
      $0.content(law.finding == .failed ? ", does not hold" : ", \(law.finding.rawValue)")
    } _: {
      if let message = law.message { $0.element("p") { Self.prose(&$0, message) } }
      $0.element("p") {
        $0.content(law.words.when == nil ? "For every session, " : "Wherever ")
        if let when = law.words.when {
          $0.element("code", shortened(when, to: 600))
          $0.content(": ")
        }
        $0.element("code", shortened(law.words.claim, to: 400))
        $0.content(". ")
        place(&$0, law.location)
      }
      if let witness = law.witness {
        $0.element("p") {
          $0.content("This session shows it. It is decided ")
          $0.element("strong", witness.decision.outcome.words)
          $0.content(":")
        }
      }
      if let reproduction = law.reproduction, reproduction.utf8.count < 6_000 {
        Self.block(&$0, reproduction)
      }
    }
  }
}
