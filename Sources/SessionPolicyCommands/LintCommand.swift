import ArgumentParser
import Diagnostics
import JSON
import SessionPolicy

/// `session-policy lint`.
struct LintCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Load policies and report everything that is wrong with them.")

  /// How findings are written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case concise
    case json
  }

  @Argument(help: "Policy files and directories.", completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String] = ["policies"]

  @Option(help: "text, concise or json.")
  var format: Format = .text

  func run(on console: Console) -> ExitStatus {
    let loaded = PolicySet.load(paths: paths)
    let files = Set(loaded.set?.policies.map(\.file.name) ?? []).union(
      loaded.diagnostics.map(\.location.file.name)
    ).count
    let summary = LintSummary(loaded.diagnostics, files: files)
    switch format {
    case .json: console.write(JSONWriter.text(of: summary.json, .pretty) + "\n")
    case .concise:
      console.write(
        DiagnosticFormatter(style: .concise, coloring: console.coloring)
          .format(loaded.diagnostics))
    case .text:
      if !loaded.diagnostics.isEmpty {
        console.write(
          DiagnosticFormatter(coloring: console.coloring).format(loaded.diagnostics) + "\n")
      }
      console.write(summary.text + "\n")
    }
    // What was never read as a policy is no finding in one.
    let unread: Set<DiagnosticCode> = [
      .unreadableFile, .resourceLimit, .invalidEncoding, .emptyDocument,
    ]
    if loaded.diagnostics.contains(where: { unread.contains($0.code) }) { return .failure }
    return summary.count(.error) > 0 ? .findings : .success
  }
}
