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
    /// All that it asks of the session, and how the session stands to it.
    public var checks: [Check] = []
    /// The alternatives of its requirement that are met, by their place.
    public var metAlternatives: [Int] = []
    /// The clauses of the policy's `when` and of its own, each evaluated for itself.
    public var clauses: [Clause]
    /// Whether the policy's own `when` lets the rule through, as far as that is known.
    public var isGateOpen = true
    /// How many clauses there are besides.
    public var omittedClauses = 0

    /// The same with no more than so many clauses.
    package func listing(_ limit: Int) -> RuleExplanation {
      var rule = self
      let more = max(0, clauses.count - max(0, limit))
      rule.clauses.removeLast(more)
      rule.omittedClauses += more
      return rule
    }
  }

  /// A named condition, whether or not any rule asked for it.
  public struct DefinitionExplanation: Sendable {
    /// The policy.
    public var policy: String
    /// Its name there.
    public var name: String
    /// Its clauses, each evaluated for itself.
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
  /// Every named condition, in the order of the files.
  public var definitions: [DefinitionExplanation] = []
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
    let planner = explaining.planner(for: plan, of: policies)
    let reader = SnapshotAttributes(
      snapshot: snapshot, settings: settings, plan: plan, horizon: settings.horizon(of: now))
    let clauses = planner.evaluated(reader, at: now)
    let writer = CheckWriter(prepared, at: now)
    let rules = zip(plan.rules, standings).enumerated().map { number, pair in
      let (rulePlan, standing) = pair
      let (checks, met) = writer.checks(of: number)
      return Explanation.RuleExplanation(
        rule: rulePlan.rule, standing: standing?.standing ?? .doesNotApply,
        reasons: (standing?.unmet.reasons ?? []) + (standing?.obstacles.reasons ?? []),
        checks: checks, metAlternatives: met,
        clauses: rulePlan.conditions.flatMap { clauses[$0] },
        isGateOpen: rulePlan.conditions.allSatisfy {
          !$0.path.hasPrefix("$.when") || clauses.holds($0) ?? true
        })
    }
    let definitions = policies.flatMap { policy in
      policy.definitions.compactMap { definition in
        definition.condition.map {
          Explanation.DefinitionExplanation(
            policy: policy.name.value, name: definition.name.value, clauses: clauses[$0])
        }
      }
    }
    return Explanation(
      decision: prepared.decision(), now: now, rules: rules, definitions: definitions)
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
