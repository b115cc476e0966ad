import ArgumentParser
import SessionPolicy

/// Which release of Kratos is meant, for every command that asks what Kratos does.
struct KratosReleaseOption: ParsableArguments {
  @Option(
    help: """
      The release of Kratos, where releases differ: v1.3, v25.4, v26.2 or head. [default: v26.2, or \
      head where there is what only it reads or writes]
      """,
    transform: Self.release)
  var kratosRelease: KratosRelease?

  private static func release(_ text: String) throws -> KratosRelease {
    try namedChoice(text) { "there is no release \($0)" }
  }
}
