import SessionPolicyCommands

@main
enum Main {
  static func main() {
  }
}
