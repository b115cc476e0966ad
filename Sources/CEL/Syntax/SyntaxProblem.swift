import Diagnostics

/// Everything that can be wrong with the text of an expression.
enum SyntaxProblem {
  case empty
  case unexpectedEnd(expected: String)
  case unexpected(String, expected: String)
  case unknownCharacter(String, help: String?)
  case notAnOperator(String, meant: String)
  case unterminatedString
  case lineBreakInString
  case badEscape(String)
  case escapeOutOfRange(String)
  case codePointInBytes(String)
  case badNumber(String, help: String)
  case numberTooLarge(String, kind: String)
  case bareDuration(String)
  case reservedWord(String)
  case keywordAsName(String)
  case macroVariable(macro: String)
  case macroArguments(macro: String, expected: String)
  case hasNeedsSelection
  case unclosed(String)
  case missingElse
  case tooLong(Int, limit: Int)
  case tooDeep(limit: Int)
  case tooManyNodes(limit: Int)
  case tooManyProblems(limit: Int)

  /// The check that reports it.
  var code: DiagnosticCode {
    switch self {
    case .tooLong, .tooDeep, .tooManyNodes: .expressionLimit
    default: .invalidExpression
    }
  }

  /// What is wrong.
  var message: String {
    switch self {
    case .empty: "the expression is empty"
    case .unexpectedEnd(let expected): "the expression ends where \(expected) should follow"
    case .unexpected(let found, let expected): "found `\(found)` where \(expected) should stand"
    case .unknownCharacter(let text, _): "`\(text)` has no meaning in an expression"
    case .notAnOperator(let text, let meant): "`\(text)` is no operator here; `\(meant)` is"
    case .unterminatedString: "the string is not closed"
    case .lineBreakInString: "a line break ends the string before it is closed"
    case .badEscape(let text): "`\(text)` is no escape sequence"
    case .escapeOutOfRange(let text): "`\(text)` names no character"
    case .codePointInBytes(let text): "`\(text)` names a character, and bytes hold octets"
    case .badNumber(let text, _): "`\(text)` is no number"
    case .numberTooLarge(let text, let kind): "`\(text)` does not fit into \(kind)"
    case .bareDuration(let text): "`\(text)` is no number: a duration is written as a function call"
    case .reservedWord(let word): "`\(word)` is a reserved word and cannot be a name"
    case .keywordAsName(let word): "`\(word)` is a keyword and cannot be a name"
    case .macroVariable(let macro): "the variable of `\(macro)` must be a plain name"
    case .macroArguments(let macro, let expected): "`\(macro)` takes \(expected)"
    case .hasNeedsSelection: "`has` asks whether a field is there, and this names no field"
    case .unclosed(let mark): "`\(mark)` is never closed"
    case .missingElse: "`?` has no `:` after it, so there is no value for the other case"
    case .tooLong(let length, let limit):
      "the expression has \(length) bytes; at most \(limit) are read"
    case .tooDeep(let limit): "the expression is nested more than \(limit) levels deep"
    case .tooManyNodes(let limit): "the expression has more than \(limit) parts"
    case .tooManyProblems(let limit): "more than \(limit) problems; the rest is not shown"
    }
  }

  /// What to do about it.
  var help: String? {
    switch self {
    case .empty: "write a condition such as `session.aal == \"aal2\"`, or leave the key out"
    case .unknownCharacter(_, let help): help
    case .notAnOperator(_, let meant): "write `\(meant)`"
    case .unterminatedString: "close it with the quote it was opened with"
    case .lineBreakInString: "write `\\n`, or use three quotes"
    case .badEscape: "write a backslash as `\\\\`, or use a raw string: r\"…\""
    case .codePointInBytes: "write the octets as `\\xHH`"
    case .badNumber(_, let help): help
    case .bareDuration(let text): "write `duration(\"\(text)\")`"
    case .reservedWord, .keywordAsName: "choose another name"
    case .macroVariable(let macro): "for example `list.\(macro)(x, …)`"
    case .hasNeedsSelection: "write `has(session.identity)`, with a dot before the field"
    case .missingElse: "write `condition ? value : otherwise`"
    case .tooLong, .tooDeep, .tooManyNodes: "split it up with `definitions:`"
    default: nil
    }
  }
}
