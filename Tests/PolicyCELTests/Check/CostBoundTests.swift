import PolicyCEL
import PolicyDiagnostics
import PolicyTestSupport
import PolicyTime
import Testing

/// Random expressions whose cost depends on the sizes of their inputs, and inputs for them.
private struct RandomCosts {
  var random: SeededGenerator
  var locals: [(name: String, type: String)] = []

  /// The bounds that inputs keep: declared ones, and for the others those that estimates assume.
  static let environment: Environment = {
    let record = ObjectType(
      "r",
      fields: [
        "s": .init(.string, sizeLimit: 300), "l": .init(.list(.string), sizeLimit: 12),
        "n": .init(.list(.list(.int)), sizeLimit: 6),
        "m": .init(.map(.string, .string), sizeLimit: 5), "d": .init(.dyn), "i": .init(.int),
        "b": .init(.bool), "y": .init(.bytes, sizeLimit: 50),
      ])
    return Environment(
      variables: ["r": Variable(.object("r")), "t": Variable(.string)], objects: ["r": record])
  }()

  mutating func expression(_ type: String, _ depth: Int) -> String {
    let bound = locals.filter { $0.type == type }.map(\.name)
    if !bound.isEmpty, random.below(3) == 0 { return random.pick(bound) }
    guard depth > 0 else { return leaf(type) }
    let depth = depth - 1
    switch type {
    case "s":
      switch random.below(14) {
      case 0, 1: return "(\(expression("s", depth)) + \(expression("s", depth)))"
      case 2: return "\(expression("l", depth)).join(\(expression("s", depth)))"
      case 3: return "\(expression("l", depth)).join()"
      case 4:
        let parts = (0..<3).map { _ in expression("s", depth) }
        return "\(parts[0]).replace(\(parts[1]), \(parts[2]))"
      case 5: return "strings.quote(\(expression("s", depth)))"
      case 6: return "'%s|%s'.format([\(expression("s", depth)), \(expression("l", depth))])"
      case 7: return "'%.20f %x'.format([1e300, \(expression("s", depth))])"
      case 8: return "string(\(expression(random.pick(["i", "s", "b"]), depth)))"
      case 9: return "\(expression("l", depth))[\(random.below(3))]"
      case 10: return "\(expression("m", depth))['k']"
      case 11:
        return "\(expression("s", depth)).\(random.pick(["upperAscii", "trim", "reverse"]))()"
      case 12: return binding("s", depth)
      default: return "(\(expression("b", depth)) ? \(expression("s", depth)) : \(leaf("s")))"
      }
    case "l":
      switch random.below(18) {
      case 8: return "\(expression("l", depth)).\(random.pick(["distinct", "sort", "reverse"]))()"
      case 9: return "\(expression("l", depth)).slice(0, \(random.below(2)))"
      case 10: return "[\(expression("l", depth)), \(expression("l", depth))].flatten()"
      case 11: return "[\(expression("l", depth)), [\(leaf("s"))]].flatten(2).map(x, string(x))"
      case 12: return loop("sortBy", "l", "s", random.pick(["s", "i", "b"]), depth)
      case 13: return pairs("transformList", random.pick(["l", "m"]), "s", depth)
      case 14: return pairs("transformMap", "m", "s", depth) + ".map(x, x)"
      case 15:
        return "lists.range(\(random.pick(["3", "r.i", "40"]))).map(x, \(expression("s", depth)))"
      case 16: return "r.n.flatten().map(x, string(x))"
      case 17: return "[\(expression("l", depth)).first().orValue(''), r.l.last().orValue(t)]"
      case 0: return "\(expression("s", depth)).split(\(leaf("s")))"
      case 1: return "(\(expression("l", depth)) + \(expression("l", depth)))"
      case 2: return loop("map", "l", "s", "s", depth)
      case 3: return loop("filter", "l", "s", "b", depth)
      case 4: return loop("map", "m", "s", "s", depth)
      case 5: return "[\(expression("s", depth)), \(expression("s", depth))]"
      case 6: return "[?\(expression("m", depth)).?k, \(expression("s", depth))]"
      default: return "(\(expression("b", depth)) ? \(expression("l", depth)) : \(leaf("l")))"
      }
    case "m":
      if random.below(3) == 0 {
        return random.below(2) == 0
          ? pairs("transformMap", "m", "s", depth)
          : "{'k': t}.transformMapEntry(a, b, {a: \(expression("s", depth)), 'x': b})"
      }
      return random.below(2) == 0
        ? leaf("m") : "{'k': \(expression("s", depth)), \(leaf("s")): \(expression("s", depth))}"
    case "i": return "\(expression(random.pick(["s", "l", "m"]), depth)).size()"
    default:
      let type = random.pick(["s", "s", "l", "m", "d"])
      switch random.below(15) {
      case 10:
        let relation = random.pick(["contains", "equivalent", "intersects"])
        return random.below(3) == 0
          ? "sets.\(relation)(r.n, [[1], \(random.pick(["r.n[0]", "[]"]))])"
          : "sets.\(relation)(\(expression("l", depth)), \(expression("l", depth)))"
      case 11:
        return random.pick([
          "(r.n.distinct().size() > 1)",
          "([r.d, r.d, dyn(r.l), dyn(r.n)].distinct().size() > 1)",
          "sets.intersects([r.d, dyn(r.m)], [dyn(r.n), r.d])",
        ])
      case 12: return pairs(random.pick(["all", "exists", "existsOne"]), "l", "b", depth)
      case 13: return "isIP(\(expression("s", depth)))"
      case 14:
        return
          "(isCIDR(\(leaf("s"))) || cidr('10.0.0.0/8').containsIP(\(random.pick(["r.s", "t"]))))"
      case 0: return "(\(expression(type, depth)) == \(expression(type, depth)))"
      case 1: return "(\(expression("s", depth)) in \(expression("l", depth)))"
      case 2:
        return random.pick([
          "([r.n[0], [1]] == r.n || [1] in r.n)", "((r.b ? r.d : [r.d, {'k': r.d}][1]) == r.d)",
          "([r.d, r.d, dyn(r.l)] == [dyn(r.n)] + [r.d])",
        ])
      case 3:
        let method = random.pick(["contains", "startsWith", "endsWith", "matches"])
        return "\(expression("s", depth)).\(method)(\(expression("s", depth)))"
      case 4: return loop(random.pick(["all", "exists", "exists_one"]), "l", "s", "b", depth)
      case 5: return "(\(expression("b", depth)) && \(expression("b", depth)))"
      case 6: return "(\(expression("b", depth)) || !\(expression("b", depth)))"
      case 7: return "(\(expression("s", depth)) < \(expression("s", depth)))"
      case 8: return "(\(expression("i", depth)) > r.i)"
      default:
        return
          "(r.d.exists(x, x == \(expression("s", depth))) || has(r.\(random.pick(["s", "l"]))))"
      }
    }
  }

  private mutating func leaf(_ type: String) -> String {
    switch type {
    case "s": random.pick(["r.s", "r.s", "t", "''", "'a'", "'abcdefghijklmnopq'", "string(r.y)"])
    case "l": random.pick(["r.l", "r.l", "['a', 'b']", "[r.s]"])
    case "m": random.pick(["r.m", "{'k': r.s}"])
    case "d": random.pick(["r.d", "dyn(r.l)", "dyn(r.s)", "dyn(r.n)", "dyn(r.m)"])
    case "i": random.pick(["r.i", "3"])
    default: random.pick(["r.b", "true", "has(r.s)"])
    }
  }

  private mutating func binding(_ type: String, _ depth: Int) -> String {
    let (name, value) = ("v\(locals.count)", expression("s", depth))
    locals.append((name, "s"))
    defer { locals.removeLast() }
    return "cel.bind(\(name), \(value), \(expression(type, depth)))"
  }

  private mutating func loop(
    _ macro: String, _ range: String, _ element: String, _ body: String, _ depth: Int
  ) -> String {
    let (name, range) = ("v\(locals.count)", expression(range, depth))
    locals.append((name, element))
    defer { locals.removeLast() }
    return "\(range).\(macro)(\(name), \(expression(body, depth)))"
  }

  /// A macro of two variables, of which the second is a text.
  private mutating func pairs(
    _ macro: String, _ range: String, _ body: String, _ depth: Int
  ) -> String {
    let (name, range) = ("w\(locals.count)", expression(range, depth))
    locals.append((name, "s"))
    defer { locals.removeLast() }
    return "\(range).\(macro)(k\(locals.count), \(name), \(expression(body, depth)))"
  }

  // MARK: Inputs

  private mutating func text(_ limit: Int) -> Value {
    let length = random.pick([0, 1, limit / 3, limit])
    return .string(String(repeating: random.pick(["a", "\"", "\n", ","]), count: length))
  }

  mutating func attributes() -> [String: Value] {
    let pairs = ["k", "a", "bb"].prefix(random.below(4)).map { ($0, text(1000)) }
    let list = Value.list((0..<random.pick([0, 2, 12])).map { _ in text(1000) })
    let numbers = (0..<random.below(7)).map { _ in
      Value.list(Array(repeating: .int(1), count: random.below(30)))
    }
    return [
      "r.s": text(300), "t": text(1000), "r.l": list, "r.n": .list(numbers),
      "r.m": .map(MapValue(members: pairs)), "r.i": .int(3), "r.b": .bool(random.below(2) == 0),
      "r.d": random.pick([.int(1), text(900), .list([.string("a"), .int(2)]), .null]),
      "r.y": .bytes(Array(repeating: 97, count: random.below(51))),
    ]
  }
}

@Test(arguments: 0..<16 as Range<UInt64>)
func anEvaluationCostsWhatWasEstimated(seed: UInt64) throws {
  var costs = RandomCosts(random: SeededGenerator(seed: seed))
  let limits = ExpressionLimits(comprehensionDepth: 32, estimatedCost: .max)
  var bounded = 0
  for _ in 0..<300 {
    let text = costs.expression(costs.random.pick(["b", "b", "s", "l", "i"]), 3)
    let (checked, problems) = ExpressionChecker.check(
      try parsed(text), in: RandomCosts.environment, limits: limits
    ).parts
    guard let checked else {
      Issue.record("seed \(seed): \(text): \(problems.map(\.message))")
      continue
    }
    let estimate = CostEstimate.estimate(checked)
    if estimate.maximum < .max { bounded += 1 }
    var layout = InputLayout()
    let program = Program(checked, layout: &layout)
    for _ in 0..<3 {
      let values = costs.attributes()
      let input = Input(layout: layout, now: .minimum) { values[$0.description] }
      let budget: UInt64 = 1 << 40
      let cost = program.cost(of: input, budget: budget)
      #expect(cost <= estimate.maximum, "seed \(seed): \(text)")
      if (try? program.evaluate(input, budget: budget)) != nil {
        #expect(cost >= estimate.minimum, "seed \(seed): \(text)")
      }
    }
  }
  #expect(bounded > 200, "nothing is shown by estimates without a bound")
}
