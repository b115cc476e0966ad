import SessionPolicyCommands

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The `session-policy` command.
@main
enum Main {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let status = SessionPolicyCommand.run(arguments, on: .standard())
    Interruption.finish()
    exit(status.rawValue)
  }
}
