import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import PolicyTime
import PolicyYAML
import SessionPolicy

/// Reads the sessions of a suite.
struct SessionFixtureReader {
  /// What was found.
  private(set) var reader: DocumentReader
  /// What the suite refers to.
  private(set) var resources: SuiteResources

  private let file: SourceFile
  /// The folder of the suite, from which its paths count.
  private let folder: String
  private let now: Timestamp
  /// Those that were read so far.
  private var sessions = Fixtures<Session>()

  /// Goes on from what was found so far.
  init(
    _ reader: DocumentReader, resources: SuiteResources, file: SourceFile, folder: String,
    now: Timestamp
  ) {
    self.reader = reader
    self.resources = resources
    self.file = file
    self.folder = folder
    self.now = now
  }

  /// Reads all sessions; there are none if the suite does not say so.
  mutating func sessions(_ node: DocumentNode?) -> Fixtures<Session> {
    guard let node, let entries = reader.entries(node, of: "sessions") else { return sessions }
    if entries.isEmpty {
      reader.report(
        .emptyCollection, "there are no sessions, so there is nothing to decide about", at: node,
        place: node.head, help: "add a session with `from:` or `set:`")
    }
    sessions = Fixtures(entries)
    var done: Set<Text> = []
    for entry in entries { readSession(entry.name.value, &done) }
    return sessions
  }

  /// Reads a session after everything that it extends, the last of these first: one after the other, for
  /// there may be as many as a file has room for.
  private mutating func readSession(_ name: String, _ done: inout Set<Text>) {
    var chain: [DictionaryEntry] = []
    var onChain: Set<Text> = []
    var next: String? = name
    while let name = next, !done.contains(Text(name)), let entry = sessions.entry(name),
      onChain.insert(Text(name)).inserted
    {
      chain.append(entry)
      next = entry.value.node["extends"]?.scalar
    }
    let isCircle = next.map { onChain.contains(Text($0)) } ?? false
    for (place, entry) in chain.enumerated().reversed() {
      done.insert(Text(entry.name.value))
      let circle = isCircle && place == chain.count - 1 ? chain.map(\.name.value) : []
      if let read = build(entry, closing: circle) { sessions[entry.name.value] = read }
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
    for problem in Impossibility.all(of: session, at: now) {
      reader.report(
        .impossibleFixture, problem.message, at: entry.value, place: entry.value.key,
        help: problem.help)
    }
    return reader.failureCount == before ? session : nil
  }

  private mutating func document(_ node: DocumentNode) -> JSONValue? {
    guard let text = reader.text(node) else { return nil }
    let path = FilePath.join(folder, text.value)
    let (session, diagnostics) = resources.session(at: path).parts
    for diagnostic in diagnostics { reader.report(diagnostic, namedAt: node) }
    return session?.document
  }

  private mutating func extended(_ node: DocumentNode, closing circle: [String]) -> Session? {
    guard let name = reader.text(node) else { return nil }
    guard sessions.entry(name.value) != nil else {
      reader.reportUnknown("session", name, among: sessions.names, at: node)
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
    return sessions[name.value]
  }

  // MARK: Changes

  /// Writes what `set` says into the document of a session.
  private mutating func apply(_ node: DocumentNode, to document: inout JSONValue) {
    guard let fields = reader.fields(of: node, as: .sessionChange) else { return }
    let authenticatedBefore = document["authenticated_at"]?.string.flatMap(
      Timestamp.init(document:))
    for field in FieldTable.sessionChange.fields where field.name != "completed" {
      guard let value = fields[field.name] else { continue }
      reader.write(value, as: field, from: now, into: &document)
    }
    if fields["authenticated_at"] != nil, fields["authentication_methods"] == nil,
      let before = authenticatedBefore,
      let after = document["authenticated_at"]?.string.flatMap(Timestamp.init(document:))
    {
      shiftCompletions(by: after.elapsed(since: before), in: &document)
    }
    if let completed = fields["completed"] { applyCompleted(completed, to: &document) }
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
