public import PolicyDiagnostics

/// Reads JSON strictly by RFC 8259, in one pass, within limits.
public enum JSONReader {
  /// Reads a whole document.
  ///
  /// Stops at the first violation of the syntax; duplicate keys are all reported, with both places.
  /// The value is `nil` whenever there is an error.
  ///
  /// - Complexity: O(*n*) in the bytes of the file, at most those of ``JSONLimits/size``.
  public static func parse(
    _ file: SourceFile, limits: JSONLimits = .standard
  ) -> Loaded<JSONValue> {
    var parser = JSONParser(file.bytes, limits: limits)
    do {
      let value = try parser.document()
      guard parser.duplicates.listed.isEmpty else {
        return Loaded(nil, parser.duplicates.listed.map { $0.diagnostic(in: file) })
      }
      return Loaded(value)
    } catch {
      let found = parser.duplicates.listed.map { $0.diagnostic(in: file) }
      return Loaded(nil, found + [error.diagnostic(in: file)])
    }
  }
}

/// A key that an object has twice.
struct DuplicateKey {
  var key: String
  var first: SourceRange
  var second: SourceRange

  /// The finding as it is told.
  func diagnostic(in file: SourceFile) -> Diagnostic {
    Diagnostic(
      .duplicateKey, .error, "the key `\(key)` is given twice in one object",
      at: SourceLocation(file, second), help: "keep one of them",
      related: [.init("first given here", at: SourceLocation(file, first))])
  }
}
