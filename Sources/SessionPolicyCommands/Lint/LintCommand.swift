import ArgumentParser
import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import PolicyLint
import SessionPolicy

/// `session-policy lint`.
struct LintCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Find what is wrong with policies and suites, from their YAML to what they permit.",
    discussion: """
      Fixes: --fix makes those that change no decision, and --fix --unsafe-fixes all of them. \
      With --diff, or with --unsafe-fixes alone, they are only shown and no file is written.

      A finding is ignored by a comment, `# lint: ignore CODE: reason`, at its line or on the line \
      before what it speaks of; `until 2026-12-31` before the colon sets an end.

      Examples:

        session-policy lint policies samples --kratos kratos.yml --profile nist-63b-4

        session-policy lint policies --select SEC,L --ignore L406 --fail-level warning

        session-policy lint policies --fix --diff

        session-policy lint policies --format sarif > lint.sarif
      """)

  /// How findings are written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case concise
    case json
    case sarif
    case github
    case junit

    /// Whether programs read it, so that nothing else may stand on standard output.
    var isForPrograms: Bool { self == .json || self == .sarif || self == .junit }
  }

  @Argument(
    help:
      "Files and directories of policies and suites; - reads standard input. [default: policies]",
    completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String] = []

  @Option(help: "text, concise, json, sarif, github or junit.")
  var format: Format = .text

  @OptionGroup var options: LintOptions

  func run(on console: Console) -> ExitStatus {
    guard let task = options.load(paths: places, on: console) else { return .failure }
    var (input, linter) = (task.input, task.linter)
    var found: LintResult?
    if options.makesFixes {
      let fixer = Fixer(input, with: linter, includingUnsafe: options.unsafeFixes)
      guard finish(fixer, on: console) else { return .failure }
      if options.onlyShows { found = fixer.found } else { input = task.reload() }
    }
    if let path = options.writeBaseline {
      linter.baseline = nil
      return write(linter.lint(input), to: path, on: console)
    }
    let result = found ?? linter.lint(input)
    write(result.condensed, of: input, on: console)
    if Self.isUnread(result) { return .failure }
    let fails = result.open.contains { $0.diagnostic.severity >= task.failLevel }
    return fails ? .findings : .success
  }

  /// What is read: where there are no policies, a configuration of Kratos that is named is all there is.
  private var places: [String] {
    guard paths.isEmpty else { return paths }
    return !options.kratos.isEmpty && !FileWriter.exists("policies") ? [] : ["policies"]
  }

  /// Whether there is a file that was never read, which is no finding in it.
  private static func isUnread(_ result: LintResult) -> Bool {
    result.findings.contains { $0.isLoadingError && unread.contains($0.diagnostic.code) }
  }

  /// What was never read as a policy is no finding in one.
  private static let unread: Set<DiagnosticCode> = [
    .unreadableFile, .resourceLimit, .invalidEncoding, .emptyDocument,
  ]

  private func write(_ result: LintResult, of input: LintInput, on console: Console) {
    let summary = LintSummary(result)
    switch format {
    case .json: console.write(JSONWriter.text(of: summary.json, .pretty) + "\n")
    case .sarif: console.write(JSONWriter.text(of: SarifReport(result).json, .pretty) + "\n")
    case .github:
      // Only the first ten of each kind are shown beside the lines, so the counts come last.
      console.write(
        GitHubAnnotations.text(of: summary.open) + summary.text + "\n")
    case .junit: console.write(LintJUnit.text(of: result, files: input.files))
    case .concise:
      console.write(
        DiagnosticFormatter(style: .concise, coloring: console.coloring)
          .format(summary.open) + (summary.omitted > 0 ? summary.text + "\n" : ""))
    case .text:
      if !summary.open.isEmpty {
        console.write(
          DiagnosticFormatter(coloring: console.coloring).format(summary.open) + "\n")
      }
      console.write(summary.text + "\n" + (summary.fixes.map { $0 + "\n" } ?? ""))
    }
  }

  /// Shows or writes what was mended; `false` if a file cannot be written.
  private func finish(_ fixer: Fixer, on console: Console) -> Bool {
    if fixer.wasGivenUp {
      console.writeError("error: some fixes are left out, for they would bring new errors\n")
    }
    // How many lines of differences are shown, of all files together.
    var room = 5_000
    for change in fixer.changes {
      guard options.onlyShows else {
        do throws(FileError) {
          try FileWriter.write(change.after.bytes, to: change.after.name)
        } catch {
          console.writeError("error: \(error.message)\n")
          return false
        }
        continue
      }
      let diff = UnifiedDiff(from: change.before, to: change.after, atMost: max(0, room))
      room -= diff.rows.count
      let text =
        (diff.rows + (diff.omitted > 0 ? ["# and \(diff.omitted) more lines, not shown"] : []))
        .joined(separator: "\n") + "\n"
      // A program reads findings from standard output, and nothing else.
      if format.isForPrograms { console.writeError(text) } else { console.write(text) }
    }
    guard !options.onlyShows else { return true }
    for title in fixer.titles.prefix(100) { console.writeError("fixed \(title)\n") }
    if fixer.titles.count > 100 {
      console.writeError("and \(fixer.titles.count - 100) fixes more\n")
    }
    return true
  }

  private func write(_ result: LintResult, to path: String, on console: Console) -> ExitStatus {
    let errors = result.findings.filter {
      $0.isLoadingError && $0.diagnostic.severity == .error
    }
    guard errors.isEmpty else {
      console.writeError(errors.map(\.diagnostic))
      console.writeError("error: no baseline is written, for these always count\n")
      return Self.isUnread(result) ? .failure : .findings
    }
    let baseline = Baseline(result.findings)
    do throws(FileError) {
      try FileWriter.write(
        Array((JSONWriter.text(of: baseline.json, .pretty) + "\n").utf8), to: path)
    } catch {
      console.writeError("error: \(error.message)\n")
      return .failure
    }
    let count = baseline.count
    console.write(
      "\(counted(count, "finding")) written to \(escapedForDisplay(path))\n")
    guard baseline.omitted == 0 else {
      console.writeError(
        "error: \(baseline.omitted) more findings have no room in a baseline, and count as before\n"
      )
      return .findings
    }
    return .success
  }
}
