import PolicyCEL
import SessionPolicy

/// Finds clauses that hold because an input is missing, in whatever way they ask for it.
///
/// A clause that reads one attribute is evaluated without it, by the evaluator that decides, so that
/// `!has(x)`, `has(x) == false`, `x.orValue(…) == …` and whatever else is written are seen alike. What
/// stands beside a part that fails without the input permits nothing, and is left alone.
struct AbsenceProbe {
  /// A clause with the attribute whose absence makes it hold.
  struct Trap {
    let clause: Clause
    let path: AttributePath
  }

  /// What an expression comes to without an attribute.
  private enum Outcome {
    case yes, no, error, unknown

    var negated: Outcome {
      switch self {
      case .yes: .no
      case .no: .yes
      case .error, .unknown: self
      }
    }
  }

  /// The clauses that were found, in the order in which they are written.
  private(set) var traps: [Trap] = []

  init(_ tree: ConditionTree) {
    var asked: [AttributePath] = []
    for clause in tree.clauses {
      for path in clause.askedPaths where !asked.contains(path) { asked.append(path) }
    }
    for path in asked.prefix(Self.reach) { traps += Self.holding(tree, without: path) }
  }

  /// The most attributes of a condition that are looked at.
  private static let reach = 64

  private static func holding(_ tree: ConditionTree, without path: AttributePath) -> [Trap] {
    switch tree {
    case .clause(let clause):
      outcome(of: clause, without: path) == .yes ? [Trap(clause: clause, path: path)] : []
    case .any(let parts): parts.flatMap { holding($0, without: path) }
    case .all(let parts):
      parts.contains { isDead($0, without: path) }
        ? [] : parts.flatMap { holding($0, without: path) }
    }
  }

  /// Whether a part cannot hold without an attribute.
  private static func isDead(_ tree: ConditionTree, without path: AttributePath) -> Bool {
    switch tree {
    case .clause(let clause):
      [.no, .error].contains(outcome(of: clause, without: path))
    case .any(let parts): parts.allSatisfy { isDead($0, without: path) }
    case .all(let parts): parts.contains { isDead($0, without: path) }
    }
  }

  /// What a clause comes to, if it reads the attribute at all.
  private static func outcome(of clause: Clause, without path: AttributePath) -> Outcome {
    guard clause.inputs.contains(path) else { return .unknown }
    let outcome = outcome(clause.expr, clause, without: path)
    return clause.isNegated ? outcome.negated : outcome
  }

  private static func outcome(
    _ expr: Expr, _ clause: Clause, without path: AttributePath
  ) -> Outcome {
    if clause.inputs(of: expr).allSatisfy({ $0 == path }) {
      return evaluated(expr, in: clause.checked.environment)
    }
    guard case .choice(let condition, let first, let second) = expr.kind else { return .unknown }
    switch outcome(condition, clause, without: path) {
    case .yes: return outcome(first, clause, without: path)
    case .no: return outcome(second, clause, without: path)
    case .error: return .error
    case .unknown: return .unknown
    }
  }

  /// The value of an expression of which every input is missing.
  private static func evaluated(_ expr: Expr, in environment: Environment) -> Outcome {
    guard let parsed = ExpressionParser.parse(expr.formatted).value,
      let checked = ExpressionChecker.check(
        parsed, in: environment, expecting: .bool, reportsUnguardedReads: false
      ).value
    else { return .unknown }
    var layout = InputLayout()
    let program = Program(checked, layout: &layout)
    let input = Input(layout: layout, now: .minimum) { _ in nil }
    do throws(EvaluationError) {
      guard case .bool(let value) = try program.evaluate(input, budget: 10_000) else {
        return .unknown
      }
      return value ? .yes : .no
    } catch {
      return .error
    }
  }
}

extension Clause {
  /// The attributes that the clause reads, each by its one name and without those that only lead to
  /// another.
  fileprivate var inputs: [AttributePath] { inputs(of: expr) }

  fileprivate func inputs(of expr: Expr) -> [AttributePath] {
    var paths: [AttributePath] = []
    visit(expr) { node in
      paths += checked.paths(of: node)
    }
    return paths.filter { path in
      !paths.contains { other in
        other.components.count > path.components.count
          && other.components.starts(with: path.components)
      }
    }
  }

  /// The attributes that the clause asks for in a way that their absence answers.
  fileprivate var askedPaths: [AttributePath] {
    var asks = false
    visit(expr) { node in
      switch node.kind {
      case .has, .select(_, _, isOptional: true), .index(_, _, isOptional: true): asks = true
      default: break
      }
    }
    return asks ? inputs : []
  }
}
