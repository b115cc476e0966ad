import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import PolicyYAML

/// Reading conditions: expressions, and lists of them joined.
extension PolicyReader {
  /// Reads a condition; `nil` after a report.
  mutating func condition(_ node: DocumentNode) -> Condition? {
    switch node.node.content {
    case .scalar: expression(node)
    case .mapping: joint(node)
    case .sequence: list(node)
    }
  }

  /// Warns of optional attributes that neither the policy's condition nor the rule's own guards.
  mutating func reportUnguardedReads(_ rules: [Rule], under gate: Condition?) {
    var guards = ConditionGuards()
    if let gate { guards.search(gate) }
    let known = gate.flatMap { BooleanForm($0.formula).pathsPresent } ?? []
    for rule in rules {
      if let condition = rule.condition { guards.search(condition, knowing: [known]) }
    }
    for diagnostic in guards.diagnostics { reader.report(diagnostic) }
  }

  private mutating func expression(_ node: DocumentNode) -> Condition? {
    expressions.condition(node, &reader).map {
      Condition(path: node.path, location: node.node.location, kind: .expression($0))
    }
  }

  private mutating func joint(_ node: DocumentNode) -> Condition? {
    let before = reader.errorCount
    guard let fields = reader.fields(of: node, as: .joint) else { return nil }
    var given = FieldTable.joint.fields.compactMap { field in
      fields[field.name].map { (name: field.name, value: $0) }
    }
    if given.count > 1 {
      given.sort { fields.key($0.name).range.start < fields.key($1.name).range.start }
    }
    guard let first = given.first else {
      if reader.errorCount == before {
        reader.report(
          .missingField, "\(node.subject) joins nothing", at: node, place: node.head,
          help: "write an expression, or a mapping with `all`, `any` or `none`")
      }
      return nil
    }
    for other in given.dropFirst() {
      reader.report(
        .conflictingFields, "a condition has either `\(first.name)` or `\(other.name)`, not both",
        at: other.value, place: fields.key(other.name),
        help: "put one of them into the list of the other",
        related: [.init("`\(first.name)` is here", at: fields.key(first.name))])
    }
    let lists = given.map { parts($0.value) }
    guard given.count == 1, let known = lists[0] else { return nil }
    let kind: Condition.Kind =
      switch first.name {
      case "all": .all(known)
      case "any": .any(known)
      default: .none(known)
      }
    return Condition(path: node.path, location: node.node.location, kind: kind)
  }

  /// Reads the conditions of a list; `nil` if any of them is wrong.
  private mutating func parts(_ node: DocumentNode) -> [Condition]? {
    guard let items = reader.items(node, "condition", of: "conditions") else { return nil }
    let parts = items.map { condition($0) }
    let known = parts.compactMap { $0 }
    return known.count == parts.count ? known : nil
  }

  private mutating func list(_ node: DocumentNode) -> Condition? {
    reader.report(
      .wrongKind, "\(node.subject) must say how its conditions are joined", at: node,
      place: node.head, help: "put the list under `all:`, `any:` or `none:`")
    return nil
  }
}
