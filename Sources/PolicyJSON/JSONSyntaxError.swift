import PolicyDiagnostics

/// Why a text is no JSON document, and where.
struct JSONSyntaxError: Error {
  /// Everything that can be wrong with a text.
  enum Kind {
    case empty
    case tooLarge(size: Int, limit: Int)
    case tooDeep(limit: Int)
    case byteOrderMark
    case utf16
    case invalidUTF8
    case nul
    case expectedValue(found: String)
    case expectedKey(found: String)
    case expectedColon(key: String, found: String)
    case expectedCommaOrEnd(closing: Character, found: String)
    case trailingComma(closing: Character)
    case unclosed(opening: Character)
    case unclosedString
    case controlCharacter(UInt8)
    case invalidEscape(String)
    case loneSurrogate(String)
    case unknownWord(String)
    case leadingZero
    case invalidNumber(String)
    case singleQuote
    case comment
    case textAfterEnd
  }

  var kind: Kind
  var range: SourceRange
}

extension JSONSyntaxError {
  /// The error as it is told.
  func diagnostic(in file: SourceFile) -> Diagnostic {
    Diagnostic(code, .error, message, at: SourceLocation(file, range), help: help)
  }

  private var code: DiagnosticCode {
    switch kind {
    case .tooLarge, .tooDeep: .resourceLimit
    case .byteOrderMark, .utf16, .invalidUTF8: .invalidEncoding
    default: .invalidJSON
    }
  }

  private var message: String {
    switch kind {
    case .empty: "the JSON document is empty"
    case .tooLarge(let size, let limit):
      "the JSON document has \(size) bytes, more than the limit of \(limit)"
    case .tooDeep(let limit): "arrays and objects are nested deeper than \(limit) levels"
    case .byteOrderMark: "the JSON text begins with a byte order mark"
    case .utf16: "the JSON text is not UTF-8; it looks like UTF-16"
    case .invalidUTF8: "the JSON text is not valid UTF-8 from here on"
    case .nul: "the JSON text holds a NUL byte"
    case .expectedValue(let found): "expected a value, found \(found)"
    case .expectedKey(let found): "expected a key in double quotes, found \(found)"
    case .expectedColon(let key, let found): "expected `:` after the key `\(key)`, found \(found)"
    case .expectedCommaOrEnd(let closing, let found):
      "expected `,` or `\(closing)`, found \(found)"
    case .trailingComma(let closing): "a comma before `\(closing)` is not allowed in JSON"
    case .unclosed(let opening): "this `\(opening)` is never closed"
    case .unclosedString: "this string is never closed"
    case .controlCharacter(UInt8(ascii: "\n")), .controlCharacter(UInt8(ascii: "\r")):
      "a string ends at the line break, before its closing quote"
    case .controlCharacter(let byte): "the control character \(Self.name(of: byte)) is not escaped"
    case .invalidEscape(let text): "`\(text)` is no escape sequence of JSON"
    case .loneSurrogate(let text):
      "`\(text)` is half of a surrogate pair, and the other half is missing"
    case .unknownWord(let word):
      "`\(Self.knownHelp(forWord: word) == nil ? Self.beginning(of: word) : word)` is no value of JSON"
    case .leadingZero: "a number does not begin with a needless zero"
    case .invalidNumber(let text): "`\(Self.beginning(of: text))` is no number of JSON"
    case .singleQuote: "strings take double quotes in JSON"
    case .comment: "comments are not allowed in JSON"
    case .textAfterEnd: "there is text after the end of the JSON document"
    }
  }

  private var help: String? {
    switch kind {
    case .tooLarge: "pass a single session document; lists and exports have to be split"
    case .byteOrderMark: "save the file as UTF-8 without a byte order mark"
    case .utf16, .invalidUTF8: "save the file as UTF-8"
    case .trailingComma: "remove the comma"
    case .controlCharacter(let byte): "write it as `\(Self.escape(of: byte))`"
    case .invalidEscape: "write a backslash itself as `\\\\`"
    case .loneSurrogate: "write the character itself, or both halves of the pair"
    case .unknownWord(let word):
      Self.knownHelp(forWord: word) ?? "text is written in double quotes"
    case .invalidNumber(let text) where text.utf8.first == UInt8(ascii: "+"):
      "leave out the plus sign"
    case .invalidNumber: "write it with digits on both sides of the point, such as `0.5`"
    case .singleQuote: "replace the single quotes"
    case .textAfterEnd:
      "one document is read at a time; for one document per line use `decide --stream`"
    default: nil
    }
  }

  /// What tells a word from others: all that a number is written with, or the first character. What follows may be a
  /// secret of a file that was taken for JSON, and stands at the place that is told.
  private static func beginning(of word: String) -> String {
    let number = word.prefix { "0123456789+-.eExX_".contains($0) }
    let shown = number.isEmpty ? word.prefix(1) : number
    return shown.utf8.count == word.utf8.count ? word : "\(shown)…"
  }

  /// What to do about a word that other languages write for a value.
  private static func knownHelp(forWord word: String) -> String? {
    switch word.lowercased() {
    case "true", "false", "null": "write `\(word.lowercased())`"
    case "none", "nil", "undefined": "write `null`"
    case "nan", "infinity", "inf": "JSON has no such number; write `null` or leave the member out"
    default: nil
    }
  }

  private static func escape(of byte: UInt8) -> String {
    switch byte {
    case 0x08: "\\b"
    case 0x09: "\\t"
    case 0x0A: "\\n"
    case 0x0C: "\\f"
    case 0x0D: "\\r"
    default: "\\u00" + hexadecimal(byte)
    }
  }

  private static func name(of byte: UInt8) -> String { "U+00" + hexadecimal(byte) }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "0" + digits : digits
  }
}
