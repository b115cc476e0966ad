public import CEL
public import Diagnostics

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
    /// Its value as CEL text, cut off if long; `nil` if it is missing.
    public var value: String?
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
    let assessor = Assessor(plan: plan, settings: settings, snapshot: snapshot, now: now)
    let explainer = ClauseExplainer(snapshot: snapshot, settings: settings, plan: plan, now: now)
    let rules = zip(plan.rules, assessor.assessRules(at: now)).map { rulePlan, result in
      Explanation.RuleExplanation(
        rule: rulePlan.rule, standing: result.standing(of: rulePlan),
        reasons: result.applicability == .doesNotApply
          ? [] : result.unmet + (result.obstacle.map { [$0] } ?? []),
        clauses: rulePlan.conditions.flatMap { explainer.clauses(of: $0) })
    }
    return Explanation(
      decision: decide(snapshot, at: now, settings: settings), now: now, rules: rules)
  }
}

extension RuleAssessment {
  fileprivate func standing(of plan: RulePlan) -> Explanation.RuleExplanation.Standing {
    switch plan.rule.effect.verb {
    case .may: grants ? .grants : applicability == .doesNotApply ? .doesNotApply : .refuses
    case .never: isFeared ? .inForce : .doesNotApply
    case .must: isInForce(plan) ? .inForce : isFeared ? .met : .doesNotApply
    }
  }
}

/// Evaluates the clauses of conditions one by one.
private struct ClauseExplainer {
  let snapshot: Snapshot
  let settings: KratosSettings
  let plan: DecisionPlan
  let now: Timestamp

  func clauses(of condition: Condition) -> [Explanation.Clause] {
    switch condition.kind {
    case .all(let parts), .any(let parts), .none(let parts):
      return parts.flatMap { clauses(of: $0) }
    case .expression(let checked):
      return leaves(of: checked.expression.root).map {
        explain($0, in: checked, path: condition.path)
      }
    }
  }

  /// The parts that logic operators join.
  private func leaves(of expr: Expr) -> [Expr] {
    guard case .call(let function, nil, let arguments) = expr.kind else { return [expr] }
    switch function.text {
    case "_&&_", "_||_", "!_": return arguments.flatMap { leaves(of: $0) }
    default: return [expr]
    }
  }

  private func explain(
    _ leaf: Expr, in checked: CheckedExpression, path: String
  ) -> Explanation.Clause {
    let whole = checked.expression
    let part = CheckedExpression(
      expression: ParsedExpression(
        text: whole.text, root: leaf, nodeCount: whole.nodeCount, sourceMap: whole.sourceMap),
      environment: checked.environment, types: checked.types, references: checked.references,
      functions: checked.functions)
    var layout = InputLayout(canonical: { SessionSchema.canonicalPath($0) })
    let program = TracedProgram(part, layout: &layout)
    let reader = SnapshotAttributes(snapshot: snapshot, settings: settings, plan: plan)
    let input = Input(layout: layout, now: now) { reader.value(of: $0) }
    let trace = program.trace(input)
    let result: Result<Bool, EvaluationError>
    switch trace.result {
    case .success(.bool(let value)): result = .success(value)
    case .success: result = .failure(EvaluationError(.noSuchOverload(function: "condition")))
    case .failure(let error): result = .failure(error)
    }
    return Explanation.Clause(
      result: result, text: leaf.formatted, path: path, location: whole.location(of: leaf.range),
      values: readings(leaf, in: part, trace.nodes))
  }

  /// What a clause read, each attribute once.
  private func readings(
    _ leaf: Expr, in checked: CheckedExpression, _ nodes: [Int: Result<Value, EvaluationError>]
  ) -> [Explanation.Reading] {
    var found: [Explanation.Reading] = []
    func visit(_ expr: Expr) {
      switch checked.references[expr.id] {
      case .attribute, .variable:
        let name = expr.formatted
        if case .variable(let variable) = checked.references[expr.id],
          case .constant = checked.environment.variables[variable]?.origin
        {
          return
        }
        guard let result = nodes[expr.id], !found.contains(where: { $0.name == name }) else {
          return
        }
        found.append(.init(name: name, value: (try? result.get())?.description(limit: 80)))
      case .type, .local: return
      case nil: for child in expr.children { visit(child) }
      }
    }
    visit(leaf)
    return found
  }
}
