import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import PolicyYAML

/// Parses and checks the expressions of one policy.
///
/// Each piece of text is read once, however many aliases lead to it, and texts that are the same and
/// without a finding share what was made of them. The work for all of them is bounded.
struct ExpressionLoader {
  /// What expressions can name.
  var environment: Environment { didSet { sound = [:] } }
  /// Whether names may be missing from the environment because their declarations could not be read.
  var isIncomplete = false

  private var parsed: [SourceRange: ParsedExpression?] = [:]
  private var checked: [SourceRange: (result: CheckedExpression?, weight: Int)] = [:]
  /// Trees by their text, of those without a finding.
  private var trees: [Text: ParsedExpression] = [:]
  /// Conditions by their text, of those without a finding.
  private var sound: [Text: (checked: CheckedExpression, weight: Int)] = [:]
  /// The nodes of each definition, those of the definitions it uses included.
  private var weights: [String: Int] = [:]
  private(set) var work = 0

  /// The most nodes that are checked, those of definitions counted wherever they are used.
  private static let workLimit = 1_000_000
  /// The most errors after which nothing more is checked.
  private static let errorLimit = 100

  init(environment: Environment) {
    self.environment = environment
  }

  /// Parses the text under a node; `nil` after a report.
  mutating func parse(_ node: DocumentNode, _ reader: inout DocumentReader) -> ParsedExpression? {
    guard let text = text(of: node, &reader) else { return nil }
    if let known = parsed[node.node.range] { return known }
    let expression = parse(text, at: node, &reader)
    parsed[node.node.range] = .some(expression)
    return expression
  }

  private func text(of node: DocumentNode, _ reader: inout DocumentReader) -> String? {
    reader.scalar(node, as: "a CEL expression")?.value
  }

  private mutating func parse(
    _ text: String, at node: DocumentNode, _ reader: inout DocumentReader
  ) -> ParsedExpression? {
    if let same = trees[Text(text)] { return same.moved(to: node.node.sourceMap) }
    let (expression, diagnostics) = ExpressionParser.parse(
      text, sourceMap: node.node.sourceMap, shortNames: SessionSchema.shortNames
    ).parts
    if diagnostics.isEmpty, let expression { trees[Text(text)] = expression }
    if expression == nil {
      if let trap = CommentTrap(node, text: text) {
        reader.report(trap.diagnostic)
      } else {
        reader.report(contentsOf: diagnostics.map { CommentTrap.explain($0, in: node) }, in: node)
      }
    }
    return expression
  }

  /// Parses and checks a condition; `nil` after a report.
  mutating func condition(
    _ node: DocumentNode, _ reader: inout DocumentReader
  ) -> CheckedExpression? {
    guard let text = text(of: node, &reader) else { return nil }
    if let known = checked[node.node.range] {
      // What is named again by an alias is planned again.
      return spend(weight: known.weight, at: node, &reader) ? known.result : nil
    }
    if let same = sound[Text(text)], spend(weight: same.weight, at: node, &reader) {
      let expression = same.checked.expression.moved(to: node.node.sourceMap)
      let result = same.checked.moved(to: expression)
      checked[node.node.range] = (result, same.weight)
      return result
    }
    guard let expression = parse(text, at: node, &reader) else {
      checked[node.node.range] = (nil, 0)
      return nil
    }
    let used = FreeNames(expression.root).names.map(\.text)
    let count = reader.diagnostics.count
    let result = check(expression, using: used, expecting: .bool, at: node, &reader)
    let weight = weight(of: expression, using: used)
    if let result, reader.diagnostics.count == count {
      sound[Text(text)] = (result, weight)
    }
    checked[node.node.range] = (result, weight)
    return result
  }

  /// Counts the work of the policy's own condition, which was done since some point, once for each rule.
  mutating func repeatWork(
    since before: Int, for count: Int, at node: DocumentNode, _ reader: inout DocumentReader
  ) {
    guard work <= Self.workLimit else { return }
    let (weight, isHuge) = (work - before).multipliedReportingOverflow(by: max(0, count - 1))
    work = work.addingSaturated(isHuge ? .max : weight)
    guard work > Self.workLimit else { return }
    reader.report(
      .resourceLimit, "`when` is too large for \(count) rules, in each of which it counts",
      at: node,
      place: node.key, help: "let it be smaller, or split the file")
  }

  /// Checks a definition and makes it usable by name; `nil` after a report.
  mutating func define(
    _ name: String, as expression: ParsedExpression, at node: DocumentNode,
    _ reader: inout DocumentReader
  ) -> CheckedExpression? {
    let used = FreeNames(expression.root).names.map(\.text)
    guard let definition = lean(expression, using: used, at: node, &reader) else { return nil }
    weights[name] = weight(of: expression, using: used)
    environment.variables[name] = Variable(definition.type, origin: .definition(definition))
    return definition
  }

  /// Checks an expression and keeps of the environment only what it names.
  ///
  /// Every checked expression holds its environment. As definitions are added to it one by one, each
  /// would otherwise hold a copy of its own.
  private mutating func lean(
    _ expression: ParsedExpression, using used: [String], at node: DocumentNode,
    _ reader: inout DocumentReader
  ) -> CheckedExpression? {
    guard let full = check(expression, using: used, expecting: nil, at: node, &reader) else {
      return nil
    }
    var lean = Environment(
      variables: [:], objects: environment.objects, functions: environment.functions)
    for name in SessionSchema.environment.variables.keys.map({ $0 }) + used {
      lean.variables[name] = environment.variables[name]
    }
    return CheckedExpression(
      expression: expression, environment: lean, types: full.types, references: full.references,
      functions: full.functions)
  }

  private mutating func check(
    _ expression: ParsedExpression, using used: [String], expecting type: ValueType?,
    at node: DocumentNode, _ reader: inout DocumentReader
  ) -> CheckedExpression? {
    guard spend(weight: weight(of: expression, using: used), at: node, &reader) else { return nil }
    // What guards a condition may stand in another clause; a definition stands alone.
    let result = ExpressionChecker.check(
      expression, in: environment, expecting: type, reportsUnguardedReads: type == nil)
    var diagnostics = result.diagnostics
    if isIncomplete {
      diagnostics.removeAll {
        $0.code == .undefinedDefinition || $0.code == .unknownFunction
      }
    }
    let advice = DeclarationAdvice(expression)
    reader.report(contentsOf: diagnostics.map { advice.applied(to: $0) }, in: node)
    return result.value
  }

  /// Counts the work of an expression; `false` where nothing more is checked.
  private mutating func spend(
    weight: Int, at node: DocumentNode, _ reader: inout DocumentReader
  ) -> Bool {
    guard work <= Self.workLimit, reader.errorCount < Self.errorLimit else { return false }
    work = work.addingSaturated(weight)
    guard work > Self.workLimit else { return true }
    reader.report(
      .resourceLimit, "the conditions up to here are too many for the size of the definitions",
      at: node, help: "use smaller definitions, or split the file")
    return false
  }

  /// The nodes of an expression and of the definitions it uses, once for each name.
  private func weight(of expression: ParsedExpression, using names: [String]) -> Int {
    names.reduce(expression.nodeCount) { $0.addingSaturated(weights[$1] ?? 0) }
  }
}
