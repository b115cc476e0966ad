@testable import SessionPolicyCommands

/// One run of a command in this process, over files of the project.
final class CommandRun {
  /// The folder of the project.
  static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  private(set) var output = ""
  private(set) var errors = ""
  private(set) var status = ExitStatus.success

  /// Runs a command.
  ///
  /// - Parameter waits: Called whenever the command would wait for a file to change; `false` ends it.
  init(_ words: [String], input: String = "", waits: @escaping () -> Bool = { false }) {
    let console = Console(
      readInput: { input.utf8.count > $0 ? nil : Array(input.utf8) },
      write: { [unowned self] in output += $0 }, writeError: { [unowned self] in errors += $0 },
      now: { (1_772_355_600, 0) }, waitForChanges: waits)
    status = SessionPolicyCommand.run(words, on: console)
  }
}
