import ArgumentParser
import PolicyDiagnostics
import PolicyLint

/// `session-policy rule`.
struct RuleCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "rule",
    abstract: "Explain a check, with a bad and a good example; without a code, list all checks.",
    discussion: """
      Examples:

        session-policy rule SEC001

        session-policy rule fail-open

        session-policy rule SEC
      """)

  @Argument(
    help: "A code or a name, such as SEC001 or fail-open, or a family such as SEC.",
    completion: CompletedWords.checks)
  var code: String?

  @Flag(help: "Print the reference page of all checks, in Markdown.")
  var markdown = false

  func run(on console: Console) -> ExitStatus {
    if markdown {
      console.write(RuleMarkdown.page)
      return .success
    }
    guard let code else {
      console.write(RuleText.list(LintRule.all))
      return .success
    }
    if let rule = LintRule.named(code) {
      console.write(RuleText.page(rule))
      return .success
    }
    if let check = ImpossibleCheck.named(code) {
      console.write("\(check.code) \(check.name)\n\nNever found. \(check.reason)\n")
      return .success
    }
    let family = LintRule.all.filter { $0.family == code.uppercased() }
    guard family.isEmpty else {
      console.write(RuleText.list(family))
      return .success
    }
    let near = didYouMean(LintRule.names(near: code)).map { "; \($0)" } ?? ""
    console.writeError("error: there is no check \(quotedForDisplay(code))\(near)\n")
    return .failure
  }
}
