import ArgumentParser
import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import PolicyTesting
import PolicyTime
import SessionPolicy

/// `session-policy timeline`.
struct TimelineCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Draw the life of a session: what is answered when, and what each change comes from.",
    discussion: """
      Examples:

        session-policy timeline session.json --policies policies --action report.read

        session-policy timeline session.json --policies policies --events day.yaml --format svg > day.svg

      A file of events holds the list of a suite's `timeline`. Its times count from now; those before \
      it have happened, and the session is the one before the first of them. Every change is where the \
      decision changes, to the nanosecond: nothing is sampled.
      """)

  @OptionGroup var options: SnapshotOptions

  @Option(help: "The instant at which the picture ends. [default: when the session is over]")
  var until: String?

  @Option(
    help: "A YAML file with what happens, as the list of a suite's `timeline`.",
    completion: .file(extensions: ["yaml", "yml"]))
  var events: String?

  @Option(
    help: "Policies to be drawn above the others, as they were before; may be given several times.",
    completion: .file(extensions: ["yaml", "yml"]))
  var old: [String] = []

  @Option(help: "text, svg, html or json.")
  var format: PictureFormat = .text

  /// How a life is drawn.
  enum PictureFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case svg
    case html
    case json
  }

  func run(on console: Console) -> ExitStatus {
    guard let question = options.load(on: console) else { return .failure }
    var end: Timestamp?
    if let until {
      var problems: [String] = []
      guard let instant = GivenInstant.read(until, of: "--until", &problems) else {
        for problem in problems { console.writeError("error: \(problem)\n") }
        return .failure
      }
      end = instant
      guard instant > question.now else {
        console.writeError(
          "error: `--until \(escapedForDisplay(until))` is not after now, "
            + "\(question.now.rfc3339), so there is nothing to draw; write a later instant\n")
        return .failure
      }
    }
    guard let steps = steps(at: question.now, on: console) else { return .failure }
    let life = life(question, question.policies, steps, until: end)
    var before: SessionLife?
    if !old.isEmpty {
      let loaded = PolicySet.load(paths: old)
      console.writeLoading(loaded.diagnostics)
      guard let policies = loaded.value else { return .failure }
      before = self.life(question, policies, steps, until: end)
    }
    let picture = LifePicture(life, of: question, before: before)
    switch format {
    case .json: console.write(JSONWriter.text(of: picture.json, .pretty) + "\n")
    case .text: console.write(LifeText(picture, coloring: console.coloring).text)
    case .svg: console.write(LifeDrawing(picture).svg)
    case .html: console.write(LifePage(picture).html)
    }
    return .success
  }

  /// The steps of the file of events; none without one, and `nil` after what is wrong was written.
  private func steps(at now: Timestamp, on console: Console) -> [TimelineStep]? {
    guard let events else { return [] }
    do throws(FileError) {
      let (steps, diagnostics) = LifeEvents.read(try FileReader.read(events), now: now).parts
      console.writeLoading(diagnostics)
      return steps
    } catch {
      console.writeLoading([error.diagnostic])
      return nil
    }
  }

  private func life(
    _ question: LoadedQuestion, _ policies: PolicySet, _ steps: [TimelineStep],
    until end: Timestamp?
  ) -> SessionLife {
    SessionLife(
      of: question.snapshot, at: question.now, steps, under: policies,
      settings: question.settings, until: end)
  }
}
