import PolicyDiagnostics

extension CheckFinding {
  /// The finding as it is told, in the source that the expression was written in.
  func diagnostic(in expression: ParsedExpression) -> Diagnostic {
    Diagnostic(
      problem.code, problem.severity, problem.message, at: expression.location(of: range),
      help: problem.help,
      related: problem.related.map {
        Diagnostic.Related($0.message, at: expression.location(of: $0.range))
      },
      fix: problem.replacement.map { replacement in
        Fix(
          replacement.title, isSafe: false,
          edits: [
            Fix.Edit(
              expression.location(of: replacement.range ?? range), replacement: replacement.text)
          ])
      })
  }
}

extension CheckProblem {
  /// Which check speaks.
  var code: DiagnosticCode {
    switch self {
    case .undefinedName: .undefinedDefinition
    case .unknownAttribute: .unknownAttribute
    case .unknownFunction, .valueCalled, .methodCalledAsFunction, .functionCalledAsMethod:
      .unknownFunction
    case .missingUnit: .missingUnit
    case .wrongArgumentCount, .noOverload, .operatorMismatch, .signMismatch, .comparedWithNull,
      .notABool, .unexpectedType, .differentBranches, .wholeRecord, .noFields, .notIndexable,
      .wrongIndex, .wrongMapKey, .notIterable, .notSortable, .notOptional:
      .typeMismatch
    case .messageLiteral: .invalidExpression
    case .valueOutsideDomain: .valueOutsideDomain
    case .textOrder: .stringOrder
    case .listInequality: .listInequality
    case .invalidDuration, .invalidTimestamp, .invalidAddress, .unsharedBits: .invalidConstant
    case .invalidPattern: .invalidPattern
    case .unknownZone: .unknownTimeZone
    case .unguardedOptional: .unguardedOptional
    case .tooExpensive, .loopsTooDeep, .nestingTooDeep: .expressionLimit
    }
  }

  /// How much weight the problem has.
  var severity: Diagnostic.Severity {
    switch self {
    case .textOrder, .listInequality, .unguardedOptional, .unknownZone, .unsharedBits: .warning
    default: .error
    }
  }

  /// What is wrong, in one line.
  var message: String {
    switch self {
    case .undefinedName(let name, _, _, _, _):
      "`\(name)` is not declared"
    case .unknownAttribute(let name, let record, _, _, _):
      "`\(record)` has no attribute `\(name)`"
    case .unknownFunction(let name, _, _, _, _):
      "there is no function `\(name)`"
    case .valueCalled(let name):
      "`\(name)` is a value, not a function"
    case .methodCalledAsFunction(let name, _):
      "`\(name)` is called on a value, not as a function"
    case .functionCalledAsMethod(let name, _, _):
      "`\(name)` is a function, it is not called on a value"
    case .wrongArgumentCount(let name, let accepted, let given, _):
      "`\(name)` takes \(Self.counted(accepted)), and \(given == 0 ? "none" : "\(given)") "
        + "\(given == 1 ? "is" : "are") given"
    case .noOverload(let name, let operands, _):
      "`\(name)` does not work on \(operands.map(\.phrase).joined(separator: " and "))"
    case .operatorMismatch(let symbol, let left, let right):
      "`\(symbol)` does not work between \(left.phrase) and \(right.phrase)"
    case .signMismatch(let symbol, let operand):
      "`\(symbol)` does not work on \(operand.phrase)"
    case .missingUnit(let quantity, let number):
      "`\(number.text)` has no unit, and `\(quantity.text)` is \(quantity.type.phrase)"
    case .comparedWithNull(let operand, let isEqual):
      "`\(operand.text)` is never null where it can be read, so this is "
        + "\(isEqual ? "never" : "always") true"
    case .notABool(let operand, let role):
      "\(role.phrase) must be a bool, and `\(operand.text)` is \(operand.type.phrase)"
    case .unexpectedType(let operand, let expected):
      "\(expected.phrase) is expected here, and `\(operand.text)` is \(operand.type.phrase)"
    case .differentBranches(let left, let right):
      "the branches of `?:` differ: \(left.phrase) and \(right.phrase)"
    case .wholeRecord(let name, _):
      "`\(name)` is a record, and only its attributes can be read"
    case .noFields(let operand, let field, _):
      "`\(operand.text)` is \(operand.type.phrase) and has no field `\(field)`"
    case .notIndexable(let operand, _):
      "`\(operand.text)` is \(operand.type.phrase) and has no elements to pick with `[…]`"
    case .wrongIndex(let operand, let key, let expected):
      "elements of `\(operand.text)` are picked by \(expected.phrase), and `\(key.text)` is "
        + key.type.phrase
    case .wrongMapKey(let operand):
      "a map key must be a bool, int, uint or string, and `\(operand.text)` is "
        + operand.type.phrase
    case .notIterable(let operand, let macro):
      "`\(macro)` goes over \(macro == "sortBy" ? "a list" : "a list or a map"), and "
        + "`\(operand.text)` is \(operand.type.phrase)"
    case .notSortable(let operand, let function):
      "`\(function)` sorts by what has an order, and `\(operand.text)` is \(operand.type.phrase)"
    case .notOptional(let operand):
      "an optional is expected here, and `\(operand.text)` is \(operand.type.phrase)"
    case .messageLiteral(let name):
      "messages such as `\(name){…}` cannot be built here"
    case .valueOutsideDomain(let value, let path, let isList, _, _, _):
      "`\(path)` \(isList ? "never holds" : "is never") `\(Self.inline(value))`"
    case .textOrder(let symbol, let path, _):
      "`\(symbol)` compares `\(path)` letter by letter, for its values have no order"
    case .listInequality(let list, _):
      "`!=` compares `\(list)` as a whole, so it is true unless every element is the same in the "
        + "same order"
    case .invalidDuration(let text, _):
      "`\(Self.inline(text))` is not a duration"
    case .invalidTimestamp(let text, _):
      "`\(Self.inline(text))` is not a timestamp"
    case .invalidAddress(let text, let error, let isRange, let isOther):
      "`\(Self.inline(text))` is \(isRange ? "no range of IP addresses" : "no IP address"): "
        + (isOther ? (isRange ? "it is a single address" : "it is a range") : error.reason)
    case .unsharedBits(let text, let range):
      "`\(Self.inline(text))` holds the addresses of `\(range.masked)`, for only the first "
        + "\(range.prefixLength) bits count"
    case .invalidPattern(let pattern, let reason):
      "`\(Self.inline(pattern))` is not a valid pattern: \(reason)"
    case .unknownZone(let name, _):
      "`\(Self.inline(name))` is no time zone of this system, so the condition always fails"
    case .unguardedOptional(let access, _):
      access.text.hasSameBytes(as: access.absent)
        ? "`\(access.text)` may be absent, and the condition then fails"
        : "`\(access.absent)` may be absent, and reading `\(access.text)` then fails"
    case .tooExpensive(let part, let cost, let limit, _, _):
      "`\(part)` may cost \(cost == .max ? "unlimited" : "\(cost)") units, above the limit of "
        + "\(limit)"
    case .loopsTooDeep(let limit):
      "loops are nested more than \(limit) deep"
    case .nestingTooDeep(let limit):
      "the expression is nested more than \(limit) levels deep"
    }
  }

  /// Other places that matter.
  var related: [(message: String, range: SourceRange)] {
    switch self {
    case .operatorMismatch(_, let left, let right), .differentBranches(let left, let right):
      [left.sentence, right.sentence]
    case .missingUnit(let quantity, let number):
      quantity.range.start < number.range.start
        ? [quantity.sentence, number.sentence] : [number.sentence, quantity.sentence]
    case .wrongIndex(let operand, _, _): [operand.sentence]
    case .noOverload(_, let operands, _) where operands.count > 1: operands.map(\.sentence)
    case .tooExpensive(_, _, _, _, let unbounded):
      unbounded.map {
        ("`\($0.path)` has no size limit: \($0.assumed) \($0.unit) are assumed", $0.range)
      }
    default: []
    }
  }

  /// A text as it stands within a sentence: on one line, and not for ever.
  static func inline(_ text: String) -> String {
    let limit = 60
    let shown = text.unicodeScalars.prefix(limit).map { scalar in
      scalar.value < 0x20 || scalar.value == 0x7F ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return shown.joined() + (text.unicodeScalars.count > limit ? "…" : "")
  }

  private static func counted(_ counts: [Int]) -> String {
    guard let last = counts.last else { return "no arguments" }
    let others = counts.dropLast().map(String.init).joined(separator: ", ")
    let all = others.isEmpty ? "\(last)" : "\(others) or \(last)"
    return last == 0
      ? "no arguments" : last == 1 && others.isEmpty ? "1 argument" : "\(all) arguments"
  }
}

extension CheckProblem.Operand {
  /// The part with its type, for use within a sentence.
  fileprivate var phrase: String { "`\(text)` (\(type.words))" }

  /// What the part is, as a sentence of its own.
  fileprivate var sentence: (message: String, range: SourceRange) {
    ("`\(text)` is \(type.phrase)", range)
  }
}

extension CheckProblem.BoolRole {
  fileprivate var phrase: String {
    switch self {
    case .condition: "a condition"
    case .operand(let symbol): "an operand of `\(symbol)`"
    case .choice: "what stands before `?`"
    case .predicate(let macro): "the condition of `\(macro)`"
    }
  }
}

extension ValueType {
  /// The type in a word or two.
  fileprivate var words: String {
    switch self {
    case .object: "record"
    case .list(let element): "list(\(element.words))"
    case .map(let key, let value): "map(\(key.words), \(value.words))"
    case .abstract("optional_type", let parameters):
      "optional " + parameters.map(\.words).joined()
    case .abstract(let name, _): name
    default: description
    }
  }

  /// The type with its article.
  var phrase: String {
    switch self {
    case .null: "null"
    case .dyn: "of any type"
    case .int, .abstract("optional_type", _): "an \(words)"
    default: "a \(words)"
    }
  }
}
