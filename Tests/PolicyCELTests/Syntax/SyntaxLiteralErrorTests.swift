import PolicyCEL
import PolicyDiagnostics
import Testing

extension SyntaxErrors {
  @Test(
    arguments: [
      ("«“abc”» == x", ["`“abc”` stands in typographic quotes, which begin no string"]),
      ("x == «‘abc’»", ["`‘abc’` stands in typographic quotes, which begin no string"]),
      ("«“»abc", ["“ is a typographic quote, which begins no string"]),
      ("«1.»", ["`1.` is not a number"]),
      ("«1.» + 2", ["`1.` is not a number"]),
      ("a«.»", ["`.` is followed by no name, so it selects nothing"]),
      ("a«.».b", ["`.` is followed by no name, so it selects nothing"]),
      ("a«.1»", ["`.1` is a number, which cannot follow `a`"]),
      ("a.«in»", ["`in` cannot be selected, because it is a keyword"]),
      ("a.«true» == 1", ["`true` cannot be selected, because it is a keyword"]),
      ("«\'abc»", ["the string is never closed, so the rest of the text is lost"]),
      (
        "«\'abc»\n\'",
        ["the string is not closed before the end of its line, so the rest of the line is lost"]
      ),
      ("f(«\'abc) && x»", ["the string is never closed, so the rest of the text is lost"]),
      ("«\"\"\"abc»", ["the string is never closed, so the rest of the text is lost"]),
      ("«r\'abc»", ["the string is never closed, so the rest of the text is lost"]),
      ("a «?» b", ["`?` has no `:`, so there is no value for the other case"]),
      ("a ? b «?» c : d : e", ["a choice between `?` and `:` needs parentheses"]),
      ("a «?:» b", ["`? :` has no value between"]),
      ("a «? :» b", ["`? :` has no value between"]),
      ("a «:» b", ["`:` has no `?` before it"]),
      ("«?» : ", ["nothing stands before `?`"]),
      ("null«?»", ["`?` has no value after it"]),
      ("a«?».b", ["`?` has no `:`, so there is no value for the other case"]),
      ("x == null«?» 1", ["`?` has no `:`, so there is no value for the other case"]),
      ("session.age < «15m»", ["`15m` is not a number; a duration is written as a call"]),
      ("x > «30d»", ["`30d` is not a number; a duration is written as a call"]),
      ("«1h30m»", ["`1h30m` is not a number; a duration is written as a call"]),
      ("«15min»", ["`15min` is not a number; a duration is written as a call"]),
      ("90 «days»", ["`days` follows `90`; a duration is written as a call"]),
      ("«1_000»", ["`1_000` is not a number"]),
      ("«0X1F»", ["`0X1F` is not a number"]),
      ("«0x»", ["`0x` is not a number"]),
      ("«0b101»", ["`0b101` is not a number"]),
      ("«12abc»", ["`12abc` is not a number"]),
      ("«1.5u»", ["`1.5u` is not a number"]),
      ("«1e»", ["`1e` is not a number"]),
      ("«1e400»", ["`1e400` does not fit in a double"]),
      ("«9223372036854775808»", ["`9223372036854775808` does not fit in an int"]),
      ("-«9223372036854775809»", ["`9223372036854775809` does not fit in an int"]),
      ("«18446744073709551616u»", ["`18446744073709551616u` does not fit in a uint"]),
      ("«0x8000000000000000»", ["`0x8000000000000000` does not fit in an int"]),
      ("«10.0.0.0»/8", ["`10.0.0.0` is not a number"]),
      ("2026-01-«31T12:00:00Z»", ["`31T12:00:00Z` is not a number"]),
      ("«1.2.3»", ["`1.2.3` is not a number"]),
      ("\'«\\d»+\'", ["`\\d` is not an escape"]),
      ("\'«\\ud800»\'", ["`\\ud800` is not a character"]),
      ("\'«\\x1»\'", ["`\\x1` has too few digits"]),
      ("\'«\\4»00\'", ["`\\4` is not an octal escape"]),
      ("b\'«\\u00e9»\'", ["`\\u00e9` names a character, but bytes have none"]),
      ("\'«\\U00110000»\'", ["`\\U00110000` is not a character"]),
      ("«\'\\»", ["the string is never closed, so the rest of the text is lost"]),
      ("\'a«\\é»\'", ["`\\é` is not an escape"]),
      ("«rb»\'abc\'", ["`rb` cannot stand before a string"]),
      ("«f»\'abc\'", ["`f` cannot stand before a string"]),
      ("\'a\' «\'b\'»", ["strings next to each other do not join"]),
      ("a «\'b\'»", ["`\'b\'` follows `a` with no operator between them"]),
      ("a «b»", ["`b` follows `a` with no operator between them"]),
      ("1 «2»", ["`2` follows `1` with no operator between them"]),
    ] as [(String, [String])])
  func `malformed literals are explained`(text: String, messages: [String]) {
    expectErrors(text, messages)
  }
}
