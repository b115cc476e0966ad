import PolicyRegex
import PolicyTestSupport
import Testing

/// A pattern that is refused, with the kind of its error and the part of it that is marked.
struct Refusal: Sendable, CustomTestStringConvertible {
  let pattern: String
  let kind: RegexError.Kind
  let marked: String

  init(_ pattern: String, _ kind: RegexError.Kind, at marked: String) {
    self.pattern = pattern
    self.kind = kind
    self.marked = marked
  }

  var testDescription: String { pattern }
}

@Suite struct ErrorTests {
  @Test(arguments: [
    Refusal("(", .missingParenthesis, at: "("),
    Refusal("(a", .missingParenthesis, at: "("),
    Refusal("a(b(c)", .missingParenthesis, at: "("),
    Refusal("(?i", .missingParenthesis, at: "(?i"),
    Refusal("(?", .missingParenthesis, at: "(?"),
    Refusal(")", .unexpectedParenthesis, at: ")"),
    Refusal("a)b", .unexpectedParenthesis, at: ")"),
    Refusal("(a))", .unexpectedParenthesis, at: ")"),
    Refusal("[", .missingBracket, at: "["),
    Refusal("[]", .missingBracket, at: "["),
    Refusal("[^]", .missingBracket, at: "["),
    Refusal("é[a-", .missingBracket, at: "["),
    Refusal("[[:alpha:]", .missingBracket, at: "["),
    Refusal("[z-a]", .invalidRange, at: "z-a"),
    Refusal("[a-\\d]", .invalidRange, at: "a-\\d"),
    Refusal("[a-\\pL]", .invalidRange, at: "a-\\p"),
    Refusal("[é-e]", .invalidRange, at: "é-e"),
    Refusal("[[:foo:]]", .unknownClass, at: "[:foo:]"),
    Refusal("[[:Alpha:]]", .unknownClass, at: "[:Alpha:]"),
    Refusal("[[:^:]]", .unknownClass, at: "[:^:]"),
    Refusal("\\p", .unknownClass, at: "\\p"),
    Refusal("\\p{", .unknownClass, at: "\\p{"),
    Refusal("\\p{L", .unknownClass, at: "\\p{L"),
    Refusal("\\p{}", .unknownClass, at: "\\p{}"),
    Refusal("\\pX", .unknownClass, at: "\\pX"),
    Refusal("\\p{Klingon}", .unknownClass, at: "\\p{Klingon}"),
    Refusal("\\p{Cn}", .unknownClass, at: "\\p{Cn}"),
    Refusal("\\p{lu}", .unknownClass, at: "\\p{lu}"),
    Refusal("[\\p{Nope}]", .unknownClass, at: "\\p{Nope}"),
    Refusal("\\", .trailingBackslash, at: "\\"),
    Refusal("a\\", .trailingBackslash, at: "\\"),
    Refusal("[\\", .trailingBackslash, at: "\\"),
    Refusal("\\y", .invalidEscape, at: "\\y"),
    Refusal("\\é", .invalidEscape, at: "\\é"),
    Refusal("[\\y]", .invalidEscape, at: "\\y"),
    Refusal("\\x", .invalidEscape, at: "\\x"),
    Refusal("\\x4", .invalidEscape, at: "\\x4"),
    Refusal("\\x4g", .invalidEscape, at: "\\x4"),
    Refusal("\\x{}", .invalidEscape, at: "\\x{"),
    Refusal("\\x{41", .invalidEscape, at: "\\x{41"),
    Refusal("\\x{110000}", .invalidEscape, at: "\\x{110000}"),
    Refusal("\\x{FFFFFFFFFFFFFFFFFFFF}", .invalidEscape, at: "\\x{FFFFFFFFFFFFFFFFFFFF}"),
    Refusal("*", .missingOperand, at: "*"),
    Refusal("*a", .missingOperand, at: "*"),
    Refusal("+", .missingOperand, at: "+"),
    Refusal("?", .missingOperand, at: "?"),
    Refusal("{1}", .missingOperand, at: "{1}"),
    Refusal("a|*", .missingOperand, at: "*"),
    Refusal("(*)", .missingOperand, at: "*"),
    Refusal("(?i)*", .missingOperand, at: "*"),
    Refusal("(|+?)", .missingOperand, at: "+?"),
    Refusal("a**", .repeatedRepetition, at: "*"),
    Refusal("a++", .repeatedRepetition, at: "+"),
    Refusal("a*+", .repeatedRepetition, at: "+"),
    Refusal("a???", .repeatedRepetition, at: "?"),
    Refusal("a{2}{3}", .repeatedRepetition, at: "{3}"),
    Refusal("a*{2}", .repeatedRepetition, at: "{2}"),
    Refusal("a{1001}", .invalidRepetition, at: "{1001}"),
    Refusal("a{1,1001}", .invalidRepetition, at: "{1,1001}"),
    Refusal("a{1001,}", .invalidRepetition, at: "{1001,}"),
    Refusal("a{99999999999999999999}", .invalidRepetition, at: "{99999999999999999999}"),
    Refusal("a{3,2}", .invalidRepetition, at: "{3,2}"),
    Refusal("(a{100}){11}", .invalidRepetition, at: "{11}"),
    Refusal("((a{100}b){10}c){2}", .invalidRepetition, at: "{2}"),
    Refusal("(?x)a", .invalidGroup, at: "(?x"),
    Refusal("(?-)a", .invalidGroup, at: "(?-)"),
    Refusal("(?i--s)a", .invalidGroup, at: "(?i--"),
    Refusal("(?P)a", .invalidGroup, at: "(?P"),
    Refusal("(?P>a)", .invalidGroup, at: "(?P"),
    Refusal("(?<>a)", .invalidGroupName, at: "(?<>"),
    Refusal("(?P<>a)", .invalidGroupName, at: "(?P<>"),
    Refusal("(?<a-b>c)", .invalidGroupName, at: "(?<a-"),
    Refusal("(?<a", .invalidGroupName, at: "(?<a"),
    Refusal("(?<n>a)(?P<n>b)", .duplicateGroupName, at: "n"),
    Refusal("(?=a)", .lookaround, at: "(?="),
    Refusal("(?!a)", .lookaround, at: "(?!"),
    Refusal("x(?<=a)", .lookaround, at: "(?<="),
    Refusal("(?<!a)", .lookaround, at: "(?<!"),
    Refusal("(a)\\1", .backreference, at: "\\1"),
    Refusal("\\8", .backreference, at: "\\8"),
    Refusal("(?P<n>a)(?P=n)", .backreference, at: "(?P="),
    Refusal("\\k<n>", .backreference, at: "\\k"),
    Refusal("\\g1", .backreference, at: "\\g"),
    Refusal("(?>a)", .unsupported, at: "(?>"),
    Refusal("(?#a)", .unsupported, at: "(?#"),
    Refusal("(?(1)a)", .unsupported, at: "(?("),
    Refusal("(?|a)", .unsupported, at: "(?|"),
    Refusal("\\C", .unsupported, at: "\\C"),
    Refusal("\\Z", .unsupported, at: "\\Z"),
    Refusal("\\E", .unsupported, at: "\\E"),
    Refusal("\\u0041", .unsupported, at: "\\u"),
    Refusal("[\\b]", .unsupported, at: "\\b"),
    Refusal("[\\Qa\\E]", .unsupported, at: "\\Q"),
  ])
  func mistakesAreNamedAndMarked(_ refusal: Refusal) throws {
    let error = try #require(throws: RegexError.self) { try Pattern(refusal.pattern) }
    #expect(error.kind == refusal.kind)
    let bytes = Array(refusal.pattern.utf8)
    try #require(error.range.upperBound <= bytes.count)
    #expect(String(decoding: bytes[error.range], as: UTF8.self) == refusal.marked)
    for line in [error.message, error.help] {
      #expect(!line.isEmpty && !line.hasSuffix(".") && !line.contains("\n"))
      #expect(line.first?.isUppercase == false)
    }
  }

  @Test func messagesSayWhatToWrite() throws {
    let cases = [
      (
        "(?=a)",
        "look-around `(?=` is not supported, matching it would not be linear; "
          + "test for the surrounding text with a second pattern"
      ),
      (
        "(a)\\1",
        "the back-reference `\\1` is not supported, matching it would not be linear; "
          + "repeat the group's text"
      ),
      ("a{5,2}", "the bounds in `{5,2}` are in the wrong order; write `{2,5}`"),
      (
        "*a",
        "`*` has nothing to repeat; write what to repeat before it, or `\\*` for the character"
      ),
    ]
    for (pattern, description) in cases {
      let error = #expect(throws: RegexError.self) { try Pattern(pattern) }
      #expect(error?.description == description)
    }
  }

  @Test func limitsRefuseInsteadOfHanging() throws {
    let depth = RegexLimits.default.nestingDepth
    let nested = { String(repeating: "(", count: $0) + "a" + String(repeating: ")", count: $0) }
    #expect(try Pattern(nested(depth)).matches(in: "a"))
    for pattern in [nested(depth + 1), String(repeating: "(", count: 100_000)] {
      let error = #expect(throws: RegexError.self) { try Pattern(pattern) }
      #expect(error?.kind == .nestingTooDeep)
    }

    let large = [
      String(repeating: "a", count: 30_000), "(?:\(String(repeating: "ab|", count: 20))c){1000}",
      "(?:abcdefghijklmnopqrstuvw){1000}", "(?:\(String(repeating: "(|a)", count: 11))){1000}",
    ]
    for pattern in large {
      let error = #expect(throws: RegexError.self) { try Pattern(pattern) }
      #expect(error?.kind == .programTooLarge)
      #expect(error?.range == 0..<pattern.utf8.count)
    }
    let small = RegexLimits(nestingDepth: 1, repetitionCount: 2, programSize: 4)
    #expect(try Pattern("(ab)", limits: small).programSize == 3)
    #expect(try Pattern("abc", limits: small).programSize == 4)
    #expect(try Pattern("a{2}", limits: small).matches(in: "aa"))
    for pattern in ["((a))", "a{3}", "abcd"] {
      #expect(throws: RegexError.self) { try Pattern(pattern, limits: small) }
    }
  }

  @Test func emptyRepetitionsCostNothing() throws {
    #expect(try Pattern("(?:(?:(?:){1000}){1000}){1000}").programSize == 1)
    #expect(try Pattern("(?:(?:|){1000}a{0}){1000}").programSize == 1)
  }

  @Test func messagesStayShortAndOnOneLine() throws {
    let long = String(repeating: "x", count: 10_000)
    for pattern in ["\\p{\(long)}", "(?<\(long)-", "[[:\(long):]]", "a{\(long.utf8.count)000}"] {
      let error = try #require(throws: RegexError.self) { try Pattern(pattern) }
      #expect(error.message.count < 200)
    }
    let error = try #require(throws: RegexError.self) { try Pattern("\\p{a\nb}") }
    #expect(error.message == "`\\p{a\\x{A}b}` is no known category or script")
  }

  @Test func absurdLimitsAreClamped() throws {
    let highest = RegexLimits(
      nestingDepth: .max, repetitionCount: .max, programSize: .max, tableStates: .max)
    #expect(try Pattern("(a{3}){2}", limits: highest).matches(in: "aaaaaa"))
    let lowest = RegexLimits(
      nestingDepth: .min, repetitionCount: .min, programSize: .min, tableStates: .min)
    for pattern in ["(a)", "a{1}", "ab"] {
      #expect(throws: RegexError.self) { try Pattern(pattern, limits: lowest) }
    }
  }
}
