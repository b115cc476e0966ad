import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import PolicyTime
import PolicyYAML
import SessionPolicy

/// Reading the sessions of a suite.
extension SuiteReader {
  mutating func readSessions(_ node: DocumentNode) {
    guard let entries = reader.entries(node, of: "sessions") else { return }
    if entries.isEmpty {
      reader.report(
        .emptyCollection, "there are no sessions, so there is nothing to decide about", at: node,
        place: node.head, help: "add a session with `from:` or `set:`")
    }
    for entry in entries { sessionNodes[Text(entry.name.value)] = entry }
    sessionNames = Set(entries.map { Text($0.name.value) })
    var done: Set<Text> = []
    for entry in entries { readSession(entry.name.value, &done) }
  }

  /// Reads a session after everything that it extends, the last of these first: one after the other, for
  /// there may be as many as a file has room for.
  private mutating func readSession(_ name: String, _ done: inout Set<Text>) {
    var chain: [DictionaryEntry] = []
    var onChain: Set<Text> = []
    var next: String? = name
    while let name = next, !done.contains(Text(name)), let entry = sessionNodes[Text(name)],
      onChain.insert(Text(name)).inserted
    {
      chain.append(entry)
      next = entry.value.node["extends"]?.scalar
    }
    let isCircle = next.map { onChain.contains(Text($0)) } ?? false
    for (place, entry) in chain.enumerated().reversed() {
      done.insert(Text(entry.name.value))
      let circle = isCircle && place == chain.count - 1 ? chain.map(\.name.value) : []
      if let read = build(entry, closing: circle) { sessions[Text(entry.name.value)] = read }
    }
  }

  /// Builds a session on those that are read already; `nil` after a report.
  ///
  /// - Parameter circle: The sessions that lead back to this one's base, if they do.
  private mutating func build(
    _ entry: DictionaryEntry, closing circle: [String]
  ) -> Session? {
    guard let fields = reader.fields(of: entry.value, as: .sessionFixture) else { return nil }
    let before = reader.failureCount
    _ = fields["description"].flatMap { reader.text($0) }
    if fields["from"] != nil, let extends = fields["extends"] {
      reader.report(
        .conflictingFields, "a session has either `from` or `extends`, not both", at: extends,
        place: fields.key("extends"), help: "remove one of them",
        related: [.init("`from` is here", at: fields.key("from"))])
    }
    guard fields["from"] != nil || fields["extends"] != nil || fields["set"] != nil else {
      reader.report(
        .missingField, "\(entry.value.subject) says nothing of the session", at: entry.value,
        place: entry.name.location, help: "add `from:` with a session document, or `set:`")
      return nil
    }
    var base: JSONValue?
    if let from = fields["from"] {
      base = document(from)
      if base == nil { return nil }
    } else if let extends = fields["extends"] {
      base = extended(extends, closing: circle)?.document
      if base == nil { return nil }
    }
    var document =
      base ?? .object(["id": .string(entry.name.value), "active": .bool(true)])
    if let set = fields["set"] { apply(set, to: &document) }
    if let completed = fields["completed"] { applyCompleted(completed, to: &document) }
    guard reader.failureCount == before else { return nil }
    let (snapshot, diagnostics) = SessionReader.read(document, in: file).parts
    for diagnostic in diagnostics where diagnostic.severity == .error {
      reader.report(diagnostic.code, diagnostic.message, at: entry.value, help: diagnostic.help)
    }
    guard let session = snapshot?.session else { return nil }
    checkExists(session, at: entry.value)
    return reader.failureCount == before ? session : nil
  }

  private mutating func document(_ node: DocumentNode) -> JSONValue? {
    guard let text = reader.text(node) else { return nil }
    let path = FilePath.join(folder, text.value)
    let (session, diagnostics) = resources.session(at: path).parts
    for diagnostic in diagnostics { report(diagnostic, namedAt: node) }
    return session?.document
  }

  private mutating func extended(_ node: DocumentNode, closing circle: [String]) -> Session? {
    guard let name = reader.text(node) else { return nil }
    guard sessionNodes[Text(name.value)] != nil else {
      reportUnknown("session", name, among: sessionNames, at: node)
      return nil
    }
    if !circle.isEmpty {
      let names = (circle + [name.value]).map { quotedForDisplay($0) }
      let shown = names.count > 12 ? names.prefix(6) + ["…"] + names.suffix(5) : names[...]
      reader.report(
        .cyclicDefinition,
        "sessions extend each other in a circle: " + shown.joined(separator: " → "),
        at: node, help: "begin one of them with `from:`")
    }
    return sessions[Text(name.value)]
  }

  // MARK: Changes

  /// Writes what `set` says into the document of a session.
  private mutating func apply(_ node: DocumentNode, to document: inout JSONValue) {
    guard let fields = reader.fields(of: node, as: .sessionChange) else { return }
    let authenticatedBefore = document["authenticated_at"]?.string.flatMap(
      Timestamp.init(document:))
    for field in FieldTable.sessionChange.fields where field.name != "completed" {
      guard let value = fields[field.name] else { continue }
      write(value, as: field, into: &document)
    }
    if fields["authenticated_at"] != nil, fields["authentication_methods"] == nil,
      let before = authenticatedBefore,
      let after = document["authenticated_at"]?.string.flatMap(Timestamp.init(document:))
    {
      shiftCompletions(by: after.elapsed(since: before), in: &document)
    }
    if let completed = fields["completed"] { applyCompleted(completed, to: &document) }
  }

  /// Writes one field under its own name; `null` removes it, in tables that say so.
  mutating func write(
    _ node: DocumentNode, as field: FieldTable.Field, removingByNull: Bool = true,
    into document: inout JSONValue
  ) {
    guard !node.isNull || !removingByNull else {
      document[field.name] = nil
      return
    }
    switch field.kind {
    case .own(.moment):
      guard let instant = reader.moment(node, from: now) else { return }
      document[field.name] = .string(instant.value.rfc3339)
    case .flag:
      guard let flag = reader.flag(node) else { return }
      document[field.name] = .bool(flag)
    case .choice(let words):
      guard let word = reader.choice(node, among: words) else { return }
      document[field.name] = .string(word.value)
    case .texts:
      guard let texts = reader.texts(node) else { return }
      document[field.name] = .array(texts.value.map { .string($0) })
    case .data:
      guard let data = reader.data(node), let json = JSONValue(data.value) else { return }
      document[field.name] = json
    case .dictionary:
      guard let object = object(node) else { return }
      document[field.name] = .object(object)
    case .record(let table):
      var inner = document[field.name] ?? .object([:])
      guard let fields = reader.fields(of: node, as: table) else { return }
      for field in table.fields {
        guard let value = fields[field.name] else { continue }
        write(value, as: field, removingByNull: table.removesByNull, into: &inner)
      }
      document[field.name] = inner
    case .records(let table):
      guard let items = reader.items(node, "method", of: "methods") else { return }
      document[field.name] = .array(
        items.compactMap { item in
          guard let fields = reader.fields(of: item, as: table) else { return nil }
          var inner = JSONValue.object([:])
          for field in table.fields {
            guard let value = fields[field.name] else { continue }
            write(value, as: field, into: &inner)
          }
          return inner
        })
    default:
      guard let text = reader.text(node) else { return }
      document[field.name] = .string(text.value)
    }
  }

  /// Sets when methods were last completed, one by one.
  private mutating func applyCompleted(_ node: DocumentNode, to document: inout JSONValue) {
    guard let entries = reader.entries(node, of: "instants"),
      var methods = Optional(document["authentication_methods"]?.array ?? [])
    else { return }
    for entry in entries {
      let name = entry.name.value
      guard let instant = reader.moment(entry.value, from: now)?.value else { continue }
      let places = methods.indices.filter { methods[$0]["method"]?.string == name }
      guard let last = places.last else {
        let known = Set(methods.compactMap { $0["method"]?.string }).sorted()
        reader.report(
          .undefinedDefinition, "the session never completed \(quotedForDisplay(name))",
          at: entry.value,
          place: entry.name.location,
          help: didYouMean(nearestNames(to: name, among: known))
            ?? (known.isEmpty
              ? "the session has no methods" : "it completed \(DocumentReader.list(known))"))
        continue
      }
      for place in places {
        let completed = methods[place]["completed_at"]?.string.flatMap(Timestamp.init(document:))
        // What came before the last completion stays before it.
        guard place == last || completed.map({ $0 > instant }) ?? false else { continue }
        methods[place]["completed_at"] = .string(instant.rfc3339)
      }
    }
    document["authentication_methods"] = .array(methods)
  }

  private func shiftCompletions(by distance: Duration, in document: inout JSONValue) {
    guard var methods = document["authentication_methods"]?.array else { return }
    for place in methods.indices {
      guard
        let completed = methods[place]["completed_at"]?.string.flatMap(Timestamp.init(document:)),
        completed != .minimum, let moved = completed.adding(distance)
      else { continue }
      methods[place]["completed_at"] = .string(moved.rfc3339)
    }
    document["authentication_methods"] = .array(methods)
  }
}
