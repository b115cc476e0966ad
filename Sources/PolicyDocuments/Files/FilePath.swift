/// Paths as documents write them, relative to the folder they stand in.
package enum FilePath {
  /// The folder in which a file stands, as its path names it.
  package static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Whether a name has one of some endings after a dot, in capitals or not, and something before it.
  package static func isName(_ name: String, endingIn extensions: [String]) -> Bool {
    extensions.contains { ending in
      let length = ending.utf8.count + 1
      return name.utf8.count > length
        && name.utf8.suffix(length).elementsEqual(("." + ending).utf8) { own, wanted in
          (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(own)
            ? own | 0x20 == wanted : own == wanted
        }
    }
  }

  /// A path as it stands in a file of some folder.
  package static func join(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") || folder == "." { return path }
    let joined = folder.hasSuffix("/") ? folder + path : folder + "/" + path
    let short = withoutDetours(joined)
    // Through a link, `..` leads elsewhere than the text says.
    return short != joined && resolved(short) == resolved(joined) ? short : joined
  }

  /// The path with every link resolved; `nil` if nothing is there.
  package static func resolved(_ path: String) -> String? { System.resolved(path) }

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
}
