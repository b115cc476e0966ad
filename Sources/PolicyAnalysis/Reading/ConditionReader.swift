import PolicyCEL
import PolicyDiagnostics
import PolicyTime
import SessionPolicy

/// Reads conditions as terms over a ``SessionSpace``.
///
/// Joints follow Kleene's logic, as CEL has it. Clauses are read as far as they compare: truth values,
/// texts with constants and with each other, membership, presence, and sums of instants, spans and
/// numbers. A clause that reads a single attribute of finitely many values is asked of the evaluator for
/// each of them. Everything else is one unknown, equal to itself wherever it stands: what is proved of all
/// sessions stays true, and what is found may hang on it.
struct ConditionReader {
  /// The depth to which conditions are read; below it they are unknowns.
  private static let depthLimit = 400

  var space: SessionSpace
  /// What the definitions of the policy that is being read come to, by name. Each is read once, for they
  /// stand on each other's shoulders, and read wherever they are used they would be as many as two to the
  /// power of their height.
  private var definitions: [Reading: Truth] = [:]
  private var depth = 0
  /// What the constants of the policy that is being read mean.
  private var constants = ConstantMeanings()
  /// The completion that a loop over a session's methods looks at, by the name of its variable.
  private var completion: (name: String, value: Completion)?
  /// The steps that are looked at where rules may ask after them that do not now; empty where none does.
  let renewals: [Set<Completion>]
  /// The logins that a session goes on after, each by one first factor.
  let logins: [Set<Completion>]
  /// The number of the steps after which conditions are read as they are then: with now in place of the
  /// instants that such steps make new. `nil` for the session as it is.
  private(set) var step: Int?
  /// A number for each meaning that names may have; policies of one number mean the same by them.
  private var vocabularies: [Text: Int] = [:]
  private(set) var vocabulary = 0
  /// What expressions came to that were read: policies say the same again and again.
  private var known: [Reading: Truth] = [:]
  /// Where texts can be read that a policy confines to values, of which there may be thousands.
  private var readable: [Reading: Term] = [:]
  /// Whether expressions read what steps move.
  private var movable: [Reading: Bool] = [:]
  /// The methods that are not told apart, for rules name too many.
  private var methodsBeyond: Set<Text> = []
  /// What steps make of expressions and requirements.
  var effects = StepEffects()
  /// Whether requirements can be met by whom lacks some methods, for each subset of their keys that is not.
  var meetings: [StepEffects.RequirementKey: [[String]: [Bool]]] = [:]
  /// The rules that were read.
  var rules: [RuleKey: RuleReading] = [:]

  /// A text, what its names mean, and the steps after which it is read.
  struct Reading: Hashable {
    fileprivate let text: Text
    fileprivate let vocabulary: Int
    fileprivate let step: Int?
  }

  init(_ space: SessionSpace, renewals: [Set<Completion>] = []) {
    self.space = space
    self.renewals = renewals
    let firsts = space.completions.filter { !$0.isSecondFactor }
    let rules = KratosRules(space.settings)
    let offered = firsts.filter { rules.offers($0.method.string, asSecondFactor: false) }
    logins = (offered.isEmpty ? firsts : offered).map { [$0] }
  }

  /// Begins to read policies, and conditions beside them.
  ///
  /// - Parameter capacity: How many parts of terms may be looked at to make them.
  init(
    _ policies: [PolicySet], beside conditions: [Formula] = [], settings: KratosSettings,
    capacity: Int
  ) {
    let (completions, beyond) = Completion.classes(of: policies, conditions)
    self.init(
      SessionSpace(completions: completions, settings: settings, capacity: capacity),
      renewals: policies.contains(where: \.hasAftermath)
        ? Completion.steps(of: completions, settings) : [])
    methodsBeyond = beyond
  }

  /// Whether a rule is more than can be read: it names methods that are not told apart.
  func isBeyond(_ rule: Rule) -> Bool {
    !methodsBeyond.isEmpty
      && rule.alternatives.contains { requirement in
        requirement.methods?.value.contains { methodsBeyond.contains(Text($0)) } ?? false
      }
  }

  /// What was shown just now; `nil` for the session as it is.
  var renewal: Set<Completion>? {
    step.map { $0 < renewals.count ? renewals[$0] : logins[$0 - renewals.count] }
  }

  /// Begins to read what has names of its own.
  ///
  /// - Parameter policy: The policy that says what they mean; `nil` for conditions beside policies.
  mutating func beginVocabulary(of policy: Policy?) {
    definitions = [:]
    constants.forgetNames()
    let unknown = vocabularies.count
    guard let policy else {
      vocabularies[Text("beside \(unknown)")] = unknown
      vocabulary = unknown
      return
    }
    let text = Text(policy.vocabulary)
    vocabulary = vocabularies[text] ?? unknown
    vocabularies[text] = vocabulary
  }

  /// Reads conditions as they are after some steps.
  mutating func after<Found>(
    _ step: Int?, _ read: (inout ConditionReader) -> Found
  ) -> Found {
    let present = self.step
    self.step = step
    defer { self.step = present }
    return read(&self)
  }

  /// Where a condition is true and false; without one it is true everywhere.
  mutating func read(_ condition: Condition?) -> Truth {
    condition.map { read($0.formula) } ?? Truth(true)
  }

  mutating func read(_ formula: Formula) -> Truth {
    // What is made then means nothing.
    guard !space.table.isFull else { return Truth(false) }
    switch formula {
    case .all(let parts):
      let truths = parts.map { read($0) }
      return space.table.all(truths)
    case .any(let parts):
      let truths = parts.map { read($0) }
      return space.table.any(truths)
    case .none(let parts):
      let truths = parts.map { read($0) }
      return space.table.any(truths).opposite
    case .expression(let checked):
      let step = step.flatMap { isMoved(checked) ? $0 : nil }
      let key = reading(checked.expression.text, after: step)
      if let truth = known[key] { return truth }
      let truth = after(step) { $0.read(BooleanForm(formula)) }
      known[key] = truth
      return truth
    }
  }

  /// Where a part of a condition is true and false, as it is now; the same text is read once.
  mutating func read(_ clause: BooleanClause) -> Truth {
    let key = reading(clause.expr.formatted, after: nil)
    let truth = known[key] ?? read(clause.expr, in: clause.checked)
    known[key] = truth
    return clause.isNegated ? truth.opposite : truth
  }

  /// Whether steps may change what an expression comes to.
  mutating func isMoved(_ checked: CheckedExpression) -> Bool {
    let key = reading(checked.expression.text, after: nil)
    if let isMoved = movable[key] { return isMoved }
    let isMoved = checked.reads { SessionSchema.movedBySteps.contains($0) }
    movable[key] = isMoved
    return isMoved
  }

  /// A text as it is to be understood here.
  func reading(_ text: String, after step: Int?) -> Reading {
    Reading(text: Text(text), vocabulary: vocabulary, step: step)
  }

  private mutating func read(_ form: BooleanForm) -> Truth {
    depth += 1
    defer { depth -= 1 }
    switch form.kind {
    case .all(let parts):
      let truths = parts.map { read($0) }
      return space.table.all(truths)
    case .any(let parts):
      let truths = parts.map { read($0) }
      return space.table.any(truths)
    case .clause(let clause):
      let truth = read(clause.expr, in: clause.checked)
      return clause.isNegated ? truth.opposite : truth
    }
  }

  /// Where an expression of type bool is true and false.
  mutating func read(_ expr: Expr, in checked: CheckedExpression) -> Truth {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.depthLimit else { return unknown(expr, checked) }
    if case .bool(let value) = constant(expr, checked) { return Truth(value) }
    if let path = checked.attribute(of: expr), checked.type(of: expr) == .bool {
      return flag(path)
    }
    switch expr.kind {
    case .has: return presence(expr, checked) ?? unknown(expr, checked)
    case .unary(.not, _): return read(BooleanForm(expr, in: checked))
    case .choice(let condition, let yes, let no):
      return choice(
        read(condition, in: checked), read(yes, in: checked), read(no, in: checked))
    case .binary(let operation, let left, let right):
      if operation.isLogical { return read(BooleanForm(expr, in: checked)) }
      return relation(operation, left, right, checked) ?? unknown(expr, checked)
    case .comprehension(let comprehension):
      return membership(comprehension, checked) ?? unknown(expr, checked)
    case .identifier:
      guard let (name, definition) = checked.definition(of: expr) else {
        return unknown(expr, checked)
      }
      let key = reading(name, after: step)
      if let known = definitions[key] { return known }
      let truth = read(definition.expression.root, in: definition)
      definitions[key] = truth
      return truth
    default: return unknown(expr, checked)
    }
  }

  /// A choice errs with its condition, and with the branch that is taken.
  private mutating func choice(_ condition: Truth, _ yes: Truth, _ no: Truth) -> Truth {
    func pick(_ one: Term, _ other: Term, _ table: inout TermTable) -> Term {
      let first = table.all([condition.isTrue, one])
      return table.any([first, table.all([condition.isFalse, other])])
    }
    return Truth(
      isTrue: pick(yes.isTrue, no.isTrue, &space.table),
      isFalse: pick(yes.isFalse, no.isFalse, &space.table))
  }

  private mutating func flag(_ path: AttributePath) -> Truth {
    let path = SessionSchema.canonicalPath(path)
    let variable = Variable.value(path, .bool)
    return Truth(
      isTrue: space.term(variable, isIn: [.yes]), isFalse: space.term(variable, isIn: [.no]))
  }

  private mutating func presence(_ expr: Expr, _ checked: CheckedExpression) -> Truth? {
    guard let asked = checked.attribute(askedForBy: expr) else { return nil }
    var path = SessionSchema.canonicalPath(asked)
    guard let field = checked.field(at: asked) else { return nil }
    var type = field.type
    switch field.derivation {
    case .elapsed(let start), .remaining(let start): (path, type) = (start, .timestamp)
    case nil: break
    }
    if path.components.first == "kratos" { return Truth(true) }
    guard let declared = readable(type) else { return nil }
    if renewal != nil, path == .lastActiveAt { return Truth(true) }
    return Truth(
      isTrue: isReadable(path, declared, checked),
      isFalse: space.isAbsent(path, declared))
  }

  /// The type as which presence is kept; `nil` for types that are not told apart here.
  private func readable(_ type: ValueType) -> ValueType? {
    switch type {
    case .bool, .string, .timestamp, .duration, .int, .uint, .double, .list, .object: type
    case .map: type
    default: nil
    }
  }

  /// That an attribute is there and is what the policy declares.
  private mutating func isReadable(
    _ path: AttributePath, _ type: ValueType, _ checked: CheckedExpression
  ) -> Term {
    let isPresent = space.isPresent(path, type)
    guard type == .string else { return isPresent }
    let key = reading(path.description, after: nil)
    if let known = readable[key] { return known }
    let values = declaredValues(of: path, checked)
    if !values.isEmpty { space.closedTexts[path] = values }
    let term =
      values.isEmpty
      ? isPresent : space.term(.value(path, .string), isIn: values.map { .text($0) })
    readable[key] = term
    return term
  }

  /// The values to which a policy confines a text; empty where it does not. Those of built-in fields are
  /// what is known of them, and documents may say otherwise, but for the level.
  func declaredValues(of path: AttributePath, _ checked: CheckedExpression) -> [Text] {
    let values = checked.environment.field(at: path)?.values ?? []
    let builtIn = SessionSchema.environment.field(at: path)?.values ?? []
    return path != .aal && values == builtIn ? [] : values.map(Text.init)
  }

  /// The value of an expression that is the same in every session.
  private func constant(_ expr: Expr, _ checked: CheckedExpression) -> Value? {
    if let path = checked.attribute(of: expr), path.components.first == "kratos" {
      return space.settings.value(at: path)
    }
    if let (field, completion) = completed(expr, checked) {
      switch field {
      case "method": return .string(completion.method.string)
      case "aal": return .string(completion.isSecondFactor ? "aal2" : "aal1")
      default: return nil
      }
    }
    return checked.constant(of: expr)
  }

  // MARK: Relations

  private mutating func relation(
    _ operation: Operator, _ left: Expr, _ right: Expr, _ checked: CheckedExpression
  ) -> Truth? {
    if operation == .in { return membership(left, right, checked) }
    guard let comparison = Comparison(operation) else { return nil }
    if let one = constant(left, checked), let other = constant(right, checked),
      let truth = Self.compare(one, other, comparison)
    {
      return truth
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
  private mutating func holds(
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
      if let value = constant(element, checked) { return Truth(values.contains { $0 == value }) }
      return isOne(element, ofValues: values, checked)
    }
    guard case .string(let text) = constant(element, checked) else { return nil }
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
    guard case .list(.string) = checked.type(of: list), let read = checked.attribute(of: list)
    else { return nil }
    let path = SessionSchema.canonicalPath(read)
    let parts = texts.map { space.term(.member(path, $0), isIn: [.yes]) }
    let isPresent = space.isPresent(path, .list(.string))
    return space.table.truth(space.table.any(parts), if: isPresent)
  }

  /// `list.exists(x, x == "a")` and `list.exists(x, x in ["a", "b"])` ask for members.
  private mutating func membership(
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

  // MARK: Completions

  /// `session.authentication_methods.exists(m, …)`: what is asked of one completion is asked of each way
  /// of having authenticated.
  ///
  /// Of each way the newest completion is known. That is enough where a newer one can only make the
  /// answer true, so a loop that asks for an old one is not looked into.
  private mutating func loop(
    _ comprehension: Expr.Comprehension, _ checked: CheckedExpression
  ) -> Truth? {
    guard comprehension.macro == .exists, comprehension.valueVariable == nil, completion == nil,
      let path = checked.attribute(of: comprehension.range),
      SessionSchema.canonicalPath(path) == .authenticationMethods
    else { return nil }
    let name = comprehension.variable.text
    defer { completion = nil }
    let before = space.opaque.count
    var truths: [Truth] = []
    for way in space.completions {
      completion = (name, way)
      guard isMonotone(comprehension.body, checked) else { return nil }
      let body = read(comprehension.body, in: checked)
      let isShown = shown(way).isShown
      let isMissing = space.table.not(isShown)
      truths.append(
        Truth(
          isTrue: space.table.all([isShown, body.isTrue]),
          isFalse: space.table.any([isMissing, body.isFalse])))
    }
    // What is not looked into is not the same for each of them.
    guard space.opaque.count == before else { return nil }
    return space.table.any(truths)
  }

  /// Whether a later completion can only make a body true that was false.
  private func isMonotone(_ body: Expr, _ checked: CheckedExpression) -> Bool {
    switch body.kind {
    case .binary(let operation, let left, let right) where operation.isLogical:
      return isMonotone(left, checked) && isMonotone(right, checked)
    case .binary(let operation, let left, let right):
      guard let comparison = Comparison(operation) else { return !readsTime(body, checked) }
      let isLeft = readsTime(left, checked)
      guard isLeft || readsTime(right, checked) else { return true }
      guard isLeft != readsTime(right, checked) else { return false }
      // `m.completed_at > x`, and `now - m.completed_at < x`.
      let side = isLeft ? left : right
      let isLater = isLeft ? comparison : comparison.mirrored
      if completed(side, checked) != nil { return [.greater, .atLeast].contains(isLater) }
      guard case .binary(.subtract, let now, let instant) = side.kind,
        !readsTime(now, checked), completed(instant, checked) != nil
      else { return false }
      return [.less, .atMost].contains(isLater)
    default: return !readsTime(body, checked)
    }
  }

  /// Whether an expression reads when the completion was.
  private func readsTime(_ expr: Expr, _ checked: CheckedExpression) -> Bool {
    if let (field, _) = completed(expr, checked) { return field == "completed_at" }
    return expr.children.contains { readsTime($0, checked) }
  }

  /// The field of the completion that a node reads.
  private func completed(
    _ expr: Expr, _ checked: CheckedExpression
  ) -> (field: String, completion: Completion)? {
    guard let completion, case .select(let operand, let field, isOptional: false) = expr.kind,
      case .local(completion.name) = checked.references[operand.id]
    else { return nil }
    return (field.text, completion.value)
  }

  // MARK: Sums

  private typealias ReadSum = (sum: Sum, premises: [Term])

  private mutating func sums(
    _ left: Expr, _ right: Expr, _ checked: CheckedExpression
  ) -> (left: ReadSum, right: ReadSum)? {
    guard checked.type(of: left) == checked.type(of: right), let first = sum(left, checked),
      let second = sum(right, checked)
    else { return nil }
    return (first, second)
  }

  /// An expression as a sum, and what has to hold for it to have a value.
  private mutating func sum(_ expr: Expr, _ checked: CheckedExpression) -> ReadSum? {
    let type = checked.type(of: expr)
    if let value = constant(expr, checked) {
      return Self.constant(value, type).map { (Sum(constant: $0), []) }
    }
    if checked.isNow(expr) { return (Sum(SessionSpace.now), []) }
    if let (field, completion) = completed(expr, checked), field == "completed_at" {
      return (Sum(shown(completion).instant), [])
    }
    if let path = checked.attribute(of: expr) { return sum(of: path, type, checked) }
    guard case .binary(let operation, let left, let right) = expr.kind,
      operation == .add || operation == .subtract, type == .timestamp || type == .duration,
      let (first, firstPremises) = sum(left, checked),
      let (second, secondPremises) = sum(right, checked),
      let total = operation == .add ? first.plus(second) : first.minus(second)
    else { return nil }
    var premises = firstPremises + secondPremises
    if checked.type(of: right) == .timestamp, let difference = total.difference {
      premises += isBetweenTimestamps(difference)
    }
    // Instants end with the calendar, and so do sums with them.
    if type == .timestamp, let difference = total.difference {
      let range = (
        Timestamp.minimum.nanosecondsSinceEpoch, Timestamp.maximum.nanosecondsSinceEpoch
      )
      premises.append(
        holds(.atLeast, (difference.left, difference.right, difference.constant - range.0)))
      premises.append(
        holds(.atMost, (difference.left, difference.right, difference.constant - range.1)))
    } else if type == .timestamp {
      return nil
    }
    return (total, premises)
  }

  private mutating func sum(
    of read: AttributePath, _ type: ValueType, _ checked: CheckedExpression
  ) -> ReadSum? {
    switch checked.field(at: read)?.derivation {
    case .elapsed(let start):
      let (instant, premises) = instant(SessionSchema.canonicalPath(start))
      return Sum(SessionSpace.now).minus(instant).map { ($0, premises) }
    case .remaining(let end):
      let (instant, premises) = instant(SessionSchema.canonicalPath(end))
      return instant.minus(Sum(SessionSpace.now)).map { ($0, premises) }
    case nil: break
    }
    guard [.timestamp, .duration, .int, .uint, .double].contains(type) else { return nil }
    let path = SessionSchema.canonicalPath(read)
    // Of very many numbers the last ones are not looked into.
    guard space.hasRoom(for: .attribute(path, type)) else { return nil }
    if type == .timestamp { return instant(path) }
    let quantity = space.number(of: .attribute(path, type))
    return (Sum(quantity), [space.isPresent(path, type)])
  }

  /// An instant, and what has to hold for it to be there.
  mutating func instant(_ path: AttributePath) -> (sum: Sum, premises: [Term]) {
    if renewal != nil {
      switch path {
      case .authenticatedAt, .lastActiveAt: return (Sum(SessionSpace.now), [])
      case .expiresAt:
        var expiry = Sum(SessionSpace.now)
        expiry.constant = space.lifespan
        return (expiry, [])
      default: break
      }
    }
    return (
      Sum(space.number(of: .attribute(path, .timestamp))), [space.isPresent(path, .timestamp)]
    )
  }

  /// Where a method was shown at a level, and when it last was.
  mutating func shown(_ completion: Completion) -> (isShown: Term, instant: Int) {
    if let renewal, renewal.contains(completion) { return (.always, SessionSpace.now) }
    return (
      space.term(.completion(completion), isIn: [.yes]),
      space.number(of: .completionTime(completion))
    )
  }

  /// Where the level is one of some.
  mutating func isLevel(_ levels: [AssuranceLevel]) -> Term {
    let isOne = space.term(.value(.aal, .string), isIn: levels.map { .text(Text($0.name)) })
    guard let renewal, !renewal.isEmpty else { return isOne }
    // Steps only ever raise the level: to two factors where a second one is among them.
    return renewal.contains(where: \.isSecondFactor)
      ? levels.contains(.aal2) ? .always : .never : isOne
  }

  /// That a difference of instants is one that CEL can hold: 64 bits of nanoseconds.
  private mutating func isBetweenTimestamps(
    _ difference: (left: Int, right: Int, constant: Int128)
  ) -> [Term] {
    let (left, right, constant) = difference
    return [
      holds(.atLeast, (left, right, constant - Int128(Int64.min))),
      holds(.atMost, (left, right, constant - Int128(Int64.max))),
    ]
  }

  /// The whole number that stands for a value where values of a type are compared.
  static func constant(_ value: Value, _ type: ValueType) -> Int128? {
    switch (value, type) {
    case (.int(let number), .int): Int128(number)
    case (.uint(let number), .uint): Int128(number)
    case (.double(let number), .double): number.isNaN ? nil : place(of: number)
    case (.duration(let span), .duration): span.wholeNanoseconds
    case (.timestamp(let instant), .timestamp): instant.nanosecondsSinceEpoch
    default: nil
    }
  }

  /// The place of a double among all doubles: IEEE 754 orders the bits of each sign like numbers.
  private static func place(of number: Double) -> Int128 {
    let magnitude = Int128(number.magnitude.bitPattern)
    return number < 0 ? -magnitude : magnitude
  }

  // MARK: Unknowns

  /// A clause that is not looked into.
  private mutating func unknown(_ expr: Expr, _ checked: CheckedExpression) -> Truth {
    if let truth = tabulated(expr, checked) { return truth }
    var opaque = OpaqueExpression(expr, in: checked, &constants)
    if let renewal { opaque.note(renewal) }
    let variable = Variable.opaque(opaque.key)
    space.opaque[opaque.key] = opaque
    var premises: [Term] = []
    for (path, type) in opaque.required {
      guard let type = readable(type), path.components.first != "kratos" else { continue }
      premises.append(isReadable(SessionSchema.canonicalPath(path), type, checked))
    }
    let premise = space.table.all(premises)
    return Truth(
      isTrue: space.table.all([premise, space.term(variable, isIn: [.yes])]),
      isFalse: space.table.all([premise, space.term(variable, isIn: [.no])]))
  }

  /// A clause that reads one attribute of finitely many values, asked of the evaluator for each.
  private mutating func tabulated(_ expr: Expr, _ checked: CheckedExpression) -> Truth? {
    guard let (read, type) = ReadAttributes.only(of: expr, in: checked) else { return nil }
    let path = SessionSchema.canonicalPath(read)
    let values: [(Cell, Value)]
    switch type {
    case .bool: values = [(.yes, .bool(true)), (.no, .bool(false))]
    case .string:
      let declared = declaredValues(of: path, checked)
      guard (1...64).contains(declared.count) else { return nil }
      values = declared.map { (.text($0), .string($0.string)) }
    default: return nil
    }
    let evaluator = SoleInput(checked.part(expr))
    var cells: (yes: [Cell], no: [Cell]) = ([], [])
    let readings =
      values.map { ($0.0, InputReading.value($0.1)) }
      + [(.absent, .absent), (.failed, .failed(.wrongType))]
    for (cell, reading) in readings {
      guard let answer = evaluator.answer(to: reading) else { continue }
      if answer { cells.yes.append(cell) } else { cells.no.append(cell) }
    }
    let variable = SessionSpace.presence(of: path, type)
    // Outside of the declared values it has failed, however it is spelt.
    let fails = readings.last.map { cells.yes.contains($0.0) || cells.no.contains($0.0) } ?? false
    guard !fails || type == .bool else { return nil }
    if path == .aal, renewal != nil {
      func levels(_ cells: [Cell]) -> [AssuranceLevel] {
        AssuranceLevel.allCases.filter { cells.contains(.text(Text($0.name))) }
      }
      return Truth(isTrue: isLevel(levels(cells.yes)), isFalse: isLevel(levels(cells.no)))
    }
    return Truth(
      isTrue: space.term(variable, isIn: cells.yes), isFalse: space.term(variable, isIn: cells.no))
  }
}

extension Policy {
  /// What the names in its conditions mean, as text: where it is the same, equal conditions are the same.
  fileprivate var vocabulary: String {
    var lines = attributes.map { "\($0.path.value): \($0.type) \($0.values)" }
    lines += constants.map { "\($0.name.value): \($0.type) = \($0.value)" }
    lines += definitions.map { "\($0.name.value) = \($0.expression.expression.text)" }
    return lines.joined(separator: "\n")
  }
}
