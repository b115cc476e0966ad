import ArgumentParser
import PolicyJSON
import SessionPolicy

/// `session-policy decide`.
struct DecideCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: "Say what may happen to a session now, why, what to do, and until when.",
    discussion: """
      Examples:

        session-policy decide session.json --policies policies --action payment.create

        session-policy decide session.json --policies shop.yaml --policies company.yaml \\
          --kratos kratos.yml --context risk=low --now 2026-03-01T09:00:00Z --format json

        session-policy decide --stream --policies policies < snapshots.ndjson

        session-policy decide session.json --policies policies --format http --for nginx \\
          --kratos-url https://id.example.com --return-to https://shop.example.com/cart

      In a stream each line is a snapshot and has a line of the answer, in order. A line that cannot \
      be read is answered with an error, the rest go on, and the exit status is 1.
      """)

  @OptionGroup var options: SnapshotOptions

  @Option(
    help: """
      text, json, http (the answer that a guard sends) or caep (the claims of security events that it is \
      worth, a line each).
      """)
  var format: DecisionFormat = .text

  @OptionGroup var answer: AnswerOptions

  @Flag(help: "Read a snapshot from each line of standard input, and write a decision for each.")
  var stream = false

  @Flag(
    help: """
      With --stream: look for changed policies between two lines. SIGHUP asks for the same once.
      """)
  var watch = false

  func run(on console: Console) -> ExitStatus {
    guard stream else { return decide(on: console) }
    if format == .http || format == .caep || answer.isGiven {
      console.writeError("error: a stream is answered with decisions; leave --format out\n")
      return .failure
    }
    guard let source = options.loadStream(isWatching: watch, on: console) else { return .failure }
    return SnapshotStream(source, console: console).run()
  }

  private func decide(on console: Console) -> ExitStatus {
    if let problem = answer.problem(in: format) {
      console.writeError("error: \(problem)\n")
      return .failure
    }
    if watch {
      console.writeError("error: --watch goes with --stream, for one decision is over at once\n")
      return .failure
    }
    guard let question = options.load(on: console) else { return .failure }
    let decision = question.policies.decide(
      question.snapshot, at: question.now, settings: question.settings)
    switch format {
    case .json:
      console.write(JSONWriter.text(of: decision.json(id: question.snapshot.id), .pretty) + "\n")
    case .text:
      let writer = DecisionText(coloring: console.coloring, now: question.now)
      console.write(writer.text(of: decision))
    case .http: return answer.write(decision, on: question, console)
    case .caep:
      for event in decision.sharedSignals(about: question.snapshot, at: question.now) {
        console.write(JSONWriter.text(of: event) + "\n")
      }
    }
    return .success
  }
}
