import PolicyAnalysis
import PolicyDiagnostics
import PolicyTime
import SessionPolicy

/// The report for people: what changes for whom, with bars.
struct ImpactText {
  let tally: ImpactTally
  let by: String?

  /// The most rows of each table.
  private static let listed = 20

  var text: String {
    var rows = ["\(counted(tally.sessions, "session"))\(unreadable)", ""]
    rows += numbers
    rows += table(
      "what changes",
      tally.sortedCells.filter { $0.cell.direction != .equivalent }.map {
        ("\($0.cell.old.words) → \($0.cell.new.words)", $0.count, $0.cell.direction.rawValue)
      }, none: "nothing changes for anybody")
    rows += table(
      "by rule",
      tally.rules.map { (escapedForDisplay($0.key), $0.value.sessions, words($0.value)) })
    if let by {
      rows += table(
        "by \(escapedForDisplay(by))",
        tally.values.map { (escapedForDisplay($0.key), $0.value.sessions, words($0.value)) })
    }
    rows += table(
      "inputs that are missing", tally.missing.map { (escapedForDisplay($0.key), $0.value, "") })
    for problem in tally.problems {
      rows.append("document \(problem.number): \(escapedForDisplay(problem.message))")
    }
    if tally.unreadable > tally.problems.count {
      rows.append("and \(tally.unreadable - tally.problems.count) more, not listed")
    }
    while rows.last == "" { rows.removeLast() }
    return rows.joined(separator: "\n") + "\n"
  }

  private var unreadable: String {
    tally.unreadable == 0 ? "" : ", \(counted(tally.unreadable, "document")) that cannot be read"
  }

  private var numbers: [String] {
    let counts: [(String, Int)] = [
      ("signed out now", tally.signedOut), ("no longer signed out", tally.letIn),
      ("asked again now", tally.askedAgain), ("asked again within a day", tally.askedWithinDay),
      ("asked for something else", tally.askedForOther),
      ("an input is missing", tally.lacking),
    ]
    var rows = counts.map { name, count in
      "  " + name.padded(to: 26) + "\(count)".padded(to: 10) + share(count)
    }
    if tally.gained > .zero {
      rows.append("  " + "longest life gained".padded(to: 26) + tally.gained.words(2))
    }
    if tally.lost > .zero {
      rows.append("  " + "longest life lost".padded(to: 26) + tally.lost.words(2))
    }
    return rows + [""]
  }

  private func share(_ count: Int) -> String {
    guard count > 0, tally.sessions > 0 else { return "" }
    return tally.share(of: count) + "  " + bar(count)
  }

  private func bar(_ count: Int) -> String {
    let width = Int((Double(count) / Double(max(1, tally.sessions)) * 30).rounded(.up))
    return String(repeating: "█", count: max(1, min(30, width)))
  }

  private func words(_ group: ImpactTally.Group) -> String {
    [
      (group.signedOut, "signed out"), (group.askedAgain, "asked again"),
      (group.stricter, "stricter"), (group.looser, "looser"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  /// A table under a name, the largest counts first.
  private func table(
    _ name: String, _ entries: [(name: String, count: Int, words: String)], none: String? = nil
  ) -> [String] {
    guard !entries.isEmpty else { return none.map { [$0, ""] } ?? [] }
    let sorted = entries.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    let shown = sorted.prefix(Self.listed)
    let width = min(44, shown.map { $0.name.count }.max() ?? 0)
    var rows = [name]
    rows += shown.map { entry in
      var row = "  " + entry.name.padded(to: width) + "  " + "\(entry.count)".padded(to: 10)
      row += tally.share(of: entry.count).padded(to: 14) + entry.words
      return row.trimmingEnd
    }
    if sorted.count > shown.count {
      rows.append("  and \(sorted.count - shown.count) more, not listed")
    }
    return rows + [""]
  }
}
