import PolicyAnalysis
import PolicyDiagnostics
import PolicyJSON
import SessionPolicy

/// A comparison as Markdown, for a comment in a review: no longer than such comments may be.
struct DiffMarkdown {
  /// The most bytes; comments on GitHub have at most 65 536 characters.
  static let limit = 60_000

  /// The whole text, ending with a line break.
  static func text(of report: DiffReport) -> String {
    var text = "### session-policy: \(report.verdict.rawValue)\n\n\(escaped(report.headline))\n"
    if let counts = report.counts { text += "\n\(counts)\n" }
    let table = rules(of: report)
    let tail =
      (report.omissions.map { "more: \($0)" }
      + report.difference.undecided.prefix(20).map {
        "undecided: \(code($0.rule)): \(escaped($0.why))"
      })
      .map { "\n\(shortened($0, to: 500))\n" }.joined()
    // The table and what was not found out are never left out, so room is kept for them.
    let room = limit - table.utf8.count - tail.utf8.count - 200
    for (index, change) in report.changes.enumerated() {
      let section = section(for: change, number: index + 1)
      guard text.utf8.count + section.utf8.count <= room else {
        text +=
          "\n*\(report.changes.count - index) more changes are left out, for this comment is full.*\n"
        break
      }
      text += section
    }
    return text + tail + table
  }

  private static func section(for change: DiffReport.Change, number: Int) -> String {
    let difference = change.difference
    var text =
      "\n#### \(number). \(difference.direction.rawValue): \(escaped(change.transition))\n\n"
    for row in difference.sessions { text += "- \(escaped(row))\n" }
    if let (old, new) = change.decisions {
      text += "\n| | decision | rules |\n|---|---|---|\n"
      for (name, decision) in [("OLD", old), ("NEW", new)] {
        let rules = decision.rules(for: difference.part).map(code).joined(separator: ", ")
        let words = decision.words(for: difference.part, at: difference.witness?.now)
        text += "| \(name) | \(escaped(words)) | \(rules.isEmpty ? "none" : rules) |\n"
      }
    }
    for unknown in difference.hangsOn {
      text += "\nOnly possible: it hangs on \(code(unknown)), which is not looked into.\n"
    }
    if let approval = change.approval {
      text += "\nApproved until \(escaped(approval.expires.value)): \(escaped(approval.reason))\n"
    }
    text += "\nFingerprint `\(change.fingerprint)`\n"
    guard
      let sample = change.sample ?? difference.witness.map({ JSONWriter.text(of: $0.json) + "\n" })
    else { return text }
    let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: sample) + 1))
    return text
      + "\n<details><summary>A session that shows it</summary>\n\n\(fence)yaml\n\(sample)\(fence)\n\n</details>\n"
  }

  private static func rules(of report: DiffReport) -> String {
    let changed = report.changedRules
    guard !changed.isEmpty else { return "" }
    var text = "\n| rule | change | effect |\n|---|---|---|\n"
    let listed = changed.prefix(50)
    for rule in listed {
      let effect = rule.effect == .equivalent ? "no effect" : rule.effect.rawValue
      text += "| \(code(rule.rule)) | \(rule.kind.rawValue) | \(effect) |\n"
    }
    if changed.count > listed.count {
      text += "\n\(changed.count - listed.count) more rules changed\n"
    }
    return text
  }

  /// Text in which nothing is Markdown or HTML, in one line.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in escapedForDisplay(shortened(text, to: 1_000)).unicodeScalars {
      switch scalar {
      case "<": result += "&lt;"
      case "&": result += "&amp;"
      case "\\", "`", "*", "_", "[", "]", "|", "#", "@", "~": result += "\\\(scalar)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A name as code, whatever is in it.
  private static func code(_ text: String) -> String {
    let shown = escapedForDisplay(shortened(text, to: 200)).replacing("|", with: "\\|")
    let fence = String(repeating: "`", count: longestRun(of: "`", in: shown) + 1)
    return fence.utf8.count == 1 ? "`\(shown)`" : "\(fence) \(shown) \(fence)"
  }

  private static func longestRun(of character: Character, in text: String) -> Int {
    var (longest, run) = (0, 0)
    for other in text {
      run = other == character ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
