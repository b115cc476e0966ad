import Foundation
import FoundationXML
import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import Testing

@testable import SessionPolicyCommands

/// A working day, drawn in every format.
///
/// After a change that is meant, `WRITE_GOLDENS=1 swift test --filter TimelineCommandTests` writes the
/// pictures anew; look at them before they are committed.
@Suite struct TimelineCommandTests {
  private static let goldens =
    "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Goldens/"
  private let folder: TemporaryDirectory

  private static let day = """
    - { at: -6h52m49s, do: sign_in, with: password }
    - { at: -6h52m20s, do: step_up, with: totp }
    - { at: -4h48m, do: activity }
    - { at: -3h35m, do: [activity, extend, whoami] }
    - { at: -2h6m58s, do: step_up, with: totp }
    - { at: -10m, do: activity }
    - { at: 25m, attempt: [activity, extend] }
    - { at: 1h, do: activity }

    """
  private static let kratos = """
    session: { lifespan: 8h, earliest_possible_extend: 6h }
    selfservice: { methods: { password: { enabled: true }, totp: { enabled: true } } }

    """

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(Self.day, to: "day.yaml")
    try folder.write(Self.kratos, to: "kratos.yml")
    let policy = try String(
      contentsOfFile: CommandRun.root + "/policies/workforce.yaml", encoding: .utf8)
    let cut = policy.replacing("max_idle: 30m", with: "max_idle: 5m")
    #expect(cut != policy)
    try folder.write(cut, to: "old.yaml")
  }

  private func run(_ format: String, _ more: [String] = []) -> CommandRun {
    CommandRun(
      [
        "timeline", CommandRun.root + "/samples/sessions/totp-step-up.json", "--policies",
        CommandRun.root + "/policies/workforce.yaml", "--action", "report.read", "--context",
        "risk=low", "--request", "device.managed=true", "--now", "2026-03-02T14:55:00Z", "--events",
        folder.path + "/day.yaml", "--kratos", folder.path + "/kratos.yml", "--format", format,
      ] + more)
  }

  private func expectGolden(_ run: CommandRun, _ name: String) throws {
    #expect(run.status == .success, "\(run.errors)")
    #expect(run.errors == "")
    let path = Self.goldens + name
    if ProcessInfo.processInfo.environment["WRITE_GOLDENS"] != nil {
      try FileManager.default.createDirectory(
        atPath: Self.goldens, withIntermediateDirectories: true)
      try Data(run.output.utf8).write(to: URL(fileURLWithPath: path))
    }
    #expect(run.output == (try String(contentsOfFile: path, encoding: .utf8)), "\(name)")
  }

  @Test(arguments: [
    ("text", "day.txt"), ("json", "day.json"), ("svg", "day.svg"), ("html", "day.html"),
  ])
  func aDayIsDrawnAsItWas(format: String, name: String) throws {
    try expectGolden(run(format), name)
  }

  @Test(arguments: [("text", "old-and-new.txt"), ("svg", "old-and-new.svg")])
  func oldIsDrawnAboveNew(format: String, name: String) throws {
    let run = run(format, ["--old", folder.path + "/old.yaml"])
    try expectGolden(run, name)
    #expect(run.output.contains(format == "text" ? "old extend" : "OLD above NEW"))
  }

  @Test func dataAreAsTheirSchemaSays() throws {
    func value(_ text: String) throws -> JSONValue {
      try #require(JSONReader.parse(SourceFile(name: "", text: text)).value)
    }
    let validator = SchemaValidator(
      schema: try value(CommandRun(["schema", "timeline"]).output), isStrict: true)
    for more in [[], ["--old", folder.path + "/old.yaml"]] {
      #expect(validator.problems(with: try value(run("json", more).output)) == [])
    }
  }

  /// No line is wider than a terminal.
  @Test func textFitsEightyColumns() {
    for more in [[], ["--old", folder.path + "/old.yaml"]] {
      for line in run("text", more).output.split(separator: "\n") {
        #expect(line.count <= 80, "\(line)")
      }
    }
  }

  /// A picture is well-formed and asks for nothing from elsewhere.
  @Test func picturesStandAlone() throws {
    for more in [[], ["--old", folder.path + "/old.yaml"]] {
      let svg = run("svg", more).output
      #expect(XMLParser(data: Data(svg.utf8)).parse())
      let html = run("html", more).output
      for text in [svg, html] {
        let links = text.replacing("http://www.w3.org/2000/svg", with: "")
        #expect(!links.contains("http") && !text.contains("<script") && !text.contains("@import"))
        #expect(!text.contains("url(h"))
        // A number in a picture leads to what it stands for.
        let targets = text.split(separator: "href=\"#").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(!targets.isEmpty)
        for target in targets { #expect(text.contains(" id=\"\(target)\""), "\(target)") }
      }
      #expect(svg.contains("<title id=\"life-title\">") && svg.contains("<desc id=\"life-desc\">"))
      #expect(html.contains("lang=\"en\"") && html.contains("<table>"))
      // Every row says in words what it shows.
      #expect(svg.components(separatedBy: "role=\"img\"").count > 6)
    }
  }

  /// The data says what the picture shows: spans without gaps, each change with its cause.
  @Test func theDataIsWhole() throws {
    let text = run("json").output
    let json = try #require(JSONReader.parse(SourceFile(name: "day.json", text: text)).value)
    #expect(json["version"] == 1)
    let spans = try #require(json["spans"]?.array)
    for (span, next) in zip(spans, spans.dropFirst()) { #expect(span["until"] == next["from"]) }
    let changes = try #require(json["changes"]?.array)
    #expect(!changes.isEmpty)
    for change in changes {
      #expect(change["cause"]?.string != nil, "\(change)")
      let isOfRule = change["rule"]?.string != nil
      #expect(isOfRule || change["events"]?.array?.isEmpty == false || change["saw"] != nil)
    }
    #expect(json["cookie"]?.array?.isEmpty == false)
    #expect(json["windows"]?.array?.isEmpty == false)
    #expect(json["limits"]?.array?.contains { $0["key"] == "max_idle" } == true)
  }

  private func draw(_ test: String, _ more: String...) -> CommandRun {
    CommandRun(
      [
        "timeline", CommandRun.root + "/samples/workforce.yaml", "--root", CommandRun.root,
        "--test",
        test,
      ] + more)
  }

  /// A suite has told the life already: its session, its request, its policies and what happens.
  @Test func aTestOfASuiteIsDrawn() throws {
    let name = "a payment after a step-up, and another one too late"
    let text = draw(name)
    #expect(text.status == .success, "\(text.errors)")
    #expect(text.output.hasPrefix("\(name): code-too-late × pay\nworkforce · lifespan 1d"))
    #expect(text.output.contains("step up with totp → proceed"))
    #expect(text.output.contains("workforce/fresh-second-factor, max_age: 15m reached"))
    for format in ["svg", "html", "json"] {
      #expect(draw(name, "--format", format).status == .success)
    }
    let both = draw(name, "--old", folder.path + "/old.yaml")
    #expect(both.output.contains("old outcome") && both.output.contains("new outcome"))
  }

  @Test func aTestThatIsNoneIsRefused() {
    let misspelt = draw("a month of working day")
    #expect(misspelt.status == .failure)
    #expect(misspelt.errors.contains("did you mean `a month of working days`?"))
    // A suite says all there is to say.
    let more = draw("a month of working days", "--action", "pay")
    #expect(more.status == .failure && more.errors.contains("leave out --policies, --action"))
    #expect(draw("a month of working days", "--until", "2020-01-01T00:00:00Z").status == .failure)
    #expect(run("text", ["--test", "a month of working days"]).status == .failure)
    for file in [folder.path + "/none.yaml", folder.path + "/day.yaml"] {
      let run = CommandRun(["timeline", file, "--root", folder.path, "--test", "a"])
      #expect(run.status == .failure && run.errors.contains("error"), "\(run.errors)")
    }
  }

  /// For a page whose width is known a picture has that width, and no words for others.
  @Test func aPictureOfOneWidthIsSmaller() throws {
    let (all, one) = (run("svg").output, run("svg", ["--width", "840"]).output)
    #expect(one.contains("width=\"840\"") && one.utf8.count < all.utf8.count * 9 / 10)
    #expect(XMLParser(data: Data(one.utf8)).parse())
    let drawn = try #require(one.components(separatedBy: "</style>").last)
    for style in ["class=\"s\"", " s\"", " m l\"", " l\""] { #expect(!drawn.contains(style)) }
    #expect(run("text", ["--width", "840"]).status == .failure)
    #expect(run("svg", ["--width", "10"]).status == .failure)
  }

  /// What comes again and again in the same way has one number, and a picture stays small.
  @Test func whatComesAgainIsToldOnce() throws {
    try folder.write(
      "- { every: 5m, until: 8h, do: [activity, extend, whoami] }\n", to: "busy.yaml")
    try folder.write(
      "version: 1\npolicy: p\nrules: [{ id: e, may: extend }, { id: r, may: refresh }]\n",
      to: "p.yaml")
    func draw(_ format: String) -> String {
      CommandRun([
        "timeline", CommandRun.root + "/samples/sessions/password-aal1.json", "--policies",
        folder.path + "/p.yaml", "--now", "2026-03-01T09:00:00Z", "--events",
        folder.path + "/busy.yaml", "--format", format,
      ]).output
    }
    let text = draw("text")
    #expect(text.contains("and so 95\n") || text.contains("95 times more"), "\(text)")
    // An extension that could not be repeated for a nanosecond is no change of the answer.
    #expect(!text.contains("extend: no;") || text.contains("sign in; extend: no"), "\(text)")
    #expect(draw("svg").utf8.count < 25_000)
    // The data has every change, and every instant.
    #expect(draw("json").components(separatedBy: "\"extend\"").count > 96)
  }

  /// A limit that counts from what was never shown says so, and leaves no empty row.
  @Test func whatWasNeverShownIsSaid() throws {
    try folder.write(
      """
      version: 1
      policy: p
      rules:
        - { id: r, may: refresh }
        - { id: m, must: reauthenticate, one_of: [{ aal: aal2, max_age: 10m }, { methods: [passkey], max_age: 5m }] }
      """, to: "p.yaml")
    let text = CommandRun([
      "timeline", CommandRun.root + "/samples/sessions/password-aal1.json", "--policies",
      folder.path + "/p.yaml", "--now", "2026-03-01T09:00:00Z",
    ]).output
    #expect(
      text.contains("age       10m nothing was shown\nage        5m nothing was shown"), "\(text)")
  }

  /// Nothing of the document stands in a title.
  @Test func titlesHoldNoPersonalData() throws {
    let run = run("html")
    for word in ["@example", "email", "9f5ce5b7"] { #expect(!run.output.contains(word)) }
  }
}
