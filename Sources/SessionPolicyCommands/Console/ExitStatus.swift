/// How a command ended, for the shell.
public enum ExitStatus: Int32, Sendable {
  /// Nothing to complain about.
  case success = 0
  /// There are findings, or tests failed.
  case findings = 1
  /// The command was called wrongly, an input could not be read, or something broke.
  case failure = 2
}
