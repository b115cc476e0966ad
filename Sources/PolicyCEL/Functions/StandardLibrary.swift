extension FunctionTable {
  /// The standard library and the extensions strings, math, optionals and bindings.
  public static let standard = FunctionTable(
    logicFunctions + comparisonFunctions + arithmeticFunctions + collectionFunctions
      + conversionFunctions + textFunctions + timeFunctions + stringExtension + mathExtension
      + optionalExtension)
}

/// Type parameters of declarations.
let typeA = ValueType.parameter("A")
let typeB = ValueType.parameter("B")
typealias Overload = FunctionDeclaration.Overload

/// The error of a call whose arguments no overload fits.
func noOverload(_ name: String) -> EvaluationError {
  EvaluationError(.noSuchOverload(function: name))
}

/// Operators that the evaluator carries out itself; the checker needs their signatures.
private let logicFunctions: [FunctionDeclaration] = [
  FunctionDeclaration(
    "_&&_", [Overload("logical_and", [.bool, .bool], .bool)], implementations: [:]),
  FunctionDeclaration(
    "_||_", [Overload("logical_or", [.bool, .bool], .bool)], implementations: [:]),
  FunctionDeclaration(
    "_?_:_", [Overload("conditional", [.bool, typeA, typeA], typeA)], implementations: [:]),
  FunctionDeclaration(
    "!_", [Overload("logical_not", [.bool], .bool)],
    implementations: [
      1: .unary { value throws(EvaluationError) in
        guard case .bool(let flag) = value else { throw noOverload("!_") }
        return .bool(!flag)
      }
    ]),
]
