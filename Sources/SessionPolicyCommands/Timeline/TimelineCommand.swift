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

        session-policy timeline samples/workforce.yaml --test "a working day"

      A file of events holds the list of a suite's `timeline`. Its times count from now; those before \
      it have happened, and the session is the one before the first of them. Every change is where the \
      decision changes, to the nanosecond: nothing is sampled.
      """)

  @OptionGroup var options: SnapshotOptions

  @Option(
    help: """
      The instant at which the picture ends. [default: when the session is over; with --test a little \
      after its last step]
      """)
  var until: String?

  @Option(
    help: "A YAML file with what happens, as the list of a suite's `timeline`.",
    completion: .file(extensions: ["yaml", "yml"]))
  var events: String?

  @Option(
    help: "Policies to be drawn above the others, as they were before; may be given several times.",
    completion: .file(extensions: ["yaml", "yml"]))
  var old: [String] = []

  @Option(help: "The file is a suite; draw the life that its test of this name tells.")
  var test: String?

  @Option(
    help: "With --test: the folder outside of which nothing is read that the suite names.",
    completion: .directory)
  var root: String = "."

  @Option(help: "With svg: draw for a picture of so many pixels, not for every width.")
  var width: Int?

  @Option(help: "text, svg, html or json.")
  var format: PictureFormat = .text

  func validate() throws {
    guard let width else { return }
    guard format == .svg else { throw ValidationError("--width goes with --format svg") }
    guard (320...4_000).contains(width) else {
      throw ValidationError("--width takes from 320 to 4000 pixels")
    }
  }

  /// How a life is drawn.
  enum PictureFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case svg
    case html
    case json
  }

  func run(on console: Console) -> ExitStatus {
    if let test { return draw(test, on: console) }
    guard let question = options.load(on: console),
      let end = end(after: question.now, on: console),
      let steps = steps(at: question.now, on: console)
    else { return .failure }
    let life = life(question, question.policies, steps, until: end.instant)
    var before: SessionLife?
    if !old.isEmpty {
      guard let policies = oldPolicies(on: console) else { return .failure }
      before = self.life(question, policies, steps, until: end.instant)
    }
    write(LifePicture(life, of: question, before: before), on: console)
    return .success
  }

  /// The instant at which the picture ends, if one was given; `nil` after what is wrong with it was written.
  func end(after now: Timestamp, on console: Console) -> (instant: Timestamp?, Void)? {
    guard let until else { return (nil, ()) }
    var problems: [String] = []
    guard let instant = GivenInstant.read(until, of: "--until", &problems) else {
      for problem in problems { console.writeError("error: \(problem)\n") }
      return nil
    }
    guard instant > now else {
      console.writeError(
        "error: `--until \(escapedForDisplay(until))` is not after now, "
          + "\(now.rfc3339), so there is nothing to draw; write a later instant\n")
      return nil
    }
    return (instant, ())
  }

  /// The policies as they were before; `nil` after what is wrong with them was written.
  func oldPolicies(on console: Console) -> PolicySet? {
    let loaded = PolicySet.load(paths: old)
    console.writeLoading(loaded.diagnostics)
    return loaded.value
  }

  func write(_ picture: LifePicture, on console: Console) {
    switch format {
    case .json: console.write(JSONWriter.text(of: picture.json, .pretty) + "\n")
    case .text: console.write(LifeText(picture, coloring: console.coloring).text)
    case .svg:
      var drawing = LifeDrawing(picture)
      if let width { drawing.fix(width: width) }
      console.write(drawing.svg)
    case .html: console.write(LifePage(picture).html)
    }
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
