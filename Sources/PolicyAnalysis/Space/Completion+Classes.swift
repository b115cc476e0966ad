import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

extension Completion {
  /// The ways of having authenticated that some rules can tell apart: each method that requirements name, and each
  /// one of Kratos that conditions do, as the factors that it can be; and one first and one second factor that they do not name: one that Kratos offers and
  /// that everybody can set up, if there is any, for what stands for all of them can be shown where one of them can.
  ///
  /// - Parameter conditions: What is asked beside the rules.
  /// - Returns: The ways, and the methods that are not told apart: of those that Kratos does not know, more
  ///   than anybody has.
  static func classes(
    of policies: [PolicySet], _ conditions: [Formula], _ settings: KratosSettings
  ) -> (told: [Completion], beyond: Set<Text>) {
    let all = policies.flatMap(\.policies)
    let rules = all.flatMap(\.rules)
    var named = Set(
      rules.flatMap(\.alternatives).flatMap { $0.methods?.value ?? [] }.map(Text.init))
    for policy in all {
      // The same words may mean something else in another policy.
      var visited: Set<Text> = []
      let own = [policy.when] + policy.rules.map(\.condition)
      for condition in own { condition?.formula.visitMethods(&named, &visited) }
    }
    for condition in conditions {
      var visited: Set<Text> = []
      condition.visitMethods(&named, &visited)
    }
    let strange = named.filter { KnownMethod.named($0.string) == nil }.sorted()
    let beyond = Set(strange.dropFirst(mostStrange))
    named.subtract(beyond)
    var classes: [Completion] = []
    for method in named.sorted() {
      if AuthenticationMethod.canBeFirstFactor(method.string) {
        classes.append(Completion(method: method, isSecondFactor: false, isNamed: true))
      }
      if AuthenticationMethod.canBeSecondFactor(method.string) {
        classes.append(Completion(method: method, isSecondFactor: true, isNamed: true))
      }
    }
    let kratos = KratosRules(settings)
    for factor in [KratosRules.Factor.first, .second] {
      let others = KnownMethod.usual(factor).filter { !named.contains(Text($0)) }
      let offered = others.filter { kratos.offers($0, asSecondFactor: factor == .second) }
      let settable = offered.first { kratos.obstacleToEnrolling($0) == nil }
      guard let other = (settable ?? offered.first ?? others.first).map(Text.init) else { continue }
      classes.append(Completion(method: other, isSecondFactor: factor == .second, isNamed: false))
    }
    return (classes, beyond)
  }

  /// The most methods that are told apart and that Kratos does not know.
  private static let mostStrange = 32
}

extension Completion {
  /// What can be shown in one re-authentication: some of the ways that Kratos offers.
  ///
  /// Ways are made of what rules require: the methods that they ask for, and beside them one first and one second
  /// factor at most. More of what nobody asks for are not gone, whatever conditions would come of it.
  ///
  /// - Parameter asked: The methods that requirements ask for.
  /// - Returns: What is looked at, and how many ways together at most; `nil` if that is all of them.
  static func steps(
    of all: [Completion], _ settings: KratosSettings, asking asked: Set<Text>
  ) -> (steps: [Set<Completion>], longest: Int?) {
    let rules = KratosRules(settings)
    let offered = all.filter {
      rules.offers($0.method.string, asSecondFactor: $0.isSecondFactor)
    }
    func isWay(_ step: Set<Completion>) -> Bool {
      [true, false].allSatisfy { isSecond in
        let own = step.filter { $0.isSecondFactor == isSecond }
        return own.count <= 1 || own.allSatisfy { $0.isNamed && asked.contains($0.method) }
      }
    }
    var steps: [Set<Completion>] = []
    var last: [(step: Set<Completion>, next: Int)] = [([], 0)]
    for length in 0..<offered.count {
      var longer: [(step: Set<Completion>, next: Int)] = []
      for (step, next) in last {
        for place in offered.indices.dropFirst(next) {
          let more = step.union([offered[place]])
          if isWay(more) { longer.append((more, place + 1)) }
        }
      }
      guard length < 2 || steps.count + longer.count <= most else { return (steps, length) }
      steps += longer.map(\.step)
      last = longer
    }
    return (steps, nil)
  }

  /// How many steps are looked at, but for those of one way or two.
  private static let most = 160
}

extension Formula {
  /// Gathers the methods of Kratos that conditions may ask for; each text is looked at once, and so is what a
  /// name in it means.
  fileprivate func visitMethods(_ named: inout Set<Text>, _ visited: inout Set<Text>) {
    switch self {
    case .all(let parts), .any(let parts), .none(let parts):
      for part in parts { part.visitMethods(&named, &visited) }
    case .expression(let checked):
      guard visited.insert(Text(checked.expression.text)).inserted else { return }
      checked.visitMethods(checked.expression.root, &named, &visited)
    }
  }
}

extension CheckedExpression {
  fileprivate func visitMethods(
    _ expr: Expr, _ named: inout Set<Text>, _ visited: inout Set<Text>
  ) {
    if case .literal(let value) = expr.kind {
      if case .string(let text) = value, KnownMethod.named(text) != nil { named.insert(Text(text)) }
      return
    }
    if let value = literal(of: expr) {
      if case .identifier(let name, _) = expr.kind,
        !visited.insert(Text("\u{0}\(name)")).inserted
      {
        return
      }
      let texts = if case .list(let elements) = value { elements } else { [value] }
      for case .string(let text) in texts where KnownMethod.named(text) != nil {
        named.insert(Text(text))
      }
    } else if let (_, definition) = definition(of: expr) {
      Formula.expression(definition).visitMethods(&named, &visited)
    }
    for child in expr.children { visitMethods(child, &named, &visited) }
  }
}
