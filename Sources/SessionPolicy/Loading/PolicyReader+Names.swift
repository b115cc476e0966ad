import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments

/// Reading constants and definitions: what conditions can use by name.
extension PolicyReader {
  /// How many definitions may stand on each other's shoulders.
  private static let depthLimit = 32

  /// Reads `constants`; one that is wrong stays usable by name, so that its uses say nothing more.
  mutating func constants(_ node: DocumentNode) -> [ConstantDeclaration] {
    guard let entries = reader.entries(node, of: "plain data") else {
      expressions.isIncomplete = true
      return []
    }
    var constants: [ConstantDeclaration] = []
    for entry in entries where isUsable(entry, "constant") {
      guard let (value, type) = reader.data(entry.value) else {
        expressions.environment.variables[entry.name.value] = Variable(.error)
        continue
      }
      expressions.environment.variables[entry.name.value] = Variable(type, origin: .constant(value))
      constants.append(ConstantDeclaration(name: entry.name, value: value, type: type))
    }
    return constants
  }

  /// Reads `definitions`, which may use constants and each other in any order.
  mutating func definitions(
    _ node: DocumentNode, beside constants: [ConstantDeclaration]
  ) -> [Definition] {
    guard let entries = reader.entries(node, of: "CEL expressions") else {
      expressions.isIncomplete = true
      return []
    }
    let places = Dictionary(
      constants.map { ($0.name.value, $0.name.location) }, uniquingKeysWith: { first, _ in first })
    var named: [DictionaryEntry] = []
    for entry in entries where isUsable(entry, "definition") {
      if expressions.environment.variables[entry.name.value] != nil {
        reader.report(
          .conflictingDeclaration, "`\(entry.name.value)` is a constant and a definition",
          at: entry.value, place: entry.name.location, help: "rename one of them",
          related: places[entry.name.value].map { [.init("the constant", at: $0)] } ?? [])
        continue
      }
      named.append(entry)
    }
    // Until one is checked it is known but silent; if it turns out wrong it stays so.
    for entry in named { expressions.environment.variables[entry.name.value] = Variable(.error) }
    return checked(named)
  }

  private mutating func checked(_ entries: [DictionaryEntry]) -> [Definition] {
    let parsed = entries.map { expressions.parse($0.value, &reader) }
    let indices = Dictionary(
      entries.enumerated().map { ($1.name.value, $0) }, uniquingKeysWith: { first, _ in first })
    let nodes = zip(entries, parsed).map { entry, expression in
      DefinitionOrder.Node(
        name: entry.name,
        uses: expression.map { expression in
          FreeNames(expression.root).names.compactMap { name in
            indices[name.text].map { ($0, expression.location(of: name.range)) }
          }
        } ?? [])
    }
    let order = DefinitionOrder(nodes)
    for cycle in order.cycles { report(cycle, nodes, entries) }
    var broken = Set(order.cycles.flatMap { $0.steps.map(\.index) })
    var depths = Array(repeating: 0, count: entries.count)
    var definitions: [(index: Int, definition: Definition)] = []
    for index in order.order where !broken.contains(index) {
      guard let expression = parsed[index] else { continue }
      let entry = entries[index]
      depths[index] = 1 + (nodes[index].uses.map { depths[$0.index] }.max() ?? 0)
      guard depths[index] <= Self.depthLimit else {
        broken.insert(index)
        depths[index] = 0
        reader.report(
          .expressionLimit,
          "`\(entry.name.value)` is more than \(Self.depthLimit) definitions away from one that "
            + "uses no other",
          at: entry.value, place: entry.name.location, help: "write some of them out")
        continue
      }
      guard
        let checked = expressions.define(entry.name.value, as: expression, at: entry.value, &reader)
      else { continue }
      definitions.append((index, Definition(name: entry.name, expression: checked)))
    }
    return definitions.sorted { $0.index < $1.index }.map(\.definition)
  }

  private mutating func report(
    _ cycle: DefinitionOrder.Cycle, _ nodes: [DefinitionOrder.Node], _ entries: [DictionaryEntry]
  ) {
    guard let first = cycle.steps.first else { return }
    let names = cycle.steps.map { "`\(nodes[$0.index].name.value)`" }
    let path = (names + names.prefix(1)).joined(separator: " → ")
    let isAlone = cycle.steps.count == 1
    reader.report(
      .cyclicDefinition,
      isAlone
        ? "definition \(names[0]) uses itself, so it never has a value"
        : "definitions use each other in a circle, so none of them has a value: \(path)",
      at: entries[first.index].value, place: entries[first.index].name.location,
      help: isAlone ? "write out what it stands for" : "write out one of them",
      related: zip(cycle.steps, names.dropFirst() + names.prefix(1)).map { step, next in
        .init("\(quotedForDisplay(nodes[step.index].name.value)) uses \(next)", at: step.location)
      })
  }

  /// Whether a name can be used in conditions and means nothing else there.
  private mutating func isUsable(_ entry: DictionaryEntry, _ noun: String) -> Bool {
    let name = entry.name.value
    guard ExpressionName.isIdentifier(name) else {
      reader.report(
        .invalidValue, "\(quotedForDisplay(name)) cannot be used by name in conditions",
        at: entry.value, place: entry.name.location,
        help:
          "use letters, digits and `_`, begin with a letter, and avoid words of CEL such as `in`")
      return false
    }
    guard SessionSchema.environment.variables[name] == nil else {
      reader.report(
        .conflictingDeclaration, "\(noun) `\(name)` would hide the built-in `\(name)`",
        at: entry.value, place: entry.name.location, help: "choose another name")
      return false
    }
    guard !Self.typeNames.contains(name) else {
      reader.report(
        .conflictingDeclaration, "\(noun) `\(name)` would hide the type `\(name)`",
        at: entry.value, place: entry.name.location, help: "choose another name")
      return false
    }
    return true
  }

  /// The types that conditions can name.
  private static let typeNames: Set<String> = [
    "int", "uint", "double", "bool", "string", "bytes", "list", "map", "null_type", "type",
    "optional_type",
  ]
}
