import ArgumentParser
import PolicyDocuments
import PolicyJSON
import PolicyLint
import PolicyTesting
import SessionPolicy

/// `session-policy schema`.
struct SchemaCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of policies or suites, for editors.",
    discussion: """
      Keep it beside your policies and name it in their first line:

        session-policy schema policy > policy.schema.json

        # yaml-language-server: $schema=policy.schema.json
        # $schema: policy.schema.json

      The first form is read by VS Code and most other editors, the second by JetBrains.
      """)

  /// What there are schemas of.
  enum Document: String, ExpressibleByArgument, CaseIterable {
    case policy
    case suite
    case config

    /// The fields that the loader reads such a document by.
    private var table: FieldTable {
      switch self {
      case .policy: .policy
      case .suite: .suite
      case .config: .lintConfiguration
      }
    }

    /// The schema.
    var schema: JSONValue { FieldSchema.document(table, title: title) }

    /// What the schema is called.
    private var title: String {
      switch self {
      case .policy: "Session policy"
      case .suite: "Test suite for session policies"
      case .config: "Configuration of session-policy lint"
      }
    }
  }

  @Argument(help: "policy, suite, or config for the linter's own configuration.")
  var document: Document

  func run(on console: Console) -> ExitStatus {
    console.write(JSONWriter.text(of: document.schema, .pretty) + "\n")
    return .success
  }
}
