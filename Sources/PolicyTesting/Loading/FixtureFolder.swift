import PolicyDiagnostics
import SessionPolicy

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folder that a run was given, which the documents of its sessions never leave.
struct FixtureFolder: Sendable {
  /// The folder with every link resolved; `nil` if it cannot be found.
  private let root: String?

  init(_ path: String) { root = Self.resolved(path) }

  /// Whether a file lies below the folder, however it is reached.
  ///
  /// A file that does not exist is judged by the folder it would be in.
  func contains(_ path: String) -> Bool {
    guard let root else { return false }
    guard let file = Self.resolved(path) ?? Self.resolved(Self.folder(of: path)) else {
      return !path.split(separator: "/").contains("..")
    }
    return file == root || file.hasPrefix(root.hasSuffix("/") ? root : root + "/")
  }

  /// The folder in which a file stands, as its path names it.
  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A path as it stands in a file of some folder.
  static func join(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") || folder == "." { return path }
    let joined = folder.hasSuffix("/") ? folder + path : folder + "/" + path
    let short = withoutDetours(joined)
    // Through a link, `..` leads elsewhere than the text says.
    return short != joined && resolved(short) == resolved(joined) ? short : joined
  }

  /// A path without `folder/..` in it.
  private static func withoutDetours(_ path: String) -> String {
    var steps: [Substring] = []
    for step in path.split(separator: "/", omittingEmptySubsequences: false) {
      if step == "..", let last = steps.last, last != "..", !last.isEmpty {
        steps.removeLast()
      } else {
        steps.append(step)
      }
    }
    return steps.joined(separator: "/")
  }

  private static func resolved(_ path: String) -> String? {
    guard !path.utf8.contains(0), let text = realpath(path, nil) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }
}
