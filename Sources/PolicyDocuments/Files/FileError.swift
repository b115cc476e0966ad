package import PolicyDiagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why a file or directory cannot be read or written.
package struct FileError: Error, Hashable {
  /// The kinds of reasons.
  package enum Reason: Hashable, Sendable {
    /// The system refuses; the number is its `errno`.
    case system(Int32)
    /// It is something else than a file, such as a directory.
    case notAFile(String)
    /// It has more bytes than allowed; the number is `nil` if only that is known.
    case tooLarge(Int?, limit: Int)
    /// The path has a zero byte or nothing at all in it.
    case invalidPath
    /// A link leads to a file outside of the folder that is being worked on.
    case leadsOut(String)
    /// It lies outside of the folder that may be read.
    case outside
  }

  /// What was to be done with the file.
  package enum Access: Hashable, Sendable {
    case reading
    case writing
  }

  /// The path as it was given.
  package let path: String
  /// Why.
  package let reason: Reason
  /// What was to be done.
  package let access: Access

  package init(path: String, _ reason: Reason, _ access: Access = .reading) {
    self.path = path
    self.reason = reason
    self.access = access
  }

  init(path: String, number: Int32, _ access: Access = .reading) {
    self.init(path: path, .system(number), access)
  }

  /// Whether nothing is there.
  package var isAbsence: Bool { reason == .system(ENOENT) }

  /// What is wrong, in one line.
  package var message: String {
    let name = quotedForDisplay(path)
    return switch (reason, access) {
    case (.system(ENOENT), .reading): "there is no file or directory \(name)"
    case (.system(ENOENT), .writing):
      "\(name) cannot be written: there is no directory "
        + quotedForDisplay(FilePath.folder(of: path))
    case (.system(EACCES), .reading): "\(name) may not be read by this user"
    case (.system(EACCES), .writing): "\(name) may not be written by this user"
    case (.system(EEXIST), .writing): "\(name) is there already"
    case (.system(let number), .reading): "\(name) cannot be read: \(System.meaning(of: number))"
    case (.system(let number), .writing):
      "\(name) cannot be written: \(System.meaning(of: number))"
    case (.notAFile(let kind), .reading): "\(name) is \(kind), not a file"
    case (.notAFile(let kind), .writing): "\(name) is \(kind), not a file, and is not written"
    case (.tooLarge(let size?, let limit), _):
      "\(name) has \(size) bytes and is not read, the limit is \(limit)"
    case (.tooLarge(nil, let limit), _): "\(name) has more than \(limit) bytes and is not read"
    case (.invalidPath, _): "\(name) is no path"
    case (.outside, _):
      "\(name) is outside of the folder that may be read, and is not read"
    case (.leadsOut(let target), _):
      "\(name) is a link to \(quotedForDisplay(target)), outside of its folder, and is not "
        + (access == .reading ? "read" : "written")
    }
  }

  /// The error as a diagnostic at the beginning of the file.
  package var diagnostic: Diagnostic {
    let code: DiagnosticCode =
      if case .tooLarge = reason { .resourceLimit } else { .unreadableFile }
    let file = SourceFile(name: path, bytes: [])
    return Diagnostic(code, .error, message, at: SourceLocation(file, SourceRange(0, 0)))
  }
}
