package import PolicyDiagnostics

/// Reads files as a commit has them, by asking `git`.
///
/// Git is run with words and never through a shell, sees only its own variables of the environment, and
/// is told to neither ask nor fetch anything.
package struct GitReader {
  /// A place in git, written as git writes it: `REF:PATH`.
  package struct Place: Sendable {
    /// The commit, branch or tag.
    package let reference: String
    /// The path from the top of the repository.
    package let path: String

    /// Takes a text apart; `nil` if it is none.
    package init?(_ text: String) {
      guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon != text.startIndex,
        !text.hasPrefix("-")
      else { return nil }
      reference = String(text[..<colon])
      path = String(text[text.utf8.index(after: colon)...])
    }

    fileprivate var text: String { "\(reference):\(path)" }
  }

  /// What a place holds.
  package struct Contents {
    /// The files, by names that begin with the reference.
    package fileprivate(set) var files: [SourceFile] = []
    /// Whether it is a folder.
    package fileprivate(set) var isFolder = false
    /// What cannot be read.
    package fileprivate(set) var errors: [Diagnostic] = []
  }

  private let folder: String
  /// The endings that files below a folder have.
  private static let extensions = ["yaml", "yml"]
  /// The most bytes of all files together.
  private static let limit = 256 << 20

  /// - Parameter folder: Where git is asked.
  package init(in folder: String) { self.folder = folder }

  /// Reads a file, or all YAML files below a folder.
  ///
  /// As in a folder on disk, names that begin with a dot are passed over, and a file above the limit is
  /// refused.
  package func read(_ place: Place) -> Contents {
    var contents = Contents()
    do throws(Problem) {
      let type = try type(of: place)
      contents.isFolder = type == "tree"
      guard type == "tree" || type == "blob" else {
        throw Problem("\(quotedForDisplay(place.text)) is no file or folder to git")
      }
      let entries = contents.isFolder ? try entries(below: place) : [try entry(at: place)]
      try read(entries, place, &contents)
    } catch {
      contents.errors.append(diagnostic(.unreadableFile, error.message, at: place.text))
    }
    return contents
  }

  // MARK: Asking

  private struct Problem: Error {
    let message: String
    init(_ message: String) { self.message = message }
  }

  /// A file in git.
  private struct Entry {
    let name: String
    let object: String
    let size: Int
    let isLink: Bool
  }

  private func type(of place: Place) throws(Problem) -> String {
    let written = quotedForDisplay(place.text)
    let known = try run(["rev-parse", "--verify", "--quiet", place.reference + "^{tree}"], place)
    guard known.status == 0 else {
      let complaint = firstLine(known.errors)
      throw Problem(
        complaint.isEmpty
          ? "there is no file \(written), and git knows no commit "
            + quotedForDisplay(place.reference)
          : "there is no file \(written), and git says \(quotedForDisplay(complaint))")
    }
    let type = try run(["cat-file", "-t", place.text], place)
    guard type.status == 0 else {
      throw Problem(
        "\(quotedForDisplay(place.reference)) has no file or folder "
          + "\(quotedForDisplay(place.path))")
    }
    return firstLine(type.output)
  }

  private func entry(at place: Place) throws(Problem) -> Entry {
    let object = firstLine(try success(["rev-parse", "--verify", "--quiet", place.text], place))
    let size = firstLine(try success(["cat-file", "-s", place.text], place))
    return Entry(name: place.text, object: object, size: Int(size) ?? 0, isLink: false)
  }

  /// The files below a folder that may be policies, in the order of their names.
  private func entries(below place: Place) throws(Problem) -> [Entry] {
    let list = try success(["ls-tree", "-r", "-l", "-z", "--full-tree", place.text], place)
    let folder = place.text.hasSuffix("/") || place.path.isEmpty ? place.text : place.text + "/"
    return list.split(separator: 0).compactMap { row -> Entry? in
      // `100644 blob 5f1c…    1234\tname`
      let parts = row.split(separator: UInt8(ascii: "\t"), maxSplits: 1)
      let words = parts.first?.split(separator: UInt8(ascii: " ")).map {
        String(decoding: $0, as: UTF8.self)
      }
      guard parts.count == 2, let words, words.count == 4, words[1] == "blob" else { return nil }
      let name = PathText.text(of: Array(parts[1]))
      let steps = name.split(separator: "/")
      guard !steps.contains(where: { $0.hasPrefix(".") }),
        FilePath.isName(String(name), endingIn: Self.extensions)
      else { return nil }
      return Entry(
        name: folder + name, object: words[2], size: Int(words[3]) ?? 0,
        isLink: words[0] == "120000")
    }
  }

  private func read(
    _ entries: [Entry], _ place: Place, _ contents: inout Contents
  ) throws(Problem) {
    var wanted: [Entry] = []
    var total = 0
    for entry in entries {
      let name = quotedForDisplay(entry.name)
      if entry.isLink {
        contents.errors.append(
          diagnostic(.unreadableFile, "\(name) is a link, and is not followed", at: entry.name))
      } else if entry.size > FileReader.documentLimit {
        let error = FileError(
          path: entry.name, .tooLarge(entry.size, limit: FileReader.documentLimit))
        contents.errors.append(error.diagnostic)
      } else {
        total += entry.size
        wanted.append(entry)
      }
    }
    guard total <= Self.limit else {
      throw Problem(
        "the files of \(quotedForDisplay(place.text)) have \(total) bytes and are not read, the "
          + "limit is \(Self.limit)")
    }
    // Git writes the files one after the other, and their sizes tell where one ends.
    while !wanted.isEmpty {
      let batch = wanted.prefix(256)
      wanted.removeFirst(batch.count)
      let bytes = try success(["show", "--no-textconv"] + batch.map(\.object), place)
      guard bytes.count == batch.reduce(0, { $0 + $1.size }) else {
        throw Problem("git did not give \(quotedForDisplay(place.text)) as it is")
      }
      var rest = bytes[...]
      for entry in batch {
        contents.files.append(SourceFile(name: entry.name, bytes: Array(rest.prefix(entry.size))))
        rest = rest.dropFirst(entry.size)
      }
    }
  }

  /// What git writes; a problem if it refuses.
  private func success(_ words: [String], _ place: Place) throws(Problem) -> [UInt8] {
    let answer = try run(words, place)
    guard answer.status == 0 else {
      throw Problem(
        "\(quotedForDisplay(place.text)) cannot be read, git says "
          + quotedForDisplay(firstLine(answer.errors)))
    }
    return answer.output
  }

  private func run(_ words: [String], _ place: Place) throws(Problem) -> ChildProcess {
    let name = quotedForDisplay(place.text)
    do throws(ChildProcess.Failure) {
      return try ChildProcess(
        ["git", "--no-pager", "-C", folder] + words, environment: Self.environment,
        limit: Self.limit + (1 << 20))
    } catch {
      switch error {
      case .missing:
        throw Problem("there is no file \(name), and no git that could read it from a commit")
      case .system(let number):
        throw Problem("git cannot be run for \(name): \(System.meaning(of: number))")
      case .tooMuch: throw Problem("git writes more for \(name) than is read")
      }
    }
  }

  /// What git needs of the environment to find itself and the repository.
  private static var environment: [String] {
    let names = [
      "PATH", "HOME", "XDG_CONFIG_HOME", "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR",
      "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CEILING_DIRECTORIES",
      "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM",
    ]
    return names.compactMap { name in System.variable(name).map { "\(name)=\($0)" } }
      + ["LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0"]
  }

  private func firstLine(_ bytes: [UInt8]) -> String {
    let line = bytes.split(separator: UInt8(ascii: "\n")).first ?? []
    return String(decoding: line, as: UTF8.self)
  }

  private func diagnostic(
    _ code: DiagnosticCode, _ message: String, at name: String
  ) -> Diagnostic {
    Diagnostic(
      code, .error, message,
      at: SourceLocation(SourceFile(name: name, bytes: []), SourceRange(0, 0)))
  }
}
