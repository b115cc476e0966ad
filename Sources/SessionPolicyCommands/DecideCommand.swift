import ArgumentParser
import PolicyJSON
import SessionPolicy

/// `session-policy decide`.
struct DecideCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: "Say what may happen to a session now, why, what to do, and until when.")

  @OptionGroup var options: SnapshotOptions

  @Flag(help: "Read a snapshot from each line of standard input, and write a decision for each.")
  var stream = false

  func run(on console: Console) -> ExitStatus {
    if stream {
      guard let decider = options.loadStream(on: console) else { return .failure }
      return SnapshotStream(decider: decider, console: console).run()
    }
    guard let question = options.load(on: console) else { return .failure }
    let decision = question.policies.decide(
      question.snapshot, at: question.now, settings: question.settings)
    switch options.format {
    case .json:
      console.write(JSONWriter.text(of: decision.json(id: question.snapshot.id), .pretty) + "\n")
    case .text:
      let writer = DecisionText(coloring: console.coloring, now: question.now)
      console.write(writer.text(of: decision))
    }
    return .success
  }
}
