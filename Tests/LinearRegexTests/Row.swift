import LinearRegex
import Testing

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
    for text in found {
      #expect(compiled.matches(in: text), "\(pattern) is not found in \(text.debugDescription)")
    }
    for text in missed {
      #expect(!compiled.matches(in: text), "\(pattern) is found in \(text.debugDescription)")
    }
  }
}
