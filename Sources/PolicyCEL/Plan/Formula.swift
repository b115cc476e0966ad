/// Conditions joined by `all`, `any` and `none`.
///
/// The joints absorb errors as `&&` and `||` do: a deciding part wins over an error in another.
public indirect enum Formula: Sendable {
  /// True when every part is; true without parts.
  case all([Formula])
  /// True when at least one part is; false without parts.
  case any([Formula])
  /// True when no part is; true without parts.
  case none([Formula])
  /// A CEL expression of type bool.
  case expression(CheckedExpression)
}

/// A formula planned with full CEL semantics: errors absorbed, budget kept, every flip noted.
struct PlannedFormula: Sendable {
  private indirect enum Node: Sendable {
    case all([Node])
    case any([Node])
    case not(Node)
    case expression(Routine)
  }

  private let root: Node

  init(_ formula: Formula, context: PlanContext) {
    root = Self.plan(formula, context)
  }

  private static func plan(_ formula: Formula, _ context: PlanContext) -> Node {
    switch formula {
    case .all(let parts): .all(parts.map { plan($0, context) })
    case .any(let parts): .any(parts.map { plan($0, context) })
    case .none(let parts): .not(.any(parts.map { plan($0, context) }))
    case .expression(let checked):
      .expression(Lowering.routine(for: checked, context: context))
    }
  }

  /// Whether the formula holds for the input of a frame.
  func test(_ frame: inout Frame) throws(EvaluationError) -> Bool {
    try Self.test(root, &frame)
  }

  private static func test(_ node: Node, _ frame: inout Frame) throws(EvaluationError) -> Bool {
    switch node {
    case .not(let part): return try !test(part, &frame)
    case .all(let parts): return try join(parts, deciding: false, &frame)
    case .any(let parts): return try join(parts, deciding: true, &frame)
    case .expression(let routine):
      if frame.locals.count < routine.locals {
        frame.locals = Array(repeating: .null, count: routine.locals)
      }
      guard case .bool(let value) = try routine.run(&frame) else {
        throw EvaluationError(.noSuchOverload(function: "condition"))
      }
      return value
    }
  }

  private static func join(
    _ parts: [Node], deciding: Bool, _ frame: inout Frame
  ) throws(EvaluationError) -> Bool {
    var failure: EvaluationError?
    for part in parts {
      do throws(EvaluationError) {
        if try test(part, &frame) == deciding { return deciding }
      } catch {
        if error.kind == .budgetExceeded { throw error }
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return !deciding
  }
}
