import ArgumentParser
import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import PolicyTime
import SessionPolicy

/// `session-policy impact`.
struct ImpactCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "impact",
    abstract: "Count what new policies would change for a population of sessions.",
    discussion: """
      Reads sessions, snapshots or records of decisions, one to a line, and pages of the admin API as they \
      come. Each is read once and asked under both sets of policies.

      Examples:

        session-policy impact --old main:policies --new policies sessions.ndjson

        zstdcat log.ndjson.zst | session-policy impact --old old.yaml --new new.yaml - \\
          --by identity.schema_id --fail-if 'signed_out > 0.1%'

        session-policy impact --old old --new new page-1.json page-2.json --rows > rows.csv

        session-policy impact --old old --new new sessions.ndjson --sweep bodies

      Exit status: 0, 1 if a --fail-if says no or a document cannot be read, 2 as everywhere.
      """)

  /// How the report is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case html
  }

  @Argument(
    help: "Files of sessions; - reads standard input.",
    completion: .file(extensions: ["ndjson", "jsonl", "json"]))
  var paths: [String] = ["-"]

  @Option(
    help: "The policies in force: a file, a directory, or REF:PATH of git.",
    completion: .file(extensions: ["yaml", "yml"]))
  var old: String

  @Option(
    help: "The policies that would be: a file, a directory, or REF:PATH of git.",
    completion: .file(extensions: ["yaml", "yml"]))
  var new: String

  @Option(help: "text, json or html.")
  var format: Format = .text

  @Option(
    help: "Count by the values of an attribute too, such as identity.schema_id.",
    completion: CompletedWords.attributes)
  var by: String?

  @Option(help: "How many examples of each change are kept, as snapshots for a suite.")
  var examples: Int = 3

  @Option(
    help: """
      Of what policies read, show this attribute in examples and no others but those named the same way; \
      may be given several times.
      """,
    completion: CompletedWords.attributes)
  var exampleOnly: [String] = []

  @Option(
    help: """
      Fail if a count is too large, such as 'signed_out > 0.1%' or 'looser > 0'; may be given several \
      times.
      """)
  var failIf: [String] = []

  @Option(
    help:
      "The instant to decide for, such as 2026-03-01T09:00:00Z. [default: each session's own, or now]"
  )
  var now: String?

  @OptionGroup var server: KratosOptions

  @Flag(help: "Write a row of comma-separated values for each session, and no report.")
  var rows = false

  @Option(
    help: """
      Write the bodies for Kratos' bulk endpoint to a new folder, for the sessions that are over under the \
      new policies. Nothing is sent.
      """,
    completion: .directory)
  var sweep: String?

  func run(on console: Console) -> ExitStatus {
    guard let (run, gates) = prepare(on: console) else { return .failure }
    console.beginLongWork(isReloadable: false)
    let tally: ImpactTally
    do throws(ImpactRun.RunError) {
      tally = try run.run(paths)
    } catch {
      console.writeError("error: \(error.message)\n")
      return .failure
    }
    guard tally.sessions + tally.unreadable > 0 else {
      console.writeError("error: there is no session to look at\n")
      return .failure
    }
    if !rows { write(tally, on: console) }
    let objections = gates.compactMap { $0.objection(to: tally) }
    for objection in objections { console.writeError("error: \(objection)\n") }
    if rows, tally.unreadable > 0 {
      console.writeError("\(tally.unreadable) documents cannot be read\n")
    }
    return objections.isEmpty && tally.unreadable == 0 ? .success : .findings
  }

  private func write(_ tally: ImpactTally, on console: Console) {
    switch format {
    case .text: console.write(ImpactText(tally: tally, by: by).text)
    case .json: console.write(JSONWriter.text(of: tally.json(by: by), .pretty) + "\n")
    case .html: console.write(ImpactPage(tally: tally, by: by, old: old, new: new).text)
    }
  }

  /// Loads everything; `nil` after all that is wrong was written.
  private func prepare(on console: Console) -> (run: ImpactRun, gates: [ImpactGate])? {
    var problems: [String] = []
    var gates: [ImpactGate] = []
    for text in failIf {
      do throws(ImpactGate.BadGate) {
        gates.append(try ImpactGate(text))
      } catch {
        problems.append(error.message)
      }
    }
    if examples < 0 { problems.append("--examples takes how many there are, 0 for none") }
    if paths.count(where: { $0 == "-" }) > 1 { problems.append("standard input is read once") }
    let instant = GivenInstant.read(now, &problems)
    let (before, after) = PolicyOperand.pair(old, new, within: nil, gitFolder: ".")
    var diagnostics = before.diagnostics + after.diagnostics
    let settings = server.load(&diagnostics)
    console.writeLoading(diagnostics)
    for problem in problems { console.writeError("error: \(problem)\n") }
    guard problems.isEmpty, let before = before.set, let after = after.set, let settings else {
      return nil
    }
    let pair = PolicyPair(before, after, settings: settings)
    let assessor = ImpactAssessor(
      pair: pair, now: instant, clock: console.now, by: by.map(AttributePath.init(dotted:)),
      fields: RecordedFields(
        of: pair, only: exampleOnly.isEmpty ? nil : exampleOnly.map(AttributePath.init(dotted:))),
      examples: rows ? 0 : examples, writesRows: rows, sweeps: sweep != nil)
    return (ImpactRun(assessor: assessor, console: console, sweep: sweep), gates)
  }
}
