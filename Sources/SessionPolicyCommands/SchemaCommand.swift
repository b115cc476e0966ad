import ArgumentParser
import JSON
import PolicyTesting
import SessionPolicy

/// `session-policy schema`.
struct SchemaCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of a document, so that editors complete and check.")

  /// What there are schemas of.
  enum Document: String, ExpressibleByArgument, CaseIterable {
    case policy
    case suite
  }

  @Argument(help: "policy or suite.")
  var document: Document

  func run(on console: Console) -> ExitStatus {
    let table: FieldTable =
      switch document {
      case .policy: .policy
      case .suite: .suite
      }
    console.write(JSONWriter.text(of: JSONSchema(table).json, .pretty) + "\n")
    return .success
  }
}
