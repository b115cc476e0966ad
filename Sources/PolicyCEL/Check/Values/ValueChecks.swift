import PolicyDiagnostics
import PolicyTime

/// Checks of what is known before evaluation: values that a field can never have, constants that
/// cannot be read, comparisons that do not mean what they say.
struct ValueChecks {
  /// The strings that an expression can be, or that its elements can be.
  struct Domain {
    var path: String
    var values: [String]
    /// The same, to be asked of many texts.
    var valueSet: Set<String>
    var isOrdered: Bool
    var isList: Bool

    /// Whether a text is one of the values, byte by byte.
    func contains(_ text: String) -> Bool {
      // A set of strings takes for the same what is composed otherwise; then all are looked at.
      guard let place = valueSet.firstIndex(of: text) else { return false }
      return valueSet[place].hasSameBytes(as: text)
        || values.contains { $0.hasSameBytes(as: text) }
    }
  }

  /// A string that is known before evaluation, and where it stands.
  struct KnownText {
    var text: String
    var expr: Expr
  }

  let checked: CheckedExpression
  let text: ExpressionText
  var findings: [CheckFinding] = []
  private var locals: [Local] = []

  /// A variable that a macro binds.
  private struct Local {
    var name: String
    var domain: Domain?
    /// The strings it stands for one after the other, where all are known.
    var texts: [KnownText] = []
  }

  /// Prepares the checks of an expression.
  init(_ checked: CheckedExpression, text: ExpressionText) {
    self.checked = checked
    self.text = text
  }

  /// Checks a node and everything under it.
  mutating func visit(_ expr: Expr) {
    switch expr.kind {
    case .comprehension(let comprehension):
      visit(comprehension.range)
      let domain =
        comprehension.macro == .bind || comprehension.macro.isLoop
        ? domain(of: comprehension.range) : nil
      let scope = locals.count
      if comprehension.valueVariable != nil {
        locals.append(Local(name: comprehension.variable.text))
      }
      var element = Local(name: comprehension.variables.last?.text ?? "", domain: domain)
      if comprehension.macro.isLoop { element.texts = texts(in: comprehension.range) }
      locals.append(element)
      if let filter = comprehension.filter { visit(filter) }
      visit(comprehension.body)
      locals.removeSubrange(scope...)
    default:
      for child in expr.children { visit(child) }
      check(expr)
    }
  }

  private mutating func check(_ expr: Expr) {
    switch expr.kind {
    case .binary(let operation, let left, let right) where operation.isRelation:
      let count = findings.count
      compare(left, right)
      switch operation {
      case .unequal: checkListInequality(left, right, expr)
      case .less, .atMost, .greater, .atLeast:
        if findings.count == count { checkOrder(operation, [left, right], expr) }
      default: break
      }
    case .call(let function, let target, let arguments):
      checkCall(checked.functions[expr.id] ?? function.text, target, arguments)
    default: break
    }
  }

  private mutating func checkCall(_ name: String, _ target: Expr?, _ arguments: [Expr]) {
    if name == "containsIP" || name == "containsCIDR", let target { checkUnsharedBits(target) }
    switch (name, arguments.count) {
    case ("sets.contains", 2), ("sets.equivalent", 2), ("sets.intersects", 2):
      compare(arguments[0], arguments[1])
    case ("duration", 1), ("timestamp", 1):
      for argument in arguments { checkTime(name, argument) }
    case ("ip", 1), ("ip.isCanonical", 1), ("containsIP", 1):
      checkAddress(arguments[0], isRange: false)
    case ("cidr", 1), ("containsCIDR", 1):
      checkAddress(arguments[0], isRange: true)
    case ("matches", _):
      if let pattern = arguments.last { checkPattern(pattern) }
    default:
      guard CalendarAccessor(rawValue: name) != nil, let target, arguments.count == 1,
        checked.type(of: target) == .timestamp
      else { break }
      checkZone(arguments[0])
    }
  }

  // MARK: Domains

  private mutating func compare(_ left: Expr, _ right: Expr) {
    if let domain = domain(of: left) {
      checkMembership(of: texts(in: right), in: domain)
    } else if let domain = domain(of: right) {
      checkMembership(of: texts(in: left), in: domain)
    }
  }

  private mutating func checkMembership(of texts: [KnownText], in domain: Domain) {
    for known in texts
    where !domain.contains(known.text) {
      var literal: SourceRange?
      if case .literal = known.expr.kind {
        literal = text.content(ofLiteral: known.expr.range, value: known.text)
      }
      report(
        .valueOutsideDomain(
          known.text, of: domain.path, isList: domain.isList, values: domain.values,
          near: Self.near(known.text, domain.values), literal: literal),
        at: known.expr.range)
    }
  }

  /// The values that a text may have meant; the one that differs in case alone, if there is one.
  private static func near(_ text: String, _ values: [String]) -> [String] {
    let near = nearestNames(to: text, among: values)
    guard let first = near.first, first.lowercased() == text.lowercased() else { return near }
    return [first]
  }

  private mutating func checkOrder(_ operation: Operator, _ operands: [Expr], _ expr: Expr) {
    for operand in operands {
      guard let domain = domain(of: operand), !domain.isOrdered,
        checked.type(of: operand) == .string
      else { continue }
      report(
        .textOrder(operation.symbol, of: domain.path, values: domain.values), at: expr.range)
      return
    }
  }

  private mutating func checkListInequality(_ left: Expr, _ right: Expr, _ expr: Expr) {
    for (field, literal) in [(left, right), (right, left)] {
      guard checked.field(of: field) != nil, case .list = checked.type(of: field),
        case .list(let elements) = literal.kind, !elements.isEmpty
      else { continue }
      report(
        .listInequality(
          list: text.excerpt(field.range), elements: elements.map { text.excerpt($0.value.range) }),
        at: expr.range)
      return
    }
  }

  private func domain(of expr: Expr) -> Domain? {
    if let field = checked.field(of: expr), !field.values.isEmpty {
      return Domain(
        path: text.excerpt(expr.range), values: field.values, valueSet: field.valueSet,
        isOrdered: field.isOrdered, isList: field.type != .string)
    }
    switch expr.kind {
    case .identifier(let name, isRooted: false):
      return locals.last { $0.name == name }?.domain.map { element(of: $0, at: expr) }
    case .index(let operand, _, isOptional: false):
      return domain(of: operand).map { element(of: $0, at: expr) }
    case .comprehension(let comprehension) where comprehension.macro == .filter:
      return domain(of: comprehension.range)
    default:
      return expr.rearrangedList.flatMap { domain(of: $0) }
    }
  }

  /// The domain of a part that is one of the elements of a list, or a name for the whole.
  private func element(of domain: Domain, at expr: Expr) -> Domain {
    Domain(
      path: text.excerpt(expr.range), values: domain.values, valueSet: domain.valueSet,
      isOrdered: domain.isOrdered,
      isList: checked.type(of: expr) != .string)
  }

  /// The strings that an expression is known to be or to hold.
  private func texts(in expr: Expr) -> [KnownText] {
    switch expr.kind {
    case .literal(.string(let text)):
      return [KnownText(text: text, expr: expr)]
    case .list(let elements):
      return elements.filter { !$0.isOptional }.flatMap { texts(in: $0.value) }
    default:
      switch checked.literal(of: expr) {
      case .string(let text):
        return [KnownText(text: text, expr: expr)]
      case .list(let elements):
        return elements.compactMap {
          guard case .string(let text) = $0 else { return nil }
          return KnownText(text: text, expr: expr)
        }
      default:
        return []
      }
    }
  }

  // MARK: Constants

  private func knownText(_ expr: Expr) -> String? {
    guard case .string(let text) = checked.literal(of: expr) else { return nil }
    return text
  }

  private mutating func checkTime(_ function: String, _ argument: Expr) {
    guard let text = knownText(argument),
      case .unary(let convert) = checked.environment.functions[function]?.implementations[1]
    else { return }
    func isReadable(_ text: String) -> Bool { (try? convert(.string(text))) != nil }
    guard !isReadable(text) else { return }
    let suggestion = TimeSuggestion.candidates(for: text, function: function).first(
      where: isReadable)
    report(
      function == "duration"
        ? .invalidDuration(text, suggestion: suggestion)
        : .invalidTimestamp(text, suggestion: suggestion),
      at: argument.range)
  }

  /// A zone that is known before evaluation has to be one of the system's.
  private mutating func checkZone(_ argument: Expr) {
    guard let name = knownText(argument), ZoneRules.named(name) == nil else { return }
    report(
      .unknownZone(name, near: nearestNames(to: name, among: ZoneRules.listedNames)),
      at: argument.range)
  }

  /// An address or a range that is known before evaluation has to be one.
  private mutating func checkAddress(_ argument: Expr, isRange: Bool) {
    for known in addressTexts(argument) {
      do throws(AddressError) {
        if isRange { _ = try CIDR(known.text) } else { _ = try IPAddress(known.text) }
      } catch {
        let isOther =
          isRange ? (try? IPAddress(known.text)) != nil : (try? CIDR(known.text)) != nil
        report(
          .invalidAddress(known.text, error, isRange: isRange, isOther: isOther),
          at: known.expr.range)
      }
    }
  }

  /// The texts that an argument stands for: its own, or those of the list that a macro goes over.
  ///
  /// Lists that a condition sorts out itself, with `isIP` or `isCIDR`, are its own affair.
  private func addressTexts(_ argument: Expr) -> [KnownText] {
    if let text = knownText(argument) { return [KnownText(text: text, expr: argument)] }
    guard case .identifier(let name, isRooted: false) = argument.kind,
      !checked.functions.values.contains(where: { $0 == "isIP" || $0 == "isCIDR" })
    else { return [] }
    return locals.last { $0.name == name }?.texts ?? []
  }

  /// `cidr("10.0.0.1/8")` is asked for an address, and means more addresses than its text looks like.
  private mutating func checkUnsharedBits(_ range: Expr) {
    guard case .call(_, nil, let arguments) = range.kind, checked.functions[range.id] == "cidr",
      arguments.count == 1
    else { return }
    for known in addressTexts(arguments[0]) {
      guard let range = try? CIDR(known.text), range != range.masked else { continue }
      report(.unsharedBits(known.text, range: range), at: known.expr.range)
    }
  }

  private mutating func checkPattern(_ argument: Expr) {
    guard let pattern = knownText(argument), let failure = PatternFailure(pattern) else { return }
    var range = argument.range
    if case .literal = argument.kind,
      let content = text.content(ofLiteral: range, value: pattern)
    {
      range = failure.range(within: content)
    }
    report(.invalidPattern(pattern, reason: failure.reason), at: range)
  }

  private mutating func report(_ problem: CheckProblem, at range: SourceRange) {
    // A list may be gone over more than once.
    if case .invalidAddress = problem, findings.contains(where: { $0.range == range }) { return }
    findings.append(CheckFinding(problem: problem, range: range))
  }
}
