import PolicyAnalysis
import PolicyDiagnostics
import PolicyJSON
import SessionPolicy

/// A comparison as text: the verdict, then each change with the sessions it is about, the rules that
/// decided them and one of them as a sample, then what each rule that changed was worth.
struct DiffText {
  let coloring: TextColoring

  /// The most rules that are listed.
  private static let ruleLimit = 100
  /// The most questions that are listed of those that were not found out.
  private static let undecidedLimit = 100

  /// The whole text, ending with a line break.
  func text(of report: DiffReport) -> String {
    var rows = [coloring.paint(report.headline, .title)]
    if let counts = report.counts { rows.append(counts) }
    rows += report.assumptions.map { "assumed: \(escapedForDisplay($0))" }
    for (index, change) in report.changes.enumerated() {
      rows.append("")
      rows += self.rows(for: change, number: index + 1)
    }
    if !report.omissions.isEmpty { rows += [""] + report.omissions.map { "more: " + $0 } }
    let undecided = report.difference.undecided
    for undecided in undecided.prefix(Self.undecidedLimit) {
      rows += ["", "undecided: \(escapedForDisplay(undecided.rule)): \(undecided.why)"]
    }
    if undecided.count > Self.undecidedLimit {
      rows += ["", "and \(undecided.count - Self.undecidedLimit) more undecided, not listed"]
    }
    rows += table(of: report)
    return rows.joined(separator: "\n") + "\n"
  }

  private func rows(for change: DiffReport.Change, number: Int) -> [String] {
    let difference = change.difference
    let direction = coloring.paint(
      difference.direction.rawValue,
      .severity(difference.direction == .looser ? .warning : .info))
    var rows = ["\(number). \(direction): \(change.transition)  [\(change.fingerprint)]"]
    rows += section("for", difference.sessions)
    if let (old, new) = change.decisions {
      for (name, decision) in [("OLD", old), ("NEW", new)] {
        rows += section(name, [line(decision, difference)])
      }
    }
    if difference.isPossible {
      rows += section(
        "possible",
        difference.hangsOn.isEmpty
          ? ["no session could be made that shows it"]
          : difference.hangsOn.map {
            "hangs on `\(escapedForDisplay($0))`, which is not looked into"
          }
      )
    }
    if let approval = change.approval {
      rows += section(
        "approved",
        [
          "until \(escapedForDisplay(approval.expires.value)): "
            + escapedForDisplay(approval.reason)
        ])
    }
    if let sample = change.sample {
      rows += section(
        "sample", sample.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) })
    } else if let witness = difference.witness {
      rows += section("snapshot", [JSONWriter.text(of: witness.json)])
    }
    return rows
  }

  /// Rows under a name in the margin.
  private func section(_ name: String, _ rows: [String]) -> [String] {
    rows.enumerated().map { index, row in
      let margin = index == 0 ? name : ""
      return "   " + margin.padded(to: 10) + row
    }
  }

  private func line(_ decision: Decision, _ change: PolicyDifference.Change) -> String {
    let rules = decision.rules(for: change.part)
    return decision.words(for: change.part, at: change.witness?.now)
      + " (" + (rules.isEmpty ? "no rule" : rules.map(escapedForDisplay).joined(separator: ", "))
      + ")"
  }

  private func table(of report: DiffReport) -> [String] {
    let changed = report.changedRules
    let same = report.difference.rules.count - changed.count
    let listed = changed.prefix(Self.ruleLimit)
    let width = listed.map { escapedForDisplay($0.rule).count }.max() ?? 0
    var rows = listed.map { change in
      let name = escapedForDisplay(change.rule)
      let kind = change.kind.rawValue
      let effect = change.effect == .equivalent ? "no effect" : change.effect.rawValue
      return "  " + kind.padded(to: 9) + name.padded(to: width) + "  " + effect
    }
    if changed.count > listed.count { rows.append("  and \(changed.count - listed.count) more") }
    if same > 0 {
      rows.append("  \(same) rule\(same == 1 ? " says" : "s say") the same as before")
    }
    return rows.isEmpty ? [] : ["", "rules"] + rows
  }
}

extension PolicyDifference.Change {
  /// The sessions it is about, a line for each thing they have in common.
  var sessions: [String] {
    region.listing
      + (isWhole
        ? []
        : part == .demand
          ? ["when they are asked, unless another rule asks as much"]
          : ["unless another rule decides"])
  }
}
