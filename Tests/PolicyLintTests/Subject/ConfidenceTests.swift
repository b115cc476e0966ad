import PolicyLint
import Testing

@Suite struct ConfidenceTests {
  @Test func confidenceHasTheWordsThatProgramsRead() {
    #expect(Confidence.allCases.map(\.rawValue) == ["proved", "likely", "heuristic"])
  }
}
