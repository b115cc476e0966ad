import PolicyDiagnostics

// What to do about each problem.

extension CheckProblem {
  /// A change that probably mends the problem.
  struct Replacement {
    var title: String
    /// What is replaced; the place of the problem when `nil`.
    var range: SourceRange?
    var text: String
  }

  /// What to do about it.
  var help: String? {
    switch self {
    case .undefinedName(let name, let isText, let near, let elsewhere, let known):
      isText
        ? "write the text in quotes: `\"\(name)\"`"
        : near.isEmpty && !elsewhere.isEmpty
          ? "write \(Self.alternatives(elsewhere))" : didYouMean(near) ?? Self.declared(known)
    case .unknownAttribute(let name, let record, let near, let elsewhere, let known):
      Self.attributeHelp(name, record, near: near, elsewhere: elsewhere, known: known)
    case .unknownFunction(let name, let isMethod, let arguments, let near, let known):
      ForeignNames.replacement(for: name, isMethod: isMethod, arguments).map { "write `\($0)`" }
        ?? didYouMean(near) ?? known?.sentence
    case .valueCalled(let name):
      "write `\(name)` without parentheses"
    case .methodCalledAsFunction(let name, let arguments):
      arguments.first.map {
        "write `\($0).\(name)(\(arguments.dropFirst().joined(separator: ", ")))`"
      }
    case .functionCalledAsMethod(let name, let target, let arguments):
      "write `\(name)(\(([target] + arguments).joined(separator: ", ")))`"
    case .wrongArgumentCount(_, _, _, let signatures):
      Self.usage(signatures)
    case .noOverload(let name, let operands, let signatures):
      Self.callHelp(name, operands) ?? Self.usage(signatures)
    case .operatorMismatch(let symbol, let left, let right):
      MismatchHelp(symbol: symbol, left: left, right: right).text
    case .signMismatch(_, let operand):
      operand.type == .uint ? "write `-int(\(operand.text))`" : nil
    case .missingUnit(_, let number):
      "write the unit: `duration(\"\(number.wholeNumber ?? "15")m\")` for minutes, "
        + "`duration(\"\(number.wholeNumber ?? "15")s\")` for seconds"
    case .comparedWithNull(let operand, let isEqual):
      "write `\(isEqual ? "!" : "")has(\(operand.text))`"
    case .notABool(let operand, .operand("!")):
      "`!` stands before `\(operand.text)` alone: put what it negates in parentheses, `!(…)`"
    case .notABool(let operand, _):
      operand.conditionHelp
    case .unexpectedType(let operand, let expected):
      expected == .bool ? operand.conditionHelp : nil
    case .differentBranches:
      "make both branches the same type"
    case .wholeRecord(_, let attributes):
      attributes.isEmpty
        ? nil : "write the attribute that is meant, such as \(Self.alternatives(attributes))"
    case .noFields(let operand, let field, let isFunction):
      Self.fieldHelp(operand, field, isFunction)
    case .notIndexable(let operand, let key):
      Self.indexHelp(operand, key)
    case .wrongIndex, .wrongMapKey:
      nil
    case .notIterable(let operand, _):
      operand.type == .string ? "a part of a text is found with `\(operand.text).contains(…)`" : nil
    case .notSortable:
      "sort by a number, a text, a bool, a timestamp or a duration"
    case .notOptional(let operand):
      "write `optional.of(\(operand.text))`, or leave out the `?`"
    case .messageLiteral:
      "write a map: `{\"key\": value}`"
    case .valueOutsideDomain(_, _, _, let values, let near, _):
      Self.domainHelp(values, near)
    case .textOrder(_, let path, let values):
      "name the values: `\(path) in [\(values.prefix(2).map(\.quoted).joined(separator: ", "))]`"
    case .listInequality(let list, let elements):
      elements.first.map { "to ask that a value is not in the list, write `!(\($0) in \(list))`" }
    case .invalidDuration(_, let suggestion):
      suggestion.map { "write `duration(\"\($0)\")`" }
        ?? "write numbers with units, such as `90s`, `15m`, `12h`, `1h30m`"
    case .invalidTimestamp(_, let suggestion):
      suggestion.map { "write `timestamp(\"\($0)\")`" }
        ?? "write an instant with its zone, such as `2026-01-31T09:00:00Z`"
    case .invalidAddress(let text, let error, let isRange, let isOther):
      Self.addressHelp(text, error, isRange: isRange, isOther: isOther)
    case .unsharedBits(_, let range):
      "write `cidr(\"\(range.masked)\")`"
    case .unknownZone(_, let near):
      didYouMean(near)
        ?? "write a name of the IANA database such as `Europe/Berlin`, or an offset such as `+01:00`"
    case .invalidPattern:
      "patterns are in RE2 syntax, without look-around and back-references"
    case .unguardedOptional(let access, let guarded):
      "guard it: `has(\(access.text)) && \(guarded?.text ?? "…")`"
    case .tooExpensive(_, _, _, .pattern(let steps), _):
      "the pattern takes up to \(steps) steps for each letter; lower the counts in its braces"
    case .tooExpensive(_, _, _, .definitions, _):
      "a definition is evaluated wherever it is named; name it less often, or make it simpler"
    case .tooExpensive(_, _, _, .loops, let unbounded):
      unbounded.isEmpty
        ? "make the loop shorter, or nest fewer of them"
        : "nest fewer loops over `\(unbounded[0].path)`"
    case .loopsTooDeep:
      "nest fewer `all`, `exists`, `map` and `filter`"
    case .nestingTooDeep:
      "split the expression into named definitions"
    }
  }

  /// A change that probably mends it; never one that is known to keep every decision.
  var replacement: Replacement? {
    switch self {
    case .unknownAttribute(_, _, let near, let elsewhere, _)
    where near.count == 1 && elsewhere.isEmpty:
      Replacement(title: "replace with `\(near[0])`", text: near[0])
    case .valueOutsideDomain(_, _, _, _, let near, let literal?) where near.count == 1:
      Replacement(title: "replace with `\(near[0])`", range: literal, text: near[0])
    case .unguardedOptional(let access, let guarded?):
      Replacement(
        title: "guard with `has(\(access.text))`",
        range: SourceRange(guarded.range.start, guarded.range.start),
        text: "has(\(access.text)) && ")
    default:
      nil
    }
  }

  // MARK: Parts

  private static func alternatives(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: " or ")
  }

  private static func usage(_ signatures: [String]) -> String? {
    signatures.isEmpty ? nil : "it is called as \(alternatives(Array(signatures.prefix(3))))"
  }

  private static func attributeHelp(
    _ name: String, _ record: String, near: [String], elsewhere: [String], known: [String]
  ) -> String? {
    if !elsewhere.isEmpty, near.isEmpty { return "did you mean \(alternatives(elsewhere))?" }
    if let question = didYouMean(near) {
      return elsewhere.isEmpty ? question : "\(question) there is also \(alternatives(elsewhere))"
    }
    return known.isEmpty ? nil : "`\(record)` has \(listed(known))"
  }

  /// Names with commas between them, as many as can be read.
  fileprivate static func listed(_ names: [String]) -> String {
    let limit = 24
    let shown = names.prefix(limit).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
  }

  private static func declared(_ names: [String]) -> String? {
    names.isEmpty ? nil : "these are declared: \(listed(names))"
  }

  /// What was probably meant by a call whose arguments do not fit.
  private static func callHelp(_ name: String, _ operands: [Operand]) -> String? {
    guard let first = operands.first, let last = operands.last else { return nil }
    if let help = addressHelp(name, first, operands.dropFirst().map(\.text)) { return help }
    switch (name, first.type, last.type) {
    case ("duration", _, _):
      return first.wholeNumber.map { "write the unit: `duration(\"\($0)s\")` for seconds" }
    case ("contains", .list, _) where operands.count == 2:
      return "write `\(last.text) in \(first.text)`"
    case ("contains", .string, .list), ("startsWith", .string, .list), ("endsWith", .string, .list),
      ("matches", .string, .list):
      return "ask for each of them: `\(last.text).exists(x, \(first.text).\(name)(x))`"
    default:
      return nil
    }
  }

  /// What was probably meant by a question about an address that is asked of something else.
  private static func addressHelp(
    _ name: String, _ target: Operand, _ arguments: [String]
  ) -> String? {
    let call = "\(name)(\(arguments.joined(separator: ", ")))"
    let isOfAddress =
      ["family", "isUnspecified", "isLoopback", "isGlobalUnicast"].contains(name)
      || ["isLinkLocalMulticast", "isLinkLocalUnicast"].contains(name)
    let isOfRange = ["containsIP", "containsCIDR", "masked", "prefixLength"].contains(name)
    if isOfAddress {
      if target.type == .string { return "write `ip(\(target.text)).\(call)`" }
      if target.type == .cidr { return "write `\(target.text).ip().\(call)`" }
    } else if isOfRange {
      if target.type == .string { return "write `cidr(\(target.text)).\(call)`" }
      if target.type == .ip, let range = arguments.first {
        return "write `\(Self.range(range)).containsIP(\(target.text))`"
      }
    } else if name == "contains", target.type == .cidr, let inner = arguments.first {
      let isRange = inner.contains("/") || inner.hasPrefix("cidr(")
      return "write `\(target.text).\(isRange ? "containsCIDR" : "containsIP")(\(inner))`"
    }
    return nil
  }

  /// How to write an address or a range that cannot be read.
  private static func addressHelp(
    _ text: String, _ error: AddressError, isRange: Bool, isOther: Bool
  ) -> String {
    if isOther, !isRange { return "write `cidr(\"\(text)\")`" }
    if let suggestion = error.suggestion {
      return isRange && isOther
        ? "write `cidr(\"\(suggestion)\")` for this address alone, or `ip(\"\(text)\")`"
        : "write `\(isRange ? "cidr" : "ip")(\"\(suggestion)\")`"
    }
    return isRange
      ? "write an address and how many bits are shared, such as `192.0.2.0/24` or `2001:db8::/32`"
      : "write an address such as `192.0.2.1` or `2001:db8::1`"
  }

  /// An expression as a range of addresses.
  private static func range(_ text: String) -> String {
    text.hasPrefix("cidr(") ? text : "cidr(\(text))"
  }

  private static func fieldHelp(_ operand: Operand, _ field: String, _ isFunction: Bool) -> String?
  {
    if operand.type.isTime, let method = ForeignNames.timeParts[field] {
      return "write `\(operand.text).\(method)()`"
    }
    if isFunction { return "`\(field)` is a function: write `\(operand.text).\(field)()`" }
    if let replacement = ForeignNames.replacement(
      for: field, isMethod: true, [operand.text])
    {
      return "write `\(replacement)`"
    }
    if case .list = operand.type {
      return "ask about its elements: `\(operand.text).exists(x, x.\(field) == …)`"
    }
    return nil
  }

  private static func indexHelp(_ operand: Operand, _ key: Operand) -> String? {
    switch operand.type {
    case .object: key.writtenText.map { "write `\(operand.text).\($0)`" }
    case .string: "write `\(operand.text).charAt(\(key.text))`"
    default: nil
    }
  }

  private static func domainHelp(_ values: [String], _ near: [String]) -> String? {
    let known =
      values.count <= 8 ? "it is one of \(values.map { "`\($0)`" }.joined(separator: ", "))" : nil
    guard let question = didYouMean(near), near.count == 1 || known == nil else { return known }
    return known.map { "\(question) \($0)" } ?? question
  }
}

extension CheckProblem.Callable {
  /// What there is, in a sentence.
  fileprivate var sentence: String? {
    guard !names.isEmpty else { return nil }
    let more =
      spaces.isEmpty
      ? "" : ", and what begins with \(spaces.map { "`\($0).`" }.joined(separator: ", "))"
    return "\(owner.map { "\($0) has" } ?? "there are") \(CheckProblem.listed(names))\(more)"
  }
}

extension String {
  /// The text as a literal of a condition.
  fileprivate var quoted: String { Value.string(self).description }
}

extension CheckProblem.Operand {
  /// The digits of a whole number that was written down.
  var wholeNumber: String? {
    switch literal {
    case .int(let value): "\(value)"
    case .uint(let value): "\(value)"
    default: nil
    }
  }

  /// How to make a condition of something that is none.
  fileprivate var conditionHelp: String? {
    switch type {
    case .string:
      switch writtenText {
      case "true", "false": return "write `\(writtenText ?? "true")` without quotes"
      case .some: return nil
      case nil: return "compare it: `\(text) == \"\(values.first ?? "…")\"`"
      }
    case .duration: return "compare it: `\(text) < duration(\"15m\")`"
    case .timestamp: return "compare it: `\(text) < now`"
    case .int: return "compare it: `\(text) > 0`"
    case .list: return "ask about its elements: `size(\(text)) > 0` or `… in \(text)`"
    case .map: return "ask about its size: `size(\(text)) > 0`"
    case .abstract("optional_type", [.bool]): return "write `\(text).orValue(false)`"
    case .abstract("optional_type", _): return "ask whether it is there: `\(text).hasValue()`"
    case .object: return "ask about one of its attributes"
    default: return nil
    }
  }
}
