import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

/// What steps of a re-authentication make of expressions and requirements.
///
/// There are many steps (some methods of all that Kratos offers), and most make the same of what a rule
/// says: each step makes `session.authenticated_at` new, and only some complete a passkey. So steps fall
/// into classes for each thing that rules say, and for each rule into those of all that it says; a rule is
/// read once for each class.
struct StepEffects {
  /// What all steps of a class have in common is told by the first of them.
  struct Classes {
    /// The class of each step.
    fileprivate(set) var numbers: [Int] = []
    fileprivate(set) var count = 0

    /// - Parameter effects: What each step makes of something.
    fileprivate init(of effects: some Sequence<some Hashable>) {
      var known: [AnyHashable: Int] = [:]
      for effect in effects {
        let number = known[AnyHashable(effect)] ?? known.count
        known[AnyHashable(effect)] = number
        numbers.append(number)
      }
      count = known.count
    }
  }

  /// A requirement, as far as it is met or not.
  struct RequirementKey: Hashable {
    private let level: AssuranceLevel?
    private let methods: Set<Text>?
    private let limits: [Int128]

    init(_ requirement: Requirement) {
      level = requirement.aal?.value
      methods = requirement.methods.map { Set($0.value.map(Text.init)) }
      limits = LimitKey.allCases.map { requirement[$0]?.value.wholeNanoseconds ?? -1 }
    }
  }

  /// The number of each thing that was looked at.
  fileprivate var expressions: [ConditionReader.Reading: Int] = [:]
  fileprivate var requirements: [RequirementKey: Int] = [:]
  /// The classes that steps fall into, for each thing and for some together.
  fileprivate var single: [Classes] = []
  fileprivate var joined: [[Int]: Classes] = [:]
}

extension ConditionReader {
  /// Where a `must` rule asks after each of the steps that are looked at.
  mutating func asksAfterSteps(_ rule: Rule, of policy: Policy) -> [Term] {
    var effects: Set<Int> = []
    for condition in [policy.when, rule.condition] {
      if let condition { note(condition.formula, &effects) }
    }
    for requirement in rule.alternatives { effects.insert(effect(on: requirement)) }
    let classes = classes(of: effects.sorted())
    var found = [Term?](repeating: nil, count: classes.count)
    return renewals.indices.map { step in
      let number = classes.numbers[step]
      if let term = found[number] { return term }
      let term = after(step) { reader in
        let condition = reader.condition(of: rule, policy)
        let met = rule.alternatives.map { reader.isMet($0) }
        return reader.asks(rule, where: condition, met)
      }
      found[number] = term
      return term
    }
  }

  private mutating func classes(of things: [Int]) -> StepEffects.Classes {
    if let known = effects.joined[things] { return known }
    let classes = StepEffects.Classes(
      of: renewals.indices.map { step in things.map { effects.single[$0].numbers[step] } })
    effects.joined[things] = classes
    return classes
  }

  /// Notes what steps make of the expressions in a condition.
  private mutating func note(_ formula: Formula, _ found: inout Set<Int>) {
    switch formula {
    case .all(let parts), .any(let parts), .none(let parts):
      for part in parts { note(part, &found) }
    case .expression(let checked):
      guard isMoved(checked) else { return }
      let key = reading(checked.expression.text, after: nil)
      if let known = effects.expressions[key] {
        found.insert(known)
        return
      }
      let truths = renewals.indices.map { step in after(step) { $0.read(formula) } }
      effects.expressions[key] = effects.single.count
      found.insert(effects.single.count)
      effects.single.append(StepEffects.Classes(of: truths))
    }
  }

  /// The number of what steps make of a requirement.
  private mutating func effect(on requirement: Requirement) -> Int {
    let key = StepEffects.RequirementKey(requirement)
    if let known = effects.requirements[key] { return known }
    let terms = renewals.indices.map { step in after(step) { $0.isMet(requirement) } }
    let number = effects.single.count
    effects.requirements[key] = number
    effects.single.append(StepEffects.Classes(of: terms))
    return number
  }
}
