import PolicyDiagnostics

/// Why standard input is no document.
struct InputError: Error {
  let diagnostic: Diagnostic

  fileprivate init(_ code: DiagnosticCode, _ message: String, help: String? = nil) {
    let place = SourceLocation(SourceFile(name: Console.inputName, bytes: []), SourceRange(0, 0))
    diagnostic = Diagnostic(code, .error, message, at: place, help: help)
  }
}

extension Console {
  /// What standard input is called in messages.
  fileprivate static let inputName = "<standard input>"

  /// Reads standard input as one document.
  ///
  /// - Parameters:
  ///   - limit: The most bytes that are read.
  ///   - kind: What is read, such as "a policy".
  func readSource(limit: Int, _ kind: String) throws(InputError) -> SourceFile {
    let bytes: [UInt8]?
    do throws(StreamError) {
      bytes = try readInput(limit)
    } catch {
      throw InputError(.unreadableFile, error.message)
    }
    guard let bytes else {
      throw InputError(
        .resourceLimit,
        "standard input is larger than \(limit >> 20) MiB, and \(kind) never is",
        help: "give one document")
    }
    return SourceFile(name: Self.inputName, bytes: bytes)
  }
}
