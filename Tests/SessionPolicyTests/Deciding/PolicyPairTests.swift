import PolicyDiagnostics
import PolicyJSON
import PolicyTime
import Testing

@testable import SessionPolicy

/// Two sets over one reading say what each says alone.
@Suite struct PolicyPairTests {
  private static func document(_ snapshot: Snapshot) -> SourceFile {
    SourceFile(name: "s", text: JSONWriter.text(of: snapshot.json))
  }

  @Test func bothAnswerAsEachDoesAlone() throws {
    for seed in UInt64(1)...600 {
      let (one, other) = (RandomCase(seed: seed), RandomCase(seed: ~seed))
      let pair = PolicyPair(try one.policies(), try other.policies(), settings: one.settings)
      let file = Self.document(one.snapshot)
      let prepared = try #require(pair.prepare(file, at: one.now, clock: one.now).value)
      for (policies, found) in [(pair.old, prepared.old), (pair.new, prepared.new)] {
        let alone = try policies.prepare(
          reading: file, at: one.now, settings: one.settings
        ).get()
        #expect(found.verdict() == alone.verdict(), "seed \(seed)")
        #expect(found.verdictUntil().validUntil == alone.verdictUntil().validUntil, "seed \(seed)")
        #expect(found.decision().jsonText == alone.decision().jsonText, "seed \(seed)")
        // A missing input may be named without need, and never left out.
        if !alone.decision().indeterminate.isEmpty {
          #expect(found.verdictAndLack().lacksInput, "seed \(seed)")
        }
      }
    }
  }

  /// Sets that declare an attribute otherwise read it each in its own way.
  @Test func setsThatDeclareOtherwiseReadOtherwise() throws {
    func policies(_ type: String, _ condition: String) throws -> PolicySet {
      let text = """
        version: 1
        policy: p
        attributes: { context.risk: \(type) }
        rules: [{ id: over, must: sign_in, when: '\(condition)' }]
        """
      return try #require(PolicySet.load([SourceFile(name: "p.yaml", text: text)]).value)
    }
    let pair = PolicyPair(
      try policies("string", "context.risk == \"7\""), try policies("int", "context.risk == 7"),
      settings: KratosSettings())
    var snapshot = LawExample().snapshot
    snapshot.session.active = true
    snapshot.context = ["risk": 7]
    let prepared = try #require(
      pair.prepare(Self.document(snapshot), at: LawExample.now, clock: LawExample.now).value)
    #expect(prepared.old.verdictAndLack().lacksInput)
    #expect(!prepared.new.verdictAndLack().lacksInput)
    #expect(prepared.new.verdict().outcome == .signIn)
  }

  /// Sets of methods have one number in both.
  @Test func bothKnowTheMethodsOfEither() throws {
    let old = try LawExample.policies("- { id: a, must: reauthenticate, methods: [passkey] }\n")
    let new = try LawExample.policies(
      "- { id: c, may: refresh }\n- { id: b, must: reauthenticate, methods: [password] }\n")
    let pair = PolicyPair(old, new, settings: KratosSettings())
    var snapshot = LawExample().snapshot
    snapshot.session.active = true
    let prepared = try #require(
      pair.prepare(Self.document(snapshot), at: LawExample.now, clock: LawExample.now).value)
    #expect(prepared.old.verdict().outcome == .signIn)
    #expect(prepared.new.verdict().outcome == .proceed)
  }
}
