import Diagnostics

/// A word of an expression.
struct Token {
  enum Kind: Equatable {
    /// A name, or a keyword that may stand where a field name does.
    case identifier(String)
    /// A field name in back-quotes.
    case quotedIdentifier(String)
    /// Digits of an int, without a sign; hexadecimal with its `0x`.
    case int(String)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    /// An operator or a bracket.
    case mark(Mark)
    /// The end of the text.
    case end
    /// Something that was reported already.
    case invalid
  }

  enum Mark: String, CaseIterable {
    case equal = "=="
    case notEqual = "!="
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case and = "&&"
    case or = "||"
    case less = "<"
    case greater = ">"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case modulo = "%"
    case not = "!"
    case question = "?"
    case colon = ":"
    case comma = ","
    case dot = "."
    case openParenthesis = "("
    case closeParenthesis = ")"
    case openBracket = "["
    case closeBracket = "]"
    case openBrace = "{"
    case closeBrace = "}"
  }

  var kind: Kind
  var range: SourceRange

  /// Words that can be nothing but what they are.
  static let keywords: Set<String> = ["true", "false", "null", "in"]

  /// Words that may not name variables or global functions.
  static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
    "package", "namespace", "return", "var", "void", "while",
  ]
}
