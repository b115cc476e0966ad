import PolicyRegex
import Testing

/// The version of Unicode that the table of scripts is from.
private let version = (major: 17, minor: 0)

@Suite struct ScriptTests {
  /// General categories come from the runtime, scripts from a table: both know the same code points.
  @Test func everyAssignedCodePointHasAScriptAndNoOther() {
    var odd: [UInt32] = []
    for value in UInt32(0)...0x10FFFF {
      var isAssigned = false
      if let properties = Unicode.Scalar(value)?.properties, let age = properties.age {
        isAssigned = age <= version && properties.generalCategory != .privateUse
        // Code points that are none for ever have an age as well.
        if properties.generalCategory == .unassigned { isAssigned = false }
      }
      if (Script.of(value) != nil) != isAssigned { odd.append(value) }
    }
    #expect(odd.isEmpty, "\(odd.prefix(20).map { String($0, radix: 16) })")
  }

  /// Swift's own regular expressions know scripts too; they may be those of an earlier version.
  @Test func scriptsAreThoseOfTheRuntime() throws {
    var judges: [Script: Regex<AnyRegexOutput>] = [:]
    for name in Script.names {
      guard let regex = try? Regex("\\p{Script=\(name)}") else { continue }
      judges[try #require(Script(named: name))] = regex.matchingSemantics(.unicodeScalar)
    }
    #expect(judges.count >= 160)
    var (agreed, unknown): (Int, [Unicode.Scalar]) = (0, [])
    for value in UInt32(0)...0x10FFFF {
      // Within the long runs of one script a sample is enough.
      guard
        value < 0x3400 || Script.of(value) != Script.of(value &- 1) || value % 61 == 0
          || Script.of(value) != Script.of(value + 1),
        let script = Script.of(value), let scalar = Unicode.Scalar(value)
      else { continue }
      if let judge = judges[script], try judge.wholeMatch(in: String(Character(scalar))) != nil {
        agreed += 1
      } else {
        unknown.append(scalar)
      }
    }
    #expect(agreed > 10_000)
    // What the judge does not know is younger than it is: no other script claims it.
    for scalar in unknown {
      let others = try judges.filter {
        try $0.value.wholeMatch(in: String(Character(scalar))) != nil
      }
      #expect(others.isEmpty, "\(scalar.value) is \(others.keys.map(\.name))")
      #expect(scalar.properties.age.map { $0 >= (16, 0) } ?? false, "\(scalar.value)")
    }
    #expect(unknown.count < 200)
  }

  @Test(arguments: [
    ("Greek", "Ω", "A"), ("Old_Italic", "𐌀", "A"), ("Tamil", "அ", "अ"), ("Ethiopic", "አ", "A"),
    ("Cherokee", "Ꭰ", "A"), ("Tibetan", "ཀ", "A"), ("Common", "1", "A"),
    ("Inherited", "\u{301}", "A"), ("Sidetic", "\u{10940}", "A"), ("Kannada", "\u{CDC}", "A"),
    ("Egyptian_Hieroglyphs", "𓀀", "A"), ("Khmer", "ក", "A"), ("Han", "日", "ひ"),
  ])
  func aPatternNamesAScript(name: String, inside: String, outside: String) throws {
    #expect(try Pattern("^\\p{\(name)}$").matches(in: inside))
    #expect(try !Pattern("^\\p{\(name)}$").matches(in: outside))
    #expect(try Pattern("^\\P{\(name)}$").matches(in: outside))
    #expect(try Pattern("^[^\\p{\(name)}]$").matches(in: outside))
  }

  @Test(arguments: [
    ("greek", "Greek"), ("OLD ITALIC", "Old_Italic"), ("cyril", "Cyrillic"),
    ("Oldpersian", "Old_Persian"),
  ])
  func aScriptInAnotherSpellingIsNamed(text: String, name: String) {
    #expect {
      try Pattern("\\p{\(text)}")
    } throws: {
      ($0 as? RegexError)?.help.contains("did you mean `\(name)`?") ?? false
    }
  }
}
