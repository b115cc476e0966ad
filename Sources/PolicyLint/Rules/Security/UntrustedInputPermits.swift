import PolicyCEL
package import PolicyDiagnostics
import SessionPolicy

extension DiagnosticCode {
  /// A permission that depends on what a client says of itself.
  package static let untrustedInputPermits = DiagnosticCode("SEC013", "untrusted-input-permits")
}

extension LintRule {
  static let untrustedInputPermits = LintRule(
    .untrustedInputPermits, "A permission depends on what the client says of itself.",
    rationale: """
      An address, a country, a kind of client or a property of the device comes from the other side, \
      and whoever has stolen a session can say the same. Let such a thing forbid or demand, where a \
      lie gains nothing; let a permission rest on what your service knows, under `context`.
      """,
    severity: .warning, confidence: .heuristic,
    bad: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            when: ⟦request.country == "DE"⟧
            max_lifetime: 30d
        """)
    ],
    good: [
      LintExample(
        """
        version: 1
        policy: example
        rules:
          - id: slide
            may: extend
            max_lifetime: 30d
          - id: only-here
            never: extend
            when: request.country != "DE"
        """)
    ],
    check: .policy { document, findings in
      for scoped in document.scopedRules where scoped.rule.effect.verb == .may {
        // The policy's own condition says who it is for, not what they may do.
        let clauses = scoped.ownTree.clauses
        let asserted = clauses.lazy.compactMap { clause in
          clause.readPaths.first(where: \.isAssertedByClient).map { (clause, $0) }
        }
        guard let (clause, path) = asserted.first else { continue }
        findings.report(
          "`\(scoped.rule.qualifiedID)` permits by `\(path)`, which the client says of itself",
          at: clause.location, path: scoped.rule.path,
          help: "turn it round: forbid by `never` where it is not so")
      }
    })
}

extension AttributePath {
  /// Whether the value comes from the other side of the wire.
  var isAssertedByClient: Bool {
    let prefixes = [
      ["request", "ip"], ["request", "country"], ["request", "device"], ["request", "client"],
      ["session", "devices"],
    ]
    return prefixes.contains { components.starts(with: $0) }
  }

  /// Whether it says where somebody is, not who.
  var isPlace: Bool {
    [["request", "ip"], ["request", "country"], ["session", "devices"]].contains {
      components.starts(with: $0)
    }
  }
}
