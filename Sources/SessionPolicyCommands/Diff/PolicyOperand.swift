import Dispatch
import PolicyDiagnostics
import PolicyDocuments
import SessionPolicy
import Synchronization

/// A set of policies as a command names it: a file, a folder, or `REF:PATH` in git.
struct PolicyOperand {
  /// As it was written.
  let text: String
  /// The path without the commit, for suites that name it.
  let path: String
  /// The policies; `nil` if there is an error.
  let set: PolicySet?
  /// Everything found.
  let diagnostics: [Diagnostic]

  /// Loads policies. A file of that name comes before a place in git.
  ///
  /// - Parameters:
  ///   - root: The folder outside of which nothing is read; `nil` for no such folder.
  ///   - gitFolder: Where git is asked.
  init(_ text: String, within root: RootFolder?, gitFolder: String) {
    self.text = text
    var loader = PolicyLoader()
    if !FileWriter.exists(text), let place = GitReader.Place(text) {
      path = place.path
      Self.load(GitReader(in: gitFolder).read(place), named: text, into: &loader)
    } else {
      path = text
      loader.load(DirectoryReader([text], within: root))
    }
    let loaded = loader.finish()
    set = loaded.set
    diagnostics = loaded.diagnostics
  }

  /// Loads two sets at once, for most of a comparison is reading what is compared.
  static func pair(
    _ old: String, _ new: String, within root: RootFolder?, gitFolder: String
  ) -> (old: PolicyOperand, new: PolicyOperand) {
    let second = Mutex<PolicyOperand?>(nil)
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) {
      let operand = PolicyOperand(new, within: root, gitFolder: gitFolder)
      second.withLock { $0 = operand }
    }
    let first = PolicyOperand(old, within: root, gitFolder: gitFolder)
    group.wait()
    let loaded = second.withLock { $0 }
    return (first, loaded ?? PolicyOperand(new, within: root, gitFolder: gitFolder))
  }

  private static func load(
    _ contents: GitReader.Contents, named name: String, into loader: inout PolicyLoader
  ) {
    for error in contents.errors { loader.report(error) }
    var hasPolicy = false
    for file in contents.files {
      let isPolicy = loader.load(
        file, skippingSuites: contents.isFolder, root: contents.isFolder ? name : nil)
      hasPolicy = hasPolicy || isPolicy
    }
    if !hasPolicy, contents.errors.isEmpty { loader.reportBarren(name) }
  }
}
