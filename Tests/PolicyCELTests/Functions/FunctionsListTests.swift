import PolicyCEL
import PolicyTestSupport
import Testing

@Suite("lists and sets")
struct FunctionsListTests {
  @Test(
    "lists give",
    arguments: [
      ("[1, 2, 2, 3, 3, 3].distinct()", "[1, 2, 3]"), ("[].distinct()", "[]"),
      ("['b', 'b', 'c', 'a', 'c'].distinct()", "[\"b\", \"c\", \"a\"]"),
      ("[1, 'b', 2, 'b'].distinct()", "[1, \"b\", 2]"),
      ("[dyn(1), 1u, 1.0, 2.0, 2].distinct()", "[1, 2.0]"),
      ("[[1], [1], [1.0], [2]].distinct()", "[[1], [2]]"),
      ("[{'a': 1}, {'a': 1u}, {}].distinct()", "[{\"a\": 1}, {}]"),
      ("[0.0 / 0.0, 0.0 / 0.0].distinct().size()", "2"), ("[0.0, -0.0].distinct()", "[0.0]"),
      (
        "[optional.of(1), optional.of(1), optional.none(), optional.none()].distinct().size()", "2"
      ),
      ("['\u{E9}', 'e\\u0301'].distinct().size()", "2"), ("[null, null].distinct()", "[null]"),
      ("[int, type(1), string].distinct()", "[int, string]"),
      ("[3, 2, 1].sort()", "[1, 2, 3]"), ("['b', 'c', 'a'].sort()", "[\"a\", \"b\", \"c\"]"),
      ("[].sort()", "[]"), ("[true, false].sort()", "[false, true]"),
      ("[2u, 1u].sort()", "[1u, 2u]"), ("[b'b', b'a', b''].sort()", "[b\"\", b\"a\", b\"b\"]"),
      ("[1.5, -0.5, 0.0].sort()", "[-0.5, 0.0, 1.5]"),
      ("['\\U00010000', '\\uFFFD'].sort().map(s, size(s))", "[1, 1]"),
      ("['\\U00010000', '\\uFFFD'].sort()[0] == '\\uFFFD'", "true"),
      ("[duration('2m'), duration('1m')].sort()[0]", "duration(\"1m\")"),
      ("[timestamp(2), timestamp(1)].sort()[0] == timestamp(1)", "true"),
      (
        "[[2, 'b'], [1, 'a'], [1, 'c']].sortBy(p, int(p[0])).map(p, p[1])",
        "[\"a\", \"c\", \"b\"]"
      ),
      ("['ccc', 'a', 'bb'].sortBy(s, size(s))", "[\"a\", \"bb\", \"ccc\"]"),
      ("['ccc', 'a', 'bb'].sortBy(s, -size(s))", "[\"ccc\", \"bb\", \"a\"]"),
      ("[].sortBy(s, s)", "[]"), ("[3, 1, 2].sortBy(x, 0)", "[3, 1, 2]"),
      ("[1, [2, 3], [4]].flatten()", "[1, 2, 3, 4]"),
      ("[1, [2, [3, 4]]].flatten()", "[1, 2, [3, 4]]"),
      ("[1, [2, [3, [4]]]].flatten(2)", "[1, 2, 3, [4]]"),
      ("[[1], [], [[2]]].flatten(9)", "[1, 2]"), ("[[1]].flatten(0)", "[[1]]"),
      ("[].flatten()", "[]"), ("[[1, 2], [3]].flatten().map(x, x + 1)", "[2, 3, 4]"),
      ("[1, 2, 3, 4].slice(1, 3)", "[2, 3]"), ("[1, 2].slice(0, 2)", "[1, 2]"),
      ("[1, 2].slice(2, 2)", "[]"), ("[].slice(0, 0)", "[]"),
      ("[5, 3, 1, 2].reverse()", "[2, 1, 3, 5]"), ("[].reverse()", "[]"),
      ("'abc'.reverse()", "\"cba\""), ("dyn([1, 2]).reverse()", "[2, 1]"),
      ("[1, 2].first()", "optional.of(1)"), ("[1, 2].last().value()", "2"),
      ("[].first()", "optional.none()"), ("[].last().orValue('x')", "\"x\""),
      ("lists.range(5)", "[0, 1, 2, 3, 4]"), ("lists.range(0)", "[]"), ("lists.range(-3)", "[]"),
      ("lists.range(1000).size()", "1000"), ("lists.range(size('abc')).exists(i, i == 2)", "true"),
    ])
  func gives(text: String, value: String) throws { try expect(text, gives: value) }

  @Test(
    "lists fail",
    arguments: [
      ("[dyn(1), 'b'].sort()", "noSuchOverload"), ("[dyn([1, 2])].sort()", "noSuchOverload"),
      ("[dyn(1), 1u].sort()", "noSuchOverload"), ("[dyn(null)].sort()", "noSuchOverload"),
      ("[1.0, 0.0 / 0.0].sort()", "invalidArgument"),
      ("[1, 2].sortBy(x, x == 1 ? dyn('a') : 1)", "noSuchOverload"),
      ("[1, 0].sortBy(x, 1 / x)", "divisionByZero"), ("dyn(1).sortBy(x, x)", "noSuchOverload"),
      ("dyn({1: 2}).sortBy(x, x)", "noSuchOverload"),
      ("[[1]].flatten(-1)", "invalidArgument"), ("[1].slice(-1, 1)", "invalidArgument"),
      ("[1].slice(1, 0)", "invalidArgument"), ("[1].slice(0, 2)", "invalidArgument"),
      ("[1].slice(9223372036854775807, 9223372036854775807)", "invalidArgument"),
      ("lists.range(1001)", "invalidArgument"),
      ("lists.range(9223372036854775807)", "invalidArgument"),
      ("dyn('a').first()", "noSuchOverload"), ("dyn('a').distinct()", "noSuchOverload"),
      ("sets.contains(dyn(1), [1])", "noSuchOverload"),
    ])
  func fails(text: String, reason: String) throws { try expect(text, failsWith: reason) }

  @Test(
    "sets give",
    arguments: [
      ("sets.contains([], [])", "true"), ("sets.contains([], [1])", "false"),
      ("sets.contains([1, 2, 3, 4], [2, 3])", "true"), ("sets.contains([1], [])", "true"),
      ("sets.contains([dyn(1), 2.0, 3u], [dyn(1.0), 2u, 3])", "true"),
      ("sets.equivalent([], [])", "true"), ("sets.equivalent([1], [1, 1])", "true"),
      ("sets.equivalent([dyn(1)], [dyn(1u), 1.0])", "true"), ("sets.equivalent([1], [])", "false"),
      ("sets.equivalent([dyn(1), 2, 3], [dyn(3u), 2.0, 1])", "true"),
      ("sets.equivalent([1, 2], [1])", "false"), ("sets.intersects([1], [])", "false"),
      ("sets.intersects([1], [1, 2])", "true"), ("sets.intersects([1], [2])", "false"),
      ("sets.intersects([[1], [2, 3]], [[1, 2], [2, 3]])", "true"),
      ("sets.contains([{'a': [1]}], [{'a': [1]}])", "true"),
      // An int and a double are compared as doubles, so that two ints can equal one double.
      ("sets.contains([dyn(9007199254740993)], [dyn(9007199254740992.0)])", "true"),
      ("sets.contains([dyn(9007199254740992.0)], [dyn(9007199254740993)])", "true"),
      ("sets.contains([9007199254740993], [9007199254740992])", "false"),
      ("sets.contains([dyn(18446744073709551615u)], [dyn(-1)])", "false"),
      ("sets.contains([0.0 / 0.0], [0.0 / 0.0])", "false"),
      ("sets.contains([optional.of(1)], [optional.of(1)])", "true"),
      ("sets.contains([dyn(optional.of(1))], [dyn(1)])", "false"),
    ])
  func setsGive(text: String, value: String) throws { try expect(text, gives: value) }

  @Test("a set finds exactly what `==` finds")
  func findsWhatEqualityFinds() throws {
    var random = SeededGenerator(seed: 11)
    let pool = [
      "dyn(1)", "dyn(1u)", "dyn(1.0)", "dyn('1')", "dyn(true)", "dyn(null)", "dyn([1])",
      "dyn([1.0])", "dyn({'a': 1})", "dyn({'a': 1u})", "dyn(0.0 / 0.0)", "dyn(-0.0)", "dyn(0)",
      "dyn(9007199254740993)", "dyn(9007199254740992)", "dyn(9007199254740992.0)",
      "dyn(optional.none())", "dyn(optional.of(1))", "dyn(optional.of(1.0))",
      "dyn(optional.of([1]))", "dyn(b'1')", "dyn(int)", "dyn(ip('::1'))", "dyn(cidr('::1/128'))",
      "dyn(duration('1s'))", "dyn(timestamp(1))", "dyn('')",
    ]
    func list() -> String {
      "[\((0..<random.below(5)).map { _ in random.pick(pool) }.joined(separator: ", "))]"
    }
    for _ in 0..<400 {
      let (a, b) = (list(), list())
      for (function, meaning) in [
        ("sets.contains(a, b)", "b.all(x, x in a)"),
        ("sets.intersects(a, b)", "b.exists(x, x in a)"),
        ("sets.equivalent(a, b)", "b.all(x, x in a) && a.all(x, x in b)"),
        (
          "a.distinct().size()",
          "a.transformList(i, x, !(x in a.slice(0, i)), x).size()"
        ),
      ] {
        let text = "cel.bind(a, \(a), cel.bind(b, \(b), \(function) == (\(meaning))))"
        try expect(text, gives: "true")
      }
    }
  }

  @Test(
    "two variables give",
    arguments: [
      ("[1, 2, 3].all(i, j, i < j)", "true"), ("[].all(i, v, false)", "true"),
      ("{'hello': 'world', 'taco': 'taco'}.all(k, v, k != v)", "false"),
      ("{'h': ['hello', 'hi'], 'j': ['joke']}.all(k, vs, vs.all(v, v.startsWith(k)))", "true"),
      ("[1, 2].exists(i, v, 1 / i == 1)", "true"), ("[1].exists(i, v, i == 0)", "true"),
      ("[1, 1, 2, 2, 3, 3].existsOne(i, v, i == 2 && v == 2)", "true"),
      ("[1, 2, 1].exists_one(i, v, v == 1)", "false"), ("[1, 2].existsOne(v, v == 1)", "true"),
      ("{'i': 0, 'j': 1, 'k': 2}.existsOne(i, v, i == 'l' || v == 1)", "true"),
      ("[1, 2, 3].transformList(i, v, (i * v) + v)", "[1, 4, 9]"),
      ("[1, 2, 3].transformList(i, v, i % 2 == 0, (i * v) + v)", "[1, 9]"),
      ("{'a': 'b', 'c': 'd'}.transformList(k, _, k)", "[\"a\", \"c\"]"),
      ("{'a': 'b', 'c': 'd'}.transformList(_, v, v)", "[\"b\", \"d\"]"),
      ("[1, 2, 3].transformMap(i, v, i * v + v)", "{0: 1, 1: 4, 2: 9}"),
      ("[1, 2, 3].transformMap(i, v, i % 2 == 0, i * v + v)", "{0: 1, 2: 9}"),
      ("{'greeting': 'hello'}.transformMap(k, v, v + '!')", "{\"greeting\": \"hello!\"}"),
      ("{1u: 2}.transformMap(k, v, k)", "{1u: 1u}"),
      ("{'greeting': 'hello'}.transformMapEntry(k, v, {v: k})", "{\"hello\": \"greeting\"}"),
      ("[1, 2].transformMapEntry(i, v, {v: i, v + 10: i})", "{1: 0, 11: 0, 2: 1, 12: 1}"),
      ("[1, 2].transformMapEntry(i, v, v > 1, {v: i})", "{2: 1}"),
      ("[].transformMapEntry(i, v, {v: i})", "{}"), ("[1].transformMapEntry(i, v, {})", "{}"),
      ("[[1, 2], [3]].transformList(i, v, v.transformList(j, w, w * 10 + i))", "[[10, 20], [31]]"),
      ("[5].exists(i, v, [7].exists(v, i, v == 0 && i == 7) && v == 5)", "true"),
      ("dyn([1]).transformList(i, v, i + v)", "[1]"), ("dyn({'a': 1}).all(k, v, k == 'a')", "true"),
    ])
  func twoVariables(text: String, value: String) throws { try expect(text, gives: value) }

  @Test(
    "two variables fail",
    arguments: [
      ("{'a': 'x', 'b': 'x'}.transformMapEntry(k, v, {v: k})", "duplicateKey"),
      ("[dyn(1), 1u].transformMapEntry(i, v, {v: i})", "duplicateKey"),
      ("[1].transformMapEntry(i, v, dyn(1))", "noSuchOverload"),
      ("[1].transformMapEntry(i, v, {dyn(1.5): 1})", "invalidArgument"),
      ("[1, 2].transformList(i, v, dyn('a'), v)", "noSuchOverload"),
      ("[1, 0].transformMap(i, v, 1 / v)", "divisionByZero"),
      ("[0, 1].existsOne(i, v, 1 / v == 1)", "divisionByZero"),
      ("dyn('abc').all(i, v, true)", "noSuchOverload"),
    ])
  func twoVariablesFail(text: String, reason: String) throws {
    try expect(text, failsWith: reason)
  }
}
