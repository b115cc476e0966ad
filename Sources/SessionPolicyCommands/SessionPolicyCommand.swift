public import ArgumentParser

/// `session-policy`: decides, explains and checks.
public struct SessionPolicyCommand: ParsableCommand {
  /// The version of this build.
  static let version = "0.1.0"

  /// What the command offers.
  public static let configuration = CommandConfiguration(
    commandName: "session-policy",
    abstract: "Decide whether a login session goes on, by policies in YAML.",
    discussion: """
      Exit status: 0 clean, 1 findings, 2 wrong usage, unreadable input or an internal error.
      """,
    version: version,
    subcommands: [
      DecideCommand.self, ExplainCommand.self, LintCommand.self, TestCommand.self,
      RuleCommand.self, SchemaCommand.self, InitCommand.self,
    ])

  /// Creates the command.
  public init() {}

  /// Runs the command with the given words and streams.
  public static func run(_ arguments: [String], on console: Console) -> ExitStatus {
    do {
      let command = try parseAsRoot(arguments)
      if let command = command as? any ConsoleCommand { return command.run(on: console) }
      console.write(helpMessage() + "\n")
      return .failure
    } catch {
      let message = fullMessage(for: error)
      if exitCode(for: error) == .success {
        console.write(message + "\n")
        return .success
      }
      console.writeError(message + "\n")
      return .failure
    }
  }
}

/// A command that says how it ended instead of leaving the process.
protocol ConsoleCommand: ParsableCommand {
  func run(on console: Console) -> ExitStatus
}
