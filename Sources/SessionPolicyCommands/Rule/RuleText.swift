import PolicyDiagnostics
import PolicyLint

/// Checks as text for people.
enum RuleText {
  /// One line a check.
  static func list(_ rules: [LintRule]) -> String {
    rules.map { [$0.code.id, $0.code.name, $0.summary] }.columns()
  }

  /// All about one check.
  static func page(_ rule: LintRule) -> String {
    var text = "\(rule.code.id) \(rule.code.name)\n\n\(rule.summary)\n\n"
    text += wrapped(rule.rationale) + "\n"
    if let fallsAway = rule.fallsAway { text += "\n" + wrapped(fallsAway) + "\n" }
    text += "\nseverity \(rule.severity.rawValue), confidence \(rule.confidence.rawValue)"
    text += ", since \(rule.since)" + (rule.isOptIn ? ", runs only when selected" : "") + "\n"
    if let bad = rule.bad.first { text += "\nBad:\n\n" + example(bad, isMarked: true) }
    if let good = rule.good.first { text += "\nGood:\n\n" + example(good, isMarked: false) }
    return text
  }

  /// The files of an example; under the line of a finding stands a caret line.
  static func example(_ example: LintExample, isMarked: Bool) -> String {
    var text = example.profile.map { "    (with --profile \($0))\n" } ?? ""
    for file in example.files {
      if example.files.count > 1 { text += "    # \(file.name)\n" }
      let source = SourceFile(name: file.name, bytes: file.bytes)
      let last = source.bytes.last == UInt8(ascii: "\n") ? source.lineCount - 1 : source.lineCount
      for number in 1...max(1, last) {
        guard number <= lineLimit else {
          text += "    …\n"
          break
        }
        let line = source.lineRange(number)
        text += "    \(clipped(escapedForDisplay(source.text(of: line))))\n"
        guard isMarked, let range = file.range, range.start >= line.start, range.start <= line.end
        else { continue }
        let before = escapedForDisplay(source.text(of: SourceRange(line.start, range.start)))
        guard before.count < 80 else { continue }
        let inside = source.text(of: SourceRange(range.start, min(range.end, line.end)))
        let width = min(max(1, escapedForDisplay(inside).count), 90)
        text +=
          "    " + String(repeating: " ", count: before.count)
          + String(repeating: "^", count: width) + "\n"
      }
    }
    return text
  }

  /// How many lines of an example are shown.
  private static let lineLimit = 40

  private static func clipped(_ line: String) -> String {
    line.count > 90 ? line.prefix(89) + "…" : line
  }

  /// Text in lines of at most 90 characters.
  static func wrapped(_ text: String) -> String {
    text.wrapped(at: 90).joined(separator: "\n")
  }
}
