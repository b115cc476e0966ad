import PolicyCEL
import PolicyDiagnostics
import Testing

@Suite struct SyntaxParsing {
  @Test(arguments: [
    ("1 + 2 * 3", "(_+_ 1 (_*_ 2 3))"), ("(1 + 2) * 3", "(_*_ (_+_ 1 2) 3)"),
    ("1 - 2 - 3", "(_-_ (_-_ 1 2) 3)"), ("8 / 4 % 3", "(_%_ (_/_ 8 4) 3)"),
    ("1 == 1 == true", "(_==_ (_==_ 1 1) true)"), ("1 < 2 != false", "(_!=_ (_<_ 1 2) false)"),
    ("a in b in c", "(@in (@in a b) c)"), ("1 + 2 in [3]", "(@in (_+_ 1 2) [3])"),
    ("a <= b && c >= d || e > f", "(_||_ (_&&_ (_<=_ a b) (_>=_ c d)) (_>_ e f))"),
    ("a || b && c", "(_||_ a (_&&_ b c))"), ("!a && b", "(_&&_ (!_ a) b)"),
    ("a ? b : c ? d : e", "(_?_:_ a b (_?_:_ c d e))"),
    ("a ? (b ? 1 : 2) : c", "(_?_:_ a (_?_:_ b 1 2) c)"),
    ("a || b ? c && d : e || f", "(_?_:_ (_||_ a b) (_&&_ c d) (_||_ e f))"),
    ("!!a", "a"), ("!!!a", "(!_ a)"), ("--a", "a"), ("---a", "(-_ a)"), ("!(-a)", "(!_ (-_ a))"),
    ("!-5", "(!_ -5)"), ("-a.b", "(-_ (. a b))"), ("-5.abs()", "(abs on:-5)"),
    ("2 - -5", "(_-_ 2 -5)"), ("2--5", "(_-_ 2 -5)"), ("a - !b", "(_-_ a (!_ b))"),
  ])
  func `operators bind as the grammar says`(text: String, expected: String) {
    #expect(debugForm(of: text) == expected)
  }

  @Test(arguments: [
    ("a && b && c", "(_&&_ (_&&_ a b) c)"), ("a && b && c && d", "(_&&_ (_&&_ a b) (_&&_ c d))"),
    ("a || b || c || d || e", "(_||_ (_||_ (_||_ a b) c) (_||_ d e))"),
    ("a && (b && c)", "(_&&_ a (_&&_ b c))"),
  ])
  func `chains of logic are balanced`(text: String, expected: String) {
    #expect(debugForm(of: text) == expected)
  }

  @Test(arguments: [
    ("a.b.c", "(. (. a b) c)"), (".a.b", "(. .a b)"), (".f(1)", "(.f 1)"), ("a . b", "(. a b)"),
    ("f()", "(f)"), ("f(a, b + 1)", "(f a (_+_ b 1))"), ("a.f(b)", "(f on:a b)"),
    ("a.b.f().g(1)[2].c", "(. ([] (g on:(f on:(. a b)) 1) 2) c)"), ("a[b][c]", "([] ([] a b) c)"),
    ("'x'.size()", "(size on:'x')"), ("1.f()", "(f on:1)"), ("a.`x-y`", "(. a x-y)"),
    ("a.`b c/d.e`.f", "(. (. a b c/d.e) f)"), ("(a.b).c", "(. (. a b) c)"),
    ("a.?b", "(.? a b)"), ("a.?b.c", "(. (.? a b) c)"), ("a.?`b-c`", "(.? a b-c)"),
    ("a . ? b", "(.? a b)"), ("a[?b]", "([?] a b)"), ("a[?0].?c", "(.? ([?] a 0) c)"),
  ])
  func `names, calls and selections`(text: String, expected: String) {
    #expect(debugForm(of: text) == expected)
  }

  @Test(arguments: [
    ("[]", "[]"), ("[1]", "[1]"), ("[1, 2,]", "[1 2]"), ("[,]", "[]"),
    ("[?a, b, ?c.d]", "[?a b ?(. c d)]"),
    ("[[1], []]", "[[1] []]"), ("{}", "{}"), ("{,}", "{}"), ("{'a': 1}", "{'a':1}"),
    ("{a ? b : c : d ? e : f,}", "{(_?_:_ a b c):(_?_:_ d e f)}"),
    ("{?k: v, 1: {2: 3}}", "{?k:v 1:{2:3}}"), ("{'a': 1}.a", "(. {'a':1} a)"),
    ("A{}", "(new A {})"), ("a.b.C{x: 1, ?y: z,}", "(new a.b.C {'x':1 ?'y':z})"),
    (".a.B{`x-y`: 1}", "(new .a.B {'x-y':1})"),
    ("A{a: B{b: 1}}.c", "(. (new A {'a':(new B {'b':1})}) c)"),
  ])
  func `lists, maps and messages`(text: String, expected: String) {
    #expect(debugForm(of: text) == expected)
  }

  @Test(arguments: [
    ("has(a.b)", "(has a b)", "(has (. a b))"),
    ("has((a.b.c))", "(has (. a b) c)", "(has (. (. a b) c))"),
    ("has(a.`b-c`)", "(has a b-c)", "(has (. a b-c))"),
    (".has(a.b)", "(.has (. a b))", "(.has (. a b))"),
    ("a.all(x, x > 0)", "(all! a x (_>_ x 0))", "(all on:a x (_>_ x 0))"),
    ("a.exists(x, b)", "(exists! a x b)", "(exists on:a x b)"),
    ("a.exists_one(x, b)", "(exists_one! a x b)", "(exists_one on:a x b)"),
    ("a.filter(x, b)", "(filter! a x b)", "(filter on:a x b)"),
    ("a.map(x, b)", "(map! a x b)", "(map on:a x b)"),
    ("a.map(x, p, b)", "(map! a x p b)", "(map on:a x p b)"),
    ("a.optMap(x, b)", "(optMap! a x b)", "(optMap on:a x b)"),
    ("a.optFlatMap(x, b)", "(optFlatMap! a x b)", "(optFlatMap on:a x b)"),
    ("cel.bind(x, v, x + x)", "(bind! v x (_+_ x x))", "(bind on:cel x v (_+_ x x))"),
    ("a.bind(x)", "(bind on:a x)", "(bind on:a x)"),
    (
      "a.map(x, x.map(y, has(y.z)))", "(map! a x (map! x y (has y z)))",
      "(map on:a x (map on:x y (has (. y z))))"
    ),
    ("all(x, y)", "(all x y)", "(all x y)"),
  ])
  func `macros are nodes, or calls where macros are off`(
    text: String, macro: String, call: String
  ) {
    #expect(debugForm(of: text) == macro)
    #expect(debugForm(of: text, macros: false) == call)
  }

  @Test(arguments: [
    "1", "a.b.c", "-5", "--5 + !!a", "has(a.b) && has((c.d.e))", "cel.bind(x, 1, x + x)",
    "a.map(x, x > 1, [x, {x: x}])", "a.b.C{x: 1, y: a.b}.z", "a ? b : c && d && e || (f || g)",
    "(((a))) + f(a, b)[?0].?c", "[].all(x, {}.exists(y, x == y))",
  ])
  func `node numbers are dense and ranges nest`(text: String) throws {
    let expression = try #require(ExpressionParser.parse(text).value)
    var ids: Set<Int> = []
    var pending = [expression.root]
    while let node = pending.popLast() {
      #expect(ids.insert(node.id).inserted, "number \(node.id) twice")
      for child in node.children {
        #expect(child.range.start >= node.range.start && child.range.end <= node.range.end)
      }
      pending += node.children
    }
    #expect(ids == Set(0..<expression.nodeCount))
  }

  @Test func `ranges are those of the text`() throws {
    let text = "(a + 'é') * b.f(- 5)"
    let root = try #require(ExpressionParser.parse(text).value).root
    guard case .binary(.multiply, let sum, let call) = root.kind,
      case .call(let f, .some, let arguments) = call.kind
    else {
      Issue.record("\(root.debugForm)")
      return
    }
    let source = SourceFile(name: "", text: text)
    #expect(source.text(of: root.range) == text)
    #expect(source.text(of: sum.range) == "a + 'é'")
    #expect(source.text(of: f.range) == "f")
    #expect(source.text(of: arguments[0].range) == "- 5")
  }

  /// Constructs as the text before, what is repeated, and the text after.
  static let repetitions: [(before: String, unit: String, after: String)] = [
    ("", "a || ", "b"), ("", "a && ", "b"), ("f(", "1, ", "1)"), ("[", "1, ", "1]"),
    ("{", "1: 2, ", "}"), ("", "a ? b : ", "c"), ("", "1 - ", "2"), ("", "1 * ", "2"),
    ("", "1 == ", "2"), ("", "1 in ", "2"), ("a", ".b", ""), ("a", "[0]", ""), ("a", ".f()", ""),
    ("a", ".?b", ""), ("", "!", "a"), ("", "-", "1"),
  ]

  static let nestings: [(open: String, close: String)] = [
    ("f(", ")"), ("a.f(", ")"), ("a[", "]"), ("[", "]"), ("{1: ", "}"), ("A{b: ", "}"), ("(", ")"),
    ("a.all(x, ", ")"),
  ]

  @Test func `everything repeats and nests at least 32 times`() {
    var texts = Self.repetitions.map { text in
      text.before + String(repeating: text.unit, count: 32) + text.after
    }
    texts += Self.nestings.map { text in
      let open = String(repeating: text.open, count: 32)
      return open + "1" + String(repeating: text.close, count: 32)
    }
    for text in texts {
      #expect(ExpressionParser.parse(text).diagnostics.map(\.message) == [], "\(text)")
    }
  }

  @Test func `problems are placed in the file of the text`() {
    let file = SourceFile(name: "policy.yaml", text: "when: \"a = b\"")
    let map = SourceMap(
      file: file, runs: [.init(decoded: SourceRange(0, 5), source: SourceRange(7, 12))])
    let diagnostics = ExpressionParser.parse("a = b", sourceMap: map).diagnostics
    #expect(diagnostics.map(\.location.file.name) == ["policy.yaml"])
    #expect(diagnostics.map(\.location.range) == [SourceRange(9, 10)])
    #expect(diagnostics.first?.fix?.edits.first?.location.range == SourceRange(9, 10))
  }

  @Test func `no edit is offered inside an escape`() {
    let file = SourceFile(name: "policy.yaml", text: "when: \"a \\u003d b\"")
    let map = SourceMap(
      file: file,
      runs: [
        .init(decoded: SourceRange(0, 2), source: SourceRange(7, 9)),
        .init(decoded: SourceRange(2, 3), source: SourceRange(9, 15)),
        .init(decoded: SourceRange(3, 5), source: SourceRange(15, 17)),
      ])
    let diagnostics = ExpressionParser.parse("a = b", sourceMap: map).diagnostics
    #expect(diagnostics.map(\.location.range) == [SourceRange(9, 15)])
    #expect(diagnostics.first?.fix == nil)
  }
}
