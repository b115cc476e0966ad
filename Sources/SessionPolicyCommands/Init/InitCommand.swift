import ArgumentParser
import PolicyDiagnostics
import PolicyDocuments
import SessionPolicy

/// `session-policy init`.
struct InitCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a starter policy with its samples, which lints clean and passes.",
    discussion: """
      A file that is there already is never overwritten.

      Examples:

        session-policy init

        session-policy init identity/sessions
      """)

  @Argument(help: "The directory to write into.")
  var directory: String = "."

  func run(on console: Console) -> ExitStatus {
    guard !directory.isEmpty else {
      console.writeError("error: the directory has no name; `.` is the one you are in\n")
      return .failure
    }
    let files = StarterFiles.all.map { (path: join($0.name), bytes: Array($0.text.utf8)) }
    let present = files.filter { FileWriter.exists($0.path) }
    guard present.isEmpty else {
      for file in present {
        console.writeError("error: \(quotedForDisplay(file.path)) is there already\n")
      }
      return .failure
    }
    do throws(FileError) {
      try FileWriter.writeNew(files)
    } catch {
      console.writeError("error: \(error.message)\n")
      return .failure
    }
    for file in files { console.write("wrote \(escapedForDisplay(file.path))\n") }
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
