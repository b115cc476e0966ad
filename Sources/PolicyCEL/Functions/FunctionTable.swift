/// A function as the checker sees it: a name and its overloads.
package struct FunctionDeclaration: Sendable {
  /// One signature of a function.
  package struct Overload: Sendable {
    /// A stable name, such as `add_int64`.
    package var id: String
    /// Whether it is called on a target: `target.name(…)`; the target is the first parameter.
    package var isMember: Bool
    /// The parameter types, target first.
    package var parameters: [ValueType]
    /// The type of the result.
    package var result: ValueType

    /// Declares a signature.
    package init(
      _ id: String, isMember: Bool = false, _ parameters: [ValueType], _ result: ValueType
    ) {
      self.id = id
      self.isMember = isMember
      self.parameters = parameters
      self.result = result
    }
  }

  /// The name as CEL knows it: `size`, `_+_`, `math.greatest`.
  package var name: String
  /// Its signatures.
  package var overloads: [Overload]
  /// What it does: chosen by the number of arguments, target included; dispatches on the kinds of values.
  package var implementations: [Int: FunctionImplementation]
  /// Whether more arguments than any signature has are checked as one list of them.
  package var gathersArguments: Bool

  /// Declares a function.
  package init(
    _ name: String, _ overloads: [Overload], implementations: [Int: FunctionImplementation],
    gathersArguments: Bool = false
  ) {
    self.name = name
    self.overloads = overloads
    self.implementations = implementations
    self.gathersArguments = gathersArguments
  }

  /// Declares the function of an operator.
  init(
    _ operation: Operator, _ overloads: [Overload],
    implementations: [Int: FunctionImplementation]
  ) {
    self.init(operation.function, overloads, implementations: implementations)
  }
}

/// What a strict function does with values; kinds that no overload fits give `noSuchOverload`.
package enum FunctionImplementation: Sendable {
  case nullary(@Sendable () throws(EvaluationError) -> Value)
  case unary(@Sendable (Value) throws(EvaluationError) -> Value)
  case binary(@Sendable (Value, Value) throws(EvaluationError) -> Value)
  case variadic(@Sendable ([Value]) throws(EvaluationError) -> Value)
}

/// The functions an environment offers.
package struct FunctionTable: Sendable {
  /// Declarations by name.
  package private(set) var declarations: [String: FunctionDeclaration] = [:]

  /// Starts with the given functions; a later declaration of a name adds its overloads to an earlier one.
  package init(_ declarations: [FunctionDeclaration]) {
    for declaration in declarations { add(declaration) }
  }

  /// Adds a function, or overloads to one that exists.
  package mutating func add(_ declaration: FunctionDeclaration) {
    guard var known = declarations[declaration.name] else {
      declarations[declaration.name] = declaration
      return
    }
    known.overloads += declaration.overloads
    known.implementations.merge(declaration.implementations) { old, _ in old }
    declarations[declaration.name] = known
  }

  /// The function of a name.
  package subscript(name: String) -> FunctionDeclaration? { declarations[name] }
}
