package import PolicyDiagnostics
import PolicyDocuments
import PolicyYAML
import SessionPolicy

/// What a file `.session-policy.yaml` says of linting.
package struct LintConfiguration: Sendable {
  /// The name of the file that is read where the command runs.
  package static let fileName = ".session-policy.yaml"

  /// The checks that run; `nil` for all.
  package var select: Located<[String]>?
  /// The checks that do not.
  package var ignore: Located<[String]>?
  /// The least severity with which findings fail.
  package var failLevel: Diagnostic.Severity?
  /// The name of the standard that limits are compared with.
  package var profile: String?
  /// The paths of the identity server's configuration, part by part.
  package var kratos: [String] = []
  /// The path of the baseline.
  package var baseline: String?

  /// Says nothing.
  package init() {}

  /// Reads a configuration; `nil` after an error.
  package static func read(
    _ file: SourceFile
  ) -> Loaded<LintConfiguration> {
    let (document, problems) = YAMLParser.parse(file).parts
    guard let document else { return Loaded(nil, problems) }
    var reader = DocumentReader(tables: [.policy, .rule])
    var configuration = LintConfiguration()
    let node = DocumentNode(document: document, subject: "the configuration")
    if let fields = reader.fields(of: node, as: .lintConfiguration) {
      configuration.select = fields["select"].flatMap { reader.texts($0) }
      configuration.ignore = fields["ignore"].flatMap { reader.texts($0) }
      configuration.failLevel = fields["fail_level"].flatMap {
        reader.choice($0, among: Diagnostic.Severity.allCases.map(\.rawValue))
      }.flatMap { Diagnostic.Severity(rawValue: $0.value) }
      configuration.profile =
        fields["profile"].flatMap {
          reader.choice($0, among: LimitProfile.all.map(\.name))
        }?.value
      configuration.kratos = (fields["kratos"].flatMap { reader.paths($0) }?.value ?? [])
        .map { FilePath.join(FilePath.folder(of: file.name), $0) }
      configuration.baseline = fields["baseline"].flatMap { reader.text($0) }
        .map { FilePath.join(FilePath.folder(of: file.name), $0.value) }
    }
    let diagnostics = problems + reader.diagnostics
    return Loaded(diagnostics.contains { $0.severity == .error } ? nil : configuration, diagnostics)
  }
}
