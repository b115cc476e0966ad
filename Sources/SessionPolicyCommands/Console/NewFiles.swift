import PolicyDiagnostics
import PolicyDocuments
import PolicyTesting

/// Files that are written below a folder, all of them or none, where none of them is yet.
struct NewFiles {
  let folder: String
  let files: [(name: String, text: String)]

  /// Writes them and says so; `false` after what is wrong was written.
  func write(on console: Console) -> Bool {
    guard !folder.isEmpty else {
      console.writeError("error: the directory has no name; `.` is the one you are in\n")
      return false
    }
    let files = files.map { (path: path($0.name), bytes: Array($0.text.utf8)) }
    let present = files.filter { FileWriter.exists($0.path) }
    guard present.isEmpty else {
      for file in present {
        console.writeError("error: \(quotedForDisplay(file.path)) is there already\n")
      }
      return false
    }
    do throws(FileError) {
      try FileWriter.writeNew(files)
    } catch {
      console.writeError("error: \(error.message)\n")
      return false
    }
    for file in files { console.write("wrote \(escapedForDisplay(file.path))\n") }
    return true
  }

  /// Says what to do next with the policies and the suites that were written.
  func writeNextSteps(kratos: [String] = [], on console: Console) {
    let (policies, samples) = (quotedForShell(path("policies")), quotedForShell(path("samples")))
    let settings = kratos.filter { $0 != "-" }.map { " --kratos \(quotedForShell($0))" }.joined()
    console.write(
      """

      next:
        session-policy lint \(policies) \(samples)\(settings)
        session-policy test \(samples)

      """)
  }

  /// Where a file of a name is written.
  func path(_ name: String) -> String {
    folder == "." ? name : folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }
}
