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

  /// Nothing of the document stands in a title.
  @Test func titlesHoldNoPersonalData() throws {
    let run = run("html")
    for word in ["@example", "email", "9f5ce5b7"] { #expect(!run.output.contains(word)) }
  }
}
