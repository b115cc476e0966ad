import Foundation
import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import PolicyYAML
import SessionPolicy
import Testing

@testable import SessionPolicyCommands

/// What the README and the articles show is what the commands write, and what they say can be done.
@Suite struct DocumentationTests {
  @Test func testsAreAsShown() throws {
    let shown = try DocumentationPages.shown().filter { $0.words.first == "test" }
    #expect(!shown.isEmpty)
    for example in shown {
      let words = example.words.map { word in
        word.hasSuffix(".yaml") ? CommandRun.root + "/" + word : word
      }
      let run = CommandRun(words + ["--root", CommandRun.root])
      #expect(run.status == .success, "\(run.errors)")
      let output = run.output.replacing(CommandRun.root + "/", with: "")
      #expect(output == example.output, "\(example.words.joined(separator: " "))\n\(output)")
    }
  }

  @Test func decisionsAreAsShown() throws {
    let shown = try DocumentationPages.shown().filter {
      $0.words.first == "decide" || $0.words.first == "explain"
    }
    #expect(shown.count >= 3)
    for example in shown {
      let words = example.words.map { word in
        word.hasSuffix(".json") || word.hasSuffix(".yaml") ? CommandRun.root + "/" + word : word
      }
      let run = CommandRun(words)
      let output = run.output.replacing(CommandRun.root + "/", with: "")
      #expect(run.status == .success)
      // The decision above an explanation is left out, as the README says.
      let isShown =
        example.words.first == "explain"
        ? output.hasSuffix("\n\n" + example.output) : output == example.output
      #expect(isShown, "\(example.words.joined(separator: " "))\n\(output)")
    }
  }

  @Test func comparisonsAreAsShown() throws {
    let shown = try DocumentationPages.shown().filter { $0.words.first == "diff" }
    #expect(shown.count >= 1)
    for example in shown {
      let words = example.words.map { word in
        word.hasSuffix(".yaml") ? CommandRun.root + "/" + word : word
      }
      let run = CommandRun(words)
      #expect(run.output.replacing(CommandRun.root + "/", with: "") == example.output)
      #expect(run.status == .findings && run.errors.contains("--fail-if looser"))
    }
  }

  @Test func theTenChangesAreSaidAsShown() throws {
    let golden = CommandRun.root + "/Tests/SessionPolicyCommandsTests/Console/Goldens/diff.txt"
    let text = try String(contentsOfFile: golden, encoding: .utf8)
    #expect(try DocumentationPages.blocks().contains { $0.text == text })
  }

  @Test func reasonsAreListedAsTheyAre() throws {
    let text = CommandRun(["reference", "reasons"]).output
    #expect(try DocumentationPages.blocks().contains { $0.text == text })
  }

  /// Pictures are what the command draws that stands beside them. `WRITE_GOLDENS=1` draws them anew.
  @Test func picturesAreDrawnByTheCommand() throws {
    let drawn = try DocumentationPages.pictures()
    #expect(drawn.count > 26)
    for picture in drawn {
      let root = picture.words.contains("--test") ? ["--root", CommandRun.root] : []
      let run = CommandRun(picture.words + root)
      #expect(run.status == .success, "\(picture.path): \(run.errors)")
      if ProcessInfo.processInfo.environment["WRITE_GOLDENS"] != nil {
        try run.output.write(toFile: picture.path, atomically: true, encoding: .utf8)
      }
      #expect(
        try run.output == String(contentsOfFile: picture.path, encoding: .utf8),
        "\(picture.path) is not as it is drawn")
      #expect(run.output.utf8.count < 50_000, "\(picture.path) is too large for a page")
    }
  }

  /// Each policy that is shipped has a picture, which the page that has it shows.
  @Test func everyPolicyHasAPicture() throws {
    let page = try #require(
      DocumentationPages.all().first { $0.name.hasSuffix("/PoliciesInPictures.md") })
    let names = try FileManager.default.contentsOfDirectory(atPath: CommandRun.root + "/policies")
      .map { $0.replacing(".yaml", with: "") }
    #expect(names.count >= 26)
    for name in names {
      #expect(page.text.contains("](\(name).svg)"), "\(name)")
      #expect(page.text.contains("<!-- \(name).svg: timeline "), "\(name)")
    }
  }

  /// Files that a page shows whole begin with their name; what `lint` says of them stands below.
  @Test func findingsAreAsShown() throws {
    let folder = try TemporaryDirectory()
    for block in try DocumentationPages.blocks() where block.language == "yaml" {
      let name = block.text.dropFirst(2).prefix { $0 != "\n" }
      guard block.text.hasPrefix("# "), name.hasSuffix(".yaml") else { continue }
      try folder.write(block.text, to: String(name))
    }
    let shown = try DocumentationPages.shown().filter { $0.words.first == "lint" }
    #expect(shown.count == 2)
    for example in shown {
      let words = example.words.map { $0.hasSuffix(".yaml") ? folder.path + "/" + $0 : $0 }
      let output = CommandRun(words).output.replacing(folder.path + "/", with: "")
      #expect(output == example.output, "\(example.words.joined(separator: " "))\n\(output)")
    }
  }

  /// The table of answers has the statuses that the command writes.
  @Test func statusesAreAsTheTableSays() throws {
    let page = try #require(
      try DocumentationPages.all().first { $0.name.hasSuffix("/Gateways.md") })
    let rows =
      page.text.components(separatedBy: "| for |").dropFirst().first?
      .components(separatedBy: "\n\n").first?.split(separator: "\n").dropFirst(2) ?? []
    #expect(rows.count == 7)
    for row in rows {
      let cells = row.components(separatedBy: "|")
      for name in cells[1].split(separator: "`") where name.contains(where: \.isLetter) {
        for (cell, action) in [(cells[2], "report.read"), (cells[3], "payment.create")] {
          guard let status = Int(cell.dropFirst().prefix(3)) else { continue }
          let run = CommandRun([
            "decide", CommandRun.root + "/samples/sessions/totp-step-up.json", "--policies",
            CommandRun.root + "/policies/workforce.yaml", "--action", action, "--context",
            "risk=low", "--now", "2026-03-01T09:00:00Z", "--format", "http", "--for", String(name),
            "--kratos-url", "https://id.example.com", "--return-to",
            "https://shop.example.com/cart",
          ])
          #expect(run.output.hasPrefix("HTTP/1.1 \(status) "), "\(name): \(run.output)")
        }
      }
    }
  }

  /// What the page about a policy of one's own tells, done as it stands there.
  @Test func theFirstTenMinutesGoAsTold() throws {
    let page = "/GettingStarted.md"
    let text = try #require(try DocumentationPages.all().first { $0.name.hasSuffix(page) }).text
    let folder = try TemporaryDirectory()
    func run(_ words: String...) -> CommandRun { CommandRun(words + ["--root", folder.path]) }
    func change(_ name: String, _ replacements: [(String, String)]) throws -> String {
      var file = try String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
      for (old, new) in replacements {
        #expect(text.contains("`\(old)`") || text.contains(new), "\(old)")
        file = file.replacing(old, with: new)
      }
      try folder.write(file, to: name)
      return file
    }
    #expect(CommandRun(["init", folder.path]).status == .success)
    let (policies, samples) = (folder.path + "/policies", folder.path + "/samples")
    #expect(run("lint", policies, samples, "--fail-level", "info").status == .success)
    #expect(run("test", samples).output.contains("16 passed, 0 failed"))
    #expect(text.contains("16 tests pass"))

    let policy = try change("policies/starter.yaml", [("max_age: 15m", "max_age: 5m")])
    let failed = run("test", samples)
    #expect(failed.status == .findings)
    #expect(failed.output.contains("max_age: 5m  14m 59s since"))
    let suite = try change(
      "samples/starter.yaml",
      [("-14m59s", "-4m59s"), ("-15m1s", "-5m1s"), ("-15m ", "-5m "), ("15m10s", "5m10s")])
    #expect(run("test", samples).status == .success)
    #expect(run("test", samples, "--mutate").status == .success)
    for block in try DocumentationPages.blocks()
    where block.page.hasSuffix(page) && block.language == "yaml" {
      #expect((policy + suite).contains(block.text), "\(block.text)")
    }
  }

  /// Every example with what is written below it is run by one of the tests above.
  @Test func everyOutputIsHeld() throws {
    let held = ["decide", "explain", "test", "diff", "lint"]
    for example in try DocumentationPages.shown() {
      #expect(held.contains(example.words[0]), "\(example.page): \(example.words)")
    }
  }

  @Test(arguments: ["lint", "test", "diff", "impact", "decide", "explain", "timeline"])
  func everyOptionIsInItsTable(command: String) throws {
    let pages = try DocumentationPages.all().map(\.text).joined()
    let heading =
      ["decide", "explain", "timeline"].contains(command)
      ? "`decide`, `explain` and `timeline`" : "`\(command)`"
    let table = try #require(
      pages.components(separatedBy: "| option of \(heading) |").dropFirst().first)
    let rows = table.components(separatedBy: "\n\n").first ?? ""
    let help = CommandRun(["help", command]).output
    let options = help.components(separatedBy: "OPTIONS:").last ?? ""
    for line in options.split(separator: "\n") {
      guard let name = line.split(separator: " ").first, name.hasPrefix("--"),
        !["--help", "--version"].contains(name)
      else { continue }
      #expect(rows.contains("`\(name)"), "\(name)")
    }
  }

  /// A call that a page shows names a command that there is, with options that it has.
  @Test func everyCallCanBeMade() throws {
    let calls = try DocumentationPages.calls()
    #expect(calls.count >= 40)
    for call in calls {
      let command = call.words[0]
      #expect(HelpText.commands.contains(command) || command == "help", "\(call)")
      guard HelpText.commands.contains(command) else { continue }
      let help = CommandRun(["help", command]).output
      for word in call.words where word.hasPrefix("--") {
        let name = word.prefix { $0 != "=" }
        #expect(help.contains("\(name) ") || help.contains("\(name)\n"), "\(call)")
      }
    }
  }

  /// What is shown as YAML or JSON can be read as such.
  @Test func dataIsWellFormed() throws {
    for block in try DocumentationPages.blocks() {
      let file = SourceFile(name: block.page, text: block.text)
      switch block.language {
      case "json":
        #expect(JSONReader.parse(file).value != nil, "\(block.page): \(block.text)")
      case "yaml":
        let parsed = YAMLParser.parse(file)
        #expect(parsed.value != nil, "\(block.page): \(block.text)")
      default: break
      }
    }
  }

  /// A whole policy on a page loads.
  @Test func policiesLoad() throws {
    let policies = try DocumentationPages.blocks().filter {
      $0.language == "yaml" && $0.text.hasPrefix("version: 1\npolicy: ")
    }
    #expect(!policies.isEmpty)
    for block in policies {
      let loaded = PolicySet.load([SourceFile(name: block.page, text: block.text)])
      #expect(loaded.value != nil, "\(DiagnosticFormatter().format(loaded.diagnostics))")
    }
  }

  /// Where a page leads, there is something.
  @Test func linksLeadSomewhere() throws {
    let pages = try DocumentationPages.all()
    let names = pages.compactMap { $0.name.split(separator: "/").last }
    for (name, text) in pages {
      for part in text.components(separatedBy: "](").dropFirst() {
        let target = part.prefix { $0 != ")" && $0 != "#" }
        guard target.contains("."), !target.hasPrefix("http") else { continue }
        let folder = name.split(separator: "/").dropLast().joined(separator: "/")
        let path = [CommandRun.root, folder, String(target)].joined(separator: "/")
        #expect(FileManager.default.fileExists(atPath: path), "\(name): \(target)")
      }
      for part in text.components(separatedBy: "<doc:").dropFirst() {
        let target = part.prefix { $0 != ">" }
        #expect(names.contains { $0 == "\(target).md" }, "\(name): \(target)")
      }
    }
  }

  @Test func theReadmeIsShort() throws {
    let readme = try #require(try DocumentationPages.all().first)
    #expect(readme.text.split(separator: "\n", omittingEmptySubsequences: false).count <= 200)
  }
}
