import CEL
import Diagnostics
import YAML

/// Parses and checks the expressions of one policy.
///
/// Each piece of text is read once, however many aliases lead to it, and the work for all of them is
/// bounded.
struct ExpressionLoader {
  /// What expressions can name.
  var environment: Environment
  /// Whether names may be missing from the environment because their declarations could not be read.
  var isIncomplete = false

  private var parsed: [SourceRange: ParsedExpression?] = [:]
  private var checked: [SourceRange: CheckedExpression?] = [:]
  /// The nodes of each definition, those of the definitions it uses included.
  private var weights: [String: Int] = [:]
  private var work = 0

  /// The most nodes that are checked, those of definitions counted wherever they are used.
  private static let workLimit = 5_000_000
  /// The most errors after which nothing more is checked.
  private static let errorLimit = 100

  init(environment: Environment) {
    self.environment = environment
  }

  /// Parses the text under a node; `nil` after a report.
  mutating func parse(_ node: DocumentNode, _ reader: inout DocumentReader) -> ParsedExpression? {
    guard let text = reader.scalar(node, as: "a CEL expression") else { return nil }
    if let known = parsed[node.node.range] { return known }
    let (expression, diagnostics) = ExpressionParser.parse(
      text.value, sourceMap: node.node.sourceMap)
    if expression == nil {
      if let trap = CommentTrap(node, text: text.value) {
        reader.report(trap.diagnostic)
      } else {
        reader.report(contentsOf: diagnostics.map { CommentTrap.explain($0, in: node) }, in: node)
      }
    }
    parsed[node.node.range] = .some(expression)
    return expression
  }

  /// Checks a parsed expression; `nil` after a report.
  mutating func check(
    _ expression: ParsedExpression, expecting type: ValueType?, at node: DocumentNode,
    _ reader: inout DocumentReader
  ) -> CheckedExpression? {
    if let known = checked[node.node.range] { return known }
    guard reader.errorCount < Self.errorLimit else { return nil }
    work.addSaturating(weight(of: expression, using: FreeNames(expression.root).names.map(\.text)))
    guard work <= Self.workLimit else {
      reader.report(
        .resourceLimit, "the conditions up to here are too many for the size of the definitions",
        at: node, help: "use smaller definitions, or split the file")
      return nil
    }
    var result = ExpressionChecker.check(expression, in: environment, expecting: type)
    if isIncomplete {
      result.diagnostics.removeAll { $0.code == .undefinedName || $0.code == .unknownFunction }
    }
    let advice = DeclarationAdvice(expression)
    reader.report(contentsOf: result.diagnostics.map { advice.applied(to: $0) }, in: node)
    checked[node.node.range] = .some(result.checked)
    return result.checked
  }

  /// Makes a definition usable by name. What it keeps of the environment is only what it names, so
  /// that many definitions do not keep many copies of all of them.
  mutating func define(
    _ name: String, as definition: CheckedExpression, at node: DocumentNode
  ) -> CheckedExpression {
    let used = FreeNames(definition.expression.root).names.map(\.text)
    var variables: [String: Variable] = [:]
    for name in SessionSchema.environment.variables.keys.map({ $0 }) + used {
      variables[name] = environment.variables[name]
    }
    let kept = CheckedExpression(
      expression: definition.expression,
      environment: Environment(
        variables: variables, objects: environment.objects, functions: environment.functions),
      types: definition.types, references: definition.references, functions: definition.functions)
    checked[node.node.range] = .some(kept)
    weights[name] = weight(of: definition.expression, using: used)
    environment.variables[name] = Variable(kept.type, origin: .definition(kept))
    return kept
  }

  /// The nodes of an expression and of the definitions it uses, once for each name.
  private func weight(of expression: ParsedExpression, using names: [String]) -> Int {
    names.reduce(into: expression.nodeCount) { $0.addSaturating(weights[$1] ?? 0) }
  }
}

extension Int {
  fileprivate mutating func addSaturating(_ other: Int) {
    let (sum, overflow) = addingReportingOverflow(other)
    self = overflow ? .max : sum
  }
}
