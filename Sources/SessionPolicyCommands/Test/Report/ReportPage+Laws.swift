import PolicyDiagnostics
import PolicyTesting
import SessionPolicy

extension ReportPage {
  /// How many laws are listed.
  private static let listed = 100

  /// What holds of all sessions: laws that do not hold, each with a session, then the others.
  var laws: String {
    let all = report.laws
    guard !all.isEmpty else { return "" }
    var bounded = BoundedMarkup(Room.laws)
    for (number, item) in all.prefix(Self.listed).enumerated() {
      bounded.add { markup in details(of: item.law, in: item.suite, number: number, &markup) }
    }
    var markup = bounded.markup
    Self.more(&markup, bounded.omitted + max(0, all.count - Self.listed), "law")
    return markup.text
  }

  private func details(
    of law: LawResult, in suite: SuiteResult, number: Int, _ markup: inout Markup
  ) {
    let isBroken = law.outcome != .passed
    Self.fold(&markup, isOpen: isBroken && number == 0, style: isBroken ? "fail" : "") {
      let sign =
        isBroken
        ? ("no", "✕ ") : law.finding == .proved ? ("yes", "✓ ") : ("one", "◐ ")
      $0.element("span", [("class", sign.0), ("aria-hidden", "true")], sign.1)
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
      if let reason = law.reason, law.finding == .undecided {
        $0.element("p", [("class", "muted")], "Accepted undecided: \(reason)")
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
