public import PolicyDiagnostics

/// A JSON value as it was read or built, with its place in the source when it was read.
///
/// Numbers keep their exact text and objects their order. Equality is structural: strings, keys and
/// numbers byte by byte, members in order, places left aside.
public struct JSONValue: Sendable {
  /// What kinds of values there are.
  public enum Kind: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number.
    case number(JSONNumber)
    /// A string of Unicode scalars.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object.
    case object(JSONObject)
  }

  /// The value itself.
  public var kind: Kind
  private var place: PackedRange

  /// Makes a value, with its place if it was read.
  public init(_ kind: Kind, range: SourceRange? = nil) {
    self.kind = kind
    place = PackedRange(range)
  }

  /// The bytes it was read from; `nil` for a value built in code.
  public var range: SourceRange? {
    get { place.range }
    set { place = PackedRange(newValue) }
  }

  /// The word for the kind, with its article, as messages use it.
  public var kindName: String {
    switch kind {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONValue {
  /// `null`.
  public static var null: JSONValue { JSONValue(.null) }
  /// A boolean.
  public static func bool(_ value: Bool) -> JSONValue { JSONValue(.bool(value)) }
  /// A number.
  public static func number(_ value: JSONNumber) -> JSONValue { JSONValue(.number(value)) }
  /// An integer as a number.
  public static func number(_ value: some BinaryInteger) -> JSONValue {
    JSONValue(.number(JSONNumber(value)))
  }
  /// A double as a number, with the fewest digits that read back equal; `null` for infinities and NaN,
  /// which JSON does not have.
  public static func number(_ value: Double) -> JSONValue {
    JSONNumber(value).map { JSONValue(.number($0)) } ?? .null
  }
  /// A string.
  public static func string(_ value: String) -> JSONValue { JSONValue(.string(value)) }
  /// An array.
  public static func array(_ values: [JSONValue]) -> JSONValue { JSONValue(.array(values)) }
  /// An object.
  public static func object(_ object: JSONObject) -> JSONValue { JSONValue(.object(object)) }
}

extension JSONValue {
  /// Whether this is `null`.
  public var isNull: Bool {
    if case .null = kind { true } else { false }
  }
  /// The boolean, if it is one.
  public var bool: Bool? {
    if case .bool(let value) = kind { value } else { nil }
  }
  /// The number, if it is one.
  public var number: JSONNumber? {
    if case .number(let value) = kind { value } else { nil }
  }
  /// The string, if it is one.
  public var string: String? {
    if case .string(let value) = kind { value } else { nil }
  }
  /// The elements, if it is an array.
  public var array: [JSONValue]? {
    if case .array(let value) = kind { value } else { nil }
  }
  /// The object, if it is one.
  public var object: JSONObject? {
    if case .object(let value) = kind { value } else { nil }
  }
  /// The member of that name; `nil` when there is none or this is no object.
  ///
  /// Setting replaces, appends or (with `nil`) removes a member; a value that is no object becomes
  /// one.
  public subscript(key: String) -> JSONValue? {
    get { object?[key] }
    set {
      var members = object ?? JSONObject()
      kind = .null  // gives up the shared members, so that the change is made in place
      members[key] = newValue
      kind = .object(members)
    }
  }
  /// The element of that index; `nil` when there is none or this is no array.
  public subscript(index: Int) -> JSONValue? {
    guard let array, array.indices.contains(index) else { return nil }
    return array[index]
  }
}

extension JSONValue {
  /// Sets what stands at a path through objects, which are made where there are none; `nil` removes it.
  public mutating func set(_ value: JSONValue?, at path: some Collection<String>) {
    guard let name = path.first else {
      if let value { self = value }
      return
    }
    guard path.count > 1 else {
      self[name] = value
      return
    }
    // Below what is not there nothing need be taken away.
    if value == nil, self[name] == nil { return }
    var inner = self[name] ?? .object([:])
    inner.set(value, at: path.dropFirst())
    self[name] = inner
  }
}

extension JSONValue: Equatable {
  /// Compares structure and text, not places.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left.kind, right.kind) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    default: false
    }
  }
}

extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByStringLiteral,
  ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A boolean.
  public init(booleanLiteral value: Bool) { self.init(.bool(value)) }
  /// A string.
  public init(stringLiteral value: String) { self.init(.string(value)) }
  /// A number.
  public init(integerLiteral value: Int64) { self.init(.number(JSONNumber(value))) }
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// An array.
  public init(arrayLiteral elements: JSONValue...) { self.init(.array(elements)) }
  /// An object, in the order written; of equal keys the last one stands.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(.object(JSONObject(elements)))
  }
}

/// A source range in eight bytes, so that a tree of values stays small.
struct PackedRange: Sendable {
  private let start: UInt32
  private let end: UInt32

  /// Packs a range; one that does not fit counts as none.
  init(_ range: SourceRange?) {
    guard let range, let start = UInt32(exactly: range.start), let end = UInt32(exactly: range.end)
    else {
      self.start = 1
      self.end = 0
      return
    }
    self.start = start
    self.end = end
  }

  /// The range, or `nil` if there is none.
  var range: SourceRange? {
    start <= end ? SourceRange(Int(start), Int(end)) : nil
  }
}
