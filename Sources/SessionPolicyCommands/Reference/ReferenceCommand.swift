import ArgumentParser
import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import PolicyLint
import PolicyTesting
import SessionPolicy

/// `session-policy reference`.
struct ReferenceCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "reference",
    abstract: "Show what can be written: attributes, functions, keys, methods, reasons, checks.",
    discussion: """
      Examples:

        session-policy reference attributes

        session-policy reference functions

        session-policy reference keys

      All of it is made from the tables that load, check and decide, so that it is what this build does.
      """)

  @Argument(help: "attributes, functions, keys, methods, reasons or checks; left out, all of them.")
  var topic: Topic?

  /// What can be looked up.
  enum Topic: String, ExpressibleByArgument, CaseIterable {
    case attributes
    case functions
    case keys
    case methods
    case reasons
    case checks
  }

  func run(on console: Console) -> ExitStatus {
    let topics = topic.map { [$0] } ?? Topic.allCases
    let pages = topics.map { topic in
      switch topic {
      case .attributes: ReferenceText.attributes
      case .functions: ReferenceText.functions
      case .keys: ReferenceText.keys
      case .methods: ReferenceText.methods
      case .reasons: ReferenceText.reasons
      case .checks: RuleText.list(LintRule.all)
      }
    }
    for (place, page) in zip(topics, pages) {
      let title = topic == nil ? console.coloring.paint(place.rawValue, .title) + "\n\n" : ""
      console.write(title + page + (topic == nil && place != topics.last ? "\n" : ""))
    }
    return .success
  }
}
