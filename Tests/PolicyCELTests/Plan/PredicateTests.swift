import PolicyCEL
import PolicyDiagnostics
import PolicyTime
import Testing

/// A record of bools of which none is there, and one that is.
private let environment: Environment = {
  let record = ObjectType(
    "r", fields: ["a": .init(.bool), "b": .init(.bool), "c": .init(.bool), "yes": .init(.bool)])
  return Environment(variables: ["r": Variable(.object("r"))], objects: ["r": record])
}()

private func checked(_ text: String, in environment: Environment = environment) throws
  -> CheckedExpression
{
  let limits = ExpressionLimits(estimatedCost: .max)
  let (checked, diagnostics) = ExpressionChecker.check(
    try parsed(text), in: environment, expecting: .bool, limits: limits
  ).parts
  return try #require(checked, "\(text): \(diagnostics.map(\.message))")
}

/// What a condition comes to while only `r.yes` is there: its value, or the attribute that is missing.
private func answer(_ formula: Formula) -> String {
  var layout = InputLayout()
  let predicate = Predicate(formula, layout: &layout)
  let input = Input(layout: layout, now: .minimum) {
    $0.description == "r.yes" ? .bool(true) : nil
  }
  var until = Int128.max
  do throws(EvaluationError) {
    return "\(try predicate.test(input, until: &until))"
  } catch {
    return error.description
  }
}

/// Conditions whose clauses fail, and what joints make of them.
@Suite struct PredicateFailures {
  @Test(arguments: [
    ("r.a && !r.yes", "false"), ("!r.yes && r.a", "false"),
    ("r.a || r.yes", "true"), ("r.yes || r.a", "true"),
    ("r.a && r.yes", "`r.a` is missing"), ("r.yes && r.a", "`r.a` is missing"),
    ("r.a && r.b", "`r.a` is missing"), ("!(r.b || r.a)", "`r.b` is missing"),
    ("(r.a || r.b) && !r.yes", "false"), ("(r.a || r.yes) && (r.yes || r.b)", "true"),
    ("(r.a && r.b) || (r.c || r.yes)", "true"), ("!(r.a || r.yes)", "false"),
    ("r.a || !r.a", "`r.a` is missing"), ("(r.a ? true : true)", "`r.a` is missing"),
    ("(r.a ? true : true) || r.yes", "true"), ("(r.a || r.yes) && r.b", "`r.b` is missing"),
    ("(r.a || r.b) && r.c", "`r.a` is missing"), ("(r.a && !r.yes) || r.c", "`r.c` is missing"),
    ("(r.a && r.yes ? r.yes : r.yes) && r.b", "`r.a` is missing"),
  ])
  func `an error is absorbed where the others decide, and else the first is told`(
    text: String, expected: String
  ) throws {
    #expect(answer(.expression(try checked(text))) == expected)
  }

  @Test func `joints of rules absorb errors as operators do`() throws {
    let (a, yes) = (
      Formula.expression(try checked("r.a")), Formula.expression(try checked("r.yes"))
    )
    #expect(answer(.any([a, yes])) == "true")
    #expect(answer(.none([a, yes])) == "false")
    #expect(answer(.all([a, yes])) == "`r.a` is missing")
    #expect(answer(.none([.all([a, .none([yes])])])) == "true")
    #expect(answer(.all([])) == "true")
    #expect(answer(.any([])) == "false")
  }

  @Test func `many failures need neither time nor stack`() throws {
    let count = 20_000
    let a = Formula.expression(try checked("r.a || r.b"))
    let no = Formula.expression(try checked("!r.yes"))
    #expect(answer(.all(Array(repeating: a, count: count))) == "`r.a` is missing")
    #expect(answer(.all(Array(repeating: a, count: count) + [no])) == "false")
  }
}

/// Conditions that say little in a way that invites work without end.
@Suite struct PredicateGrowth {
  @Test(.timeLimit(.minutes(1)))
  func `a choice in the condition of a choice costs once`() throws {
    let text = (0..<60).reduce("r.a") { text, _ in "(\(text) ? r.b : r.c)" }
    #expect(answer(.expression(try checked(text))) == "`r.a` is missing")
    #expect(BooleanForm(.expression(try checked(text))).pathsPresent == [])
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["r.a", "true", "has(r.a)", "r.a || now > now"])
  func `definitions that double one another are planned once`(innermost: String) throws {
    var environment = environment
    environment.variables["now"] = Variable(.timestamp, origin: .now)
    var text = innermost
    for level in 0..<60 {
      let definition = try checked(text, in: environment)
      environment.variables["d\(level)"] = Variable(.bool, origin: .definition(definition))
      text = level % 2 == 0 ? "d\(level) && d\(level)" : "(d\(level) || !d\(level)) && d\(level)"
    }
    let whole = try checked(text, in: environment)
    var layout = InputLayout()
    _ = Predicate(.expression(whole), layout: &layout)
    _ = BooleanForm(.expression(whole)).pathsPresent
  }
}

/// Lists of texts that conditions look into, near together among all constants and far apart.
@Suite struct SymbolListTests {
  private static let environment = Environment(variables: ["s": Variable(.string)], objects: [:])

  /// What `s in [...]` comes to for each of some texts, planned after a thousand other constants.
  @Test(arguments: [
    [], [0], [63], [64], [0, 999], [5, 64, 65, 128, 700], Array(100..<200), [1, 2, 3, 998],
    Array(stride(from: 0, to: 1_000, by: 7)), Array(stride(from: 3, to: 1_000, by: 100)),
  ])
  func `membership is membership, however the list is held`(list: [Int]) throws {
    func names(_ numbers: some Sequence<Int>) -> String {
      numbers.map { "'t\($0)'" }.joined(separator: ", ")
    }
    var layout = InputLayout()
    _ = Predicate(
      .expression(try checked("s in [\(names(0..<1_000))]", in: Self.environment)),
      layout: &layout)
    let predicate = Predicate(
      .expression(try checked("s in [\(names(list))]", in: Self.environment)), layout: &layout)
    let table = PredicateTable([nil, predicate, predicate])
    for number in -1...1_001 {
      let input = Input(layout: layout, now: .minimum) { _ in .string("t\(number)") }
      var until = Int128.max
      let holds = try predicate.test(input, until: &until)
      #expect(holds == list.contains(number), "\(number)")
      table.withTester(input.cells, now: 0) { tester in
        var flip = Int64.max
        #expect((tester.test(2, until: &flip) == .yes) == holds, "\(number)")
      }
    }
  }
}
