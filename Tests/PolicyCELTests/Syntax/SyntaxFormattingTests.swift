import PolicyCEL
import PolicyDiagnostics
import PolicyTestSupport
import Testing

@Suite struct SyntaxFormatting {
  @Test(arguments: [
    ("1+2*x", "1 + 2 * x"), ("((1 + 2)) * x", "(1 + 2) * x"), ("1-(2-3)", "1 - (2 - 3)"),
    ("(1-2)-3", "1 - 2 - 3"), ("a&&b&&c&&d&&e", "a && b && c && d && e"),
    ("a && (b && c)", "a && b && c"), ("(a||b)&&c", "(a || b) && c"), ("(a&&b)||c", "a && b || c"),
    ("a?b:(c?d:e)", "a ? b : c ? d : e"), ("(a?b:c)?d:e", "(a ? b : c) ? d : e"),
    ("a?(b?c:d):e", "a ? (b ? c : d) : e"), ("!(a && b)", "!(a && b)"), ("!(!a)", "!(!a)"),
    ("- 5", "-5"), ("-(5)", "-(5)"), ("-(-5)", "-(-5)"), ("-(-a)", "-(-a)"),
    ("-(5.f())", "-(5.f())"),
    ("-5u", "-5u"), ("(-a).b", "(-a).b"), ("-a.b", "-a.b"), ("(a+b).c", "(a + b).c"),
    ("'it\\'s'", "\"it's\""), ("'say \"hi\"'", "\"say \\\"hi\\\"\""), (#"r'\d'"#, #""\\d""#),
    ("'\\u200b'", "\"\\u200b\""), ("b'a\\xff'", "b\"a\\xff\""), ("1.50", "1.5"), ("2.0", "2.0"),
    ("0x1F", "31"), ("a . `b-c`", "a.`b-c`"), ("a.`b`", "a.b"), ("a.`in`", "a.`in`"),
    ("a.?b[?c]", "a.?b[?c]"), ("[?a,b,]", "[?a, b]"), ("{?a:b,c:d,}", "{?a: b, c: d}"),
    ("a.B{?x:1,}", "a.B{?x: 1}"), ("has(a . b)", "has(a.b)"), ("x.map(y,z,w)", "x.map(y, z, w)"),
    ("cel.bind(x,1,x)", "cel.bind(x, 1, x)"), (".a.b", ".a.b"), (".f(1)", ".f(1)"),
    ("(a in b)==c", "a in b == c"), ("a==(b==c)", "a == (b == c)"),
  ])
  func `expressions have one normal form`(text: String, expected: String) throws {
    let expression = try #require(ExpressionParser.parse(text).value)
    // A grouping that reading the flat text would not give is kept.
    let form = text == "a && (b && c)" ? "a && (b && c)" : expected
    #expect(expression.formatted == form)
    #expect(debugForm(of: expression.formatted) == expression.root.debugForm)
  }

  @Test func `printing a tree and reading it gives the tree`() {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<3_000 {
      var trees = TreeGenerator(generator: generator)
      let tree = trees.expr(depth: 5)
      generator = trees.generator
      let text = tree.formatted
      let (expression, diagnostics) = ExpressionParser.parse(text).parts
      #expect(
        expression?.root.debugForm == tree.debugForm,
        "seed \(seed): `\(text)` \(diagnostics.map(\.message))")
      #expect(expression?.formatted == text, "seed \(seed)")
      if expression?.root.debugForm != tree.debugForm { return }
    }
  }
}

/// Trees of every kind of node, without regard to types.
private struct TreeGenerator {
  var generator: SeededGenerator

  mutating func expr(depth: Int) -> Expr {
    Expr(id: 0, range: SourceRange(0, 0), kind: kind(depth: depth))
  }

  private mutating func name(_ text: String) -> Expr.Name {
    Expr.Name(text, at: SourceRange(0, 0))
  }

  private mutating func field() -> Expr.Name {
    name(generator.pick(["b", "x-y", "if", "in", "a/b", "_1"]))
  }

  private mutating func exprs(depth: Int) -> [Expr] {
    (0..<generator.below(4)).map { _ in expr(depth: depth) }
  }

  private mutating func entries(depth: Int, key: (inout Self) -> Expr) -> [Expr.MapEntry] {
    (0..<generator.below(3)).map { _ in
      let key = key(&self)
      return Expr.MapEntry(
        key: key, value: expr(depth: depth), isOptional: generator.below(3) == 0)
    }
  }

  private mutating func literal() -> Value {
    switch generator.below(8) {
    case 0: .null
    case 1: .bool(generator.below(2) == 0)
    case 2: .int(generator.pick([0, 1, -1, 5, .min, .max]))
    case 3: .uint(generator.pick([0, 7, .max]))
    case 4:
      .double(generator.pick([0, -0.0, 1.5, -2.25, 1e300, -.leastNonzeroMagnitude, 1e21, 0.1]))
    case 5: .string(generator.pick(["", "a", "\"'`\\", "é\u{301}\n", "\u{0}\u{7f}\u{202e}😀"]))
    case 6: .bytes(generator.pick([[], [0x61, 0x22, 0x5c], [0, 255, 10]]))
    default: .int(Int64(generator.below(100)))
    }
  }

  private mutating func kind(depth: Int) -> Expr.Kind {
    let below = depth - 1
    guard depth > 0 else {
      return generator.below(2) == 0
        ? .literal(literal())
        : .identifier(generator.pick(["a", "b", "_c"]), isRooted: generator.below(4) == 0)
    }
    switch generator.below(14) {
    case 0: return kind(depth: 0)
    case 1:
      return .select(
        operand: expr(depth: below), field: field(), isOptional: generator.below(3) == 0)
    case 2:
      return .index(
        operand: expr(depth: below), key: expr(depth: below), isOptional: generator.below(3) == 0)
    case 3: return .has(operand: expr(depth: below), field: field())
    case 4:
      let target: Expr? = generator.below(2) == 0 ? expr(depth: below) : nil
      return .call(
        function: name(generator.pick(["f", "g2"])), target: target,
        arguments: exprs(depth: below))
    case 5:
      return .list(
        exprs(depth: below).map { Expr.ListElement($0, isOptional: generator.below(3) == 0) })
    case 6: return .map(entries(depth: below) { $0.expr(depth: below) })
    case 7:
      return .message(
        typeName: generator.pick(["A", "a.B", ".a.B"]),
        entries: entries(depth: below) {
          Expr(id: 0, range: SourceRange(0, 0), kind: .literal(.string($0.field().text)))
        })
    case 8:
      let macro = generator.pick(Expr.Comprehension.Macro.allCases)
      let two: [Expr.Comprehension.Macro] = [
        .all, .exists, .existsOne, .transformList, .transformMap, .transformMapEntry,
      ]
      return .comprehension(
        Expr.Comprehension(
          macro: macro, name: name(macro.rawValue), range: expr(depth: below), variable: name("v"),
          valueVariable: generator.below(2) == 0 && two.contains(macro)
            || two.dropFirst(3).contains(macro) ? name("w") : nil,
          filter: (macro == .map || two.dropFirst(3).contains(macro)) && generator.below(2) == 0
            ? expr(depth: below) : nil,
          body: expr(depth: below)))
    case 9:
      return .choice(
        condition: expr(depth: below), expr(depth: below), expr(depth: below))
    case 10: return .unary(generator.pick([.not, .negate]), expr(depth: below))
    default:
      let operation: Operator = generator.pick([
        .add, .subtract, .multiply, .divide, .modulo, .less, .atMost, .greater, .atLeast, .equal,
        .unequal, .in, .and, .and, .and, .or, .or, .or,
      ])
      return .binary(operation, expr(depth: below), expr(depth: below))
    }
  }
}
