import PolicyTesting
import Testing

/// Who tests policies imports Swift Testing beside this library, and means its names.
@Test func namesOfSwiftTestingStayFree() {
  func line(of location: SourceLocation = #_sourceLocation) -> Int { location.line }
  #expect(line() > 0)
  #expect(Expectation.self == Testing.Expectation.self)
  // What is passed on has a name of its own, and can be made without another import.
  let file = SourceFile(name: "a.yaml", text: "a: 1\n")
  let place = PolicyLocation(file, SourceRange(3, 4))
  #expect(place.file.position(at: place.range.start) == SourcePosition(line: 1, column: 4))
  #expect(Diagnostic(.nullValue, .info, "a word", at: place).location.range.length == 1)
}
