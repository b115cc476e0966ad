import PolicyDiagnostics
import PolicyLint

/// The reference page of all checks, made from the checks themselves.
enum RuleMarkdown {
  private static let families: [(letters: String, title: String)] = [
    ("Y", "The YAML text"), ("S", "Structure"), ("R", "Names"), ("T", "Types, units and time"),
    ("L", "Logic"), ("SEC", "Security"), ("X", "Samples"), ("K", "Kratos"), ("M", "Maintenance"),
  ]

  /// The page.
  static var page: String {
    var text = """
      # Checks

      Every check of `session-policy lint`, as `session-policy rule CODE` explains it. Codes and names
      are both accepted wherever a check is named. A finding is ignored by a comment at its line or on
      the line before what it speaks of: `# lint: ignore CODE: reason`.


      """
    for family in families {
      let rules = LintRule.all.filter { $0.family == family.letters }
      guard !rules.isEmpty else { continue }
      text +=
        "## \(family.title) (\(family.letters))\n\n| code | name | severity | what it finds |\n"
      text += "|---|---|---|---|\n"
      for rule in rules {
        text += "| [\(rule.code.id)](#\(rule.code.id.lowercased())) | \(rule.code.name) "
        text += "| \(rule.severity.rawValue) | \(rule.summary) |\n"
      }
      text += "\n" + rules.map(section).joined()
    }
    return text + impossible
  }

  /// What other linters look for, and why nothing of the kind can be found here.
  private static var impossible: String {
    "## Never found\n\nThe language leaves these nothing to find.\n\n"
      + "| code | name | why |\n|---|---|---|\n"
      + ImpossibleCheck.all.map { "| \($0.code) | \($0.name) | \($0.reason) |\n" }.joined()
  }

  private static func section(_ rule: LintRule) -> String {
    var text = "### \(rule.code.id)\n\n**\(rule.code.name)** · \(rule.severity.rawValue)"
    text += " · \(rule.confidence.rawValue) · since \(rule.since)"
    text += (rule.isOptIn ? " · runs only when selected" : "") + "\n\n"
    text += RuleText.wrapped(rule.summary + " " + rule.rationale) + "\n"
    if let fallsAway = rule.fallsAway { text += "\n" + RuleText.wrapped(fallsAway) + "\n" }
    for (title, examples, isMarked) in [("Bad", rule.bad, true), ("Good", rule.good, false)] {
      guard let example = examples.first else { continue }
      text += "\n\(title):\n\n" + RuleText.example(example, isMarked: isMarked)
    }
    return text + "\n"
  }
}
