import PolicyCEL
import PolicyDiagnostics
import PolicyTime
import Testing

@Test(arguments: [
  ("1.0", "1"), ("-0.0", "-0"), ("123.456", "123.456"), ("100000.0", "100000"),
  ("1000000.0", "1e+06"), ("123456789.0", "1.23456789e+08"), ("987.654e12", "9.87654e+14"),
  ("0.0001", "0.0001"), ("0.00001", "1e-05"), ("0.1 + 0.2", "0.30000000000000004"),
  ("1e100", "1e+100"), ("-4.5e-3", "-0.0045"),
])
func doublesBecomeTheirShortestText(number: String, text: String) throws {
  let (checked, _) = ExpressionChecker.check(try parsed("string(\(number))"), in: Environment())
    .parts
  var layout = InputLayout()
  let program = Program(try #require(checked), layout: &layout)
  let input = Input(layout: layout, now: .minimum) { _ in nil }
  #expect(try program.evaluate(input) == .string(text))
}
