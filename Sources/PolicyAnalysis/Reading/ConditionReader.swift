import PolicyCEL
import PolicyDiagnostics
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
  /// What a loop over a session's methods looks at, while its body is read.
  var completion: LoopCompletion?
  /// The steps that are looked at where rules may ask after them that do not now; empty where none does.
  let renewals: [Set<Completion>]
  /// How many clauses were met that are not looked into.
  var unknownCount = 0
  /// How many steps ways have at most, if rules may take longer ones; `nil` if all are looked at.
  let longestWay: Int?
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

  init(_ space: SessionSpace, renewals: [Set<Completion>] = [], longestWay: Int? = nil) {
    self.space = space
    self.renewals = renewals
    self.longestWay = longestWay
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
    let (completions, beyond) = Completion.classes(of: policies, conditions, settings)
    let space = SessionSpace(completions: completions, settings: settings, capacity: capacity)
    if policies.contains(where: \.hasAftermath) {
      let choices = Self.choices(in: policies)
      let (steps, longest) = Completion.steps(
        of: completions, settings, asking: choices.reduce(into: []) { $0.formUnion($1.methods) })
      let mayNeedMore = longest.map { Self.mostSteps(for: choices) > $0 } ?? false
      self.init(space, renewals: steps, longestWay: mayNeedMore ? longest : nil)
    } else {
      self.init(space)
    }
    methodsBeyond = beyond
  }

  /// What the requirements of demands ask for of methods.
  private static func choices(in policies: [PolicySet]) -> Set<MethodChoice> {
    let requirements = policies.flatMap(\.policies).flatMap(\.rules)
      .filter { $0.effect.verb == .must }.flatMap(\.alternatives)
    return Set(
      requirements.compactMap { requirement in
        requirement.methods.map {
          MethodChoice(
            methods: Set($0.value.map(Text.init)), level: requirement.aal?.value ?? .aal0)
        }
      })
  }

  /// How many steps requirements may take together: one for each choice of methods that no narrower one meets too,
  /// and one for the level or the age.
  private static func mostSteps(for choices: Set<MethodChoice>) -> Int {
    choices.count { one in !choices.contains { $0 != one && $0.meets(one) } } + 1
  }

  /// Methods of which one has to be shown, at a level.
  private struct MethodChoice: Hashable {
    let methods: Set<Text>
    let level: AssuranceLevel

    /// Whether whatever meets it meets another one too.
    func meets(_ other: MethodChoice) -> Bool {
      methods.isSubset(of: other.methods) && other.level <= level
    }
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
  mutating func isReadable(
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
  func constant(_ expr: Expr, _ checked: CheckedExpression) -> Value? {
    if let path = checked.attribute(of: expr), path.components.first == "kratos" {
      return space.settings.value(at: path)
    }
    if let completion, let field = completion.field(readBy: expr, checked) {
      switch field {
      case "method": return .string(completion.value.method.string)
      case "aal": return .string(completion.value.isSecondFactor ? "aal2" : "aal1")
      default: return nil
      }
    }
    return checked.constant(of: expr)
  }

  // MARK: Unknowns

  /// A clause that is not looked into.
  private mutating func unknown(_ expr: Expr, _ checked: CheckedExpression) -> Truth {
    unknownCount += 1
    // What is asked of one completion has no answer that is the same for all.
    if completion == nil, let truth = tabulated(expr, checked) { return truth }
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
    guard space.evaluations > 0, let (read, type) = ReadAttributes.only(of: expr, in: checked)
    else { return nil }
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
    space.evaluations -= evaluator.work * readings.count
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
