import ArgumentParser
import PolicyDiagnostics
import PolicyLint
import SessionPolicy

/// `session-policy init`.
struct InitCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a starter policy with its samples, which lints clean and passes.",
    discussion: """
      Nothing is asked, and a file that is there already is never overwritten.

      Examples:

        session-policy init

        session-policy init identity/sessions --from kratos.yml

        session-policy init --like nist-800-63b-4-aal2

        session-policy init --like workforce --from kratos.yml
      """)

  @Argument(help: "The directory to write into.")
  var directory: String = "."

  @Option(
    help: """
      Begin with what an identity server does today, by its configuration; repeated, its parts are \
      merged as Kratos does. - reads standard input.
      """,
    completion: .file(extensions: ["yaml", "yml"]))
  var from: [String] = []

  @Option(
    help: """
      Begin with a ready-made policy, such as workforce; with --from too, by the numbers of that \
      configuration where the policy leaves them to it.
      """,
    completion: .list(ReadyMadePolicy.names), transform: ReadyMadePolicy.init(named:))
  var like: ReadyMadePolicy?

  @OptionGroup var release: KratosReleaseOption

  func run(on console: Console) -> ExitStatus {
    var kratos: ImportedKratos?
    if !from.isEmpty {
      kratos = ImportedKratos.read(from, for: release.kratosRelease, on: console)
      if kratos == nil { return .failure }
    }
    let folder = NewFiles(folder: directory, files: files(kratos))
    guard folder.write(on: console) else { return .failure }
    folder.writeNextSteps(kratos: from, on: console)
    if like != nil, let kratos { compare(folder, with: kratos, on: console) }
    return kratos?.isWhole ?? true ? .success : .findings
  }

  private func files(_ kratos: ImportedKratos?) -> [(name: String, text: String)] {
    guard let like else {
      let files =
        kratos.map { StarterFiles.withModelines(ImportedFiles($0.behaviour).all) }
        ?? StarterFiles.starter
      return files + StarterFiles.schemas
    }
    let files = kratos.map { AlignedPolicy(like, to: $0.behaviour).files } ?? like.files
    return StarterFiles.withModelines(files) + StarterFiles.schemas
  }

  /// Says where what was written and the configuration disagree, as `lint` does.
  private func compare(_ written: NewFiles, with kratos: ImportedKratos, on console: Console) {
    let sources = written.files
      .filter { $0.name.hasPrefix("policies/") }
      .map { SourceFile(name: written.path($0.name), text: $0.text) }
    let input = LintInput(
      paths: [], sources: sources + kratos.sources, release: release.kratosRelease)
    let found = Linter().lint(input).findings.map(\.diagnostic).filter {
      $0.code.id.hasPrefix("K") && $0.severity > .info
    }
    guard !found.isEmpty else {
      console.write("\nThe policy and the configuration agree.\n")
      return
    }
    console.write(
      "\nWhere the policy and the configuration disagree:\n\n"
        + DiagnosticFormatter(coloring: console.coloring)
        .format(found.prefix(100)))
  }
}
