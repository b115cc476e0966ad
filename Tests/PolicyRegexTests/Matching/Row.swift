import Testing

@testable import PolicyRegex

/// A pattern with texts that it is found in and texts that it is not found in.
struct Row: Sendable, CustomTestStringConvertible {
  let pattern: String
  let found: [String]
  let missed: [String]

  init(_ pattern: String, _ found: [String], not missed: [String] = []) {
    self.pattern = pattern
    self.found = found
    self.missed = missed
  }

  var testDescription: String { pattern }

  func check() throws {
    let compiled = try Pattern(pattern)
    for (texts, isFound) in [(found, true), (missed, false)] {
      for text in texts {
        let note: Comment = "\(pattern) in \(text.debugDescription)"
        #expect(compiled.matches(in: text) == isFound, note)
        #expect(compiled.simulate(text, whole: false).isMatch == isFound, "program: \(note)")
      }
    }
  }
}
