import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
package import PolicyTime
package import SessionPolicy

/// What a session can be looked for that shows: one thing that a policy says, made visible.
package enum ExampleGoal: Sendable {
  /// The rule applies, and one second is left until a limit of it is reached.
  case limit(Rule, key: String, Duration)
  /// The rule grants, forbids or is in force.
  case speaks(Rule)
  /// It does not.
  case isSilent(Rule)
  /// What the rule requires is met; of several alternatives this one, and no other.
  case meets(Rule, alternative: Int)
  /// Something that the rule requires is not shown, under this key.
  case lacks(Rule, key: String)
  /// A clause of a condition holds, or does not.
  case clause(Rule, String, Bool)
  /// A clause of a definition, by its full name, holds, or does not.
  case definition(String, String, Bool)
  /// Whether the rule applies is not known.
  case isUndecided(Rule)
  /// It is too early for an extension.
  case isTooEarly(Rule)
  /// An extension would pass a cap.
  case passesCap(Rule)
  /// An extension would gain nothing.
  case gainsNothing(Rule)
  /// No rule asks for anything.
  case isOrdinary
}

/// Ordinary sessions that show what policies say, one for each thing that they say.
///
/// Goals are read like rules and looked for like differences: what a goal asks has to be, and whatever
/// makes it plain, such as that no other rule speaks, is wished for, each wish as far as the ones before
/// it allow. What comes of a session is for the evaluator to say.
package struct SessionExamples {
  /// A goal with its terms.
  private struct Wanted {
    let goal: ExampleGoal
    let required: [Term]
    let wishes: [Term]
  }

  private var analysis: Analysis
  private let wanted: [Wanted]

  /// How many goals there are at the most.
  private static let limit = 2_000

  /// Reads policies.
  ///
  /// - Parameter now: The instant at which sessions are wanted.
  package init(_ policies: PolicySet, settings: KratosSettings, now: Timestamp) {
    var limits = Analysis.Limits()
    limits.work = 20_000_000
    var reader = ConditionReader([policies], settings: settings, capacity: limits.terms)
    let reading = reader.read(policies)
    let silence = reading.rules.filter { $0.rule.effect.verb != .may }.map {
      reader.space.table.not($0.speaks)
    }
    var wanted: [Wanted] = []
    for policy in policies.policies {
      reader.beginVocabulary(of: policy)
      for rule in policy.rules where wanted.count < Self.limit {
        guard let own = reading.rules.first(where: { $0.rule.qualifiedID == rule.qualifiedID })
        else {
          continue
        }
        let others = reading.rules.filter {
          $0.rule.qualifiedID != rule.qualifiedID && $0.rule.effect.verb != .may
        }
        let quiet = others.map { reader.space.table.not($0.speaks) }
        wanted += reader.goals(of: own, policy, quiet).map {
          Wanted(goal: $0.goal, required: $0.required, wishes: $0.wishes)
        }
      }
      wanted += reader.goals(ofDefinitions: policy, silence).map {
        Wanted(goal: $0.goal, required: $0.required, wishes: $0.wishes)
      }
    }
    wanted.append(Wanted(goal: .isOrdinary, required: [], wishes: silence))
    self.wanted = wanted
    analysis = Analysis(reader, [reading], settings, limits)
    analysis.usualNow = now.nanosecondsSinceEpoch
  }

  /// The goals, rule by rule.
  package var goals: [ExampleGoal] { wanted.map(\.goal) }

  /// The most ordinary session that shows a goal, by its place, and behind it what else may show it; none
  /// if there is none, or none was found.
  ///
  /// What an expression comes to that is not looked into only the evaluator knows. Where a goal hangs on one
  /// there are also sessions in which an input that it reads is another: `session.age >= context.limit` is
  /// false of a limit that is long. And where one reads the time the goal may be shown by the same session
  /// at another hour, or on another day.
  package mutating func sessions(for goal: Int) -> (found: [Snapshot], hangOnTime: Bool) {
    guard wanted.indices.contains(goal), analysis.unreadRule == nil,
      let document = analysis.document(
        requiring: wanted[goal].required, wishing: wanted[goal].wishes)
    else { return ([], false) }
    let expressions = analysis.expressions(behind: wanted[goal].required)
    let others = Analysis.variants(of: document, for: expressions)
    return (
      ([document] + others).compactMap(WitnessDocument.snapshot),
      expressions.contains(where: \.readsTime)
    )
  }
}

extension Analysis {
  /// The most ordinary session in which some terms are true, and others as far as they can be.
  fileprivate mutating func document(
    requiring terms: [Term], wishing wishes: [Term]
  ) -> JSONValue? {
    beginQuestion()
    var terms = terms
    for wish in wishes where wish != .always {
      if case .found = solver.solve(terms + [wish], limit: 100_000) { terms.append(wish) }
    }
    return self.document(of: terms)
  }

  /// The expressions that are not looked into and that terms hang on.
  fileprivate mutating func expressions(behind terms: [Term]) -> [OpaqueExpression] {
    var expressions: [String: OpaqueExpression] = [:]
    for term in terms {
      for (number, _) in atoms(in: term) {
        guard case .cells(let variable, _) = solver.table.atoms[number],
          case .opaque(let key) = space.variables[variable]
        else { continue }
        expressions[key] = space.opaque[key]
      }
    }
    return expressions.sorted { $0.key < $1.key }.map(\.value)
  }

  /// How many variants of a session there are at the most.
  private static let variants = 32

  /// The same session with other values of the inputs of which expressions may make different things.
  fileprivate static func variants(
    of document: JSONValue, for expressions: [OpaqueExpression]
  ) -> [JSONValue] {
    var variants: [JSONValue] = []
    for expression in expressions {
      for attribute in expression.inputs.keys.sorted(by: { "\($0)" < "\($1)" }) {
        for value in expression.samples(of: attribute) {
          var variant = document
          variant.set(value, at: WitnessDocument.place(of: attribute))
          if variant != document { variants.append(variant) }
          if variants.count == Self.variants { return variants }
        }
      }
    }
    return variants
  }
}

extension ConditionReader {
  fileprivate typealias Goal = (goal: ExampleGoal, required: [Term], wishes: [Term])

  /// What there is to be seen of a rule.
  ///
  /// - Parameter quiet: That no other rule speaks that forbids or demands.
  fileprivate mutating func goals(
    of own: RuleReading, _ policy: Policy, _ quiet: [Term]
  ) -> [Goal] {
    let rule = own.rule
    let applies = own.condition.isTrue
    var goals: [Goal] = []
    for limit in rule.writtenLimits {
      guard let key = LimitKey(rawValue: limit.key), let length = limit.value.value.wholeNanoseconds
      else { continue }
      for requirement in limit.alternatives.prefix(1) {
        let exact = isExactly(length - Self.second, key, requirement)
        let met = isMet(requirement)
        goals.append(
          (
            .limit(rule, key: String(limit.path.dropFirst(rule.path.count + 1)), limit.value.value),
            [exact, applies], [met] + quiet + [own.speaks]
          ))
      }
    }
    if let within = rule.within?.value.wholeNanoseconds, let value = rule.within?.value {
      let remaining = remains(atLeast: within + Self.second, atMost: within + Self.second)
      goals.append((.limit(rule, key: "within", value), remaining + [applies], own.met + quiet))
    }
    let silent = space.table.not(own.speaks)
    goals.append((.speaks(rule), [own.speaks], [applies] + quiet))
    goals.append((.isSilent(rule), [silent], quiet + [applies]))
    goals += requirementGoals(of: own, quiet)
    for condition in [policy.when, rule.condition].compactMap({ $0 }) {
      for (_, clause) in condition.clauses {
        let truth = read(clause)
        let text = clause.written.formatted
        goals.append((.clause(rule, text, true), [truth.isTrue], [applies] + quiet + [own.speaks]))
        goals.append((.clause(rule, text, false), [truth.isFalse], quiet + [silent]))
      }
    }
    let isKnown = space.table.any([own.condition.isTrue, own.condition.isFalse])
    let isUnknown = space.table.not(isKnown)
    goals.append((.isUndecided(rule), [isUnknown], quiet))
    if rule.effect == .mayExtend { goals += extensionGoals(of: own, quiet) }
    return goals.filter { !$0.required.contains(.never) }
  }

  /// What there is to be seen of the definitions of a policy.
  fileprivate mutating func goals(ofDefinitions policy: Policy, _ quiet: [Term]) -> [Goal] {
    var goals: [Goal] = []
    for definition in policy.definitions {
      let name = "\(policy.name.value), definition \(definition.name.value)"
      for (_, clause) in definition.condition?.clauses ?? [] {
        let truth = read(clause)
        let text = clause.written.formatted
        goals.append((.definition(name, text, true), [truth.isTrue], quiet))
        goals.append((.definition(name, text, false), [truth.isFalse], quiet))
      }
    }
    return goals.filter { !$0.required.contains(.never) }
  }

  private mutating func requirementGoals(of own: RuleReading, _ quiet: [Term]) -> [Goal] {
    let rule = own.rule
    var goals: [Goal] = []
    for (number, met) in own.met.enumerated() where rule.isDemanding {
      let others = own.met.indices.filter { $0 != number }.map { space.table.not(own.met[$0]) }
      goals.append(
        (.meets(rule, alternative: number), [own.condition.isTrue, met], others + quiet))
    }
    for requirement in rule.alternatives {
      let parts = parts(of: requirement)
      for (number, part) in parts.enumerated() {
        let others = parts.indices.filter { $0 != number }.map { parts[$0].term }
        let unmet = space.table.not(part.term)
        let none = space.table.not(space.table.any(own.met))
        goals.append(
          (
            .lacks(rule, key: part.key), [own.condition.isTrue, unmet], [none] + others + quiet
          ))
      }
    }
    return goals
  }

  private mutating func extensionGoals(of own: RuleReading, _ quiet: [Term]) -> [Goal] {
    let rule = own.rule
    let applies = own.condition.isTrue
    let length = rule.by?.value.wholeNanoseconds ?? space.lifespan
    var goals: [Goal] = []
    for (requirement, met) in zip(rule.alternatives, own.met) {
      let early = remains(atLeast: space.window, atMost: nil)
      goals.append((.isTooEarly(rule), early + [applies, met], quiet))
      for limit in requirement.caps {
        guard let cap = limit.length.value.wholeNanoseconds else { continue }
        let isFree = isWithin(cap - length, limit.key, requirement)
        let passes = space.table.not(isFree)
        let isOpen = remains(atLeast: nil, atMost: min(space.window, length) - Self.second)
        goals.append((.passesCap(rule), [passes, applies, met], isOpen + quiet))
      }
      if rule.by != nil {
        let late = remains(atLeast: length, atMost: space.window - Self.second)
        goals.append((.gainsNothing(rule), late + [applies, met], quiet))
      }
    }
    return goals
  }

  private static let second: Int128 = 1_000_000_000

  /// That what a limit counts from was exactly so long ago.
  private mutating func isExactly(
    _ span: Int128, _ key: LimitKey, _ requirement: Requirement
  ) -> Term {
    let recent = isWithin(span, key, requirement)
    let tooRecent = isWithin(span - 1, key, requirement)
    let isOld = space.table.not(tooRecent)
    return space.table.all([recent, isOld])
  }

  /// That the session goes on for at least so long, and at most so long.
  private mutating func remains(atLeast least: Int128?, atMost most: Int128?) -> [Term] {
    let expiry = space.number(of: .attribute(.expiresAt, .timestamp))
    var terms: [Term] = []
    if let most { terms.append(space.difference(expiry, SessionSpace.now, atMost: most)) }
    if let least { terms.append(space.difference(SessionSpace.now, expiry, atMost: -least)) }
    return terms
  }
}
