import PolicyCEL
import PolicyDiagnostics
package import SessionPolicy

/// What lint asks about: conditions part by part, and rules.
struct SurveyReading {
  /// A condition with what has to hold besides.
  struct Owned {
    let owner: ConditionOwner
    let form: ReadForm
    /// The condition of the whole policy, for those of its rules.
    let gate: ReadForm?
  }

  /// Conditions of policies, definitions and rules.
  private(set) var conditions: [Owned] = []
  /// A rule with what makes it apply.
  struct Surveyed {
    let reading: RuleReading
    /// The condition of its policy and its own, as far as there are any.
    let forms: [ReadForm]
    /// Its own condition alone; `nil` if it has none.
    let own: ReadForm?
    let formulas: [Formula]
    /// Where it asks after every login, if it asks for nothing in particular.
    let again: Term
    /// Of each alternative of a demand where its proof is from long ago, if it does not say how fresh it has
    /// to be.
    let stale: [Term?]
    /// Where each alternative of a demand could be met by what Kratos offers.
    let reachable: [Term]
    /// Where a demand to re-authenticate lacks nothing but a login that is more recent.
    let isDated: Term
    /// Where a permission to extend would grant if Kratos' window were not shorter.
    let early: Term
  }

  /// The rules, in the order in which they were loaded.
  private(set) var rules: [Surveyed] = []
  /// How long Kratos makes sessions live, and which.
  private(set) var lifespans: [(length: Int128, isSo: Term)] = []
  /// Where each policy applies, in their order.
  private(set) var gates: [(policy: Policy, term: Term)] = []
}

/// Whose a condition is.
package enum ConditionOwner: Sendable {
  /// What gates every rule of a policy.
  case policy(Policy, Condition)
  case definition(Definition, of: Policy)
  case rule(Rule, Condition)
}

extension SurveyReading {
  /// Reads policies in their order, without the rules of some names.
  init(_ set: PolicySet, without omitted: Set<Text>, _ reader: inout ConditionReader) {
    lifespans = reader.lifespans()
    for policy in set.policies {
      reader.beginVocabulary(of: policy)
      let gate = policy.when.map { reader.parts(of: BooleanForm($0.formula)) }
      if let gate, let when = policy.when {
        conditions.append(Owned(owner: .policy(policy, when), form: gate, gate: nil))
      }
      gates.append((policy, gate?.truth.isTrue ?? .always))
      for definition in policy.definitions {
        let expression = definition.expression
        let form = reader.parts(of: BooleanForm(expression.expression.root, in: expression))
        conditions.append(
          Owned(owner: .definition(definition, of: policy), form: form, gate: nil))
      }
      for rule in policy.rules where !omitted.contains(Text(rule.qualifiedID)) {
        let own = rule.condition.map { condition in
          (condition, reader.parts(of: BooleanForm(condition.formula)))
        }
        if let (condition, form) = own {
          conditions.append(Owned(owner: .rule(rule, condition), form: form, gate: gate))
        }
        let condition = reader.space.table.all([gate, own?.1].compactMap { $0?.truth })
        let reading = reader.read(rule, of: policy, where: condition)
        let isAsked = rule.effect == .mustReauthenticate
        rules.append(
          Surveyed(
            reading: reading,
            forms: [gate, own?.1].compactMap { $0 }, own: own?.1,
            formulas: [policy.when, rule.condition].compactMap { $0?.formula },
            again: reader.asksAgain(rule, of: policy),
            stale: isAsked ? rule.alternatives.map { reader.isStale($0) } : [],
            reachable: reader.reachable(reading), isDated: reader.isDated(reading, of: policy),
            early: reader.isEarly(reading)))
      }
    }
  }
}
