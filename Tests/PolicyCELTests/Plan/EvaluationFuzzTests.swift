import PolicyCEL
import PolicyDiagnostics
import PolicyTestSupport
import Testing

/// Hostile texts through parsing, checking and evaluation. `FUZZ_CASES` sets how many of each sort;
/// a failure prints the seed.
@Suite struct EvaluationFuzz {
  /// Expressions over the attributes of `RandomConditions`, of every kind of value.
  static let seeds: [String] = [
    "session.aal == 'aal2' && has(session.tags) ? now - session.issued_at < limit : fresh",
    "session.tags.map(t, t.size() > 2, {'k': t.upperAscii()})[0].k + 'é'.reverse()",
    "cel.bind(x, session.count * 7 - 9223372036854775807, [x, -x, x % 3, x / 0].exists(y, y > x))",
    "session.tags[?0].orValue('none').matches('^a(a|b)*[0-9]{1,3}$')",
    "'%s %d %.3f'.format([session.aal, session.count, double(session.count) / 3.0])",
    "string(session.issued_at + session.span).split('T', 2).join('-').substring(1, 4)",
    "math.greatest([1, session.count]) + int(uint(session.count)) << 2",
    "{1: 'a', 2u: b'\\xff', true: [null]}.exists_one(k, dyn(k) == session.count)",
    "cidr('10.0.0.1/8').masked().containsIP(ip(session.aal)) || ip('::ffff:a00:1').family() == 4",
    "session.tags.transformMapEntry(i, t, i > 0, {t: i, 'x': 1}).all(k, v, isIP(k) || v < 9)",
    "sets.equivalent(session.tags.distinct(), ['a', 'b'].sortBy(s, s).reverse().slice(0, 1))",
    "lists.range(session.count).flatten(2).sort().last().orValue(1) == net.IP",
    "optional.of(session.count).optMap(v, v + 1).hasValue() || timestamp(0) < now",
  ]

  /// Why a text is not handled as it must be; `nil` if it is. Counts those that were evaluated.
  static func fault(in text: String, _ random: inout RandomConditions, _ evaluated: inout Int)
    -> String?
  {
    let (parsed, problems) = ExpressionParser.parse(text).parts
    guard let parsed else { return problems.isEmpty ? "refused without a word" : nil }
    let (checked, findings) = ExpressionChecker.check(parsed, in: RandomConditions.environment)
      .parts
    guard let checked else { return findings.isEmpty ? "refused without a word" : nil }
    var layout = InputLayout()
    let program = Program(checked, layout: &layout)
    let predicate =
      checked.type == .bool ? Predicate(.expression(checked), layout: &layout) : nil
    var until = Int128.max
    let attributes = random.attributes()
    let input = Input(layout: layout, now: random.now()) { attributes[$0] }
    evaluated += 1
    do throws(EvaluationError) {
      let value = try program.evaluate(input, budget: 100_000)
      if case .bool(let flag) = value, let predicate,
        try predicate.test(input, until: &until, budget: .max) != flag
      {
        return "the predicate differs"
      }
    } catch {
      if error.kind != .budgetExceeded, let predicate,
        (try? predicate.test(input, until: &until, budget: .max)) != nil
      {
        return "the predicate has an answer"
      }
      if case .undeclaredReference(let name) = error.kind {
        return "`\(name)` passed the check"
      }
    }
    return nil
  }

  /// Runs texts on a small stack; gives the first fault, and how many texts were evaluated.
  static func run(
    seed: UInt64, _ text: @escaping @Sendable (inout SeededGenerator) -> String
  ) async -> (fault: String?, evaluated: Int) {
    await onSmallStack {
      var generator = SeededGenerator(seed: seed)
      var random = RandomConditions(random: SeededGenerator(seed: ~seed))
      var evaluated = 0
      for _ in 0..<SyntaxFuzz.cases {
        let text = text(&generator)
        if let fault = fault(in: text, &random, &evaluated) {
          return ("\(fault): \(text)", evaluated)
        }
      }
      return (nil, evaluated)
    }
  }

  @Test func `random bytes are refused or evaluated`() async {
    let seed = UInt64.random(in: 0 ... .max)
    let outcome = await Self.run(seed: seed) { SyntaxFuzz.randomText(&$0) }
    #expect(outcome.fault == nil, "seed \(seed)")
  }

  @Test func `changed expressions are refused or evaluated`() async {
    let seed = UInt64.random(in: 0 ... .max)
    let outcome = await Self.run(seed: seed) { SyntaxFuzz.changed($0.pick(Self.seeds), &$0) }
    #expect(outcome.fault == nil, "seed \(seed)")
    #expect(outcome.evaluated > SyntaxFuzz.cases / 100, "seed \(seed): hardly any was evaluated")
  }
}
