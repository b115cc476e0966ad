import PolicyDiagnostics
import PolicyTestSupport
import Testing

@testable import SessionPolicy

@Suite("errors of every layer are reported together, each once and without echo")
struct LayeredErrorTests {
  private static let text = """
    version: 1
    policy: layers
    policy: again
    attributes:
      context.a: strng
    constants:
      b: 010
    definitions:
      c: context.a == b &&
      d: c && e
      e: d || context.nowhere
    rules:
      - id: one
        may: extend
        within: 15
        when: c && d && context.a == b
      - id: one
        must: sign_in
        idle: 1h
        when:
          any:
            - session.aal == "aal9"
            - session.idel > duration("15m") && c
    """

  private static let expected: [(line: Int, code: DiagnosticCode)] = [
    (3, .duplicateKey), (5, .invalidValue), (7, .ambiguousNumber), (9, .invalidExpression),
    (10, .cyclicDefinition), (15, .missingUnit), (17, .duplicateID), (19, .unknownField),
    (22, .valueOutsideDomain), (23, .unknownAttribute),
  ]

  @Test func eachOnce() {
    let file = SourceFile(name: "layers.yaml", text: Self.text)
    let found = PolicySet.load([file]).diagnostics
    let lines = found.map { file.line(at: $0.location.range.start) }
    #expect(lines == Self.expected.map(\.line), "\(found.map(\.message))")
    #expect(found.map(\.code) == Self.expected.map(\.code))
  }

  @Test func ofAllFilesAtOnceInTheOrderOfTheirPlaces() {
    let files = ["b", "a"].map { SourceFile(name: "\($0).yaml", text: Self.text) }
    let found = PolicySet.load(files).diagnostics
    // The second file adds one error of its own: its name is taken.
    #expect(found.count == 2 * Self.expected.count + 1)
    #expect(found.map(\.location.file.name).first == "a.yaml")
    #expect(found.filter { $0.code == .duplicateID }.count == 3)
  }

  @Test func policiesOfOneNameNameEachOther() {
    let text = "version: 1\npolicy: «twin»\nrules:\n  - { id: r, may: refresh }\n"
    let first = MarkedText(text, name: "a.yaml")
    let second = MarkedText(text.replacing("twin", with: "Twin"), name: "b.yaml")
    let found = PolicySet.load([first.file, second.file]).diagnostics
    #expect(found.map(\.code) == [.duplicateID])
    #expect(found.first?.location.range == second.range)
    #expect(found.first?.related.map(\.location.file.name) == ["a.yaml"])
    #expect(found.first?.related.first?.location.range == first.range)
  }

  @Test func policiesMustAgreeOnTheTypeOfAnInput() {
    let files = ["string", "int"].map { type in
      SourceFile(
        name: "\(type).yaml",
        text: "version: 1\npolicy: \(type)\nattributes: { context.x: \(type) }\n"
          + "rules:\n  - { id: r, may: refresh }\n")
    }
    #expect(PolicySet.load(files).diagnostics.map(\.code) == [.conflictingDeclaration])
  }

  @Test func aMisspeltSectionIsReadAllTheSame() {
    let file = SourceFile(
      name: "p.yaml",
      text: "version: 1\npolicy: p\natributes: { context.a: bool }\nconstant: { b: true }\n"
        + "definition: { c: context.a && b }\nrules:\n  - { id: r, may: refresh, when: c }\n")
    #expect(
      PolicySet.load([file]).diagnostics.map(\.code) == Array(repeating: .unknownField, count: 3))
  }

  @Test func aHostileFileIsCutShort() {
    let rules = (0..<300).map { "  - { id: r\($0), may: refresh, when: nope\($0) }\n" }.joined()
    let file = SourceFile(name: "p.yaml", text: "version: 1\npolicy: p\nrules:\n\(rules)")
    let found = PolicySet.load([file]).diagnostics
    #expect(found.filter { $0.severity == .error }.count == 100)
  }

  @Test func theWorkForDefinitionsIsBounded() {
    let big = Array(repeating: "session.active", count: 3_000).joined(separator: " && ")
    let rules = (0..<2_000).map { "  - { id: r\($0), may: refresh, when: big }\n" }.joined()
    let file = SourceFile(
      name: "p.yaml",
      text: "version: 1\npolicy: p\ndefinitions:\n  big: \(big)\nrules:\n\(rules)")
    let found = PolicySet.load([file]).diagnostics
    #expect(found.contains { $0.code == .resourceLimit })
  }

  @Test func definitionsCannotBeStackedWithoutEnd() {
    let chain = (1...200).map { "  d\($0): d\($0 - 1)\n" }.joined()
    let file = SourceFile(
      name: "p.yaml",
      text: "version: 1\npolicy: p\ndefinitions:\n  d0: session.active\n\(chain)"
        + "rules:\n  - { id: r, may: refresh, when: d200 }\n")
    let found = PolicySet.load([file]).diagnostics
    #expect(found.map(\.code).contains(.expressionLimit))
    #expect(found.count < 10)
  }
}
