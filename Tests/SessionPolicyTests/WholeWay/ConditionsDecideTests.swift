import Foundation
import PolicyDiagnostics
import PolicyJSON
import PolicyTestSupport
import SessionPolicy
import Testing

/// Conditions that once made their rule vanish, each with what it is.
private let conditions: [(text: String, holds: Bool)] = [
  ("math.abs(-1) == 1", true),
  ("math.abs(-1) == 2", false),
  ("optional.of(1).hasValue()", true),
  ("optional.none().hasValue()", false),
  ("strings.quote('x') != ''", true),
  ("math.greatest([1, 2]) == 2 && math.least(3, 4) == 3", true),
  ("[1, 2].exists(i, math.abs(i) == 2)", true),
  ("cel.bind(x, math.abs(-2), x == 2)", true),
  ("type(1) == int", true),
  ("optional.of(session.id).orValue('') == 'x'", false),
  ("has({'a': 1}.a)", true),
  ("[] == []", true),
  ("{} == {}", true),
  ("dyn(1) == 1.0", true),
  ("cidr('10.0.0.0/8').containsIP('10.1.2.3')", true),
  ("ip('::1').isLoopback() && !ip('10.0.0.1').isLoopback()", true),
  ("ip.isCanonical('2001:DB8::1')", false),
  ("type(ip('::1')) == net.IP", true),
  ("sets.intersects(['a'], ['a', 'b'])", true),
  ("[session.id, session.id].distinct().size() == 1", true),
  ("session.authentication_methods.sortBy(m, m.completed_at)[0].method == 'password'", true),
  ("session.authentication_methods.exists(i, m, i == 0 && m.method == 'totp')", false),
  ("session.authentication_methods.all(i, m, m.method == 'password')", true),
  ("['a'].transformMap(i, v, v)[0] == 'a'", true),
  ("[2, 1].sort() == [1, 2] && [1, 2].reverse() == [2, 1]", true),
  ("lists.range(2).last().value() == 1", true),
]

/// The four places of a policy in which a condition can stand.
private enum Place: String, CaseIterable, CustomStringConvertible {
  case rule, any, gate, definition

  var description: String { rawValue }

  /// A policy that ends the session where the condition holds.
  func policy(_ condition: String) -> String {
    let quoted = yamlQuoted(condition)
    let head = "version: 1\npolicy: p\n"
    let rule = "rules:\n  - id: r\n    must: sign_in\n"
    return switch self {
    case .rule: "\(head)\(rule)    when: \(quoted)\n"
    case .any: "\(head)\(rule)    when: { any: [\(quoted), \"1 == 2\"] }\n"
    case .gate: "\(head)when: \(quoted)\n\(rule)"
    case .definition: "\(head)definitions:\n  d: \(quoted)\n\(rule)    when: d\n"
    }
  }
}

/// A text as a double-quoted scalar.
private func yamlQuoted(_ text: String) -> String {
  let escaped = text.unicodeScalars.map { scalar in
    switch scalar {
    case "\"", "\\": "\\\(scalar)"
    case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
      "\\x\(scalar.value < 16 ? "0" : "")\(String(scalar.value, radix: 16))"
    default: String(scalar)
    }
  }
  return "\"\(escaped.joined())\""
}

private let session = document(request: "{}")

private func document(request: String) -> String {
  """
  {"now": "2026-03-01T09:00:00Z", "request": \(request), "session": {"id": "s", "active": true,
   "expires_at": "2026-03-02T09:00:00Z", "issued_at": "2026-03-01T08:00:00Z",
   "authenticated_at": "2026-03-01T08:00:00Z", "authenticator_assurance_level": "aal1",
   "authentication_methods": [{"method": "password", "aal": "aal1",
   "completed_at": "2026-03-01T08:00:00Z"}],
   "identity": {"id": "x", "schema_id": "default", "state": "active"}}}
  """
}

/// The answer by every road the library has: the decision, the short answer, the explanation.
private func outcomes(_ policy: String, of session: String = session) -> (
  outcomes: Set<Decision.Outcome>, problem: String?
) {
  let (loaded, problems) = PolicySet.load([SourceFile(name: "p.yaml", text: policy)]).parts
  guard let policies = loaded else {
    return ([], problems.map(\.message).joined(separator: "; "))
  }
  let document = SourceFile(name: "s.json", text: session)
  guard let snapshot = SessionReader.read(document).value,
    let scanned = policies.prepare(reading: document).value
  else { return ([], "the session cannot be read") }
  let prepared = policies.prepare(snapshot)
  return (
    [
      policies.decide(snapshot).outcome, prepared.verdict().outcome,
      prepared.verdictUntil().verdict.outcome, scanned.verdict().outcome,
      scanned.decision().outcome, policies.explain(snapshot).decision.outcome,
    ], nil
  )
}

@Test("a condition decides wherever it stands", arguments: Place.allCases)
private func decidesWhereverItStands(_ place: Place) {
  for (condition, holds) in conditions {
    let (found, problem) = outcomes(place.policy(condition))
    #expect(problem == nil, "\(condition)")
    #expect(found == [holds ? .signIn : .proceed], "\(condition)")
  }
}

/// Where a request comes from, asked as policies ask it.
@Test(
  "an address decides wherever its condition stands",
  arguments: [
    ("198.51.100.7", true), ("198.51.101.7", false), ("2001:DB8::1", true), ("2001:db9::1", false),
    ("::ffff:c633:6407", true),
    // What is no address is an error, and a rule that ends the session is then in force.
    ("::ffff:198.51.100.7", true), ("198.51.100.07", true), ("198.51.100.7:443", true),
    ("2001:db8::1%eth0", true), ("", true),
  ])
func addressesDecide(address: String, ends: Bool) {
  let condition = """
    ['198.51.100.0/24', '2001:db8::/32'].exists(r, cidr(r).containsIP(request.ip))
    """
  let asked = document(request: "{\"ip\": \"\(address)\"}")
  for place in Place.allCases {
    let (found, problem) = outcomes(place.policy(condition), of: asked)
    #expect(problem == nil)
    #expect(found == [ends ? .signIn : .proceed], "\(place)")
  }
  let (missing, _) = outcomes(Place.rule.policy(condition))
  #expect(missing == [.signIn])
}

/// Every boolean expression of CEL's conformance suite, as the condition of a rule.
///
/// One that does not load is an error of the load; one that fails while it is evaluated leaves the
/// rule in force. Nothing else may come of it.
@Test("every condition of the conformance suite decides as it evaluates")
func conformanceConditionsDecide() throws {
  let environment = ProcessInfo.processInfo.environment
  let shared =
    environment["SESSION_POLICY_SHARED"]
    ?? URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../../shared")
    .standardized.path()
  let paths =
    environment["CEL_CONFORMANCE"]?.split(separator: ":").map(String.init)
    ?? ["conformance-visible", "conformance-network-macros2-visible"].map {
      "\(shared)/data/cel/\($0).jsonl"
    }
  let contents = paths.compactMap { FileManager.default.contents(atPath: $0) }
  guard !contents.isEmpty else {
    print("conditions of the conformance suite skipped: there are no files \(paths)")
    return
  }
  var decided = 0
  let lines = contents.flatMap { $0.split(separator: UInt8(ascii: "\n")) }
  for (index, line) in lines.enumerated() {
    let source = SourceFile(name: "line \(index + 1)", bytes: Array(line))
    guard let json = JSONReader.parse(source).value, let expression = json["expr"]?.string,
      json["bindings"]?.object?.members.isEmpty ?? true,
      json["type_env"]?.array?.isEmpty ?? true, json["container"]?.string ?? "" == "",
      json["disable_macros"]?.bool != true, json["disable_check"]?.bool != true,
      json["check_only"]?.bool != true
    else { continue }
    let value = json["expect"]?["value"]?["bool"]?.bool
    let isError = json["expect"]?.object?.members.first?.key.contains("err") ?? false
    guard value != nil || isError else { continue }
    for place in Place.allCases {
      let (found, problem) = outcomes(place.policy(expression))
      if isError {
        #expect(problem?.isEmpty == false || found == [.signIn], "\(expression) as \(place)")
      } else if let problem {
        // Policies nest less than the suite does; whatever does not load says why.
        #expect(!problem.isEmpty && problem.contains("nested"), "\(expression): \(problem)")
      } else {
        decided += 1
        #expect(found == [value == true ? .signIn : .proceed], "\(expression) as \(place)")
      }
    }
  }
  #expect(decided > 400)
}
