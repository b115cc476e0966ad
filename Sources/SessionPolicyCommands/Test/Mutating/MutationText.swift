import PolicyAnalysis
import PolicyDiagnostics
import PolicyJSON
import PolicyTesting
import SessionPolicy

/// What came of mutants as text: a line for each policy, then what no test noticed, each with the sample
/// that does.
struct MutationText {
  let coloring: TextColoring

  /// How many mutants are listed.
  private static let listed = 50

  /// The whole text, ending with a line break.
  func text(of report: MutationReport) -> String {
    var text = ""
    for (file, results) in report.files {
      text += line(MutationSummary(results), of: file) + "\n"
    }
    if let old = report.old, report.results.isEmpty {
      text += "nothing that differs from \(escapedForDisplay(old)) can be changed in a small way\n"
    }
    let open = report.results.filter { $0.isOpen }
    for result in open.prefix(Self.listed) { text += "\n" + details(of: result) }
    if open.count > Self.listed {
      text += "\nand \(open.count - Self.listed) more that no test noticed, not listed\n"
    }
    if !open.isEmpty { text += "\n" }
    return text + Self.words(for: report.summary) + "\n"
  }

  private func line(_ summary: MutationSummary, of file: SourceFile) -> String {
    let mark =
      summary.isClean && summary.leftOut == 0
      ? coloring.paint("passed", .severity(.info)) : coloring.paint("FAILED", .severity(.error))
    return "\(mark)  \(escapedForDisplay(file.name))  \(summary.killed) of \(summary.total) killed"
      + Self.rest(summary)
  }

  /// What is in no denominator.
  private static func rest(_ summary: MutationSummary) -> String {
    let parts = [
      (summary.refused, "refused by the loader"), (summary.equal, "proved equal"),
      (summary.leftOut, "left out, for there are too many"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return parts.isEmpty ? "" : "  (\(parts.joined(separator: ", ")))"
  }

  private static func words(for summary: MutationSummary) -> String {
    "\(counted(summary.total, "mutant")): \(summary.killed) killed, "
      + "\(summary.survived) survived, \(summary.unknown) unknown" + rest(summary)
  }

  private func details(of result: MutantResult) -> String {
    let mutant = result.mutant
    let position = mutant.file.position(at: mutant.location.range.start)
    let name: String
    if case .survived = result.fate { name = "SURVIVED" } else { name = "UNKNOWN" }
    var rows = [
      coloring.paint(name, .severity(.error)) + "  " + escapedForDisplay(mutant.words)
        + "  in " + escapedForDisplay(mutant.owner)
    ]
    rows.append(
      "  \(escapedForDisplay(mutant.file.name)):\(position.line):\(position.column)  "
        + escapedForDisplay(mutant.path))
    switch result.fate {
    case .survived(let difference):
      let now = difference.witness.now
      let (part, old, new) = (difference.part, difference.old, difference.new)
      let words = [old, new].map { escapedForDisplay($0.words(for: part, at: now)) }
      rows.append(
        "  no test fails, although `\(part.rawValue)` is \(words[1]) instead of \(words[0]):")
      rows.append("")
      if let sample = result.sample {
        rows += sample.split(separator: "\n").map { "    " + escapedForDisplay(String($0)) }
      } else {
        rows.append("    " + escapedForDisplay(JSONWriter.text(of: difference.witness.json)))
      }
    case .unknown(let causes):
      rows.append("  no test fails, and whether any session is decided otherwise is not known")
      rows += causes.prefix(5).map { "  it hangs on " + escapedForDisplay($0) }
    default: break
    }
    return rows.joined(separator: "\n") + "\n"
  }
}

extension MutantResult {
  /// Whether no test noticed it, and nothing says that there is nothing to notice.
  var isOpen: Bool {
    switch fate {
    case .survived, .unknown: true
    case .killed, .refused, .equal, .leftOut: false
    }
  }
}
