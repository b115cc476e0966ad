import PolicyAnalysis
import PolicyDiagnostics
import PolicyJSON
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
    tally.unreadable == 0 ? "" : ", \(tally.unreadable) documents that cannot be read"
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
    return percent(count) + "  " + bar(count)
  }

  private func percent(_ count: Int) -> String {
    let share = Double(count) / Double(max(1, tally.sessions)) * 100
    return share >= 0.01 ? "\(share.short) %" : "below 0.01 %"
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
      row += percent(entry.count).padded(to: 14) + entry.words
      return String(row.reversed().drop { $0 == " " }.reversed())
    }
    if sorted.count > shown.count {
      rows.append("  and \(sorted.count - shown.count) more, not listed")
    }
    return rows + [""]
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}

extension ImpactTally {
  /// The report for programs.
  func json(by: String?) -> JSONValue {
    func group(_ name: String, _ key: String, _ value: Group) -> JSONValue {
      .object(
        JSONObject([
          (key, .string(name)), ("count", .number(value.sessions)),
          ("signed_out", .number(value.signedOut)), ("asked_again", .number(value.askedAgain)),
          ("stricter", .number(value.stricter)), ("looser", .number(value.looser)),
        ]))
    }
    let cells = sortedCells.map { cell, count -> JSONValue in
      [
        "old": cell.old.json, "new": cell.new.json, "count": .number(count),
        "direction": .string(cell.direction == .equivalent ? "same" : cell.direction.rawValue),
      ]
    }
    var members: [(String, JSONValue)] = [
      ("version", 1), ("sessions", .number(sessions)), ("unreadable", .number(unreadable)),
      ("matrix", .array(cells)), ("signed_out", .number(signedOut)), ("let_in", .number(letIn)),
      (
        "asked_again",
        [
          "now": .number(askedAgain), "within_24h": .number(askedWithinDay),
          "for_other": .number(askedForOther),
        ]
      ),
      (
        "life",
        [
          "gained": .string(gained.policyText ?? gained.secondsText),
          "lost": .string(lost.policyText ?? lost.secondsText),
        ]
      ),
      ("by_rule", .array(Self.sorted(rules).map { group($0, "rule", $1) })),
      ("lacking", .number(lacking)),
      (
        "missing",
        .array(
          missing.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { ["attribute": .string($0.key), "count": .number($0.value)] })
      ),
      (
        "examples",
        .array(
          sortedCells.flatMap { cell, _ in
            (examples[cell] ?? []).map { snapshot -> JSONValue in
              ["old": cell.old.json, "new": cell.new.json, "snapshot": snapshot]
            }
          })
      ),
      (
        "problems",
        .array(
          problems.map { ["document": .number($0.number), "message": .string($0.message)] })
      ),
    ]
    if let by {
      members.insert(
        (
          "by",
          .object([
            "attribute": .string(by),
            "values": .array(
              Self.sorted(values).map { group($0, "value", $1) }),
          ])
        ), at: members.count - 2)
    }
    return .object(JSONObject(members))
  }

  private static func sorted(_ groups: [String: Group]) -> [(String, Group)] {
    groups.map { ($0.key, $0.value) }.sorted { ($1.1.sessions, $0.0) < ($0.1.sessions, $1.0) }
  }
}
