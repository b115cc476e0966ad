import PolicyDiagnostics

/// Everything that can be wrong with a well-formed expression.
///
/// A problem carries facts; the words are in `CheckProblem+Diagnostics.swift` and the remedies in
/// `CheckProblem+Help.swift`.
indirect enum CheckProblem: Sendable {
  // Names.
  case undefinedName(
    String, isText: Bool, near: [String], elsewhere: [String], known: [String])
  case unknownAttribute(String, of: String, near: [String], elsewhere: [String], known: [String])
  case unknownFunction(
    String, isMethod: Bool, arguments: [String], near: [String], known: Callable? = nil)
  case valueCalled(String)
  case methodCalledAsFunction(String, arguments: [String])
  case functionCalledAsMethod(String, target: String, arguments: [String])
  case wrongArgumentCount(String, accepted: [Int], given: Int, signatures: [String])

  // Types.
  case noOverload(String, operands: [Operand], signatures: [String])
  case operatorMismatch(String, left: Operand, right: Operand)
  case signMismatch(String, Operand)
  case missingUnit(quantity: Operand, number: Operand)
  case comparedWithNull(Operand, isEqual: Bool)
  case notABool(Operand, role: BoolRole)
  case unexpectedType(Operand, expected: ValueType)
  case differentBranches(Operand, Operand)
  case wholeRecord(String, attributes: [String])
  case noFields(Operand, field: String, isFunction: Bool)
  case notIndexable(Operand, key: Operand)
  case wrongIndex(Operand, key: Operand, expected: ValueType)
  case wrongMapKey(Operand)
  case notIterable(Operand, macro: String)
  case notSortable(Operand, by: String)
  case notOptional(Operand)
  case messageLiteral(String)

  // Values.
  case valueOutsideDomain(
    String, of: String, isList: Bool, values: [String], near: [String], literal: SourceRange?)
  case textOrder(String, of: String, values: [String])
  case listInequality(list: String, elements: [String])
  case invalidDuration(String, suggestion: String?)
  case invalidTimestamp(String, suggestion: String?)
  case invalidAddress(String, AddressError, isRange: Bool, isOther: Bool)
  case unsharedBits(String, range: CIDR)
  case invalidPattern(String, reason: String)
  case unknownZone(String, near: [String])

  // Presence.
  case unguardedOptional(AttributeAccess, guarded: Guarded?)

  // Limits.
  case tooExpensive(
    String, cost: UInt64, limit: UInt64, cause: Expense, unbounded: [Unbounded])
  case loopsTooDeep(Int)
  case nestingTooDeep(Int)

  /// A part of an expression as a message mentions it.
  struct Operand: Sendable {
    /// The part's own text.
    var text: String
    /// Where it stands.
    var range: SourceRange
    /// Its type.
    var type: ValueType
    /// Its value, if it is a literal.
    var literal: Value?
    /// The strings it can be, if it is declared so.
    var values: [String] = []
    /// The text fields of a record, or of the records in a list, with the strings they can be.
    var textFields: [String: [String]] = [:]
    /// Whether it is a relation such as `a < b`.
    var isRelation = false
  }

  /// What a bool is needed for.
  enum BoolRole: Sendable {
    case condition
    case operand(String)
    case choice
    case predicate(String)
  }

  /// What can be called where something was that cannot.
  struct Callable: Sendable {
    /// What has the functions: `a string`, `math`; `nil` for conditions as such.
    var owner: String?
    /// Their names.
    var names: [String]
    /// The name spaces that have more.
    var spaces: [String] = []
  }

  /// A read of a field that may be absent.
  struct AttributeAccess: Sendable {
    /// The field as written.
    var text: String
    /// The part of the way to it that may be absent: the field itself or a record before it.
    var absent: String
  }

  /// A condition and what makes it safe.
  struct Guarded: Sendable {
    /// The part of the expression that reads the field.
    var text: String
    /// Where the part begins.
    var range: SourceRange
  }

  /// What makes a part of an expression dear.
  enum Expense: Sendable {
    /// Loops, or functions that go through their operands.
    case loops
    /// Definitions that name others, each evaluated wherever it is named.
    case definitions
    /// A pattern with many steps for each byte of a text.
    case pattern(steps: Int)
  }

  /// A path that nothing bounds.
  struct Unbounded: Sendable {
    var path: String
    var range: SourceRange
    var assumed: UInt64
    var unit: String
  }
}

/// A problem and its place in the text of the expression.
struct CheckFinding: Sendable {
  var problem: CheckProblem
  var range: SourceRange
}
