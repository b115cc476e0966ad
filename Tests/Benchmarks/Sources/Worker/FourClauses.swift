import PolicyCEL
import PolicyDiagnostics
import PolicyTime

/// One condition of four clauses, as CEL and as someone would write it in Swift, both over prepared
/// input.
///
/// All four clauses hold, so that each is tested.
struct FourClauses {
  /// Who tests.
  enum Side: String {
    case planned = "four-clauses"
    case swift = "four-clauses-in-swift"
  }

  private static let condition = """
    session.aal == "aal2" && session.remaining < duration("86400s")
    && request.action in ["read", "list", "get"] && identity.email.endsWith("@acme.example")
    """

  /// What the condition reads.
  private struct Facts {
    var level: String
    var expiresAt: Int64
    var action: String
    var email: String
  }

  private let table: PredicateTable
  private let inputs: [Input]
  private let facts: [Facts]
  private let now: Int64 = 1_772_355_600_000_000_000

  init?() {
    let expiry = AttributePath(["session", "expires_at"])
    let environment = Environment(
      variables: [
        "session": Variable(.object("session")), "request": Variable(.object("request")),
        "identity": Variable(.object("identity")),
      ],
      objects: [
        "session": ObjectType(
          "session",
          fields: [
            "aal": ObjectType.Field(.string), "expires_at": ObjectType.Field(.timestamp),
            "remaining": ObjectType.Field(.duration, derivation: .remaining(until: expiry)),
          ]),
        "request": ObjectType("request", fields: ["action": ObjectType.Field(.string)]),
        "identity": ObjectType("identity", fields: ["email": ObjectType.Field(.string)]),
      ])
    guard let tree = ExpressionParser.parse(Self.condition).value,
      let checked = ExpressionChecker.check(tree, in: environment, expecting: .bool).value,
      let instant = Timestamp(nanosecondsSinceEpoch: Int128(now))
    else { return nil }
    var layout = InputLayout()
    let predicate = Predicate(.expression(checked), layout: &layout)
    table = PredicateTable([predicate])
    let now = now
    let facts = (0..<100).map { number in
      Facts(
        level: "aal2", expiresAt: now + Int64(number + 1) * 600_000_000_000,
        action: ["read", "list", "get"][number % 3],
        email: "grace.hopper\(number)@acme.example")
    }
    self.facts = facts
    inputs = facts.map { one in
      Input(layout: layout, now: instant) { path in
        switch path.components.last {
        case "aal": .string(one.level)
        case "expires_at":
          Timestamp(nanosecondsSinceEpoch: Int128(one.expiresAt)).map { .timestamp($0) }
        case "action": .string(one.action)
        case "email": .string(one.email)
        default: nil
        }
      }
    }
  }

  /// How many tests one pass makes.
  var count: Int { facts.count }

  /// Tests every input once; gives how many passed.
  @inline(never)
  func pass(_ side: Side) -> Int {
    var passed = 0
    switch side {
    case .planned:
      for input in inputs {
        var until = Int64.max
        table.withTester(input.cells, now: now) { tester in
          if case .yes = tester.test(0, until: &until) { passed += 1 }
        }
      }
    case .swift:
      for one in facts where Self.holds(one, now: now) { passed += 1 }
    }
    return passed
  }

  @inline(never)
  private static func holds(_ facts: Facts, now: Int64) -> Bool {
    facts.level == "aal2" && facts.expiresAt - now < 86_400_000_000_000
      && ["read", "list", "get"].contains(facts.action)
      && facts.email.hasSuffix("@acme.example")
  }
}
