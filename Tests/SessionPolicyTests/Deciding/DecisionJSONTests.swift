import PolicyCEL
import PolicyJSON
import Testing

@testable import SessionPolicy

/// The shape that programs read.
@Suite struct DecisionJSONTests {
  @Test func anIdentifierOfAnySizeAndDepthIsGivenBack() throws {
    let policies = try RandomCase(seed: 3).policies()
    let decision = policies.decide(RandomCase(seed: 3).snapshot, at: .minimum)
    let long = JSONValue.string(String(repeating: "x", count: 5 << 20))
    #expect(decision.json(id: long)["id"] == long)
    var deep: JSONValue = 1
    for _ in 0..<400 { deep = .array([deep]) }
    #expect(decision.json(id: deep)["id"] == deep)
    #expect(decision.json(id: deep).object?.members.first?.key == "id")
  }

  @Test func whatIsWrittenIsWhatIsBuilt() throws {
    for seed in 1...200 as ClosedRange<UInt64> {
      let sample = RandomCase(seed: seed)
      let decision = try sample.policies().decide(
        sample.snapshot, at: sample.now, settings: sample.settings)
      var writer = JSONWriter()
      decision.write(to: &writer, id: 7)
      #expect(writer.text == JSONWriter.text(of: decision.json(id: 7)))
    }
  }

  @Test func methodsAreComparedByteByByte() {
    let session = Session(
      id: "x", authenticationMethods: [AuthenticationMethod(method: "caf\u{E9}")])
    let sets = [["cafe\u{301}"], ["caf\u{E9}"]]
    let state = SessionState(
      Snapshot(session: session), KratosSettings(), methodSets: sets)
    #expect(!state.completed(0))
    #expect(state.completed(1))
  }
}
