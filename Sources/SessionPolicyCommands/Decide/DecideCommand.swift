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

        session-policy decide --replay decisions.ndjson --policies policies

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

  @OptionGroup var recording: RecordOptions

  @Flag(help: "Read a snapshot from each line of standard input, and write a decision for each.")
  var stream = false

  @Flag(
    help: """
      With --stream: look for changed policies between two lines. SIGHUP asks for the same once.
      """)
  var watch = false

  @Flag(
    help: "With --stream: say first, in a line of its own, who answers and by which policies.")
  var hello = false

  func run(on console: Console) -> ExitStatus {
    if let problem = recording.problem {
      console.writeError("error: \(problem)\n")
      return .failure
    }
    if let records = recording.replay { return replay(records, on: console) }
    guard stream else { return decide(on: console) }
    if format == .http || format == .caep || answer.isGiven {
      console.writeError("error: a stream is answered with decisions; leave --format out\n")
      return .failure
    }
    guard var source = options.loadStream(isWatching: watch, on: console),
      let log = recording.log(of: source.store.current, on: console)
    else { return .failure }
    source.recording = recording
    return SnapshotStream(source, log: log, saysHello: hello, console: console).run()
  }

  private func replay(_ records: String, on console: Console) -> ExitStatus {
    if stream || watch || format == .http || format == .caep || answer.isGiven {
      console.writeError("error: --replay is answered as text or json, and reads no stream\n")
      return .failure
    }
    guard let (policies, settings) = options.loadPolicies(on: console) else { return .failure }
    return ReplayReport.run(
      records, by: policies, settings: settings, format: format, on: console)
  }

  private func decide(on console: Console) -> ExitStatus {
    if let problem = answer.problem(in: format) {
      console.writeError("error: \(problem)\n")
      return .failure
    }
    if hello {
      console.writeError("error: --hello goes with --stream\n")
      return .failure
    }
    if watch {
      console.writeError("error: --watch goes with --stream, for one decision is over at once\n")
      return .failure
    }
    guard let question = options.load(on: console) else { return .failure }
    let decision = question.policies.decide(
      question.snapshot, at: question.now, settings: question.settings)
    // What is answered is on record, or it is not answered.
    if let fields = recording.fields(of: question.policies) {
      guard let log = recording.log(of: question.policies, on: console) else { return .failure }
      let record = DecisionRecord(
        decision, about: question.snapshot, at: question.now, keeping: fields)
      guard log.append(Array((record.text + "\n").utf8), on: console) else { return .failure }
    }
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
