import PolicyDocuments
import PolicyJSON
package import SessionPolicy

/// A suite with one test, written from a snapshot and what was decided about it.
///
/// What is written passes `session-policy test` as it stands, or as a part of a suite: instants are
/// distances from `now`, so that they mean the same in a suite with another one.
package struct SuiteSample {
  private let snapshot: Snapshot
  private let decision: Decision
  private let name: String
  private let policies: [String]
  private let settings: KratosSettings
  private let kratos: [String]
  private let release: KratosRelease?
  /// A decision that must not pass for the one expected.
  private let other: Decision?
  /// Whether reasons are expected too.
  private let isFull: Bool

  /// - Parameters:
  ///   - snapshot: The case.
  ///   - decision: What is expected of it.
  ///   - name: What the test is called.
  ///   - policies: The paths of the policies under test.
  ///   - settings: How Kratos is set up, by what follows.
  ///   - kratos: The parts of its configuration.
  ///   - release: The release that was named.
  ///   - other: A decision that must not pass for the one expected.
  ///   - isFull: Whether reasons are expected too.
  package init(
    _ snapshot: Snapshot, _ decision: Decision, named name: String, policies: [String],
    settings: KratosSettings, kratos: [String] = [], release: KratosRelease? = nil,
    unlike other: Decision? = nil, isFull: Bool = false
  ) {
    self.snapshot = snapshot
    self.decision = decision
    self.name = name
    self.policies = policies
    self.settings = settings
    self.kratos = kratos
    self.release = release
    self.other = other
    self.isFull = isFull
  }

  /// A sample to stand beside a suite, for its policies.
  ///
  /// - Parameters:
  ///   - other: A decision that must not pass for the one expected.
  ///   - isFull: Whether reasons are expected too.
  init(
    _ snapshot: Snapshot, _ decision: Decision, unlike other: Decision? = nil, named name: String,
    in suite: Suite, isFull: Bool = false
  ) {
    self.init(
      snapshot, decision, named: name, policies: suite.written.policies, settings: suite.settings,
      kratos: suite.written.kratos, release: suite.written.release, unlike: other,
      isFull: isFull)
  }

  private var now: Timestamp { snapshot.now ?? .minimum }

  /// The suite; `nil` where suites have no such case, for what a policy cannot read is an error in them.
  ///
  /// - Parameter set: The policies under test.
  package func text(for set: PolicySet) -> String? {
    guard Self.isWritable(snapshot, under: set) else { return nil }
    var rows = ["version: 1", "suite: \(Self.yaml(.string(name)))"]
    rows.append("policies: \(Self.yaml(.array(policies.map { .string($0) })))")
    if let only = kratos.first {
      rows.append(
        "kratos: "
          + Self.yaml(kratos.count == 1 ? .string(only) : .array(kratos.map { .string($0) })))
    }
    if let release { rows.append("kratos_release: \(release.rawValue)") }
    rows.append("now: \(now.rfc3339)")
    rows += ["sessions:", "  \(Self.fixture):"] + sessionRows(for: set).map { "    " + $0 }
    rows += ["requests:", "  \(Self.fixture): \(requestText ?? "{}")", "tests:"]
    rows += testRows(
      named: name, session: Self.fixture, request: Self.fixture, after: .zero, decision
    ).map { "  " + $0 }
    return rows.joined(separator: "\n") + "\n"
  }

  /// What stands below the name of the session.
  func sessionRows(for set: PolicySet) -> [String] {
    ["set:"]
      + members(of: session(for: set), as: .session).filter { $0 != ("active", "true") }.map {
        "  \($0.0): \($0.1)"
      }
  }

  /// What stands beside the name of the request; `nil` for one that says nothing.
  var requestText: String? {
    var request = members(of: snapshot.request.document, as: .request)
    if !snapshot.context.members.isEmpty {
      request.append(("context", Self.yaml(.object(snapshot.context))))
    }
    return request.isEmpty ? nil : Self.mapping(request)
  }

  /// A test: what was decided so long after `now` is expected.
  func testRows(
    named name: String, session: String, request: String?, after: Duration, _ decision: Decision
  ) -> [String] {
    var rows = ["- name: \(Self.yaml(.string(name)))", "  session: \(session)"]
    if let request { rows.append("  request: \(request)") }
    if after != .zero, let text = after.policyText { rows.append("  at: +\(text)") }
    return rows + ["  expect:"] + claims(of: decision).map { "    \($0.0): \($0.1)" }
  }

  /// What the session and the request are called, and so the identifier of a session that has none.
  private static let fixture = "sample"

  /// The session, without identifiers where nothing hangs on them.
  private func session(for set: PolicySet) -> JSONValue {
    var short = snapshot
    short.session.id = Self.fixture
    short.session.identity?.id = nil
    let other = set.decidePresent(short, settings: settings)
    let isSame =
      other.outcome == decision.outcome && other.extend.expiresAt == decision.extend.expiresAt
      && other.refresh.isAllowed == decision.refresh.isAllowed
      && other.reasons.map(\.rule) == decision.reasons.map(\.rule)
      && other.indeterminate == decision.indeterminate
    guard isSame else { return snapshot.session.document }
    var document = short.session.document
    document["id"] = nil
    return document
  }

  // MARK: What suites have

  /// Whether suites have such a case: what a policy cannot read is an error in them.
  static func isWritable(_ snapshot: Snapshot, under set: PolicySet) -> Bool {
    exists(snapshot) && isRead(.object(snapshot.context), at: ["context"], set)
  }

  /// Whether the loader of suites would have it that a value is read as policies declare it.
  private static func isRead(_ value: JSONValue, at path: [String], _ set: PolicySet) -> Bool {
    let attribute = AttributePath(path)
    if set.declaration(of: attribute) == nil, let object = value.object {
      return object.members.allSatisfy { isRead($0.value, at: path + [$0.key], set) }
    }
    return set.failure(of: value, at: attribute) == nil
  }

  /// Whether a user was not idle for longer than the session is old, as in no suite.
  private static func exists(_ snapshot: Snapshot) -> Bool {
    guard let issued = snapshot.session.issuedAt, let active = snapshot.request.lastActiveAt else {
      return true
    }
    return active >= issued
  }

  /// Whether a decision that must not pass would fail.
  var tellsApart: Bool {
    guard let other else { return true }
    let seen = Dictionary(claims(of: other), uniquingKeysWith: { first, _ in first })
    return claims(of: decision).contains { seen[$0.0] != $0.1 }
  }

  /// What is expected, in the words of a suite.
  private func claims(of decision: Decision) -> [(String, String)] {
    var claims = [("outcome", decision.outcome.rawValue)]
    let expiry = decision.extend.expiresAt.map { distance(of: $0.rfc3339) }
    let refused =
      isFull
      ? Self.mapping([("allowed", "false"), ("reasons", Self.codes(decision.extend.reasons))])
      : "false"
    claims.append(
      (
        "extend",
        decision.extend.isAllowed
          ? Self.mapping([("allowed", "true")] + (expiry.map { [("expires_at", $0)] } ?? []))
          : refused
      ))
    claims.append(("refresh", "\(decision.refresh.isAllowed)"))
    if let due = decision.reauthentication {
      // What must not be asked for is said only where it would be.
      let none = FieldTable.none
      let wrong = other?.reauthentication
      if let level = due.aal?.name ?? wrong?.aal.map({ _ in none }) {
        claims.append(("aal", level))
      }
      if let age = due.maxAge?.policyText ?? wrong?.maxAge.map({ _ in none }) {
        claims.append(("max_age", age))
      }
      if let methods = due.methods.map(Self.list) ?? wrong?.methods.map({ _ in none }) {
        claims.append(("methods", methods))
      }
      if let other, wrong != nil, Self.ways(of: other) != Self.ways(of: decision) {
        claims.append(("alternatives", Self.ways(of: decision)))
      }
    }
    if isFull, decision.outcome != .proceed {
      claims.append(("reasons", Self.codes(decision.reasons)))
    }
    var rules: [String] = []
    for rule in decision.reasons.compactMap(\.rule) where !rules.contains(rule) {
      rules.append(rule)
    }
    if decision.outcome != .proceed, !rules.isEmpty {
      claims.append(("rules", Self.yaml(.array(rules.map { .string($0) }))))
    }
    return claims
  }

  /// The ways to do what is asked for, as suites write them.
  private static func ways(of decision: Decision) -> String {
    func step(_ step: Decision.Step) -> String {
      mapping(
        [("factor", step.factor.rawValue)] + (step.methods.map { [("methods", list($0))] } ?? []))
    }
    let lists = (decision.reauthentication?.alternatives ?? []).map {
      "[" + $0.map(step).joined(separator: ", ") + "]"
    }
    return "[" + lists.joined(separator: ", ") + "]"
  }

  private static func codes(_ reasons: [Reason]) -> String {
    list(Set(reasons.map(\.code.rawValue)).sorted())
  }

  private static func list(_ texts: [String]) -> String { yaml(.array(texts.map { .string($0) })) }

  // MARK: Writing

  /// The fields of a record that suites can set, as they are written.
  private func members(of value: JSONValue, as record: Record) -> [(String, String)] {
    record.fields.compactMap { field in
      guard field.isSettable, let value = value[field.name], !value.isNull else { return nil }
      return (field.name, text(of: value, as: field.kind))
    }
  }

  private func text(of value: JSONValue, as kind: Record.Kind) -> String {
    switch kind {
    case .instant: value.string.map { distance(of: $0) } ?? Self.yaml(value)
    case .record(let record): Self.mapping(members(of: value, as: record))
    case .records(let record, _):
      "["
        + (value.array ?? []).map { Self.mapping(members(of: $0, as: record)) }
        .joined(separator: ", ") + "]"
    default: Self.yaml(value)
    }
  }

  /// An instant as its distance from now: `-2h`.
  private func distance(of text: String) -> String {
    guard let instant = Timestamp(rfc3339: text) else { return Self.yaml(.string(text)) }
    let distance = instant.elapsed(since: now)
    guard distance != .zero else { return "0s" }
    let span = distance < .zero ? .zero - distance : distance
    guard let written = span.policyText else { return text }
    return (distance < .zero ? "-" : "+") + written
  }

  private static func mapping(_ members: [(String, String)]) -> String {
    members.isEmpty
      ? "{}" : "{ " + members.map { "\($0.0): \($0.1)" }.joined(separator: ", ") + " }"
  }

  /// A value in YAML's flow style, text without quotes where nobody can take it for anything else.
  private static func yaml(_ value: JSONValue) -> String {
    if let text = value.string, isPlain(text) { return text }
    if let array = value.array { return "[" + array.map(yaml).joined(separator: ", ") + "]" }
    if let object = value.object {
      return mapping(object.members.map { (yaml(.string($0.key)), yaml($0.value)) })
    }
    return JSONWriter.text(of: value)
  }

  private static func isPlain(_ text: String) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    guard let first = text.utf8.first, isLetter(first) || "/.".utf8.contains(first),
      text.utf8.count <= 200,
      text.utf8.allSatisfy({
        isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || "._/-".utf8.contains($0)
      })
    else { return false }
    guard case .text = PlainScalar.meaning(of: text) else { return false }
    return true
  }
}
