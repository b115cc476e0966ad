import PolicyCEL
import Testing

/// The least budget that an expression needs.
private func cost(of text: String) throws -> UInt64 {
  var (low, high): (UInt64, UInt64) = (0, 1 << 24)
  while low < high {
    let middle = (low + high) / 2
    if case .failure(let error) = try evaluated(text, budget: middle), error.kind == .budgetExceeded
    {
      low = middle + 1
    } else {
      high = middle
    }
  }
  return low
}

/// A list variable keeps constant folding away.
private func inLoop(_ body: String, binding value: String) -> String {
  "[\(value)].map(s, \(body))"
}

@Test func aTenthOfAStringIsPaidForWalkingThroughIt() throws {
  let short = inLoop("s + s", binding: "'" + String(repeating: "a", count: 10) + "'")
  let long = inLoop("s + s", binding: "'" + String(repeating: "a", count: 1010) + "'")
  #expect(try cost(of: long) == cost(of: short) + 200)
}

@Test func whatAReplacementAddsIsPaidFor() throws {
  let text = String(repeating: "a", count: 1000)
  let grown = inLoop("s.replace('a', s).size()", binding: "'\(text)'")
  #expect(try cost(of: grown) >= 100_000)
}

@Test func whatAJoinWritesIsPaidFor() throws {
  let text = String(repeating: "a", count: 1000)
  let joined = inLoop("[s, s, s, s, s, s, s, s, s, s].join().size()", binding: "'\(text)'")
  #expect(try cost(of: joined) >= 1_000)
  let separated = inLoop("['', '', '', '', '', '', '', '', '', ''].join(s)", binding: "'\(text)'")
  #expect(try cost(of: separated) >= 1_000)
}

@Test(arguments: ["a == b", "a in [b]", "'%s'.format([a]) == ''", "{'k': a} == {'k': b}"])
func aValueThatHoldsItselfManyTimesOverCannotBeWalkedThrough(use: String) throws {
  // Each step doubles what is in the lists, for a few units.
  var text = "cel.bind(a, [a, a], cel.bind(b, [b, b], \(use)))"
  for _ in 0..<40 { text = "cel.bind(a, [a, a], cel.bind(b, [b, b], \(text)))" }
  let whole = "cel.bind(a, [1, 2], cel.bind(b, [1, 2], \(text)))"
  try expect(whole, failsWith: "budgetExceeded", isChecked: false)
}

@Test func aConstantPatternIsStillPaidForByTheTextItMeets() throws {
  let short = inLoop("s.matches('^a+b$')", binding: "'" + String(repeating: "a", count: 9) + "'")
  let long = inLoop("s.matches('^a+b$')", binding: "'" + String(repeating: "a", count: 1009) + "'")
  #expect(try cost(of: long) == cost(of: short) + 100)
}

@Test func aPatternCostsByTheStepsItTakesAndNotByItsLength() throws {
  let text = "'" + String(repeating: "a", count: 400) + "'"
  let small = inLoop("s.matches('(?:a?){8}b')", binding: text)
  let large = inLoop("s.matches('(?:a?){800}b')", binding: text)
  #expect(try cost(of: large) > cost(of: small) + 400 * 1_600 / 8)
  // A pattern that is made while it is used is compiled only as long as it stays small.
  try expect("'aaa'.matches('(?:a?){' + string(5) + '}')", gives: "true")
  try expect(
    "'aaa'.matches('(?:a?){' + string(900) + '}')", failsWith: "invalidArgument", isChecked: false)
}
