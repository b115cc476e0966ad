import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// Comparisons of truth values, texts and quantities, and questions whether something is in a list.
extension ConditionReader {
  mutating func relation(
    _ operation: Operator, _ left: Expr, _ right: Expr, _ checked: CheckedExpression
  ) -> Truth? {
    if operation == .in { return membership(left, right, checked) }
    guard let comparison = Comparison(operation) else { return nil }
    if let truth = isShown(left, right, comparison, checked) { return truth }
    if let one = constant(left, checked), let other = constant(right, checked) {
      if isUnnamed(left, checked) || isUnnamed(right, checked) {
        guard comparison == .equal || comparison == .unequal,
          tells(left, from: [other], checked), tells(right, from: [one], checked)
        else { return nil }
      }
      if let truth = Self.compare(one, other, comparison) { return truth }
    }
    switch (checked.type(of: left), checked.type(of: right)) {
    case (.bool, .bool):
      guard comparison == .equal || comparison == .unequal else { return nil }
      return same(read(left, in: checked), read(right, in: checked), comparison)
    case (.string, .string):
      if comparison == .equal || comparison == .unequal,
        let truth = sameText(left, right, checked)
      {
        return comparison == .equal ? truth : truth.opposite
      }
      return nil
    default:
      guard let sums = sums(left, right, checked),
        let difference = sums.left.sum.minus(sums.right.sum)?.difference
      else { return nil }
      let premise = space.table.all(sums.left.premises + sums.right.premises)
      return space.table.truth(holds(comparison, difference), if: premise)
    }
  }

  /// Two values that are the same in every session, compared.
  private static func compare(_ one: Value, _ other: Value, _ comparison: Comparison) -> Truth? {
    switch (one, other, comparison) {
    case (_, _, .equal): Truth(one == other)
    case (_, _, .unequal): Truth(!(one == other))
    case (.string(let one), .string(let other), _):
      Truth(comparison.holds(Text(one), Text(other)))
    default: nil
    }
  }

  private mutating func same(_ left: Truth, _ right: Truth, _ comparison: Comparison) -> Truth {
    let bothTrue = space.table.all([left.isTrue, right.isTrue])
    let bothFalse = space.table.all([left.isFalse, right.isFalse])
    let firstOnly = space.table.all([left.isTrue, right.isFalse])
    let secondOnly = space.table.all([left.isFalse, right.isTrue])
    let truth = Truth(
      isTrue: space.table.any([bothTrue, bothFalse]),
      isFalse: space.table.any([firstOnly, secondOnly]))
    return comparison == .equal ? truth : truth.opposite
  }

  /// That `left - right + constant` compares so with 0.
  mutating func holds(
    _ comparison: Comparison, _ difference: (left: Int, right: Int, constant: Int128)
  ) -> Term {
    let (left, right, constant) = difference
    switch comparison {
    case .atMost: return space.difference(left, right, atMost: -constant)
    case .less: return space.difference(left, right, atMost: -constant - 1)
    case .atLeast: return space.difference(right, left, atMost: constant)
    case .greater: return space.difference(right, left, atMost: constant - 1)
    case .equal, .unequal:
      let isAtMost = space.difference(left, right, atMost: -constant)
      let isAtLeast = space.difference(right, left, atMost: constant)
      let isSame = space.table.all([isAtMost, isAtLeast])
      return comparison == .equal ? isSame : space.table.not(isSame)
    }
  }

  // MARK: Texts

  private mutating func sameText(
    _ left: Expr, _ right: Expr, _ checked: CheckedExpression
  ) -> Truth? {
    guard !isUnnamed(left, checked), !isUnnamed(right, checked) else { return nil }
    if case .string(let text) = constant(right, checked) {
      return isOne(left, of: [Text(text)], checked)
    }
    if case .string(let text) = constant(left, checked) {
      return isOne(right, of: [Text(text)], checked)
    }
    guard let one = text(left, checked), let other = text(right, checked), one != other else {
      return nil
    }
    let premises = [
      isReadable(one, .string, checked), isReadable(other, .string, checked),
    ]
    let isSame = space.isSame(one, other)
    return space.table.truth(isSame, if: space.table.all(premises))
  }

  /// The attribute that a text expression reads.
  private func text(_ expr: Expr, _ checked: CheckedExpression) -> AttributePath? {
    guard checked.type(of: expr) == .string, let path = checked.attribute(of: expr),
      path.components.first != "kratos"
    else { return nil }
    return SessionSchema.canonicalPath(path)
  }

  private mutating func isOne(
    _ expr: Expr, of texts: [Text], _ checked: CheckedExpression
  ) -> Truth? {
    guard let path = text(expr, checked) else { return nil }
    if path == .aal, renewal != nil {
      let levels = texts.compactMap { AssuranceLevel($0.string) }
      let isOne = isLevel(levels)
      return Truth(isTrue: isOne, isFalse: space.table.not(isOne))
    }
    let cells = Set(texts).sorted().map(Cell.text)
    let variable = Variable.value(path, .string)
    let isOne = space.term(variable, isIn: cells)
    return space.table.truth(isOne, if: isReadable(path, .string, checked))
  }

  // MARK: Lists

  private mutating func membership(
    _ element: Expr, _ list: Expr, _ checked: CheckedExpression
  ) -> Truth? {
    if case .list(let values) = constant(list, checked) {
      if let value = constant(element, checked) {
        guard tells(element, from: values, checked) else { return nil }
        return Truth(values.contains { $0 == value })
      }
      return isOne(element, ofValues: values, checked)
    }
    guard case .string(let text) = constant(element, checked), !isUnnamed(element, checked) else {
      return nil
    }
    return contains(list, [Text(text)], checked)
  }

  private mutating func isOne(
    _ element: Expr, ofValues values: [Value], _ checked: CheckedExpression
  ) -> Truth? {
    let texts = values.compactMap { value -> Text? in
      if case .string(let text) = value { Text(text) } else { nil }
    }
    if checked.type(of: element) == .string, texts.count == values.count {
      return isOne(element, of: texts, checked)
    }
    guard values.count <= 64, let (sum, premises) = sum(element, checked) else { return nil }
    var parts: [Term] = []
    for value in values {
      guard let constant = Self.constant(value, checked.type(of: element)),
        let difference = sum.minus(Sum(constant: constant))?.difference
      else { return nil }
      parts.append(holds(.equal, difference))
    }
    let premise = space.table.all(premises)
    return space.table.truth(space.table.any(parts), if: premise)
  }

  /// That a list of texts has one of these.
  private mutating func contains(
    _ list: Expr, _ texts: [Text], _ checked: CheckedExpression
  ) -> Truth? {
    if let truth = isShown(list, named: texts, checked) { return truth }
    guard case .list(.string) = checked.type(of: list), let read = checked.attribute(of: list)
    else { return nil }
    let path = SessionSchema.canonicalPath(read)
    let parts = texts.map { space.term(.member(path, $0), isIn: [.yes]) }
    let isPresent = space.isPresent(path, .list(.string))
    return space.table.truth(space.table.any(parts), if: isPresent)
  }

  /// `list.exists(x, x == "a")` and `list.exists(x, x in ["a", "b"])` ask for members.
  mutating func membership(
    _ comprehension: Expr.Comprehension, _ checked: CheckedExpression
  ) -> Truth? {
    if let truth = loop(comprehension, checked) { return truth }
    guard comprehension.macro == .exists, comprehension.valueVariable == nil,
      case .binary(let operation, let left, let right) = comprehension.body.kind
    else { return nil }
    func isVariable(_ expr: Expr) -> Bool {
      if case .local(let name) = checked.references[expr.id] {
        name == comprehension.variable.text
      } else {
        false
      }
    }
    switch (operation, constant(right, checked), constant(left, checked)) {
    case (.equal, .string(let text), _) where isVariable(left),
      (.equal, _, .string(let text)) where isVariable(right):
      return contains(comprehension.range, [Text(text)], checked)
    case (.in, .list(let values), _) where isVariable(left):
      let texts = values.compactMap { value -> Text? in
        if case .string(let text) = value { Text(text) } else { nil }
      }
      guard texts.count == values.count else { return nil }
      return contains(comprehension.range, texts, checked)
    default: return nil
    }
  }
}
