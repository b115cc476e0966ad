@testable import SessionPolicyCommands

/// What the command says of itself, read back.
enum HelpText {
  /// The names of the commands, as the general help lists them.
  static let commands: [String] = {
    let help = CommandRun(["--help"]).output
    let rows = help.split(separator: "\n", omittingEmptySubsequences: false)
      .drop { $0 != "SUBCOMMANDS:" }.dropFirst().prefix { !$0.isEmpty }
    return rows.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
  }()

  /// The options of a command, as its help lists them: each with its names.
  ///
  /// - Parameter takingValues: Whether only those are meant that take a value.
  static func options(of command: String, takingValues: Bool = false) -> [[String]] {
    var options: [[String]] = []
    for row in CommandRun([command, "--help"]).output.split(separator: "\n")
    where row.hasPrefix("  -") {
      let words = row.split(separator: " ").prefix { $0.hasPrefix("-") || $0.hasPrefix("<") }
      let names = words.filter { $0.hasPrefix("-") }.map { String($0.filter { $0 != "," }) }
      if !takingValues || words.contains(where: { $0.hasPrefix("<") }) { options.append(names) }
    }
    return options
  }

  /// What an option or an argument of a command can be, as its help says it: `(values: text, json)`.
  static func choices(of command: String, _ name: String) -> [String] {
    let rows = CommandRun([command, "--help"]).output.split(separator: "\n")
    guard let row = rows.firstIndex(where: { $0.hasPrefix("  \(name) ") }) else { return [] }
    // What says more of it stands in the rows below, further in.
    let own = [rows[row]] + rows[(row + 1)...].prefix { $0.hasPrefix("    ") }
    let words = own.joined(separator: " ").split(separator: " ").drop { $0 != "(values:" }
      .dropFirst()
    let last = words.firstIndex { !$0.hasSuffix(",") } ?? words.endIndex
    return words.prefix(through: min(last, words.endIndex - 1)).map {
      String($0.filter { !",;)".contains($0) })
    }
  }
}
