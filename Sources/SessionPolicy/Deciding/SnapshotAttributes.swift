import PolicyCEL
import PolicyJSON

/// Reads attributes from a snapshot, each as the type that the policies declare for it.
struct SnapshotAttributes {
  let snapshot: Snapshot
  let settings: KratosSettings
  let plan: DecisionPlan

  /// The value of an attribute; `nil` where it is absent, null, or not of the declared type.
  func value(of attribute: AttributePath) -> Value? {
    if let evidence = Evidence(path: attribute) {
      return evidence.instant(in: snapshot.session).map { .timestamp($0) }
    }
    switch attribute.components.first {
    case "session":
      // The level that is not stated is computed from all methods together.
      if attribute.components == ["session", "aal"] {
        return snapshot.session.assuranceLevel.map { .string($0.name) }
      }
      return read(snapshot.session.document, attribute)
    case "identity":
      return snapshot.session.identity.flatMap { read($0.document, attribute) }
    case "request": return read(snapshot.request.document, attribute)
    case "context": return read(.object(snapshot.context), attribute)
    case "kratos": return kratos(attribute)
    default: return nil
    }
  }

  private func kratos(_ attribute: AttributePath) -> Value? {
    guard attribute.components.count == 2 else { return nil }
    return Self.setting(
      attribute.components[1], settings, lifespan: settings.lifespan(for: snapshot.session))
  }

  /// A setting by its name below `kratos`.
  static func setting(
    _ name: String, _ settings: KratosSettings, lifespan: Duration
  ) -> Value? {
    switch name {
    case "lifespan": return .duration(lifespan)
    case "earliest_possible_extend": return .duration(settings.extendWindow)
    case "privileged_session_max_age": return .duration(settings.privilegedSessionMaxAge)
    case "required_aal": return .string(settings.whoamiRequiredAAL.rawValue)
    default: return nil
    }
  }

  /// Follows the fields after the first component.
  private func read(_ root: JSONValue, _ attribute: AttributePath) -> Value? {
    var value = root
    for field in attribute.components.dropFirst() {
      guard let next = value[field] else { return nil }
      value = next
    }
    return plan.types.value(value, as: plan.types.type(of: attribute))
  }
}

/// The declared types of attributes, and how JSON becomes values of them.
struct AttributeTypes: Sendable {
  private let environments: [Environment]

  init(_ policies: [Policy]) { environments = policies.map(\.environment) }

  /// The type that a policy declares for an attribute; `dyn` if none does.
  func type(of attribute: AttributePath) -> ValueType {
    for environment in environments {
      guard let root = attribute.components.first,
        var type = environment.variables[root]?.type
      else { continue }
      var isKnown = true
      for name in attribute.components.dropFirst() {
        guard case .object(let object) = type,
          let field = environment.objects[object]?.fields[name]
        else {
          isKnown = false
          break
        }
        type = field.type
      }
      if isKnown { return type }
    }
    return .dyn
  }

  private func fields(of object: String) -> [String: ObjectType.Field]? {
    environments.lazy.compactMap { $0.objects[object]?.fields }.first
  }

  /// A JSON value as a type; `nil` where it is null or something else.
  func value(_ json: JSONValue, as type: ValueType) -> Value? {
    switch (type, json.kind) {
    case (_, .null): return nil
    case (.bool, .bool(let flag)): return .bool(flag)
    case (.string, .string(let text)): return .string(text)
    case (.int, .number(let number)): return number.int64.map { .int($0) }
    case (.uint, .number(let number)): return number.uint64.map { .uint($0) }
    case (.double, .number(let number)): return number.double.map { .double($0) }
    case (.timestamp, .string(let text)):
      // Go's zero time means that nobody knows.
      guard let instant = Timestamp(document: text), instant != .minimum else { return nil }
      return .timestamp(instant)
    case (.duration, .string(let text)): return Duration(celText: text).map { .duration($0) }
    case (.list(let element), .array(let values)):
      return .list(values.compactMap { value($0, as: element) })
    case (.map(_, let element), .object(let object)):
      return .map(
        MapValue(members: object.members.map { ($0.key, value($0.value, as: element) ?? .null) }))
    case (.object(let name), .object(let object)):
      let fields = fields(of: name) ?? [:]
      return .map(
        MapValue(
          members: object.members.compactMap { member in
            value(member.value, as: fields[member.key]?.type ?? .dyn).map { (member.key, $0) }
          }))
    case (.dyn, _): return plain(json)
    default: return nil
    }
  }

  /// A JSON value as what it looks like; a number without a fraction is an int where it fits.
  private func plain(_ json: JSONValue) -> Value {
    switch json.kind {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .string(let text): return .string(text)
    case .number(let number):
      return number.int64.map { .int($0) } ?? .double(number.double ?? .nan)
    case .array(let values): return .list(values.map { plain($0) })
    case .object(let object):
      return .map(MapValue(members: object.members.map { ($0.key, plain($0.value)) }))
    }
  }
}
