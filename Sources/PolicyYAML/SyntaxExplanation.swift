import PolicyDiagnostics

/// Says in terms of the author's text what libyaml says in terms of its scanner.
struct SyntaxExplanation {
  private let file: SourceFile
  private let index: CodePointIndex
  private let lastScalar: (style: YAMLScalarStyle, range: SourceRange)?

  /// Prepares to explain an error that comes after a scalar.
  init(
    _ file: SourceFile, _ index: CodePointIndex,
    after lastScalar: (style: YAMLScalarStyle, range: SourceRange)?
  ) {
    self.file = file
    self.index = index
    self.lastScalar = lastScalar
  }

  /// What is said about an error.
  private struct Account {
    var code = DiagnosticCode.invalidYAML
    var message: String
    var label: String?
    var help: String?
    /// Whether the place that matters is where the construct began.
    var isAboutContext = false
    /// A place that explains more than where the construct began.
    var related: Diagnostic.Related?
  }

  /// The diagnostic for an error.
  func diagnostic(for error: YAMLSyntaxError) -> Diagnostic {
    let position = index.offset(ofCodePoint: error.position)
    let context = index.offset(ofCodePoint: error.contextPosition)
    if let tag = ExplicitTag.range(in: file, before: position) {
      return ExplicitTag.diagnostic(file, tag)
    }
    // A key that is none, for no space follows its `:`, is found where its text goes on below.
    let lineStart = file.lineRange(file.line(at: position)).start
    if let trap = strangeSpace(near: position) ?? strangeSpace(near: context)
      ?? (lineStart > 0 ? strangeSpace(near: lineStart - 1) : nil)
    {
      return trap
    }
    if error.problem == "did not find expected <document start>",
      let directive = directive(before: position)
    {
      return directive
    }
    let account = account(of: error, at: position)
    let place = account.isAboutContext ? context : position
    var related = account.related.map { [$0] } ?? []
    if related.isEmpty, let words = error.context.flatMap(Self.beginning), !account.isAboutContext,
      context < position
    {
      related = [.init(words, at: SourceLocation(file, word(at: context)))]
    }
    return Diagnostic(
      account.code, .error, account.message, at: SourceLocation(file, word(at: place)),
      label: account.label, help: account.help, related: related)
  }

  private func account(of error: YAMLSyntaxError, at position: Int) -> Account {
    let isTab = position < file.bytes.count && file.bytes[position] == YAMLSourceBytes.tab
    switch error.problem {
    case "found a tab character that violates indentation",
      "found a tab character where an indentation space is expected":
      return tab
    case "found character that cannot start any token":
      return isTab ? tab : startingCharacter(at: position)
    case "did not find expected key" where isBehindQuotedScalar(position),
      "did not find expected '-' indicator" where isBehindQuotedScalar(position),
      "did not find expected <document start>" where isBehindQuotedScalar(position):
      return Account(
        message: "text behind a closing quote, where the value has ended",
        help: "put the whole value in quotes of the other kind, or in a block after `>-`",
        related: lastScalar.map { .init("ends here", at: SourceLocation(file, $0.range)) })
    case "mapping values are not allowed in this context":
      guard lastScalar?.range.end == position, isBehindQuotedScalar(position) else {
        return misplacedColon(at: position)
      }
      return Account(
        message: "text behind a closing quote, where the value has ended",
        help: "put the whole value in quotes of the other kind, or in a block after `>-`",
        related: lastScalar.map { .init("ends here", at: SourceLocation(file, $0.range)) })
    case "found unknown escape character":
      let escape = file.text(of: SourceRange(position, position + 2))
      return Account(
        message: "unknown escape \(quotedForDisplay(escape)) in text between double quotes",
        help: "write a backslash as `\\\\`, or use single quotes, which know no escapes")
    default: return Self.accounts[error.problem] ?? general(error)
    }
  }

  /// A space that is none to YAML, where one was meant: behind a `:` or a `-`, or before a line.
  private func strangeSpace(near offset: Int) -> Diagnostic? {
    let line = file.lineRange(file.line(at: offset))
    var place = line.start
    var before: UInt8?
    while place < line.end {
      let (scalar, length) = decodeScalar(in: file.bytes, at: place)
      if let scalar, scalar.value >= 0x80, scalar.properties.generalCategory == .spaceSeparator,
        [nil, UInt8(ascii: ":"), UInt8(ascii: "-")].contains(before)
      {
        let code =
          "U+" + String(repeating: "0", count: scalar.value < 0x1000 ? 2 : 0)
          + String(scalar.value, radix: 16, uppercase: true)
        return Diagnostic(
          .whitespaceTrap, .error,
          "\(code) looks like a space, and is a letter like others to YAML",
          at: SourceLocation(file, SourceRange(place, place + length)), label: "this is no space",
          help: "replace it by a space")
      }
      let byte = file.bytes[place]
      if !byte.isBlank { before = byte }
      place += max(1, length)
    }
    return nil
  }

  /// A line that begins with `%` and ends the document, or begins it without `---`.
  private func directive(before offset: Int) -> Diagnostic? {
    let last = file.line(at: offset)
    // A directive stands at most a few lines before the place where libyaml gives up.
    for number in stride(from: last, through: max(1, last - 100), by: -1) {
      let line = file.lineRange(number)
      guard line.length > 0, file.bytes[line.start] == UInt8(ascii: "%") else { continue }
      let isFirst = (1..<number).allSatisfy { earlier in
        let text = file.lineRange(earlier)
        return text.length == 0 || file.bytes[text.start] == UInt8(ascii: "#")
      }
      return Diagnostic(
        .invalidYAML, .error,
        isFirst
          ? "no line `---` follows this directive, so no document begins"
          : "a line that starts with `%` ends the document",
        at: SourceLocation(file, line),
        help: isFirst
          ? "remove the line" : "indent the line, or put the text in quotes")
    }
    return nil
  }

  private var tab: Account {
    Account(
      code: .whitespaceTrap, message: "tab used as indentation, where YAML allows only spaces",
      help: "replace the tab by spaces")
  }

  private func startingCharacter(at position: Int) -> Account {
    let length = decodeScalar(in: file.bytes, at: position).length
    let character = file.text(of: SourceRange(position, position + length))
    return Account(
      message: "an unquoted value cannot start with \(quotedForDisplay(character))",
      help: "put the value in quotes")
  }

  private func misplacedColon(at position: Int) -> Account {
    let line = file.lineRange(file.line(at: position))
    let before = file.bytes[line.start..<max(line.start, min(position, line.end))]
    var hasKey = false
    for (byte, next) in zip(before, before.dropFirst()) where byte == UInt8(ascii: ":") {
      if next.isBlank { hasKey = true }
    }
    if hasKey {
      return Account(
        message: "`: ` inside an unquoted value, where it would start another key",
        help: "put the value in quotes, or in a block after `>-`")
    }
    return Account(
      message: "a key cannot stand here, since the value before it goes on to this line",
      help: "indent this line like the keys beside it")
  }

  private func isBehindQuotedScalar(_ position: Int) -> Bool {
    guard let lastScalar, lastScalar.style == .singleQuoted || lastScalar.style == .doubleQuoted
    else { return false }
    return lastScalar.range.end <= position
      && file.line(at: lastScalar.range.end) == file.line(at: position)
  }

  private func general(_ error: YAMLSyntaxError) -> Account {
    if error.context?.contains("directive") == true || error.problem.contains("directive") {
      return Account(
        message: "a line that starts with `%` is read as a YAML directive, and this one is none",
        help: "put text that starts with `%` in quotes", isAboutContext: true)
    }
    if error.context?.hasSuffix("tag") == true {
      return Account(
        message: "text that starts with `!` is read as a YAML tag, and this one is none",
        help: "put the value in quotes")
    }
    return Account(message: "not valid YAML: \(escapedForDisplay(error.problem))")
  }

  /// What began where the context is.
  private static func beginning(_ context: String) -> String? {
    switch context {
    case "while parsing a block mapping": "the mapping starts here"
    case "while parsing a block collection": "the list starts here"
    case "while parsing a flow mapping": "the braces open here"
    case "while parsing a flow sequence": "the brackets open here"
    case "while scanning a quoted scalar", "while parsing a quoted scalar": "the text starts here"
    case "while scanning a block scalar": "the block starts here"
    case "while scanning a plain scalar": "the value starts here"
    default: nil
    }
  }

  /// The characters from an offset up to the next blank or line break.
  private func word(at offset: Int) -> SourceRange {
    var end = offset
    while end < file.bytes.count, file.bytes[end] > 0x20 { end += 1 }
    if end == offset, offset < file.bytes.count, file.bytes[offset].isBlank {
      end = YAMLSourceBytes.skipBlanks(in: file.bytes, from: offset, end: file.bytes.count)
    }
    return SourceRange(offset, end)
  }

  /// Accounts that need no look at the text, by libyaml's words.
  private static let accounts: [String: Account] = [
    "did not find expected key": Account(
      message: "expected a key of the mapping, or a line indented less",
      label: "not a key of this mapping", help: "indent all keys of one mapping equally"),
    "did not find expected '-' indicator": Account(
      message: "expected `-` and the next item of the list, or a line indented less",
      help: "indent all items of one list equally"),
    "did not find expected ',' or ']'": Account(
      message: "expected `,` or `]` in a list between brackets",
      help: "close the list, or put a value that holds brackets or commas in quotes"),
    "did not find expected ',' or '}'": Account(
      message: "expected `,` or `}` in a mapping between braces",
      help: "close the mapping, or put a value that holds braces or commas in quotes"),
    "could not find expected ':'": Account(
      message: "expected `:` behind this key", label: "no `:` follows on this line",
      help: "write `key: value`", isAboutContext: true),
    "block sequence entries are not allowed in this context": Account(
      message: "`-` cannot start an item here",
      help: "start a list on the line below its key, or put a value that starts with `- ` in quotes"
    ),
    "mapping keys are not allowed in this context": Account(
      message: "`?` cannot start a key here", help: "put a value that starts with `? ` in quotes"),
    "found unexpected end of stream": Account(
      message: "quoted text is never closed", label: "opened here", isAboutContext: true),
    "found unexpected document indicator": Account(
      message: "quoted text is not closed before the document ends", label: "opened here",
      isAboutContext: true),
    "did not find expected hexdecimal number": Account(
      message: "too few hexadecimal digits in an escape",
      help: "`\\x` takes two digits, `\\u` four, `\\U` eight"),
    "found invalid Unicode character escape code": Account(
      message: "escape names a number that is no character"),
    "did not find expected alphabetic or numeric character": Account(
      message: "expected a name of letters, digits, `-` and `_` behind `&` or `*`",
      help: "put a value that starts with `&` or `*` in quotes", isAboutContext: true),
    "did not find expected comment or line break": Account(
      message: "text of a block starts on the line below `|` or `>`",
      help: "move the text to the next line and indent it; put a value that starts with `>` in "
        + "quotes"),
    "found an indentation indicator equal to 0": Account(
      message: "an indentation of 0 behind `|` or `>`, where 1 to 9 is possible"),
    "found unexpected ':'": Account(
      message: "`:` inside an unquoted value between brackets or braces",
      help: "put the value in quotes"),
    "did not find expected node content": Account(message: "expected a value here"),
    "did not find expected <document start>": Account(
      message: "the document has ended before this text",
      help: "indent all keys of one mapping equally"),
    "found incompatible YAML document": Account(
      message: "unsupported version of YAML, only 1.1 and 1.2 are read",
      help: "remove the `%YAML` line"),
    "found undefined tag handle": Account(
      message: "text that starts with `!` is read as a YAML tag, and this one is not defined",
      help: "put the value in quotes"),
    "out of memory": Account(
      code: .resourceLimit, message: "not enough memory to read the file"),
  ]
}
