import ArgumentParser
import PolicyDiagnostics
import PolicyDocuments
import SessionPolicy

/// `session-policy init`.
struct InitCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a starter policy with its samples, which lints clean and passes.",
    discussion: "A file that is there already is never overwritten.")

  @Argument(help: "The directory to write into.")
  var directory: String = "."

  func run(on console: Console) -> ExitStatus {
    let files = StarterFiles.all.map { (path: join($0.name), text: $0.text) }
    let present = files.filter { FileWriter.exists($0.path) }
    guard present.isEmpty else {
      for file in present {
        console.writeError("error: \(quotedForDisplay(file.path)) is there already\n")
      }
      return .failure
    }
    for file in files {
      do throws(FileError) {
        try FileWriter.writeNew(Array(file.text.utf8), to: file.path)
      } catch {
        console.writeError("error: \(error.message)\n")
        return .failure
      }
      console.write("wrote \(escapedForDisplay(file.path))\n")
    }
    let (policies, samples) = (
      escapedForDisplay(join("policies")), escapedForDisplay(join("samples"))
    )
    console.write(
      """

      next:
        session-policy lint \(policies) \(samples)
        session-policy test \(samples)

      """)
    return .success
  }

  private func join(_ name: String) -> String {
    directory == "." ? name : directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
  }
}
