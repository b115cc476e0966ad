public import PolicyCEL
public import PolicyDiagnostics
public import PolicyTime

/// Why a decision is what it is: every rule, every clause of its condition, every value it saw.
public struct Explanation: Sendable {
  /// One rule and what it said.
  public struct RuleExplanation: Sendable {
    /// What became of a rule.
    public enum Standing: String, Sendable, Hashable, CaseIterable {
      /// A `may` rule grants.
      case grants
      /// A `may` rule applies and does not grant.
      case refuses
      /// A `must` or `never` rule is in force.
      case inForce = "in_force"
      /// A `must` rule applies, and its requirement is met.
      case met
      /// The rule's condition does not hold.
      case doesNotApply = "does_not_apply"
    }

    /// The rule.
    public var rule: Rule
    /// What became of it.
    public var standing: Standing
    /// What of its requirement is not met, and what else stands in the way.
    public var reasons: [ReasonCode]
    /// The clauses of the policy's `when` and of its own, each evaluated for itself.
    public var clauses: [Clause]
    /// Whether the policy's own `when` lets the rule through, as far as that is known.
    public var isGateOpen = true
  }

  /// A part of a condition that is not joined of others.
  public struct Clause: Sendable {
    /// Whether it holds, or why nobody knows.
    public var result: Result<Bool, EvaluationError>
    /// Its text in normal form.
    public var text: String
    /// The machine path of the condition it stands in, such as `$.rules[2].when.any[0]`.
    public var path: String
    /// Where it stands.
    public var location: SourceLocation
    /// What it read, in the order read.
    public var values: [Reading]
  }

  /// An attribute and the value it had.
  public struct Reading: Sendable, Hashable {
    /// The attribute as written.
    public var name: String
    /// Its value as CEL text, cut off if long; `nil` if it has none.
    public var value: String?
    /// Why it has none.
    public var cause: InputCause?
  }

  /// The decision that is explained.
  public var decision: Decision
  /// The instant it was made for.
  public var now: Timestamp
  /// Every rule, by id.
  public var rules: [RuleExplanation]
}

extension PolicySet {
  /// Decides, and says how every rule came to what it said.
  ///
  /// Slower than deciding: every clause is evaluated, also where the answer was settled before.
  public func explain(
    _ snapshot: Snapshot, at now: Timestamp? = nil, settings: KratosSettings = KratosSettings()
  ) -> Explanation {
    let now = now ?? snapshot.now ?? .maximum
    let prepared = prepare(snapshot, at: now, settings: settings)
    let standings = Law<_, ReasonLedger>(of: prepared, prepared.state.facts)
      .standings(prepared, at: now.nanosecondsSinceEpoch)
    let rules = zip(plan.rules, standings).map { rulePlan, standing in
      let explainer = ClauseExplainer(
        snapshot: snapshot, settings: settings, plan: plan, now: now,
        canonical: rulePlan.canonical)
      return Explanation.RuleExplanation(
        rule: rulePlan.rule, standing: standing?.standing ?? .doesNotApply,
        reasons: (standing?.unmet.reasons ?? []) + (standing?.obstacles.reasons ?? []),
        clauses: rulePlan.conditions.flatMap { explainer.clauses(of: $0) },
        isGateOpen: rulePlan.conditions.allSatisfy {
          !$0.path.hasPrefix("$.when") || explainer.holds($0) ?? true
        })
    }
    return Explanation(
      decision: prepared.decision(), now: now, rules: rules)
  }
}

extension Standing {
  fileprivate var standing: Explanation.RuleExplanation.Standing {
    switch effect.verb {
    case .may: grants ? .grants : .refuses
    case .never: .inForce
    case .must: isInForce ? .inForce : .met
    }
  }
}

/// Evaluates the clauses of conditions one by one.
private struct ClauseExplainer {
  let snapshot: Snapshot
  let settings: KratosSettings
  let plan: DecisionPlan
  let now: Timestamp
  /// The one name of an attribute as the rule's policy reads it.
  let canonical: @Sendable (AttributePath) -> AttributePath

  private var reader: SnapshotAttributes {
    SnapshotAttributes(
      snapshot: snapshot, settings: settings, plan: plan, horizon: settings.horizon(of: now))
  }

  func clauses(of condition: Condition) -> [Explanation.Clause] {
    switch condition.kind {
    case .all(let parts), .any(let parts), .none(let parts):
      return parts.flatMap { clauses(of: $0) }
    case .expression(let checked):
      return BooleanForm(checked.expression.root, in: checked).clauses.map {
        explain($0.written, in: checked, path: condition.path)
      }
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
    case .expression(let checked):
      guard case .success(.bool(let value)) = evaluate(checked.expression.root, in: checked) else {
        return nil
      }
      return value
    }
  }

  private func explain(
    _ leaf: Expr, in checked: CheckedExpression, path: String
  ) -> Explanation.Clause {
    let whole = checked.expression
    let result: Result<Bool, EvaluationError>
    switch evaluate(leaf, in: checked) {
    case .success(.bool(let value)): result = .success(value)
    case .success: result = .failure(EvaluationError(.noSuchOverload(function: "condition")))
    case .failure(let error): result = .failure(error)
    }
    return Explanation.Clause(
      result: result, text: leaf.formatted, path: path, location: whole.location(of: leaf.range),
      values: readings(leaf, in: checked))
  }

  /// The value of a part of an expression.
  private func evaluate(
    _ expr: Expr, in checked: CheckedExpression
  ) -> Result<Value, EvaluationError> {
    let whole = checked.expression
    let part = CheckedExpression(
      expression: ParsedExpression(
        text: whole.text, root: expr, nodeCount: whole.nodeCount, sourceMap: whole.sourceMap),
      environment: checked.environment, types: checked.types, references: checked.references,
      functions: checked.functions)
    var layout = InputLayout(canonical: canonical)
    let program = Program(part, layout: &layout)
    let input = Input(layout: layout, now: now) { reader.reading(of: $0) }
    do throws(EvaluationError) {
      return .success(try program.evaluate(input))
    } catch {
      return .failure(error)
    }
  }

  /// What a clause reads, each attribute once, also through definitions.
  private func readings(_ leaf: Expr, in checked: CheckedExpression) -> [Explanation.Reading] {
    var found: [Explanation.Reading] = []
    var opened: Set<String> = []
    func add(_ name: String, _ expr: Expr, _ checked: CheckedExpression) {
      guard !found.contains(where: { $0.name == name }) else { return }
      switch evaluate(expr, in: checked) {
      case .success(.optional(nil)):
        found.append(.init(name: name, value: nil, cause: .missing))
      case .success(.optional(let value?)), .success(let value):
        found.append(.init(name: name, value: value.description(limit: 80)))
      case .failure(let error):
        found.append(.init(name: name, value: nil, cause: error.kind.input?.cause ?? .missing))
      }
    }
    func visit(_ expr: Expr, _ checked: CheckedExpression) {
      switch checked.references[expr.id] {
      case .attribute: add(expr.formatted, expr, checked)
      case .variable(let name):
        switch checked.environment.variables[name]?.origin {
        case .definition(let definition):
          guard opened.insert(name).inserted else { return }
          visit(definition.expression.root, definition)
        case .constant, nil: return
        case .input, .now: add(expr.formatted, expr, checked)
        }
      case .type, .local: return
      case nil:
        if let path = checked.attribute(askedForBy: expr),
          case .has(let operand, let field) = expr.kind
        {
          return presence(of: path, operand.formatted + "." + field.text)
        }
        if checked.attribute(optionallyReadBy: expr) != nil,
          case .select(let operand, let field, _) = expr.kind
        {
          return add(operand.formatted + "." + field.text, expr, checked)
        }
        for child in expr.children { visit(child, checked) }
      }
    }
    /// A field that is only asked for shows its value, or that it is missing.
    func presence(of path: AttributePath, _ name: String) {
      guard !found.contains(where: { $0.name == name }) else { return }
      switch reader.reading(of: canonical(path)) {
      case .value(let value):
        found.append(.init(name: name, value: value.description(limit: 80)))
      case .absent: found.append(.init(name: name, value: nil, cause: .missing))
      case .failed(let cause): found.append(.init(name: name, value: nil, cause: cause))
      }
    }
    visit(leaf, checked)
    return found
  }
}
