import PolicyCEL
import PolicyDiagnostics
import PolicyTestSupport
import PolicyTime
import Testing

/// In the year 2116. Nothing is compared beyond it, where differences of instants begin to overflow.
private let never = Int128(1) << 62

/// What a test or an evaluation gave, and until when.
private struct Answer: Equatable, CustomStringConvertible {
  enum Result: Equatable {
    case value(Bool)
    case error(EvaluationError.Kind)
  }

  var result: Result
  var until: Int128

  init(_ predicate: Predicate, _ input: Input) {
    var until = Int128.max
    do throws(EvaluationError) {
      result = .value(try predicate.test(input, until: &until))
    } catch {
      result = .error(error.kind)
    }
    self.until = min(until, never)
  }

  init(_ program: Program, _ input: Input) {
    var until = Int128.max
    do throws(EvaluationError) {
      let value = try program.evaluate(input, until: &until)
      result = value == .bool(true) ? .value(true) : .value(false)
    } catch {
      result = .error(error.kind)
    }
    self.until = min(until, never)
  }

  var description: String { "\(result) until \(until)" }
}

/// Whether a predicate's answer and a program's are the same.
///
/// Only while a session is issued in the future, so that its age stands still until then, may the
/// program look again earlier than the predicate.
private func agree(
  _ quick: Answer, _ full: Answer, _ input: Input, _ attributes: [AttributePath: Value]
) -> Bool {
  guard quick.result == full.result else { return false }
  if case .timestamp(let issued) = attributes[AttributePath(["session", "issued_at"])],
    issued > input.now
  {
    return full.until <= quick.until
  }
  return full.until == quick.until
}

private func checked(_ text: String) throws -> CheckedExpression {
  let (checked, diagnostics) = ExpressionChecker.check(
    try parsed(text), in: RandomConditions.environment, expecting: .bool
  ).parts
  return try #require(checked, "\(text): \(diagnostics.map(\.message))")
}

/// Instants from one up to, but not at, another.
private func instants(
  from now: Int128, before until: Int128, using random: inout SeededGenerator
) -> [Timestamp] {
  let last = min(Int128(until) - 1, Timestamp.maximum.nanosecondsSinceEpoch)
  guard last > now else { return [] }
  let sampled = (0..<4).map { _ in
    // Close to either end as often as in between.
    let reach = Int128(1) << Int128.random(in: 0..<63, using: &random)
    return Bool.random(using: &random) ? now + reach : last - reach
  }
  return ([now + 1, last, now + (last - now) / 2] + sampled)
    .filter { $0 > now && $0 <= last }
    .compactMap { Timestamp(nanosecondsSinceEpoch: $0) }
}

@Test(arguments: 0..<8 as Range<UInt64>)
func predicatesAndProgramsAgree(seed: UInt64) throws {
  var conditions = RandomConditions(random: SeededGenerator(seed: seed))
  for _ in 0..<80 {
    let text = conditions.condition(depth: 3)
    let expression = try checked(text)
    var layout = InputLayout()
    let program = Program(expression, layout: &layout)
    let predicate = Predicate(.expression(expression), layout: &layout)
    for _ in 0..<4 {
      let attributes = conditions.attributes()
      let input = Input(layout: layout, now: conditions.now()) { attributes[$0] }
      let (quick, full) = (Answer(predicate, input), Answer(program, input))
      #expect(
        agree(quick, full, input, attributes),
        "seed \(seed): \(quick) and \(full) for \(text) at \(input.now) with \(attributes)")
    }
  }
}

@Test(arguments: 100..<108 as Range<UInt64>)
func answersStandStrictlyBeforeTheirBound(seed: UInt64) throws {
  var conditions = RandomConditions(random: SeededGenerator(seed: seed))
  for _ in 0..<80 {
    let text = conditions.condition(depth: 3)
    var layout = InputLayout()
    let predicate = Predicate(.expression(try checked(text)), layout: &layout)
    let attributes = conditions.attributes()
    let input = Input(layout: layout, now: conditions.now()) { attributes[$0] }
    let answer = Answer(predicate, input)
    let now = input.now.nanosecondsSinceEpoch
    for later in instants(from: now, before: answer.until, using: &conditions.random) {
      let found = Answer(predicate, input.moved(to: later))
      #expect(
        found.result == answer.result,
        "seed \(seed): \(text) at \(input.now), again at \(later), with \(attributes)")
    }
  }
}

@Test(arguments: 200..<204 as Range<UInt64>)
func joinedFormulasMeanWhatOperatorsMean(seed: UInt64) throws {
  var conditions = RandomConditions(random: SeededGenerator(seed: seed))
  for _ in 0..<80 {
    let (first, second) = (conditions.condition(depth: 1), conditions.condition(depth: 1))
    let parts = [Formula.expression(try checked(first)), .expression(try checked(second))]
    let forms: [(Formula, String)] = [
      (.all(parts), "(\(first)) && (\(second))"), (.any(parts), "(\(first)) || (\(second))"),
      (.none(parts), "!((\(first)) || (\(second)))"),
    ]
    let attributes = conditions.attributes()
    let now = conditions.now()
    for (formula, text) in forms {
      var layout = InputLayout()
      let predicate = Predicate(formula, layout: &layout)
      let program = Program(try checked(text), layout: &layout)
      let input = Input(layout: layout, now: now) { attributes[$0] }
      let (quick, full) = (Answer(predicate, input), Answer(program, input))
      #expect(
        agree(quick, full, input, attributes),
        "seed \(seed): \(quick) and \(full) for \(text) at \(now) with \(attributes)")
    }
  }
}

/// Sorting by what moves: the order changes when two elements change places, and at no other instant.
@Test(
  arguments: [
    // All grow old alike.
    ("[a, b].sortBy(t, now - t)[0] == b", nil),
    // One goes away while the other comes closer. They meet at 100 s, where the one written first wins.
    ("[0, 1].sortBy(i, i == 0 ? now - a : c - now)[0] == 0", 50_000_000_001),
    ("[1, 0].sortBy(i, i == 0 ? now - a : c - now)[0] == 0", 50_000_000_000),
    // Equals keep their places until one of them moves on.
    ("[0, 1].sortBy(i, i == 0 ? now - b : duration('0s'))[0] == 0", 1),
    ("[duration('5s'), duration('1s')].sortBy(d, d)[0] == duration('1s')", nil),
    ("[0, 1].exists(i, v, i == 0 && c > now)", 150_000_000_000),
    ("[a, c].transformList(i, t, t > now)[1]", 150_000_000_000),
  ] as [(String, Int64?)])
func loopsKnowWhenTheirAnswerChanges(text: String, steps: Int64?) throws {
  let seconds: [String: Int64] = ["a": 0, "b": 50, "c": 200]
  var variables = seconds.mapValues { _ in Variable(.timestamp) }
  variables["now"] = Variable(.timestamp, origin: .now)
  let (checked, problems) = ExpressionChecker.check(
    try parsed(text), in: Environment(variables: variables)
  ).parts
  var layout = InputLayout()
  let program = Program(try #require(checked, "\(problems.map(\.message))"), layout: &layout)
  let now = try #require(Timestamp(seconds: 50))
  let input = Input(layout: layout, now: now) { path in
    seconds[path.description].flatMap { Timestamp(seconds: $0) }.map { .timestamp($0) }
  }
  let answer = Answer(program, input)
  #expect(answer.result == .value(true))
  let until = steps.map { now.nanosecondsSinceEpoch + Int128($0) } ?? never
  #expect(answer.until == until)
  guard steps != nil, let last = Timestamp(nanosecondsSinceEpoch: until - 1),
    let next = Timestamp(nanosecondsSinceEpoch: until)
  else { return }
  #expect(Answer(program, input.moved(to: last)).result == .value(true))
  #expect(Answer(program, input.moved(to: next)).result == .value(false))
}
