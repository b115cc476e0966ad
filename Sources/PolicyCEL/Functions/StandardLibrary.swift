extension FunctionTable {
  /// The standard library and the extensions strings, math, optionals,
  /// bindings, lists, sets, two-variable comprehensions and network.
  package static let standard = FunctionTable(
    logicFunctions + comparisonFunctions + arithmeticFunctions + collectionFunctions
      + conversionFunctions + textFunctions + timeFunctions + stringExtension + mathExtension
      + optionalExtension + listExtension + setExtension + networkExtension)
}

/// Type parameters of declarations.
let typeA = ValueType.parameter("A")
let typeB = ValueType.parameter("B")
typealias Overload = FunctionDeclaration.Overload

/// The error of a call whose arguments no overload fits.
func noOverload(_ name: String) -> EvaluationError {
  EvaluationError(.noSuchOverload(function: name))
}

/// The error of an operator whose operands no overload fits.
func noOverload(_ operation: Operator) -> EvaluationError { noOverload(operation.function) }

/// Operators that the evaluator carries out itself; the checker needs their signatures.
private let logicFunctions: [FunctionDeclaration] = [
  FunctionDeclaration(
    .and, [Overload("logical_and", [.bool, .bool], .bool)], implementations: [:]),
  FunctionDeclaration(
    .or, [Overload("logical_or", [.bool, .bool], .bool)], implementations: [:]),
  FunctionDeclaration(
    .choice, [Overload("conditional", [.bool, typeA, typeA], typeA)], implementations: [:]),
  FunctionDeclaration(
    .not, [Overload("logical_not", [.bool], .bool)],
    implementations: [
      1: .unary { value throws(EvaluationError) in
        guard case .bool(let flag) = value else { throw noOverload(.not) }
        return .bool(!flag)
      }
    ]),
]
