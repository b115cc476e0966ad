import SessionPolicyCommands

/// The `session-policy` command.
@main
enum Main {
  static func main() {
    let console = Console.standard()
    console.leave(SessionPolicyCommand.run(SessionPolicyCommand.words(), on: console))
  }
}
