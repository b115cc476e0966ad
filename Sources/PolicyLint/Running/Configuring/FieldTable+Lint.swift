import PolicyDiagnostics
package import PolicyDocuments
import SessionPolicy

extension FieldTable {
  /// The linter's own configuration, a file `.session-policy.yaml`.
  package static let lintConfiguration = FieldTable(
    "a configuration of lint",
    [
      Field(
        "select", .texts, "The checks that run, by code, name or family; left out, all.",
        synonyms: ["enable", "only", "rules"]),
      Field(
        "ignore", .texts, "The checks that do not run.", synonyms: ["disable", "exclude", "skip"]),
      Field(
        "fail_level", .choice(Diagnostic.Severity.allCases.map(\.rawValue)),
        "The least severity with which findings fail; left out, `error`.",
        synonyms: ["fail-level", "severity"]),
      Field(
        "profile", .choice(LimitProfile.all.map(\.name)),
        "The standard that limits are compared with.", synonyms: ["standard"]),
      Field(
        "kratos", .either(.path, .texts),
        "The configuration of the identity server, relative to this file; of several parts, what a "
          + "later one says counts."),
      Field("baseline", .path, "A file of findings that do not count, relative to this file."),
    ])
}
