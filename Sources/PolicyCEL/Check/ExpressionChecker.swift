package import PolicyDiagnostics

/// Checks expressions against declared names and types, before they are ever evaluated.
///
/// The checker only rejects: it never changes what an expression means.
package enum ExpressionChecker {
  /// Resolves the names of an expression, finds its types, and reports what is wrong with it.
  ///
  /// Every problem is reported at once, each cause once. Reads of optional attributes without a
  /// guard, and comparisons that do not mean what they say, are warnings.
  ///
  /// - Parameters:
  ///   - expression: The expression as parsed.
  ///   - environment: What it may name.
  ///   - expecting: The type that the whole must have; `nil` for any.
  ///   - limits: Bounds on nesting, on the estimated cost and on the number of problems.
  ///   - reportsUnguardedReads: Whether reads of optional attributes without a guard are reported. One
  ///     whose expression is a part of a larger condition asks ``CheckedExpression/unguardedReads(knowing:)``
  ///     once it has the other parts.
  /// - Returns: The checked expression, `nil` exactly if there is an error, and all problems in the
  ///   order of their places.
  /// - Complexity: O(*n* · *m*) for *n* nodes and *m* overloads of a function.
  package static func check(
    _ expression: ParsedExpression, in environment: Environment, expecting: ValueType? = nil,
    limits: ExpressionLimits = .standard, reportsUnguardedReads: Bool = true
  ) -> Loaded<CheckedExpression> {
    var inference = TypeInference(
      expression, names: NameResolution(environment: environment), limits: limits)
    let type = inference.visit(expression.root)
    if let expecting { inference.require(expecting, of: expression.root, type) }

    var checked = CheckedExpression(
      expression: expression, environment: environment, types: inference.finalTypes,
      references: inference.references, functions: inference.functions)
    var findings = inference.findings
    if !findings.contains(where: \.isNesting) {
      findings += valueFindings(checked, inference)
      let unguarded =
        inference.fields.contains(where: \.declared.isOptional)
        ? checked.unguardedFindings(knowing: []) : []
      if unguarded.isEmpty { checked = checked.guarded }
      if reportsUnguardedReads { findings += unguarded }
    }
    if !findings.contains(where: { $0.problem.severity == .error }),
      let expensive = CostEstimator.finding(checked, limit: limits.estimatedCost)
    {
      findings.append(expensive)
    }

    var collector = DiagnosticCollector()
    collector.report(
      contentsOf: findings.prefix(limits.problems).map { $0.diagnostic(in: expression) })
    return Loaded(collector.hasErrors ? nil : checked, collector.sorted)
  }

  private static func valueFindings(
    _ checked: CheckedExpression, _ inference: TypeInference
  ) -> [CheckFinding] {
    var checks = ValueChecks(checked, text: inference.text)
    checks.visit(checked.expression.root)
    return checks.findings
  }
}

extension TypeInference {
  /// Reports an expression whose type is not the expected one.
  mutating func require(_ expected: ValueType, of expr: Expr, _ type: ValueType) {
    guard unifier.join(expected, type) == nil else { return }
    let operand = describe(expr)
    report(
      expected == .bool
        ? .notABool(operand, role: .condition) : .unexpectedType(operand, expected: expected),
      at: expr.range)
  }
}

extension CheckFinding {
  /// Whether the expression was not followed to its depths.
  fileprivate var isNesting: Bool {
    if case .nestingTooDeep = problem { true } else { false }
  }
}
