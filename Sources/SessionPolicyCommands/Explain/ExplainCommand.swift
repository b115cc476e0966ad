import ArgumentParser
import PolicyJSON
import SessionPolicy

/// `session-policy explain`.
struct ExplainCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Decide, and show every rule, every clause and every value it saw.",
    discussion: """
      Examples:

        session-policy explain session.json --policies policies --action payment.create

        session-policy explain - --policies shop.yaml --format json < snapshot.json
      """)

  @OptionGroup var options: SnapshotOptions

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  func run(on console: Console) -> ExitStatus {
    guard let question = options.load(on: console) else { return .failure }
    let explanation = question.policies.explain(
      question.snapshot, at: question.now, settings: question.settings)
    let change = question.policies.changeAhead(
      of: explanation, of: question.snapshot, settings: question.settings)
    switch format {
    case .json:
      console.write(JSONWriter.text(of: explanation.json(change), .pretty) + "\n")
    case .text:
      console.write(
        ExplanationText(coloring: console.coloring, now: question.now).text(of: explanation, change)
      )
    }
    return .success
  }
}
