import PolicyDiagnostics

/// A CEL map: entries in the order they were given, found by key.
///
/// Integers of both kinds are one key space, so that `{1: x}[1u]` finds `x`, and a double that is a
/// whole number finds the integer it equals. Strings are compared by their code points.
package struct MapValue: Sendable {
  /// A key in the form in which keys are compared.
  enum Key: Hashable, Sendable {
    case bool(Bool)
    case int(Int64)
    case large(UInt64)
    case string(Text)

    /// The form of a value that can be looked up; `nil` for a value that equals no key.
    init?(_ value: Value) {
      switch value {
      case .bool(let flag): self = .bool(flag)
      case .int(let number): self = .int(number)
      case .uint(let number):
        self = Int64(exactly: number).map { .int($0) } ?? .large(number)
      case .double(let number):
        if let whole = Int64(exactly: number) {
          self = .int(whole)
        } else if let whole = UInt64(exactly: number) {
          self = .large(whole)
        } else {
          return nil
        }
      case .string(let text): self = .string(Text(text))
      default: return nil
      }
    }
  }

  /// The keys in order.
  package private(set) var keys: [Value] = []
  /// The values in the order of ``keys``.
  package private(set) var values: [Value] = []
  /// Places of keys.
  private var places: [Key: Int] = [:]

  /// A map without entries.
  package init() {}

  /// Builds a map; a key of another kind than bool, int, uint or string, or a key given twice, throws.
  package init(_ entries: some Sequence<(key: Value, value: Value)>) throws(EvaluationError) {
    for entry in entries {
      if case .double = entry.key {
        throw EvaluationError(.invalidArgument("a map key cannot be a double"))
      }
      guard let key = Key(entry.key) else {
        throw EvaluationError(.invalidArgument("a map key cannot be \(entry.key.kindName)"))
      }
      guard places[key] == nil else { throw EvaluationError(.duplicateKey(entry.key.description)) }
      append(key, entry.key, entry.value)
    }
  }

  /// Builds a map with string keys; a later value of a key replaces an earlier one.
  package init(members: some Sequence<(key: String, value: Value)>) {
    for member in members {
      let key = Key.string(Text(member.key))
      if let place = places[key] {
        values[place] = member.value
      } else {
        append(key, .string(member.key), member.value)
      }
    }
  }

  private mutating func append(_ key: Key, _ written: Value, _ value: Value) {
    places[key] = keys.count
    keys.append(written)
    values.append(value)
  }

  /// The number of entries.
  package var count: Int { keys.count }

  /// The value of a key equal to the given value; `nil` if there is none.
  package subscript(_ key: Value) -> Value? {
    guard let key = Key(key), let place = places[key] else { return nil }
    return values[place]
  }

  /// The value of a string key.
  package subscript(_ key: String) -> Value? {
    guard let place = places[.string(Text(key))] else { return nil }
    return values[place]
  }

  /// Keys and values together, in order.
  package var entries: Zip2Sequence<[Value], [Value]> { zip(keys, values) }
}
