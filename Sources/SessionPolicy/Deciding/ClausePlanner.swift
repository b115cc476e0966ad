import PolicyCEL
import PolicyDiagnostics
import Synchronization

/// Plans the clauses of conditions, each for itself, so that explanations can show what each came to.
///
/// All are planned with one layout before any is evaluated: the document is then read once, and a list
/// of constants is held once, however many rules look into it. What several rules have in common, such
/// as the condition of their policy, is planned and evaluated once.
struct ClausePlanner: Sendable {
  /// A clause that can be evaluated.
  private struct Planned: Sendable {
    let program: Program
    let text: String
    let path: String
    let location: SourceLocation
    let readings: [Reading]
  }

  /// An attribute that a clause reads.
  private struct Reading: Sendable {
    let name: String
    let source: Source
  }

  /// Where the value of an attribute comes from.
  private enum Source: Sendable {
    case program(Program)
    /// It is only asked for.
    case presence(AttributePath)
  }

  private var layout = InputLayout()
  /// The one name of an attribute as the policy reads it whose rule is planned.
  private var canonical: @Sendable (AttributePath) -> AttributePath = { $0 }
  private var expressions: [Place: (whole: Program, clauses: [Planned])] = [:]

  /// Where a condition stands, which tells it from others.
  fileprivate struct Place: Hashable {
    private let file: ObjectIdentifier
    private let start: Int
    private let path: String

    init(_ condition: Condition) {
      file = ObjectIdentifier(condition.location.file)
      start = condition.location.range.start
      path = condition.path
    }
  }

  /// Plans the clauses of a rule's conditions, with attributes as its policy reads them.
  mutating func plan(_ rule: RulePlan) {
    canonical = rule.canonical
    layout.rename(canonical)
    for condition in rule.conditions { plan(condition) }
  }

  /// Plans the clauses of a policy's definitions, with attributes as it reads them.
  mutating func plan(
    definitionsOf policy: Policy,
    _ canonical: @escaping @Sendable (AttributePath) -> AttributePath
  ) {
    self.canonical = canonical
    layout.rename(canonical)
    for definition in policy.definitions {
      if let condition = definition.condition { plan(condition) }
    }
  }

  private mutating func plan(_ condition: Condition) {
    switch condition.kind {
    case .all(let parts), .any(let parts), .none(let parts):
      for part in parts { plan(part) }
    case .expression(let checked):
      let place = Place(condition)
      guard expressions[place] == nil else { return }
      let root = checked.expression.root
      let clauses = BooleanForm(root, in: checked).clauses.map { clause in
        let leaf = clause.written
        return Planned(
          program: program(leaf, in: checked), text: leaf.formatted, path: condition.path,
          location: checked.expression.location(of: leaf.range),
          readings: readings(leaf, in: checked))
      }
      expressions[place] = (program(root, in: checked), clauses)
    }
  }

  /// A part of an expression as a program of its own.
  private mutating func program(_ expr: Expr, in checked: CheckedExpression) -> Program {
    let whole = checked.expression
    let part = CheckedExpression(
      expression: ParsedExpression(
        text: whole.text, root: expr, nodeCount: whole.nodeCount, sourceMap: whole.sourceMap),
      environment: checked.environment, types: checked.types, references: checked.references,
      functions: checked.functions)
    return Program(part, layout: &layout)
  }

  /// What a clause reads, each attribute once, also through definitions.
  private mutating func readings(_ leaf: Expr, in checked: CheckedExpression) -> [Reading] {
    var found: [Reading] = []
    var names: Set<String> = []
    var opened: Set<String> = []
    func add(_ name: String, _ source: @autoclosure () -> Source) {
      if names.insert(name).inserted { found.append(Reading(name: name, source: source())) }
    }
    func visit(_ expr: Expr, _ checked: CheckedExpression, _ planner: inout ClausePlanner) {
      switch checked.references[expr.id] {
      case .attribute:
        add(expr.formatted, .program(planner.program(expr, in: checked)))
      case .variable(let name):
        switch checked.environment.variables[name]?.origin {
        case .definition(let definition):
          guard opened.insert(name).inserted else { return }
          visit(definition.expression.root, definition, &planner)
        case .constant, nil: return
        case .input, .now: add(expr.formatted, .program(planner.program(expr, in: checked)))
        }
      case .type, .local: return
      case nil:
        if let path = checked.attribute(askedForBy: expr),
          case .has(let operand, let field) = expr.kind
        {
          return add(
            operand.formatted + "." + field.text, .presence(planner.canonical(path)))
        }
        if checked.attribute(optionallyReadBy: expr) != nil,
          case .select(let operand, let field, _) = expr.kind
        {
          return add(
            operand.formatted + "." + field.text, .program(planner.program(expr, in: checked)))
        }
        for child in expr.children { visit(child, checked, &planner) }
      }
    }
    visit(leaf, checked, &self)
    return found
  }

  /// What all that was planned comes to.
  func evaluated(_ reader: SnapshotAttributes, at now: Timestamp) -> EvaluatedClauses {
    let input = Input(layout: layout, now: now, reading: reader.reading(of:))
    return EvaluatedClauses(
      expressions: expressions.mapValues { planned in
        (
          Self.truth(planned.whole, input),
          planned.clauses.map { Self.explained($0, input, reader) }
        )
      })
  }

  private static func explained(
    _ clause: Planned, _ input: Input, _ reader: SnapshotAttributes
  ) -> Explanation.Clause {
    Explanation.Clause(
      result: truth(clause.program, input), text: clause.text, path: clause.path,
      location: clause.location,
      values: clause.readings.map { reading in
        switch reading.source {
        case .program(let program): value(program, named: reading.name, input)
        case .presence(let path): presence(reader.reading(of: path), named: reading.name)
        }
      })
  }

  private static func truth(_ program: Program, _ input: Input) -> Result<Bool, EvaluationError> {
    do throws(EvaluationError) {
      guard case .bool(let value) = try program.evaluate(input) else {
        return .failure(EvaluationError(.noSuchOverload(function: "condition")))
      }
      return .success(value)
    } catch {
      return .failure(error)
    }
  }

  private static func value(
    _ program: Program, named name: String, _ input: Input
  ) -> Explanation.Reading {
    do throws(EvaluationError) {
      switch try program.evaluate(input) {
      case .optional(nil): return .init(name: name, value: nil, cause: .missing)
      case .optional(let value?), let value:
        return .init(name: name, value: value.description(limit: 80))
      }
    } catch {
      return .init(name: name, value: nil, cause: error.kind.input?.cause ?? .missing)
    }
  }

  /// A field that is only asked for shows its value, or that it is missing.
  private static func presence(
    _ reading: InputReading, named name: String
  ) -> Explanation.Reading {
    switch reading {
    case .value(let value): .init(name: name, value: value.description(limit: 80))
    case .absent: .init(name: name, value: nil, cause: .missing)
    case .failed(let cause): .init(name: name, value: nil, cause: cause)
    }
  }
}

/// The clauses of a set of policies, planned once, by the first who asks.
final class PlannedClauses: Sendable {
  private let planner = Mutex<ClausePlanner?>(nil)

  /// The clauses of all rules of a plan and of the definitions of its policies, which are the same each time.
  func planner(for plan: DecisionPlan, of policies: [Policy]) -> ClausePlanner {
    planner.withLock { known in
      if let known { return known }
      var planner = ClausePlanner()
      for rule in plan.rules { planner.plan(rule) }
      // Without a rule nobody could ask for them.
      for policy in policies {
        guard let rule = plan.rules.first(where: { $0.rule.location.file === policy.file }) else {
          continue
        }
        planner.plan(definitionsOf: policy, rule.canonical)
      }
      known = planner
      return planner
    }
  }
}

/// What the clauses of conditions came to.
struct EvaluatedClauses {
  fileprivate let expressions:
    [ClausePlanner.Place: (whole: Result<Bool, EvaluationError>, clauses: [Explanation.Clause])]

  /// The clauses of a condition, in their order.
  subscript(condition: Condition) -> [Explanation.Clause] {
    switch condition.kind {
    case .all(let parts), .any(let parts), .none(let parts): parts.flatMap { self[$0] }
    case .expression: expressions[ClausePlanner.Place(condition)]?.clauses ?? []
    }
  }

  /// Whether a condition holds; `nil` if that is not known.
  func holds(_ condition: Condition) -> Bool? {
    switch condition.kind {
    case .all(let parts):
      let known = parts.map { holds($0) }
      return known.contains(false) ? false : known.contains(nil) ? nil : true
    case .any(let parts):
      let known = parts.map { holds($0) }
      return known.contains(true) ? true : known.contains(nil) ? nil : false
    case .none(let parts):
      let known = parts.map { holds($0) }
      return known.contains(true) ? false : known.contains(nil) ? nil : true
    case .expression: return try? expressions[ClausePlanner.Place(condition)]?.whole.get()
    }
  }
}
