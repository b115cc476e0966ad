import ArgumentParser
import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import SessionPolicy

/// `session-policy import`.
struct ImportCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Write down what an identity server does today as a policy with its suite.",
    discussion: """
      Three files are written: the policy, its suite, and the settings that both go by. What Kratos \
      leaves open stands beside each rule, with the profile that asks for it. A file that is there \
      already is never overwritten.

      Examples:

        session-policy import kratos.yml

        session-policy import base.yml production.yml --into identity/sessions

        kratos-template | session-policy import - --print policy
      """)

  /// What is shown instead of written.
  enum Part: String, ExpressibleByArgument, CaseIterable {
    case policy
    case suite
    case settings
  }

  @Argument(
    help: """
      The identity server's configuration; of several parts, what a later one says counts. - reads \
      standard input.
      """,
    completion: .file(extensions: ["yaml", "yml"]))
  var parts: [String]

  @Option(help: "The directory to write into.", completion: .directory)
  var into: String = "."

  @Option(help: "Write nothing, and print one of the files: policy, suite or settings.")
  var print: Part?

  @OptionGroup var release: KratosReleaseOption

  func run(on console: Console) -> ExitStatus {
    guard let kratos = ImportedKratos.read(parts, for: release.kratosRelease, on: console) else {
      return .failure
    }
    let files = ImportedFiles(kratos.behaviour)
    if let print {
      console.write(files.text(of: print))
    } else {
      let folder = NewFiles(folder: into, files: files.all)
      guard folder.write(on: console) else { return .failure }
      folder.writeNextSteps(kratos: parts, on: console)
    }
    return kratos.isWhole ? .success : .findings
  }
}
