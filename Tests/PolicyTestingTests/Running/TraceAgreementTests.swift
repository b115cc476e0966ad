import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import PolicyTime
import SessionPolicy
import Testing

/// What a trace shows is what the evaluator found.
@Suite struct TraceAgreementTests {
  private static let atoms = [
    "session.active", "session.aal == \"aal2\"", "session.age < duration(\"2h\")",
    "session.idle > duration(\"30m\")", "request.action == \"pay\"",
    "has(request.country)", "request.country != \"DE\"", "request.action in [\"pay\", \"read\"]",
    "session.authentication_methods.exists(m, m.method == \"totp\")",
    "identity.schema_id.startsWith(\"emp\")", "session.remaining >= duration(\"1h\")",
    "now.getHours(\"Europe/Berlin\") < 10", "kratos.required_aal == \"aal1\"",
  ]

  @Test func aTraceShowsWhatTheEvaluatorFound() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("TraceAgreementTests: seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let now = try #require(Timestamp(rfc3339: "2026-03-01T09:00:00Z"))
    for _ in 0..<200 {
      let picked = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        Self.atoms.randomElement(using: &random) ?? "true"
      }
      let joined = picked.reduce("") { text, atom in
        text.isEmpty ? atom : "\(text) \(Bool.random(using: &random) ? "&&" : "||") \(atom)"
      }
      var policy = "version: 1\npolicy: p\nrules:\n"
      policy += "  - { id: joined, never: extend, when: '\(joined)' }\n"
      let distinct = Array(Set(picked)).sorted()
      for (index, atom) in distinct.enumerated() {
        policy += "  - { id: atom\(index), never: extend, when: '\(atom)' }\n"
      }
      let set = try #require(
        PolicySet.load([SourceFile(name: "p.yaml", text: policy)]).value, "\(policy)")
      var snapshot = Snapshot(
        session: Session(
          id: "s", active: Bool.random(using: &random),
          expiresAt: now.adding(.seconds(.random(in: 60...90_000, using: &random))),
          issuedAt: now.adding(.seconds(-.random(in: 60...9_000, using: &random))),
          authenticatorAssuranceLevel: ["aal1", "aal2"].randomElement(using: &random),
          identity: Identity(id: "i", schemaID: "employee")))
      snapshot.request.action = ["pay", "read", nil].randomElement(using: &random) ?? nil
      snapshot.request.country = ["DE", "FR", nil].randomElement(using: &random) ?? nil
      if Bool.random(using: &random) {
        snapshot.request.lastActiveAt = now.adding(.seconds(-2_000))
      }

      let rules = set.explain(snapshot, at: now).rules
      let trace = try #require(rules.first { $0.rule.id.value == "joined" })
      #expect(trace.clauses.count == picked.count)
      for (clause, atom) in zip(trace.clauses, picked) {
        let index = try #require(distinct.firstIndex(of: atom))
        let alone = try #require(rules.first { $0.rule.id.value == "atom\(index)" })
        // An unknown condition forbids, so a rule of one clause tells only false from the rest.
        let isFalse = if case .success(false) = clause.result { true } else { false }
        #expect(isFalse == (alone.standing == .doesNotApply), "\(joined): \(atom)")
        #expect(clause.text == alone.clauses.first?.text)
      }
    }
  }
}
