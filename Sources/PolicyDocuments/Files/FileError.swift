package import PolicyDiagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why a file or directory cannot be read.
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
  }

  /// The path as it was given.
  package let path: String
  /// Why.
  package let reason: Reason

  package init(path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  init(path: String, number: Int32) { self.init(path: path, .system(number)) }

  /// Whether nothing is there.
  package var isAbsence: Bool { reason == .system(ENOENT) }

  /// What is wrong, in one line.
  package var message: String {
    let name = quotedForDisplay(path)
    return switch reason {
    case .system(ENOENT): "there is no file or directory \(name)"
    case .system(EACCES): "\(name) may not be read by this user"
    case .system(let number):
      "\(name) cannot be read: \(String(cString: strerror(number)).lowercased())"
    case .notAFile(let kind): "\(name) is \(kind), not a file"
    case .tooLarge(let size?, let limit):
      "\(name) has \(size) bytes and is not read, the limit is \(limit)"
    case .tooLarge(nil, let limit): "\(name) has more than \(limit) bytes and is not read"
    case .invalidPath: "\(name) is no path"
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
