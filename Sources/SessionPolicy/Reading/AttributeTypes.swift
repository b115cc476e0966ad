import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTime

/// The declared types of attributes, and how JSON becomes values of them.
struct AttributeTypes: Sendable {
  /// What policies say of an attribute.
  struct Declaration: Sendable {
    var type: ValueType
    /// The values that it can have; empty where some policy leaves them open.
    var values: Set<Text> = []
  }

  private let environments: [Environment]
  /// What was asked for once, for what conditions read is asked for again with every snapshot.
  private var known: [AttributePath: Declaration] = [:]

  init(_ policies: [Policy]) { environments = policies.map(\.environment) }

  /// Remembers what policies declare for some attributes.
  mutating func remember(_ attributes: [AttributePath]) {
    for attribute in attributes { known[attribute] = declaration(of: attribute) }
  }

  /// What policies declare for an attribute: the first type, and the values of all.
  ///
  /// The values of built-in fields are Kratos' own, and those of a document may be newer than ours.
  /// A variant has the values of its own policy alone.
  func declaration(of attribute: AttributePath) -> Declaration {
    if let known = known[attribute] { return known }
    if let variant = AttributeVariant(path: attribute) {
      return Declaration(
        type: declaration(of: variant.attribute).type,
        values: values(of: variant.attribute, in: variant.policy) ?? [])
    }
    var found: Declaration?
    var values: Set<Text> = []
    var isOpen = false
    let builtIn = Self.field(attribute, in: SessionSchema.environment)?.values ?? []
    for environment in environments {
      guard let field = Self.field(attribute, in: environment) else { continue }
      found = found ?? Declaration(type: field.type)
      if field.values.isEmpty || field.values == builtIn { isOpen = true }
      values.formUnion(field.values.map(Text.init))
    }
    guard var found else { return Declaration(type: .dyn) }
    if !isOpen { found.values = values }
    return found
  }

  /// The values that one policy declares, by its place; none where it leaves them open, `nil` where it
  /// knows no such attribute.
  func values(of attribute: AttributePath, in policy: Int) -> Set<Text>? {
    guard environments.indices.contains(policy),
      let field = Self.field(attribute, in: environments[policy])
    else { return nil }
    let builtIn = Self.field(attribute, in: SessionSchema.environment)?.values ?? []
    return field.values == builtIn ? [] : Set(field.values.map(Text.init))
  }

  private static func field(
    _ attribute: AttributePath, in environment: Environment
  ) -> ObjectType.Field? {
    guard let root = attribute.components.first, let variable = environment.variables[root] else {
      return nil
    }
    var field = ObjectType.Field(variable.type)
    for name in attribute.components.dropFirst() {
      guard case .object(let object) = field.type,
        let next = environment.objects[object]?.fields[name]
      else { return nil }
      field = next
    }
    return field
  }

  private func fields(of object: String) -> [String: ObjectType.Field]? {
    environments.lazy.compactMap { $0.objects[object]?.fields }.first
  }

  /// A JSON value as a type, and as one of the declared values if there are any.
  ///
  /// A list or a map fails with any of its members.
  func reading(_ json: JSONValue, as type: ValueType, values: Set<Text> = []) -> InputReading {
    do throws(InputFailure) {
      guard let value = try value(json, as: type, values) else { return .absent }
      return .value(value)
    } catch {
      return .failed(error.cause)
    }
  }

  /// Why a value cannot be read.
  private struct InputFailure: Error {
    let cause: InputCause
    static let wrongType = InputFailure(cause: .wrongType)
  }

  /// A JSON value as a type; `nil` where it is null or the zero time.
  private func value(
    _ json: JSONValue, as type: ValueType, _ values: Set<Text> = []
  ) throws(InputFailure) -> Value? {
    switch (type, json.kind) {
    case (_, .null): return nil
    case (.bool, .bool(let flag)): return .bool(flag)
    case (.string, .string(let text)):
      guard values.isEmpty || values.contains(Text(text)) else {
        throw InputFailure(cause: .outsideValues)
      }
      return .string(text)
    case (.int, .number(let number)):
      return .int(try Self.some(number.wholeInt64))
    case (.uint, .number(let number)):
      return .uint(try Self.some(number.wholeUInt64))
    case (.double, .number(let number)): return .double(try Self.some(number.double))
    case (.timestamp, .string(let text)):
      let instant = try Self.some(Timestamp(document: text))
      // Go's zero time means that nobody knows.
      return instant == .minimum ? nil : .timestamp(instant)
    case (.duration, .string(let text)): return .duration(try Self.some(Duration(celText: text)))
    case (.list(let element), .array(let elements)):
      return .list(try self.elements(elements, element, values))
    case (.map(_, let element), .object(let object)):
      return .map(MapValue(members: try members(of: object) { _ in element }))
    case (.object(let name), .object(let object)):
      let fields = fields(of: name) ?? [:]
      let members = try members(of: object) { fields[$0]?.type ?? .dyn }
      return .map(MapValue(members: members.filter { !$0.1.isNull }))
    case (.dyn, _): return plain(json)
    default: throw .wrongType
    }
  }

  private func elements(
    _ elements: [JSONValue], _ type: ValueType, _ values: Set<Text>
  ) throws(InputFailure) -> [Value] {
    var found: [Value] = []
    found.reserveCapacity(elements.count)
    for element in elements {
      if type != .dyn, element.isNull { throw .wrongType }
      if let value = try value(element, as: type, values) { found.append(value) }
    }
    return found
  }

  private func members(
    of object: JSONObject, _ type: (String) -> ValueType
  ) throws(InputFailure) -> [(String, Value)] {
    var found: [(String, Value)] = []
    found.reserveCapacity(object.count)
    for member in object.members {
      found.append((member.key, try value(member.value, as: type(member.key)) ?? .null))
    }
    return found
  }

  private static func some<Found>(_ value: Found?) throws(InputFailure) -> Found {
    guard let value else { throw .wrongType }
    return value
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

extension Value {
  fileprivate var isNull: Bool {
    if case .null = self { true } else { false }
  }
}
