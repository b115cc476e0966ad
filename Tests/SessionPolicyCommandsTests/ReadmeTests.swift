import Foundation
import Testing

@testable import SessionPolicyCommands

/// What the README shows of `decide`, `explain` and `test` is what they write.
@Suite struct ReadmeTests {
  /// A command as it stands in the README, and the lines that it is said to write.
  private struct Shown {
    let words: [String]
    let output: String
  }

  private static func shown() throws -> [Shown] {
    let text = try String(contentsOfFile: CommandRun.root + "/README.md", encoding: .utf8)
    let blocks = text.components(separatedBy: "```")
    return stride(from: 1, to: blocks.count, by: 2).compactMap { index in
      guard blocks[index].hasPrefix("\n$ session-policy ") else { return nil }
      let whole = blocks[index].dropFirst("\n$ session-policy ".count).replacing("\\\n", with: " ")
      let lines = whole.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      guard lines.count == 2 else { return nil }
      return Shown(
        words: lines[0].split(separator: " ").map(String.init), output: String(lines[1]))
    }
  }

  @Test func testsAreAsShown() throws {
    let shown = try Self.shown().filter { $0.words.first == "test" }
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
    let shown = try Self.shown().filter {
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
    let shown = try Self.shown().filter { $0.words.first == "diff" }
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
    let text = try String(contentsOfFile: CommandRun.root + "/README.md", encoding: .utf8)
    let golden = CommandRun.root + "/Tests/SessionPolicyCommandsTests/Console/Goldens/diff.txt"
    #expect(try text.contains("```\n" + String(contentsOfFile: golden, encoding: .utf8) + "```\n"))
  }

  @Test func everyOptionOfDiffIsInItsTable() throws {
    let text = try String(contentsOfFile: CommandRun.root + "/README.md", encoding: .utf8)
    let table = try #require(text.components(separatedBy: "| option of `diff` |").last)
    let help = CommandRun(["help", "diff"]).output
    for word in help.split(whereSeparator: { " \n,<>[]".contains($0) })
    where word.hasPrefix("--") && !["--help", "--version"].contains(word) {
      #expect(table.contains("`\(word)"), "\(word)")
    }
  }
}
