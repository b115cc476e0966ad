public import PolicyCEL
package import PolicyJSON
package import PolicyTime

/// Which fields of a snapshot are written into a record of a decision: those that the decision was made
/// from, and no others.
///
/// What the law itself reckons with is always among them, for a decision could not be made again without
/// it: the times of a session, its level, its methods, whether it and its identity are live. Of the rest,
/// such as addresses, traits, devices and the request, those that some condition reads. Credentials are
/// written by their names alone, tokens never.
public struct RecordedFields: Sendable {
  /// What conditions read, by canonical path.
  private let read: Set<AttributePath>
  /// What the list permits of it; `nil` for all.
  private let permitted: Set<AttributePath>?

  /// The fields that policies read.
  ///
  /// - Parameters:
  ///   - policies: The policies that decide.
  ///   - permitted: The attributes that may be recorded of those, such as `context.risk`; `nil` for all. A
  ///     decision that hangs on another one cannot be made again from its record.
  public init(of policies: PolicySet, only permitted: [AttributePath]? = nil) {
    read = policies.readAttributes
    self.permitted = permitted.map { Set($0.map(SessionSchema.canonicalPath)) }
  }

  /// The fields that either of two sets reads.
  package init(of pair: PolicyPair, only permitted: [AttributePath]? = nil) {
    read = pair.old.readAttributes.union(pair.new.readAttributes)
    self.permitted = permitted.map { Set($0.map(SessionSchema.canonicalPath)) }
  }

  /// The recorded part of a snapshot with its instant, as the document of a snapshot.
  package func document(of snapshot: Snapshot, at now: Timestamp) -> JSONValue {
    let members = part(of: snapshot).object?.members.map { ($0.key, $0.value) } ?? []
    return .object(JSONObject([("now", .string(now.rfc3339))] + members))
  }

  /// What policies read and the list does not permit, sorted.
  public var leftOut: [AttributePath] {
    guard let permitted else { return [] }
    return read.filter { !permitted.covers($0) && !Record.isOfTheLaw($0) }
      .sorted { $0.description < $1.description }
  }

  /// The part of a snapshot that is recorded, as the document of a snapshot.
  func part(of snapshot: Snapshot) -> JSONValue {
    let session = snapshot.session.document
    var members: [(String, JSONValue)] = [
      ("session", session.object == nil ? session : part(of: session, .session, ["session"]))
    ]
    let request = part(of: snapshot.request.document, .request, ["request"])
    if request.object?.isEmpty == false { members.append(("request", request)) }
    let context = opened(.object(snapshot.context), ["context"])
    if let context, context.object?.isEmpty == false { members.append(("context", context)) }
    return .object(JSONObject(members))
  }

  private func part(of document: JSONValue, _ record: Record, _ path: [String]) -> JSONValue {
    guard let object = document.object else { return document }
    let members = object.members.compactMap { member -> (String, JSONValue)? in
      guard let field = record[member.key] else { return nil }
      let own = field.alias ?? path + [field.name]
      guard let value = value(member.value, of: field, own) else { return nil }
      return (member.key, value)
    }
    return .object(JSONObject(members))
  }

  private func value(
    _ value: JSONValue, of field: Record.Field, _ path: [String]
  ) -> JSONValue? {
    switch field.kind {
    case .record(let inner): return part(of: value, inner, path)
    case .records(let inner, _) where field.isOfTheLaw && !isRead(path):
      guard let entries = value.array else { return value }
      return .array(
        entries.map { entry in
          guard let members = entry.object?.members else { return entry }
          return .object(
            JSONObject(
              members.filter { inner[$0.key]?.isOfTheLaw == true }.map { ($0.key, $0.value) }))
        })
    case .json where field.isOfTheLaw:
      // Of credentials nobody needs more than that there are some.
      guard let members = value.object?.members else { return value }
      return .object(JSONObject(members.map { ($0.key, .object([:])) }))
    default:
      if field.isOfTheLaw || isRead(path) || path == Self.whose { return value }
      return opened(value, path)
    }
  }

  /// Whose session it is: what a record is searched by.
  private static let whose = ["identity", "id"]

  /// What is read below a path of a value of any shape; `nil` if nothing is.
  private func opened(_ value: JSONValue, _ path: [String]) -> JSONValue? {
    if isRead(path) { return value }
    guard isReadBelow(path), let members = value.object?.members else { return nil }
    return .object(
      JSONObject(
        members.compactMap { member in
          opened(member.value, path + [member.key]).map { (member.key, $0) }
        }))
  }

  /// Whether all that stands at a path may be read.
  private func isRead(_ path: [String]) -> Bool {
    let path = AttributePath(path)
    return read.covers(path) && permitted?.covers(path) ?? true
  }

  private func isReadBelow(_ path: [String]) -> Bool {
    read.contains { $0.components.starts(with: path) && permitted?.covers($0) ?? true }
  }
}

extension Set<AttributePath> {
  /// Whether it holds a path or something above it.
  fileprivate func covers(_ path: AttributePath) -> Bool {
    contains { path.components.starts(with: $0.components) }
  }
}

extension Record {
  /// Whether deciding needs an attribute, whatever conditions read.
  fileprivate static func isOfTheLaw(_ path: AttributePath) -> Bool {
    for record in [Record.session, .identity, .request] {
      for field in record.fields
      where (field.alias ?? [record.name] + [field.name]) == path.components {
        return field.isOfTheLaw || field.isRecord
      }
    }
    return false
  }
}

extension Record.Field {
  /// Whether deciding needs it, whatever conditions read.
  fileprivate var isOfTheLaw: Bool { role != .none }

  fileprivate var isRecord: Bool { if case .record = kind { true } else { false } }
}
