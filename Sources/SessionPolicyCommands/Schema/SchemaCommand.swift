import ArgumentParser
import PolicyDocuments
import PolicyJSON
import PolicyLint
import PolicyTesting
import SessionPolicy

/// `session-policy schema`.
struct SchemaCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print a JSON Schema, for editors and for programs.",
    discussion: """
      Keep it beside your policies and name it in their first line:

        session-policy schema policy > policy.schema.json

        # yaml-language-server: $schema=policy.schema.json
        # $schema: policy.schema.json

      The first form is read by VS Code and most other editors, the second by JetBrains.

      Examples:

        session-policy schema snapshot > snapshot.schema.json

        session-policy schema decision > decision.schema.json
      """)

  /// What there are schemas of.
  enum Document: String, ExpressibleByArgument, CaseIterable {
    case policy
    case suite
    case snapshot
    case decision
    case diff
    case impact
    case test
    case timeline
    case config

    /// The schema.
    var schema: JSONValue {
      switch self {
      case .policy: FieldSchema.document(.policy, title: "Session policy")
      case .suite: FieldSchema.document(.suite, title: "Test suite for session policies")
      case .config:
        FieldSchema.document(.lintConfiguration, title: "Configuration of session-policy lint")
      case .snapshot: RecordSchema.snapshot
      case .decision: DecisionSchema.document
      case .diff: DiffSchema.document
      case .impact: ImpactSchema.document
      case .test: TestSchema.document
      case .timeline: TimelineSchema.document
      }
    }
  }

  @Argument(
    help: """
      policy, suite, snapshot, decision, diff, impact, test, timeline, or config for the linter's own \
      configuration.
      """)
  var document: Document

  func run(on console: Console) -> ExitStatus {
    console.write(JSONWriter.text(of: document.schema, .pretty) + "\n")
    return .success
  }
}
