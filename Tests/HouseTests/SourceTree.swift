import Foundation

/// The sources of a module, with the names that each folder declares and those that it uses.
///
/// Reads Swift as far as that takes: comments and strings are passed over, braces are counted, and a name
/// is told to be a type by its capital letter. A folder is the first step below the module; files that
/// stand in no folder open the house to the world and count for none.
struct SourceTree {
  /// The types that a folder declares for the whole module.
  private(set) var declared: [String: Set<String>] = [:]
  /// The types that a folder declares for itself: private ones, and those within others.
  private(set) var own: [String: Set<String>] = [:]
  /// The names that a folder uses, each with a file that does.
  private(set) var used: [String: [String: String]] = [:]

  /// The root of the package.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The modules of the package.
  static func modules() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path)
      .sorted()
  }

  /// The modules that have tests, each with the folder of those.
  static var tests: [(module: String, folder: String)] {
    get throws {
      try modules().map { ($0, "Tests/\($0)Tests") }.filter {
        FileManager.default.fileExists(atPath: root.appending(path: $0.1).path)
      }
    }
  }

  /// The folders below one of the package's, by their path from there.
  static func folders(below folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
      .filter { path in
        var isFolder: ObjCBool = false
        let full = root.appending(path: folder).appending(path: path).path
        return FileManager.default.fileExists(atPath: full, isDirectory: &isFolder)
          && isFolder.boolValue
      }
  }

  /// The sources of a module, by their path.
  static func files(of module: String) throws -> [String: String] {
    let folder = root.appending(path: "Sources/\(module)")
    var files: [String: String] = [:]
    for case let path as String in FileManager.default.enumerator(atPath: folder.path) ?? .init()
    where path.hasSuffix(".swift") {
      files["\(module)/\(path)"] = try String(
        contentsOf: folder.appending(path: path), encoding: .utf8)
    }
    return files
  }

  /// Reads a module.
  init(module: String) throws {
    let folder = Self.root.appending(path: "Sources/\(module)")
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    for path in (paths ?? []).sorted() where path.hasSuffix(".swift") {
      let steps = path.split(separator: "/")
      guard steps.count > 1, let room = steps.first, let file = steps.last else { continue }
      let bytes = [UInt8](try Data(contentsOf: folder.appending(path: path)))
      read(SourceWords(bytes).words, of: String(room), String(file))
    }
  }

  private mutating func read(_ words: [SourceWords.Word], of room: String, _ file: String) {
    let keywords = ["struct", "class", "enum", "protocol", "actor", "typealias"]
    for (index, word) in words.enumerated() {
      guard word.text.first?.isUppercase == true, !word.isMember else { continue }
      if index > 0, keywords.contains(words[index - 1].text) {
        let isPrivate = index > 1 && words[index - 2].text.hasSuffix("private")
        if word.depth == 0, !isPrivate {
          declared[room, default: []].insert(word.text)
        } else {
          own[room, default: []].insert(word.text)
        }
      } else if used[room]?[word.text] == nil {
        used[room, default: [:]][word.text] = file
      }
    }
  }

  /// What a folder takes from another: the types, with a file that names each.
  func imports(of room: String, from other: String) -> [String: String] {
    (used[room] ?? [:]).filter { name, _ in
      declared[other]?.contains(name) == true && own[room]?.contains(name) != true
        && declared.allSatisfy { $0.key == other || !$0.value.contains(name) }
    }
  }

  /// Pairs of folders that lead back to each other, with what leads from the first to the second.
  func circles() -> [String] {
    let rooms = Set(used.keys).union(declared.keys).sorted()
    var ways: [String: [String: [String: String]]] = [:]
    for room in rooms {
      for other in rooms where other != room {
        let taken = imports(of: room, from: other)
        if !taken.isEmpty { ways[room, default: [:]][other] = taken }
      }
    }
    func reachable(from room: String) -> Set<String> {
      var found: Set<String> = []
      var open = [room]
      while let next = open.popLast() {
        for other in (ways[next] ?? [:]).keys where found.insert(other).inserted {
          open.append(other)
        }
      }
      return found
    }
    return rooms.flatMap { room in
      (ways[room] ?? [:]).filter { reachable(from: $0.key).contains(room) }.map { other, taken in
        let names = taken.sorted { $0.key < $1.key }.prefix(3)
          .map { "\($0.key) in \($0.value)" }.joined(separator: ", ")
        return "\(room) → \(other): \(names)"
      }
    }.sorted()
  }
}
