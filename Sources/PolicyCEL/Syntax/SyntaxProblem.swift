import PolicyDiagnostics

/// Something wrong in the text of an expression, before its place in the file is known.
struct SyntaxProblem {
  /// Which check speaks.
  var code = DiagnosticCode.invalidExpression
  /// The text meant, as UTF-8 offsets.
  var range: SourceRange
  /// What is wrong.
  var message: String
  /// What to do about it.
  var help: String
  /// The text that mends it when it stands in place of the range.
  var replacement: String?

  /// Describes a problem.
  init(
    _ message: String, at range: SourceRange, help: String, replacement: String? = nil,
    code: DiagnosticCode = .invalidExpression
  ) {
    self.code = code
    self.range = range
    self.message = message
    self.help = help
    self.replacement = replacement
  }

  /// The problem at its place in the file.
  ///
  /// A replacement is offered only where the file holds the very text that is replaced, so that no
  /// edit lands inside an escape.
  func diagnostic(in text: SourceFile, through map: SourceMap) -> Diagnostic {
    let location = map.location(of: range)
    var fix: Fix?
    if let replacement, location.file.text(of: location.range) == text.text(of: range) {
      fix = Fix(
        replacement.isEmpty ? "remove it" : "write `\(replacement)`", isSafe: false,
        edits: [Fix.Edit(location, replacement: replacement)])
    }
    return Diagnostic(code, .error, message, at: location, help: help, fix: fix)
  }
}

/// Problems up to a number.
typealias SyntaxProblems = CappedList<SyntaxProblem>

extension SourceFile {
  /// The text of a range on one line and of bounded length, for use inside a message.
  func excerpt(of range: SourceRange, limit: Int = 32) -> String {
    var result = String.UnicodeScalarView()
    let whole = text(of: SourceRange(range.start, min(range.end, range.start + 8 * limit)))
    for scalar in whole.unicodeScalars {
      if result.count == limit {
        result.append("…")
        break
      }
      result.append(scalar.properties.isWhitespace || scalar.value < 0x20 ? " " : scalar)
    }
    return String(result)
  }
}
