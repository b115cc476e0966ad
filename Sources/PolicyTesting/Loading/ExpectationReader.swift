import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import PolicyTime
import PolicyYAML
import SessionPolicy

/// Reads what is expected of decisions, by the tables of expectations.
struct ExpectationReader {
  /// The instant from which distances count.
  let now: Timestamp
  /// The policies under test, by whose names rules are cited.
  let policies: SuiteResources.Policies?

  /// Reads an expectation; `nil` after a report.
  func expectation(_ node: DocumentNode, _ reader: inout DocumentReader) -> SuiteExpectation? {
    let table = FieldTable.expectation
    guard let fields = reader.fields(of: node, as: table) else { return nil }
    return expectation(fields, node, as: table, &reader)
  }

  /// Makes an expectation of fields; those that name a combination are none.
  func expectation(
    _ fields: FieldValues, _ node: DocumentNode, as table: FieldTable,
    _ reader: inout DocumentReader
  ) -> SuiteExpectation? {
    let before = reader.failureCount
    var claims: [Claim] = []
    let names = table.namesCombinations ? ["session", "sessions", "request", "requests"] : []
    for field in table.fields where !names.contains(field.name) {
      guard let value = fields[field.name] else { continue }
      claims += self.claims(value, as: field.kind, part: field.name, &reader)
    }
    guard reader.failureCount == before else { return nil }
    guard !claims.isEmpty else {
      reader.report(
        .nothingExpected, "this expectation is empty, so it could never fail", at: node,
        place: node.head, help: "add what is expected, such as `outcome: proceed`")
      return nil
    }
    return SuiteExpectation(claims: claims, location: node.head)
  }

  /// The claims that a value makes of a part.
  private func claims(
    _ node: DocumentNode, as kind: FieldTable.Kind, part: String, _ reader: inout DocumentReader
  ) -> [Claim] {
    switch kind {
    case .record(let table):
      guard let fields = reader.fields(of: node, as: table) else { return [] }
      if fields.isEmpty {
        reader.report(
          .nothingExpected, "\(node.subject) is empty, so it could never fail", at: node,
          place: node.head,
          help: "\(table.subject) has \(DocumentReader.list(table.fields.map(\.name)))")
      }
      return table.fields.flatMap { field in
        fields[field.name].map {
          claims($0, as: field.kind, part: "\(part).\(field.name)", &reader)
        } ?? []
      }
    case .either(.flag, let other):
      if node.node.mapping != nil { return claims(node, as: other, part: part, &reader) }
      return claims(node, as: .flag, part: part + ".allowed", &reader)
    case .either(.choice(let words), let other), .either(let other, .choice(let words)):
      if node.node.scalar == FieldTable.none, words == [FieldTable.none] {
        return [claim(.none, part, node)]
      }
      return claims(node, as: other, part: part, &reader)
    default:
      return value(node, as: kind, part: part, &reader).map { [claim($0, part, node)] } ?? []
    }
  }

  private func claim(_ value: ClaimValue, _ part: String, _ node: DocumentNode) -> Claim {
    Claim(part: part, value: value, location: node.location, path: node.path)
  }

  private func value(
    _ node: DocumentNode, as kind: FieldTable.Kind, part: String, _ reader: inout DocumentReader
  ) -> ClaimValue? {
    switch kind {
    case .flag: return reader.flag(node).map { .flag($0) }
    case .own(.moment): return reader.moment(node, from: now).map { .instant($0.value) }
    case .duration: return reader.duration(node).map { .duration($0.value) }
    case .choice(let words):
      guard let word = reader.choice(node, among: words)?.value else { return nil }
      return word == FieldTable.none && words.contains(word) ? ClaimValue.none : .word(word)
    case .texts: return reader.texts(node).map { .names($0.value) }
    case .list(let item): return list(node, of: item, part: part, &reader)
    default: return reader.text(node).map { .word($0.value) }
    }
  }

  private func list(
    _ node: DocumentNode, of kind: FieldTable.Kind, part: String, _ reader: inout DocumentReader
  ) -> ClaimValue? {
    guard let sequence = node.node.sequence else {
      reader.report(
        .wrongKind, "\(node.subject) must be a list, not \(node.kindWritten)", at: node,
        place: node.head, help: node.node.scalar.map { "write a list: `[\($0)]`" })
      return nil
    }
    let items = node.items(sequence, "item")
    let before = reader.failureCount
    switch kind {
    case .either(let short, .record(let table)):
      let records = items.compactMap { record($0, short, table, &reader) }
      guard reader.failureCount == before else { return nil }
      return .records(records, isOrdered: table.isOrdered)
    case .list(let inner):
      let lists = items.compactMap { list($0, of: inner, part: part, &reader) }
      return reader.failureCount == before ? .lists(lists) : nil
    case .choice(let words):
      let read = items.compactMap { reader.choice($0, among: words)?.value }
      return reader.failureCount == before ? .names(read) : nil
    default:
      let read = items.compactMap { reader.text($0) }
      if part.hasSuffix("rules") {
        for (item, name) in zip(items, read) { checkRule(name, at: item, &reader) }
      }
      guard reader.failureCount == before else { return nil }
      let names = read.map(\.value)
      return part == "session.methods" ? .sequence(names) : .names(names)
    }
  }

  /// One record of a list: in its short form the first field alone.
  private func record(
    _ node: DocumentNode, _ short: FieldTable.Kind, _ table: FieldTable,
    _ reader: inout DocumentReader
  ) -> [String: String]? {
    guard node.node.mapping != nil else {
      // The short form of an entry of `indeterminate` is the attribute, its second field.
      let name = table["attribute"]?.name ?? table.fields.first?.name ?? ""
      if case .choice(let words) = short {
        return reader.choice(node, among: words).map { [name: $0.value] }
      }
      return reader.text(node).map { [name: $0.value] }
    }
    guard let fields = reader.fields(of: node, as: table) else { return nil }
    var record: [String: String] = [:]
    for field in table.fields {
      guard let value = fields[field.name],
        let claim = self.claims(value, as: field.kind, part: field.name, &reader).first
      else { continue }
      record[field.name] = claim.value.text
      if field.name == "rule" {
        checkRule(Located(claim.value.text, at: value.location), at: value, &reader)
      }
    }
    if record.isEmpty {
      reader.report(
        .nothingExpected, "\(node.subject) is empty, so it would fit anything", at: node,
        place: node.head,
        help: "\(table.subject) has \(DocumentReader.list(table.fields.map(\.name)))")
    }
    return record
  }

  private func checkRule(
    _ name: Located<String>, at node: DocumentNode, _ reader: inout DocumentReader
  ) {
    guard let policies, policies.set != nil, !policies.rules.contains(Text(name.value)) else {
      return
    }
    let rules = policies.rules.map(\.string).sorted()
    let qualified = rules.filter { Text.hasSuffix($0, "/" + name.value) }
    reader.report(
      .undefinedDefinition, "no policy under test has a rule \(quotedForDisplay(name.value))",
      at: node,
      help: didYouMean(
        qualified.isEmpty
          ? nearestNames(to: name.value, among: rules) : qualified)
        ?? "rules are cited as `policy/id`")
  }
}

extension FieldTable {
  /// Whether the table names combinations of a product.
  fileprivate var namesCombinations: Bool { self["sessions"] != nil }
}
