public import ArgumentParser
import PolicyDiagnostics
import SessionPolicy

/// `session-policy`: decides, explains and checks.
public struct SessionPolicyCommand: ParsableCommand {
  /// The version of this build.
  static let version = Decision.Policies.currentEngine

  /// What the command offers.
  public static let configuration = CommandConfiguration(
    commandName: "session-policy",
    abstract: "Decide whether a login session goes on, by policies in YAML.",
    discussion: """
      Exit status: 0 clean or passed, 1 findings or failed tests, 2 wrong usage, unreadable input, \
      output that could not be written or an internal error.
      """,
    version: version,
    subcommands: [
      DecideCommand.self, ExplainCommand.self, TimelineCommand.self, LintCommand.self,
      TestCommand.self,
      DiffCommand.self, ImpactCommand.self, ReferenceCommand.self, RuleCommand.self,
      SchemaCommand.self,
      InitCommand.self, ImportCommand.self,
    ])

  /// Creates the command.
  public init() {}

  /// Runs the command with the given words and streams.
  ///
  /// Whatever the command says of itself, results that could not be written are a failure. Whoever
  /// stopped reading them knows, and is told nothing.
  public static func run(_ arguments: [String], on console: Console) -> ExitStatus {
    let status = answer(arguments, on: console)
    console.finish()
    guard let failure = console.failure, !failure.isReaderGone else { return status }
    console.writeError("error: \(failure.message)\n")
    return .failure
  }

  private static var names: [String] {
    configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  /// What was asked for as a command and is none, at the beginning or after `help`; the parser would
  /// not say what may have been meant, or show the general help and be content.
  private static func strangeName(_ arguments: [String]) -> String? {
    let isHelp = arguments.first == "help"
    guard let name = isHelp ? arguments.dropFirst().first : arguments.first,
      !name.hasPrefix("-"), !names.contains(name), name != "help"
    else { return nil }
    return name
  }

  private static func answer(_ arguments: [String], on console: Console) -> ExitStatus {
    if let name = strangeName(arguments) {
      let near =
        didYouMean(nearestNames(to: name, among: names)).map { "; \($0)" }
        ?? "; there are " + names.joined(separator: ", ")
      console.writeError("error: there is no command \(quotedForDisplay(name))\(near)\n")
      return .failure
    }
    do {
      var command = try parseAsRoot(arguments)
      if let command = command as? any ConsoleCommand { return command.run(on: console) }
      // What is left is the parser's own, such as help, and tells by an error what is to be shown.
      try command.run()
      return .success
    } catch {
      let isAnswer = exitCode(for: error) == .success
      if isAnswer, !arguments.isEmpty {
        console.write(fullMessage(for: error) + "\n")
        return .success
      }
      console.writeError((isAnswer ? helpMessage() : complaint(error, about: arguments)) + "\n")
      return .failure
    }
  }

  /// What is wrong with the words, without showing any that would act on a terminal: the parser is
  /// asked again about the same words as they may be shown.
  private static func complaint(_ error: any Error, about arguments: [String]) -> String {
    let shown = arguments.map { escapedForDisplay(shortened($0, to: 200)) }
    var error = error
    if shown != arguments {
      do { _ = try parseAsRoot(shown) } catch let other { error = other }
    }
    let lines = fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { escapedForDisplay(String($0)) }.joined(separator: "\n")
  }
}

/// A command that says how it ended instead of leaving the process.
protocol ConsoleCommand: ParsableCommand {
  func run(on console: Console) -> ExitStatus
}
