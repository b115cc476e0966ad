import PolicyJSON
import SessionPolicy

/// What `import` writes: the policy, its suite, and the settings that both go by.
struct ImportedFiles {
  private let policy: String
  private let suite: String
  private let settings: String

  init(_ kratos: KratosBehaviour) {
    policy = ImportedPolicy.text(kratos)
    suite = ImportedSuite.text(kratos, settings: "\(ImportedPolicy.name)/settings.json")
    settings = JSONWriter.text(of: kratos.settings.configuration, .pretty) + "\n"
  }

  /// The files by their names below the folder.
  var all: [(name: String, text: String)] {
    [
      ("policies/\(ImportedPolicy.name).yaml", policy),
      ("samples/\(ImportedPolicy.name).yaml", suite),
      ("samples/\(ImportedPolicy.name)/settings.json", settings),
    ]
  }

  /// One of them.
  func text(of part: ImportCommand.Part) -> String {
    switch part {
    case .policy: policy
    case .suite: suite
    case .settings: settings
    }
  }
}
