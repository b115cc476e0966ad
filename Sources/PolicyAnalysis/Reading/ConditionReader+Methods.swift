import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// What is asked of `session.authentication_methods`: loops over it, and lists that are made of it. What is asked of
/// one completion is asked of each way of having authenticated.
///
/// Of each way the newest completion is known. That is enough where a newer one can only make the answer true, so a
/// loop that asks for an old one is not looked into, nor one that asks all how old they are. How many there are of
/// a way is known as far as ``Variable/again(_:)`` says.
extension ConditionReader {
  /// `.exists(m, …)`, `.all(m, …)` and `.exists_one(m, …)` of methods, or of some of them.
  mutating func loop(
    _ comprehension: Expr.Comprehension, _ checked: CheckedExpression
  ) -> Truth? {
    guard [.exists, .all, .existsOne].contains(comprehension.macro),
      comprehension.valueVariable == nil,
      let ways = ways(in: comprehension.range, checked)
    else { return nil }
    let asksAll = comprehension.macro == .all
    var truths: [Truth] = []
    for way in ways {
      let looked = LoopCompletion(name: comprehension.variable.text, value: way.completion)
      let isExact = comprehension.macro == .exists
      guard
        isExact
          ? looked.isMonotone(comprehension.body, checked)
          : !way.readsTime && !looked.readsTime(comprehension.body, checked),
        let body = read(comprehension.body, of: looked, checked)
      else { return nil }
      truths.append(
        asksAll
          ? space.table.any([way.isListed.opposite, body])
          : space.table.all([way.isListed, body]))
    }
    // What errs in making the list errs whatever is asked of it.
    let isMade = space.table.all(ways.map { isKnown($0.isListed) })
    switch comprehension.macro {
    case .all: return only(space.table.all(truths), where: isMade)
    case .exists: return only(space.table.any(truths), where: isMade)
    default: return isOne(of: zip(ways, truths).map { ($0.completion, $1) }, isMade)
    }
  }

  /// `"passkey" in session.authentication_methods.map(m, m.method)`, and whatever else asks whether a list that is
  /// made of methods has one of some texts.
  mutating func isShown(
    _ list: Expr, named texts: [Text], _ checked: CheckedExpression
  ) -> Truth? {
    guard case .comprehension(let made) = list.kind, made.macro == .map,
      made.valueVariable == nil, texts.allSatisfy(isTold),
      var ways = ways(in: made.range, checked)
    else { return nil }
    if let filter = made.filter {
      guard let filtered = self.filtered(ways, made.variable.text, filter, checked) else {
        return nil
      }
      ways = filtered
    }
    var truths: [Truth] = []
    for way in ways {
      completion = LoopCompletion(name: made.variable.text, value: way.completion)
      defer { completion = nil }
      guard case .string(let text) = constant(made.body, checked) else { return nil }
      if texts.contains(Text(text)) { truths.append(way.isListed) }
    }
    let isMade = space.table.all(ways.map { isKnown($0.isListed) })
    return only(space.table.any(truths), where: isMade)
  }

  /// `session.authentication_methods.filter(m, …).size() > 0`, and whatever else asks whether there are some.
  mutating func isShown(
    _ left: Expr, _ right: Expr, _ comparison: Comparison, _ checked: CheckedExpression
  ) -> Truth? {
    let (list, least, asksForSome): (Expr, Value?, Bool)
    if let counted = counted(left, checked) {
      (list, least) = (counted, constant(right, checked))
      switch (comparison, least) {
      case (.greater, .int(0)), (.unequal, .int(0)), (.atLeast, .int(1)): asksForSome = true
      case (.equal, .int(0)), (.atMost, .int(0)), (.less, .int(1)): asksForSome = false
      default: return nil
      }
    } else if counted(right, checked) != nil {
      return isShown(right, left, comparison.mirrored, checked)
    } else if comparison == .equal || comparison == .unequal,
      case .list(let values) = constant(right, checked), values.isEmpty
    {
      (list, asksForSome) = (left, comparison == .unequal)
    } else {
      return nil
    }
    guard case .comprehension = list.kind, let ways = ways(in: list, checked) else { return nil }
    let isMade = space.table.all(ways.map { isKnown($0.isListed) })
    let truth = only(space.table.any(ways.map(\.isListed)), where: isMade)
    return asksForSome ? truth : truth.opposite
  }

  // MARK: Lists of methods

  /// A way of having authenticated, and where a list that was made has a completion of it.
  private struct Way {
    let completion: Completion
    var isListed: Truth
    /// Whether that hangs on when it was.
    var readsTime = false
  }

  /// The ways that a list has; `nil` if it is none of methods, or if what it leaves out is not looked into.
  private mutating func ways(in list: Expr, _ checked: CheckedExpression) -> [Way]? {
    guard completion == nil else { return nil }
    if let path = checked.attribute(of: list),
      SessionSchema.canonicalPath(path) == .authenticationMethods
    {
      return space.completions.map { completion in
        let isShown = shown(completion).isShown
        return Way(
          completion: completion,
          isListed: Truth(isTrue: isShown, isFalse: space.table.not(isShown)))
      }
    }
    guard case .comprehension(let made) = list.kind, made.macro == .filter,
      made.valueVariable == nil, let ways = ways(in: made.range, checked)
    else { return nil }
    return filtered(ways, made.variable.text, made.body, checked)
  }

  private mutating func filtered(
    _ ways: [Way], _ name: String, _ filter: Expr, _ checked: CheckedExpression
  ) -> [Way]? {
    var filtered: [Way] = []
    for var way in ways {
      let looked = LoopCompletion(name: name, value: way.completion)
      guard looked.isMonotone(filter, checked), let body = read(filter, of: looked, checked) else {
        return nil
      }
      way.isListed = space.table.all([way.isListed, body])
      way.readsTime = way.readsTime || looked.readsTime(filter, checked)
      filtered.append(way)
    }
    return filtered
  }

  /// The list that an expression counts.
  private func counted(_ expr: Expr, _ checked: CheckedExpression) -> Expr? {
    guard let (name, operands) = checked.call(of: expr), name == "size", operands.count == 1 else {
      return nil
    }
    return operands[0]
  }

  /// What is asked of a completion; `nil` if that is not looked into, for then it is not the same for each of them.
  private mutating func read(
    _ body: Expr, of looked: LoopCompletion, _ checked: CheckedExpression
  ) -> Truth? {
    completion = looked
    defer { completion = nil }
    let before = unknownCount
    let truth = read(body, in: checked)
    return unknownCount == before ? truth : nil
  }

  /// Whether an expression is the method of a completion that stands for all methods that no policy names.
  func isUnnamed(_ expr: Expr, _ checked: CheckedExpression) -> Bool {
    guard let completion, !completion.value.isNamed else { return false }
    return completion.field(readBy: expr, checked) == "method"
  }

  /// Whether it is known that an expression is none of some values, where it is a method that no policy names: that
  /// is known of methods that are told apart.
  func tells(_ expr: Expr, from values: [Value], _ checked: CheckedExpression) -> Bool {
    !isUnnamed(expr, checked)
      || values.allSatisfy { value in
        if case .string(let text) = value { isTold(Text(text)) } else { true }
      }
  }

  /// Whether a method is told apart from those that no policy names.
  private func isTold(_ method: Text) -> Bool {
    space.completions.contains { $0.isNamed && $0.method == method }
  }

  /// That something is so of one completion and of no other; an error is not absorbed.
  private mutating func isOne(of truths: [(Completion, Truth)], _ isMade: Term) -> Truth? {
    // What is listed after steps is not counted.
    guard renewal == nil else { return nil }
    var cases: [Term] = []
    for (index, (completion, truth)) in truths.enumerated() {
      let isRepeated = space.term(.again(completion), isIn: [.yes])
      var parts = [truth.isTrue, space.table.not(isRepeated)]
      for (other, (_, truth)) in truths.enumerated() where other != index {
        parts.append(truth.isFalse)
      }
      cases.append(space.table.all(parts))
    }
    let isAnswered = space.table.all([isMade] + truths.map { isKnown($0.1) })
    return space.table.truth(space.table.any(cases), if: isAnswered)
  }

  /// Where a condition has an answer.
  private mutating func isKnown(_ truth: Truth) -> Term {
    space.table.any([truth.isTrue, truth.isFalse])
  }

  /// A condition that has an answer only where something else holds.
  private mutating func only(_ truth: Truth, where premise: Term) -> Truth {
    Truth(
      isTrue: space.table.all([premise, truth.isTrue]),
      isFalse: space.table.all([premise, truth.isFalse]))
  }
}
