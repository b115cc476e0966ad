import PolicyDiagnostics

/// A piece of an expression's text as the grammar sees it.
struct Token {
  /// The kinds of tokens.
  enum Kind {
    /// A name that may be a variable or a function.
    case identifier(String)
    /// A word kept for later, which may only name fields and methods.
    case reserved(String)
    /// A field name in back-quotes.
    case quotedName(String)
    case bool(Bool)
    case null
    /// Digits without their sign: at most 2^63, which only a minus makes an int.
    case integer(UInt64)
    case unsigned(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case symbol(Symbol)
    /// Something that was reported; it stands for an operand.
    case invalid
    /// The end of the text.
    case end
  }

  /// What it is.
  var kind: Kind
  /// Where it stands, as UTF-8 offsets.
  var range: SourceRange
  /// Whether it was reported and mended, so that what follows from it is no news.
  var isRepaired = false

  /// The punctuation or operator it is.
  var symbol: Symbol? {
    if case .symbol(let symbol) = kind { symbol } else { nil }
  }

  /// The word it is, where only a place tells names from reserved words.
  var word: String? {
    switch kind {
    case .identifier(let text), .reserved(let text): text
    default: nil
    }
  }
}

/// Punctuation and operators, by their spelling.
enum Symbol: String, CaseIterable {
  case openParenthesis = "("
  case closeParenthesis = ")"
  case openBracket = "["
  case closeBracket = "]"
  case openBrace = "{"
  case closeBrace = "}"
  case dot = "."
  case comma = ","
  case colon = ":"
  case question = "?"
  case not = "!"
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case modulo = "%"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="
  case and = "&&"
  case or = "||"
  case `in`

  /// The symbol that these two bytes begin with, the longest there is.
  init?(_ first: UInt8, _ second: UInt8) {
    let found = Self.byFirstByte[Int(first)].first { $0.second == nil || $0.second == second }
    guard let found else { return nil }
    self = found.symbol
  }

  /// Symbols by their first byte, longer ones first.
  private static let byFirstByte: [[(second: UInt8?, symbol: Symbol)]] = {
    var symbols = Array(repeating: [(second: UInt8?, symbol: Symbol)](), count: 256)
    for symbol in allCases where symbol != .in {
      let bytes = symbol.rawValue.utf8
      guard let first = bytes.first else { continue }
      let entry = (second: bytes.dropFirst().first, symbol: symbol)
      symbols[Int(first)].insert(entry, at: bytes.count > 1 ? 0 : symbols[Int(first)].count)
    }
    return symbols
  }()

  /// The bracket that closes this one.
  var closer: Symbol? {
    switch self {
    case .openParenthesis: .closeParenthesis
    case .openBracket: .closeBracket
    case .openBrace: .closeBrace
    default: nil
    }
  }

  /// Whether it closes a bracket.
  var isCloser: Bool {
    switch self {
    case .closeParenthesis, .closeBracket, .closeBrace: true
    default: false
    }
  }
}

extension Operator {
  /// The operator that a symbol stands for between two operands.
  init?(between symbol: Symbol) {
    switch symbol {
    case .times: self = .multiply
    case .divide: self = .divide
    case .modulo: self = .modulo
    case .plus: self = .add
    case .minus: self = .subtract
    case .less: self = .less
    case .lessOrEqual: self = .atMost
    case .greater: self = .greater
    case .greaterOrEqual: self = .atLeast
    case .equal: self = .equal
    case .notEqual: self = .unequal
    case .in: self = .in
    case .and: self = .and
    case .or: self = .or
    default: return nil
    }
  }
}
