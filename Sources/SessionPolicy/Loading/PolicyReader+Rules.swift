import PolicyDiagnostics
import PolicyDocuments
import PolicyYAML

/// Reading rules.
extension PolicyReader {
  /// Reads `rules`.
  mutating func rules(_ node: DocumentNode, of policy: String) -> [Rule] {
    guard let items = reader.items(node, "rule", of: "rules") else { return [] }
    var names = UniqueNames(of: "rules", "nothing tells them apart")
    return items.enumerated().compactMap { index, item in
      let id = item.node["id"]?.scalar
      let subject = id.map { "rule \(quotedForDisplay($0))" } ?? "rule \(index + 1)"
      let rule = rule(
        DocumentNode(item.node, path: item.path, subject: subject), of: policy, &names)
      return rule
    }
  }

  private mutating func rule(
    _ node: DocumentNode, of policy: String, _ names: inout UniqueNames
  ) -> Rule? {
    let failures = reader.failureCount
    guard let fields = reader.fields(of: node, as: .rule) else { return nil }
    let id = fields["id"].flatMap { reader.name($0) }
    // A rule that stands here through an alias has its own place only where the alias is.
    if let id,
      let diagnostic = names.claim(
        Located(id.value, at: node.node.alias?.location ?? id.location), path: node.path)
    {
      reader.report(diagnostic)
    }
    let effect = effect(fields)
    let allowed = effect.map { placed(fields, under: $0, fields[$0.verb.rawValue]) }
    let requirement = requirement(fields, allowed)
    let alternatives = alternatives(fields, allowed, under: effect, beside: requirement)
    let condition = fields["when"].flatMap { self.condition($0) }
    let by = duration("by", fields, allowed)
    let within = duration("within", fields, allowed)
    let because = fields["because"].flatMap { prose($0) }
    let description = fields["description"].flatMap { prose($0) }
    // A rule of which a part is missing says something else than its author.
    guard let id, let effect, reader.failureCount == failures,
      fields["when"] == nil || condition?.isKnown == true
    else { return nil }
    return Rule(
      id: id, qualifiedID: "\(policy)/\(id.value)", effect: effect,
      effectLocation: effectLocation(effect, fields), condition: condition,
      requirement: requirement, hasAlternatives: fields["one_of"] != nil,
      alternatives: alternatives, by: by, within: within,
      because: because,
      description: description, location: node.node.location, path: node.path)
  }

  // MARK: Effect

  private func effectLocation(_ effect: Effect, _ fields: FieldValues) -> SourceLocation {
    let key = fields.key(effect.verb.rawValue)
    guard let value = fields[effect.verb.rawValue], value.location.file === key.file else {
      return key
    }
    return SourceLocation(key.file, key.range.union(value.node.occurrence.range))
  }

  private mutating func effect(_ fields: FieldValues) -> Effect? {
    var given = Effect.Verb.allCases.compactMap { verb in
      fields[verb.rawValue].map { (verb: verb, value: $0) }
    }
    if given.count > 1 {
      given.sort {
        fields.key($0.verb.rawValue).range.start < fields.key($1.verb.rawValue).range.start
      }
    }
    guard let first = given.first else {
      reader.report(
        .missingField, "\(fields.node.subject) has no effect", at: fields.node,
        place: fields.node.head,
        help: "add one of \(DocumentReader.list(Effect.allCases.map(\.description), "or"))")
      return nil
    }
    let effects = given.map { effect($0.verb, $0.value) }
    for other in given.dropFirst() {
      reader.report(
        .conflictingFields,
        "\(fields.node.subject) has both `\(first.verb.rawValue)` and `\(other.verb.rawValue)`, and "
          + "a rule has one effect",
        at: other.value, place: fields.key(other.verb.rawValue), help: "make two rules of it",
        related: [
          .init("`\(first.verb.rawValue)` is here", at: fields.key(first.verb.rawValue))
        ])
    }
    return given.count == 1 ? effects[0] : nil
  }

  private mutating func effect(_ verb: Effect.Verb, _ node: DocumentNode) -> Effect? {
    let words = Effect.allCases.filter { $0.verb == verb }.map(\.object.rawValue)
    if let text = node.node.scalar, let object = Effect.Object(rawValue: text),
      Effect(verb, object) == nil
    {
      let others = Effect.allCases.filter { $0.object == object }.map(\.description)
      reader.report(
        .valueOutsideDomain, "there is no `\(verb.rawValue): \(text)`", at: node,
        help:
          "write \(DocumentReader.list(others, "or")), or \(DocumentReader.list(words.map { "\(verb.rawValue): \($0)" }, "or"))"
      )
      return nil
    }
    guard let text = reader.choice(node, among: words) else { return nil }
    return Effect.Object(rawValue: text.value).flatMap { Effect(verb, $0) }
  }

  /// The fields that may stand under an effect; the others are reported.
  ///
  /// - Parameter verb: The effect's own value, where it is told.
  private mutating func placed(
    _ fields: FieldValues, under effect: Effect, _ verb: DocumentNode?
  ) -> Set<String> {
    let places = FieldTable.places(under: effect)
    for field in places.misplaced {
      guard let value = fields[field.name] else { continue }
      if field.name == "max_lifetime", effect == .mustReauthenticate {
        reportLoop(value, fields.key(field.name), verb)
        continue
      }
      let homes = Effect.allCases.filter { field.stands(under: $0) }
      reader.report(
        .misplacedField, "`\(field.name)` has no meaning under `\(effect)`", at: value,
        place: fields.key(field.name),
        help: effect.verb == .never
          ? "`never` forbids wherever its `when` holds; say there when that is"
          : "remove it; it belongs to \(DocumentReader.list(homes.map(\.description), "or"))")
    }
    return places.allowed
  }

  private mutating func reportLoop(
    _ value: DocumentNode, _ place: SourceLocation, _ effect: DocumentNode?
  ) {
    reader.report(
      .reauthLoop,
      "`max_lifetime` under `must: reauthenticate` would ask for ever, for re-authenticating does "
        + "not move `issued_at`",
      at: value, place: place,
      help: "write `must: sign_in`, which begins a new session",
      related: effect.map { [.init("the effect is here", at: $0.location)] } ?? [],
      fix: effect.map {
        Fix(
          "end the session with `must: sign_in`", isSafe: false,
          edits: [Fix.Edit($0.node.location, replacement: Effect.Object.signIn.rawValue)])
      })
  }

  // MARK: Requirement

  private mutating func requirement(
    _ fields: FieldValues, _ allowed: Set<String>?, at location: SourceLocation? = nil
  ) -> Requirement {
    Requirement(
      aal: value("aal", fields, allowed).flatMap { level($0) },
      methods: value("methods", fields, allowed).flatMap { methods($0) },
      limits: LimitKey.allCases.compactMap { key in
        duration(key.rawValue, fields, allowed).map { Requirement.Limit(key: key, length: $0) }
      }, at: location)
  }

  /// Reads `one_of`; without it the requirement of the rule is the only alternative.
  private mutating func alternatives(
    _ fields: FieldValues, _ allowed: Set<String>?, under effect: Effect?,
    beside shared: Requirement
  ) -> [Requirement] {
    guard let node = value("one_of", fields, allowed) else { return [shared] }
    guard let items = reader.items(node, "requirement", of: "requirements") else { return [shared] }
    return items.compactMap { item -> Requirement? in
      guard let own = reader.fields(of: item, as: .alternative) else { return nil }
      if item.node.mapping?.isEmpty ?? false {
        reader.report(
          .emptyCollection, "\(item.subject) requires nothing, so that all of `one_of` does",
          at: item, help: "say what is enough, such as `aal: aal2`, or remove it")
      }
      for field in FieldTable.alternative.fields where fields[field.name] != nil {
        guard let value = own[field.name] else { continue }
        reader.report(
          .conflictingFields,
          "`\(field.name)` stands beside `one_of` and in it, and only one of them can hold",
          at: value, place: own.key(field.name),
          help: "leave it in one place; beside `one_of` it holds for every alternative",
          related: [.init("beside `one_of`", at: fields.key(field.name))])
      }
      let placed = effect.map { self.placed(own, under: $0, fields[$0.verb.rawValue]) }
      return requirement(own, placed, at: item.location).and(shared)
    }
  }

  private mutating func duration(
    _ name: String, _ fields: FieldValues, _ allowed: Set<String>?
  ) -> Located<Duration>? {
    value(name, fields, allowed).flatMap { reader.duration($0) }
  }

  /// What stands under a field, unless it was reported for standing there at all.
  private func value(
    _ name: String, _ fields: FieldValues, _ allowed: Set<String>?
  ) -> DocumentNode? {
    allowed?.contains(name) == false ? nil : fields[name]
  }

  private mutating func level(_ node: DocumentNode) -> Located<AssuranceLevel>? {
    let message: String? =
      switch node.node.scalar.flatMap(AssuranceLevel.init(rawValue:)) {
      case .aal0: "`aal0` asks for nothing, for every session has it"
      case .aal3: "`aal3` is never met, for Kratos gives no session more than `aal2`"
      default: nil
      }
    if let message {
      reader.report(
        .valueOutsideDomain, message, at: node, help: "write `aal: aal1` or `aal: aal2`")
      return nil
    }
    let words = [AssuranceLevel.aal1, .aal2].map(\.rawValue)
    guard let text = reader.choice(node, among: words) else { return nil }
    return AssuranceLevel(rawValue: text.value).map { Located($0, at: text.location) }
  }

  private mutating func methods(_ node: DocumentNode) -> Located<[String]>? {
    guard let methods = reader.texts(node) else { return nil }
    for item in node.items(node.node.sequence ?? [], "item") {
      guard let name = item.node.scalar, KnownMethod.named(name) == nil else { continue }
      let known = KnownMethod.all.filter(\.isFactor).map(\.name)
      reader.report(
        .valueOutsideDomain,
        "\(quotedForDisplay(name)) is no method that Kratos is known to record",
        severity: .warning, at: item,
        help: didYouMean(nearestNames(to: name, among: KnownMethod.all.map(\.name)))
          ?? "there are \(DocumentReader.list(known, "and"))")
    }
    return methods
  }

  /// Reads a text that people read, of which nothing is to be lost.
  mutating func prose(_ node: DocumentNode) -> Located<String>? {
    let text = reader.text(node)
    if text != nil, let warning = CommentTrap.warning(aboutTextOf: node) {
      reader.report(warning)
    }
    return text
  }
}
