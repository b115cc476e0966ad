public import PolicyDiagnostics

/// The members of a JSON object in the order written, found by the exact bytes of their key.
public struct JSONObject: Sendable, Equatable {
  /// One key with its value.
  public struct Member: Sendable {
    /// The key, escapes resolved.
    public let key: String
    /// The value.
    public var value: JSONValue
    private let place: PackedRange

    /// Pairs a key with a value, with the key's place if it was read.
    public init(_ key: String, _ value: JSONValue, keyRange: SourceRange? = nil) {
      self.key = key
      self.value = value
      place = PackedRange(keyRange)
    }

    /// The bytes of the key, quotes included; `nil` for a member built in code.
    public var keyRange: SourceRange? { place.range }
  }

  /// The members; no two have the same key.
  public private(set) var members: [Member]

  /// Starts without members.
  public init() { members = [] }

  /// Takes members in order; of equal keys the last value stands, at the place of the first.
  public init(_ pairs: some Sequence<(String, JSONValue)>) {
    members = []
    for (key, value) in pairs { self[key] = value }
  }

  /// Takes those members that are there, in order.
  package init(present pairs: [(String, JSONValue)?]) { self.init(pairs.compactMap { $0 }) }

  /// Takes members that are known to have different keys.
  init(distinct members: [Member]) { self.members = members }

  /// Whether there are no members.
  public var isEmpty: Bool { members.isEmpty }
  /// The number of members.
  public var count: Int { members.count }

  /// The value of a key. Setting replaces it in place or appends it; setting `nil` removes it.
  ///
  /// - Complexity: O(*n*) in the number of members.
  public subscript(key: String) -> JSONValue? {
    get {
      for member in members where member.key.hasSameBytes(as: key) { return member.value }
      return nil
    }
    set {
      let index = members.firstIndex { $0.key.hasSameBytes(as: key) }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(key, value))
      case (nil, nil): break
      }
    }
  }

  /// The member of a key, with the place of the key.
  ///
  /// - Complexity: O(*n*) in the number of members.
  public func member(_ key: String) -> Member? {
    members.first { $0.key.hasSameBytes(as: key) }
  }

  /// Compares members in order, keys byte by byte.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members.elementsEqual(right.members) {
      $0.key.hasSameBytes(as: $1.key) && $0.value == $1.value
    }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Takes members in the order written; of equal keys the last value stands.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
