import PolicyCEL
import PolicyDiagnostics
package import PolicyJSON
import PolicyTime

/// What some sessions have in common, attribute by attribute.
package struct RegionDescription: Sendable {
  /// What is said of one attribute.
  package enum Constraint: Sendable, Equatable {
    /// It is one of these; or there is none, or none that can be read, where that is said.
    case oneOf([JSONValue], orAbsent: Bool, orFailed: Bool)
    /// It is there and none of these; or there is none, or none that can be read, where that is said.
    case noneOf([JSONValue], orAbsent: Bool, orFailed: Bool)
    /// It lies between these; `nil` for no bound. The first belongs to it, the last does not. Or there is none,
    /// where that is said.
    case range(from: JSONValue?, until: JSONValue?, orAbsent: Bool)
  }

  /// An attribute, what is said of it, and the same in words.
  package struct Entry: Sendable {
    /// The attribute as policies name it, or an expression of CEL.
    package let attribute: String
    package let constraint: Constraint
    package let words: String
  }

  /// What is said, in the order of the attributes, each named once.
  package let entries: [Entry]

  /// The same as a sentence: `request.action is payment.create, session.age at least 30d`.
  package var words: String {
    entries.isEmpty ? "every session" : entries.map(\.words).joined(separator: ", ")
  }

  /// The most attributes that are listed.
  private static let listed = 50

  /// The same as lines, one an attribute.
  package var listing: [String] {
    guard !entries.isEmpty else { return ["every session"] }
    let omitted = entries.count - Self.listed
    return entries.prefix(Self.listed).map(\.words)
      + (omitted > 0 ? ["and \(omitted) more attributes are as they are, not listed"] : [])
  }

  /// The same for programs, by attribute: `{"in": […]}` or `{"not_in": […]}`, with `"or"` for what else
  /// it may be, `{"from", "until"}`, `"absent"` or `"failed"`.
  package var json: JSONValue {
    .object(JSONObject(entries.map { ($0.attribute, $0.constraint.json) }))
  }
}

extension RegionDescription.Constraint {
  fileprivate var json: JSONValue {
    func states(_ orAbsent: Bool, _ orFailed: Bool) -> [JSONValue] {
      (orAbsent ? ["absent"] : []) + (orFailed ? ["failed"] : [])
    }
    func record(_ key: String, _ values: [JSONValue], _ others: [JSONValue]) -> JSONValue {
      .object(
        JSONObject([(key, .array(values))] + (others.isEmpty ? [] : [("or", .array(others))])))
    }
    switch self {
    case .oneOf([], orAbsent: true, orFailed: false): return "absent"
    case .oneOf([], orAbsent: false, orFailed: true): return "failed"
    case .oneOf(let values, let orAbsent, let orFailed):
      return record("in", values, states(orAbsent, orFailed))
    case .noneOf(let values, let orAbsent, let orFailed):
      return record("not_in", values, states(orAbsent, orFailed))
    case .range(let from, let until, let orAbsent):
      return .object(
        JSONObject(
          [("from", from ?? .null), ("until", until ?? .null)]
            + (orAbsent ? [("or", .array(["absent"]))] : [])))
    }
  }

  /// What is said of an attribute that is one of finitely many things.
  fileprivate func words(of attribute: String) -> String {
    switch self {
    case .oneOf(let values, let orAbsent, let orFailed):
      let states = (orAbsent ? ["absent"] : []) + (orFailed ? ["unreadable"] : [])
      return "\(attribute) is \(Self.list(values.map(Self.text) + states))"
    case .noneOf([], orAbsent: let orAbsent, orFailed: let orFailed):
      return orAbsent
        ? "\(attribute) is readable or absent"
        : "\(attribute) is there" + (orFailed ? ", readable or not" : "")
    case .noneOf(let values, orAbsent: true, orFailed: true):
      return "\(attribute) is not \(Self.list(values.map(Self.text)))"
    case .noneOf(let values, let orAbsent, let orFailed):
      let states = (orAbsent ? "absent, or " : "") + (orFailed ? "unreadable, or " : "")
      return "\(attribute) is \(states)another than \(Self.list(values.map(Self.text)))"
    case .range: return attribute
    }
  }

  private static func text(_ value: JSONValue) -> String {
    value.string.map(escapedForDisplay) ?? JSONWriter.text(of: value)
  }

  /// Words in a sentence, as many as anybody reads.
  private static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "nothing" }
    let limit = 12
    return words.count > limit
      ? words.prefix(limit).joined(separator: ", ") + " or one of \(words.count - limit) more"
      : words.dropLast().joined(separator: ", ") + " or " + last
  }
}

extension Analysis {
  /// The expressions that a region hangs on and that are not looked into.
  func unknowns(in region: Region) -> [String] {
    Array(Set(unknowns(in: region).map(\.text))).sorted()
  }

  /// The same as they are.
  func unknowns(in region: Region) -> [OpaqueExpression] {
    var found: [OpaqueExpression] = []
    for term in region.atoms {
      guard case .atom(let number, _) = solver.table[term],
        case .cells(let variable, _) = solver.table.atoms[Int(number)],
        case .opaque(let key) = space.variables[variable]
      else { continue }
      if let opaque = space.opaque[key] { found.append(opaque) }
    }
    return found
  }

  /// A region as attributes and what they are.
  func description(of region: Region) -> RegionDescription {
    var entries: [RegionDescription.Entry] = []
    var ranges: [Span: SpanRange] = [:]
    for term in region.atoms {
      guard case .atom(let number, let isPositive) = solver.table[term] else { continue }
      switch solver.table.atoms[Int(number)] {
      case .cells(let variable, let cells):
        let all = space.cells[variable]
        let places = isPositive ? cells : all.indices.filter { !cells.contains($0) }
        entries.append(entry(space.variables[variable], Set(places.map { all[$0] })))
      case .difference(let left, let right, let bound):
        let (left, right, bound) = isPositive ? (left, right, bound) : (right, left, -bound - 1)
        // Either the difference has a name, or its opposite has.
        if let span = span(left, right) {
          ranges[span, default: SpanRange()].lower(until: bound + 1)
        } else if let span = span(right, left) {
          ranges[span, default: SpanRange()].raise(from: -bound)
        } else if isUsuallyLater(left, right) {
          let name = "\(text(left)) - \(text(right))"
          ranges[Span(name: name, kind: .span), default: SpanRange()].lower(until: bound + 1)
        } else {
          let name = "\(text(right)) - \(text(left))"
          ranges[Span(name: name, kind: .span), default: SpanRange()].raise(from: -bound)
        }
      }
    }
    // When something was shown says nothing of whether it was, unless that is said too.
    let shown = Set(
      entries.lazy.filter { $0.constraint == .oneOf([true], orAbsent: false, orFailed: false) }
        .map(\.attribute))
    let bounded = ranges.compactMap { span, range in
      range.entry(of: span, orAbsent: span.isShowing && !shown.contains(span.origin ?? ""))
    }
    // What has a size is there.
    let sized = Set(bounded.map(\.attribute)).union(ranges.keys.compactMap(\.origin))
    entries.removeAll { entry in
      sized.contains(entry.attribute)
        && (entry.constraint == .noneOf([], orAbsent: false, orFailed: false)
          || entry.constraint == .oneOf([true], orAbsent: false, orFailed: false))
    }
    return RegionDescription(
      entries: (entries + bounded).sorted { ($0.attribute, $0.words) < ($1.attribute, $1.words) })
  }

  // MARK: Cells

  /// What is said of a variable that is in one of some cells.
  private func entry(_ variable: Variable, _ cells: Set<Cell>) -> RegionDescription.Entry {
    func entry(_ attribute: String, _ isTrue: Bool, _ words: String) -> RegionDescription.Entry {
      RegionDescription.Entry(
        attribute: attribute,
        constraint: .oneOf([.bool(isTrue)], orAbsent: false, orFailed: false), words: words)
    }
    let isTrue = cells.contains(.yes)
    switch variable {
    case .value(let path, _), .presence(let path, _):
      let constraint = constraint(on: cells, of: variable, path)
      return RegionDescription.Entry(
        attribute: path.description, constraint: constraint,
        words: constraint.words(of: path.description))
    case .member(let path, let text):
      let name = JSONWriter.text(of: .string(text.string))
      return entry(
        "\(name) in \(path)", isTrue,
        "\(path) \(isTrue ? "has" : "has no") \(escapedForDisplay(text.string))")
    case .sameText(let one, let other):
      return entry("\(one) == \(other)", isTrue, "\(one) \(isTrue ? "==" : "!=") \(other)")
    case .completion(let completion):
      let name = words(for: completion)
      return entry(
        Self.name(of: completion), isTrue, isTrue ? "\(name) was shown" : "no \(name) was shown")
    case .again(let completion):
      return entry(
        "\(Self.name(of: completion)) again", isTrue,
        "\(words(for: completion)) was \(isTrue ? "" : "not ")shown again")
    case .sent(let path):
      return RegionDescription.Entry(
        attribute: path.description,
        constraint: isTrue
          ? .noneOf([], orAbsent: false, orFailed: false)
          : .oneOf([], orAbsent: true, orFailed: false),
        words: "the document has \(isTrue ? "an" : "no") \(path)")
    case .opaque(let key):
      let text = escapedForDisplay(space.opaque[key]?.text ?? key)
      let values = [(Cell.yes, true), (.no, false)].filter { cells.contains($0.0) }.map(\.1)
      let words = values.map { "\($0)" } + (cells.contains(.failed) ? ["an error"] : [])
      return RegionDescription.Entry(
        attribute: text,
        constraint: .oneOf(
          values.map { .bool($0) }, orAbsent: false, orFailed: cells.contains(.failed)),
        words: "`\(text)` is \(words.joined(separator: " or "))")
    }
  }

  private func constraint(
    on cells: Set<Cell>, of variable: Variable, _ path: AttributePath
  ) -> RegionDescription.Constraint {
    // What Kratos and callers write has the right kind.
    let canFail = ["context", "identity"].contains(path.components.first)
    let (orAbsent, hasFailed) = (cells.contains(.absent), canFail && cells.contains(.failed))
    // Where a policy confines a text, another one is none that can be read.
    let isClosed = space.closedTexts[path] != nil
    let orFailed = hasFailed || isClosed && cells.contains(.other)
    if cells.contains(.present) {
      return .noneOf([], orAbsent: orAbsent, orFailed: orFailed)
    }
    let all = space.known(variable).map { space.cells[$0] } ?? []
    func values(_ wanted: (Cell) -> Bool) -> [JSONValue] {
      all.filter(wanted).compactMap { cell in
        switch cell {
        case .text(let text): .string(text.string)
        case .yes: true
        case .no: false
        case .absent, .failed, .present, .other: nil
        }
      }
    }
    if cells.contains(.other), !isClosed {
      return .noneOf(values { !cells.contains($0) }, orAbsent: orAbsent, orFailed: orFailed)
    }
    return .oneOf(values { cells.contains($0) }, orAbsent: orAbsent, orFailed: orFailed)
  }

  /// A way of having authenticated as an attribute; one that no policy names stands for all of these.
  private static func name(of completion: Completion) -> String {
    let method = completion.isNamed ? completion.method.string : "*"
    return "session.authentication_methods.\(method)@\(completion.isSecondFactor ? "aal2" : "aal1")"
  }

  /// A way of having authenticated in words; one that no policy names stands for all of these.
  private func words(for completion: Completion) -> String {
    let factor = completion.isSecondFactor ? "second factor" : "first factor"
    guard completion.isNamed else {
      let isAlone = !space.completions.contains {
        $0.isNamed && $0.isSecondFactor == completion.isSecondFactor
      }
      return isAlone ? factor : "other \(factor)"
    }
    return "\(completion.method.string) as \(factor)"
  }

  // MARK: Ranges

  /// A difference that people have a name for, or none.
  private func span(_ left: Int, _ right: Int) -> Span? {
    let (one, other) = (space.quantities[left], space.quantities[right])
    func since(_ path: AttributePath, _ name: String) -> Span {
      Span(name: name, kind: .span, origin: path.description)
    }
    switch (one, other) {
    case (.now, .attribute(.issuedAt, _)): return since(.issuedAt, "session.age")
    case (.now, .attribute(.authenticatedAt, _)):
      return since(.authenticatedAt, "session.authentication_age")
    case (.now, .attribute(.lastActiveAt, _)): return since(.lastActiveAt, "session.idle")
    case (.now, .completionTime(let completion)):
      return Span(
        name: Self.name(of: completion) + ".age", kind: .span, origin: Self.name(of: completion),
        words: "\(words(for: completion)) was shown", ending: " ago", isShowing: true)
    // What remains has the name, not how long ago the session will have ended.
    case (.now, .attribute(.expiresAt, _)): return nil
    case (.attribute(.expiresAt, _), .now): return since(.expiresAt, "session.remaining")
    case (.now, .attribute(let path, .timestamp)): return since(path, "now - \(path)")
    case (.now, .zero): return Span(name: "now", kind: .instant)
    case (.attribute(let path, .timestamp), .zero):
      return Span(name: path.description, kind: .instant)
    case (.attribute(let path, .duration), .zero): return Span(name: path.description, kind: .span)
    case (.attribute(let path, .double), .zero): return Span(name: path.description, kind: .double)
    case (.attribute(let path, _), .zero): return Span(name: path.description, kind: .number)
    default: return nil
    }
  }

  /// Whether the first of two instants mostly lies after the other, so that the time between them is that of the
  /// first less the other.
  private func isUsuallyLater(_ one: Int, _ other: Int) -> Bool {
    func rank(_ number: Int) -> Int {
      switch space.quantities[number] {
      case .zero: 0
      case .attribute(.issuedAt, _): 1
      case .attribute(.authenticatedAt, _): 2
      case .completionTime: 3
      case .attribute(.lastActiveAt, _): 4
      case .attribute(.expiresAt, _): 8
      case .later: 7
      case .now: 6
      case .attribute: 5
      }
    }
    return (rank(one), one) > (rank(other), other)
  }

  private func text(_ quantity: Int) -> String {
    switch space.quantities[quantity] {
    case .zero: "0"
    case .now: "now"
    case .later: "a later instant"
    case .attribute(let path, _): path.description
    case .completionTime(let completion): Self.name(of: completion) + ".completed_at"
    }
  }
}

/// What is bounded: a difference of two quantities by its name.
private struct Span: Hashable {
  /// How an amount of it is written.
  enum Kind: Hashable {
    case span, instant, number, double
  }

  let name: String
  let kind: Kind
  /// The attribute that has to be there for it to have a size.
  var origin: String?
  /// What stands before the bounds; left out, the name.
  var words: String?
  /// What stands behind them.
  var ending = ""
  /// Whether it is how long ago something was shown.
  var isShowing = false

  func value(_ amount: Int128) -> JSONValue {
    switch kind {
    case .span:
      let text =
        amount == 0
        ? "0s" : Duration(nanosecondCount: amount < 0 ? -amount : amount).policyText
      return .string((amount < 0 ? "-" : "") + (text ?? "\(amount)ns"))
    case .instant:
      return .string(Timestamp(nanosecondsSinceEpoch: amount)?.rfc3339 ?? "\(amount)")
    case .number: return .number(amount)
    case .double:
      let magnitude = Double(bitPattern: UInt64(truncatingIfNeeded: amount.magnitude))
      return .number(amount < 0 ? -magnitude : magnitude)
    }
  }

  func text(_ amount: Int128) -> String {
    let value = value(amount)
    return value.string ?? JSONWriter.text(of: value)
  }

  /// Whether a bound from below bounds nothing that anybody would call a session's: it keeps sums within the
  /// calendar, or within 64 bits of nanoseconds.
  func isNoBound(from amount: Int128) -> Bool {
    switch kind {
    case .span: amount <= -Self.century
    case .instant: amount <= Timestamp.minimum.nanosecondsSinceEpoch + Self.century
    case .number, .double: false
    }
  }

  /// The same of a bound from above.
  func isNoBound(until amount: Int128) -> Bool {
    switch kind {
    case .span: amount >= Self.century
    case .instant: amount >= Timestamp.maximum.nanosecondsSinceEpoch - Self.century
    case .number, .double: false
    }
  }

  private static let century: Int128 = 100 * 365 * 86_400 * second
}

/// The bounds of a ``Span``: the first belongs to it, the last does not.
private struct SpanRange {
  private var from: Int128?
  private var until: Int128?

  mutating func raise(from bound: Int128) { from = from.map { max($0, bound) } ?? bound }
  mutating func lower(until bound: Int128) { until = until.map { min($0, bound) } ?? bound }

  /// What is said of it; `nil` if that is nothing.
  func entry(of span: Span, orAbsent: Bool) -> RegionDescription.Entry? {
    let from = from.flatMap { span.isNoBound(from: $0) ? nil : $0 }
    let until = until.flatMap { span.isNoBound(until: $0) ? nil : $0 }
    guard from != nil || until != nil else { return nil }
    return RegionDescription.Entry(
      attribute: span.name,
      constraint: .range(
        from: from.map(span.value), until: until.map(span.value), orAbsent: orAbsent),
      words: words(span, from, until) + (orAbsent ? ", or not at all" : ""))
  }

  private func words(_ span: Span, _ from: Int128?, _ until: Int128?) -> String {
    let name = (span.words ?? span.name) + " "
    if let from, let until, until - from == 1 {
      return name + "exactly " + span.text(from) + span.ending
    }
    var parts: [String] = []
    // Of `30d` and `29d23h59m59s999ms999us999ns` the shorter one is what somebody wrote.
    if let from {
      let (least, below) = (span.text(from), span.text(from - 1))
      parts.append(
        below.utf8.count < least.utf8.count ? "above \(below)" : "at least \(least)")
    }
    if let until {
      let (limit, most) = (span.text(until), span.text(until - 1))
      let isWhole = span.kind == .number && most.utf8.count <= limit.utf8.count
      parts.append(
        isWhole || most.utf8.count < limit.utf8.count ? "at most \(most)" : "below \(limit)")
    }
    return name + parts.joined(separator: " and ") + span.ending
  }
}
