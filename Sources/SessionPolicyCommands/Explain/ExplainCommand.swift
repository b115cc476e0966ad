import ArgumentParser
import PolicyAnalysis
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

        session-policy explain --missing --policies policies
      """)

  @OptionGroup var options: SnapshotOptions

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  @Flag(
    help: """
      Say of each input which decisions change where it is missing or cannot be read, over all \
      sessions; no session is read.
      """)
  var missing = false

  func run(on console: Console) -> ExitStatus {
    guard !missing else { return explainMissingInputs(on: console) }
    guard let question = options.load(on: console) else { return .failure }
    let explanation = question.policies.explain(
      question.snapshot, at: question.now, settings: question.settings)
    let change = question.policies.changeAhead(
      of: explanation, about: question.snapshot, settings: question.settings)
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

  private func explainMissingInputs(on console: Console) -> ExitStatus {
    guard let (policies, settings) = options.loadPolicies(on: console) else { return .failure }
    var analysis = Analysis([policies], settings: settings)
    if let rule = analysis.unreadRule {
      console.writeError("error: the policies up to `\(rule)` are more than is looked at\n")
      return .failure
    }
    let missing = MissingInputs(
      impacts: analysis.impacts(), policies: policies, settings: settings)
    switch format {
    case .json: console.write(JSONWriter.text(of: missing.json, .pretty) + "\n")
    case .text: console.write(missing.text(console.coloring))
    }
    return .success
  }
}
