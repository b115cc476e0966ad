import PolicyDiagnostics
import PolicyRegex

/// The string functions of the standard library.
let textFunctions: [FunctionDeclaration] = [
  test("contains") { Text.find($1, in: $0) != nil },
  test("startsWith", Text.hasPrefix),
  test("endsWith", Text.hasSuffix),
  FunctionDeclaration(
    "matches",
    [
      Overload("matches", [.string, .string], .bool),
      Overload("matches_string", isMember: true, [.string, .string], .bool),
    ],
    implementations: [
      2: .binary { text, pattern throws(EvaluationError) in
        guard case .string(let text) = text, case .string(let pattern) = pattern else {
          throw noOverload("matches")
        }
        return .bool(try Pattern(read: pattern).matches(in: text))
      }
    ]),
]

extension Pattern {
  /// The most instructions of a pattern that is known only while it is used.
  static let longestRead = 1_000

  /// Compiles a pattern that is known only now, and used once: a table would not pay.
  init(read text: String) throws(EvaluationError) {
    do throws(RegexError) {
      self = try Pattern(
        text, limits: RegexLimits(programSize: Pattern.longestRead, tableStates: 0))
    } catch {
      throw EvaluationError(.invalidArgument("the pattern is invalid: \(error.message)"))
    }
  }
}

private func test(
  _ name: String, _ holds: @escaping @Sendable (String, String) -> Bool
) -> FunctionDeclaration {
  FunctionDeclaration(
    name, [Overload("\(name)_string", isMember: true, [.string, .string], .bool)],
    implementations: [
      2: .binary { text, part throws(EvaluationError) in
        guard case .string(let text) = text, case .string(let part) = part else {
          throw noOverload(name)
        }
        return .bool(holds(text, part))
      }
    ])
}
