import PolicyCEL
import PolicyDocuments
import PolicyJSON
import PolicyTime
import SessionPolicy

/// The parts of a decision in the form in which tests expect them.
///
/// What parts there are, and of what kind, stands in ``FieldTable/expectation``; what they say stands in
/// the JSON of the decision, the one form that every reader of decisions shares. Only what is no part of
/// it is added here: the rules behind the outcome by themselves, and the session.
struct DecisionFacts {
  private let document: JSONValue

  /// Takes a decision and the session that it was made for.
  ///
  /// - Parameters:
  ///   - level: The level of the session, by the release that the suite is for.
  ///   - firstID: The identifier the session had at the beginning.
  ///   - parts: The parts that are asked for. Lists as long as there are rules are left out of the others.
  init(
    _ decision: Decision, _ session: Session, level: AssuranceLevel?, firstID: String,
    isActive: Bool, parts: [String]
  ) {
    let names = Set(parts.map { $0.prefix { $0 != "." } })
    var decision = decision
    if !names.contains("indeterminate") { decision.indeterminate = [] }
    if !names.contains("extend") { decision.extend.reasons = [] }
    if !names.contains("refresh") { decision.refresh.reasons = [] }
    var document = decision.json()
    document["rules"] = .array(
      (document["reasons"]?.array ?? []).compactMap { $0["rule"] }.filter { $0.string != nil })
    document["session"] = session.facts(
      level: level, firstID: firstID, isActive: isActive)
    self.document = document
  }

  /// The value of a part, such as `extend.expires_at`; `nil` for a part that no decision has.
  func value(of part: String) -> ClaimValue? {
    var names = part.split(separator: ".").map(String.init)
    guard let first = names.first, let field = FieldTable.expectation[first] else { return nil }
    names.removeFirst()
    var value = FieldTable.place(ofExpectation: first).reduce(Optional(document)) { $0?[$1] }
    var kind = field.kind
    for name in names {
      guard let inner = kind.field(name) else { return nil }
      value = value?[name]
      kind = inner
    }
    return ClaimValue(value, as: kind)
  }
}

extension FieldTable.Kind {
  /// The kind of what stands below a name; `allowed` is what a flag stands for that may be a record.
  fileprivate func field(_ name: String) -> FieldTable.Kind? {
    switch self {
    case .record(let table): table[name]?.kind
    case .either(let one, let other): one.field(name) ?? other.field(name)
    default: nil
    }
  }

  /// Whether the word for what is not there may stand in its place.
  fileprivate var allowsNone: Bool {
    switch self {
    case .choice(let words): words.contains(FieldTable.none)
    case .either(let one, let other): one.allowsNone || other.allowsNone
    default: false
    }
  }
}

extension ClaimValue {
  /// The value that JSON has for a part of some kind; what is not there has the value of its absence.
  fileprivate init?(_ json: JSONValue?, as kind: FieldTable.Kind) {
    let isAbsent = json.map { if case .null = $0.kind { true } else { false } } ?? true
    if isAbsent, kind.allowsNone {
      self = .none
      return
    }
    switch kind {
    case .either(.choice(let words), let other) where words == [FieldTable.none]:
      if case .record = other { self = .word("due") } else { self.init(json, as: other) }
    case .either(let one, .choice(let words)) where words == [FieldTable.none]:
      self.init(json, as: one)
    case .list(let item):
      let items = json?.array ?? []
      switch item {
      case .either(_, .record(let table)):
        self = .records(
          items.map { table.texts(of: $0) }, isOrdered: table.isOrdered)
      case .list: self = .lists(items.compactMap { ClaimValue($0, as: item) })
      default: self = .names(items.compactMap(\.string))
      }
    case .flag: self = .flag(json?.bool ?? false)
    case .own(.moment):
      self = (json?.string).flatMap(Timestamp.init(rfc3339:)).map { .instant($0) } ?? .none
    case .duration:
      self = (json?.string).flatMap(Duration.init(celText:)).map { .duration($0) } ?? .none
    case .either, .record, .records: return nil
    default: self = (json?.string).map { .word($0) } ?? .none
    }
  }
}

extension FieldTable {
  /// The fields of a record that JSON has, each as a suite writes it.
  fileprivate func texts(of json: JSONValue) -> [String: String] {
    var record: [String: String] = [:]
    for field in fields {
      guard let value = json[field.name] else { continue }
      if case .null = value.kind { continue }
      record[field.name] = ClaimValue(value, as: field.kind)?.text
    }
    return record
  }
}

extension Session {
  /// What tests can expect of the session itself, under the names of its expectation.
  fileprivate func facts(
    level: AssuranceLevel?, firstID: String, isActive: Bool
  ) -> JSONValue {
    var facts: JSONValue = ["active": .bool(isActive), "new": .bool(id != firstID)]
    for (name, at) in [
      ("expires_at", expiresAt), ("authenticated_at", authenticatedAt), ("issued_at", issuedAt),
    ] {
      facts[name] = at.map { .string($0.rfc3339) }
    }
    facts["aal"] = level.map { .string($0.name) }
    facts["methods"] = .array(authenticationMethods.map { .string($0.method) })
    facts["identity"] = identity?.id.map { .string($0) }
    return facts
  }
}
