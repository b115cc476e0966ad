import PolicyAnalysis
import PolicyDiagnostics
import PolicyJSON
import PolicyTesting
import SessionPolicy

extension ReportPage {
  /// How many mutants are listed of each fate.
  private static let listed = 40

  /// The mutants that no test notices, though something is there to notice, or might be.
  var openMutants: [MutantResult] { (report.mutation?.results ?? []).filter(\.isOpen) }

  /// What became of small changes: a row for each policy, then what no test noticed, each with the sample
  /// that does. And which of them are shown, by their number.
  var mutants: (page: String, shown: Set<Int>) {
    guard let mutation = report.mutation else { return ("", []) }
    var shown: Set<Int> = []
    var markup = Markup()
    if let old = mutation.old {
      markup.element("p", [("class", "muted")], "Only what differs from \(old) was changed.")
    }
    let files = mutation.files.map { (file: $0.file, summary: MutationSummary($0.results)) }
    Self.table(
      &markup, ["policy", "killed", "survived", "unknown", "proved equal", "does not load"],
      style: "numbers",
      files.prefix(100).map { file, summary -> [(inout Markup) -> Void] in
        let open = summary.survived + summary.unknown
        return [
          { $0.element("code", file.name) },
          { $0.content("\(summary.killed) of \(summary.total)") },
          { $0.element("span", [("class", open > 0 ? "no" : "")], "\(summary.survived)") },
          { $0.content("\(summary.unknown)") }, { $0.content("\(summary.equal)") },
          { $0.content("\(summary.refused)") },
        ]
      })
    Self.more(&markup, files.count - 100, "policy")
    if mutation.summary.leftOut > 0 {
      Self.more(&markup, mutation.summary.leftOut, "mutant")
    }
    let open = openMutants
    if !open.isEmpty {
      markup.element("h3", "Noticed by no test")
      markup.element(
        "p", [("class", "muted")],
        "Each sample passes today and fails under the change. Add it to a suite.")
      var bounded = BoundedMarkup(Room.mutants)
      for (number, result) in open.prefix(Self.listed).enumerated() {
        let hasRoom = bounded.add { details(of: result, number: number + 1, &$0) }
        if hasRoom { shown.insert(number + 1) }
      }
      markup.raw(bounded.markup.text)
      Self.more(&markup, bounded.omitted + max(0, open.count - Self.listed), "mutant")
    }
    let equal = mutation.results.filter(\.isEqual)
    if !equal.isEmpty {
      Self.fold(&markup) {
        $0.content("Proved to decide nothing otherwise")
      } aside: {
        $0.content("\(equal.count)")
      } _: { markup in
        markup.element("ul", [("class", "plain")]) {
          for result in equal.prefix(Self.listed) {
            $0.element("li") {
              Self.prose(&$0, result.mutant.words)
              $0.content(" in \(result.mutant.owner) ")
              place(&$0, result.mutant.location)
            }
          }
        }
        Self.more(&markup, equal.count - Self.listed, "mutant")
      }
    }
    return (markup.text, shown)
  }

  private func details(of result: MutantResult, number: Int, _ markup: inout Markup) {
    Self.fold(&markup, isOpen: number == 1, style: "fail", id: "mutant-\(number)") {
      $0.element("span", [("class", "no"), ("aria-hidden", "true")], "✕ ")
      $0.element("b") { Self.prose(&$0, result.mutant.words) }
    } aside: {
      $0.content(result.mutant.owner + " ")
      place(&$0, result.mutant.location)
    } _: {
      switch result.fate {
      case .survived(let difference):
        let now = difference.witness.now
        let (part, old, new) = (difference.part, difference.old, difference.new)
        $0.element(
          "p",
          "No test fails, although \(part.rawValue) is \(new.words(for: part, at: now)) instead of "
            + "\(old.words(for: part, at: now)).")
        let sample = result.sample ?? JSONWriter.text(of: difference.witness.json)
        if sample.utf8.count < 6_000 { Self.block(&$0, sample) }
      case .unknown(let causes):
        $0.element(
          "p",
          "No test fails, and whether any session is decided otherwise is not known. It hangs on:")
        $0.element("ul") {
          for cause in causes.prefix(5) { $0.element("li") { $0.element("code", cause) } }
        }
      default: break
      }
    }
  }
}

extension MutantResult {
  /// Whether it was proved to decide nothing otherwise.
  fileprivate var isEqual: Bool { if case .equal = fate { true } else { false } }

  /// Whether the page may list it.
  var isListed: Bool { isOpen || isEqual }
}
