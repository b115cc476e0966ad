import PolicyCEL
import PolicyDiagnostics

/// The types that attributes can be declared with.
package enum AttributeType {
  /// The names of the types without parameters, as policies write them.
  package static let names = ["string", "int", "double", "bool", "timestamp", "duration", "any"]

  private static let simple: [String: ValueType] = [
    "string": .string, "int": .int, "double": .double, "bool": .bool, "timestamp": .timestamp,
    "duration": .duration, "any": .dyn,
  ]

  /// The type of a text such as `string` or `list(string)`; `nil` for any other text.
  static func parse(_ text: String) -> ValueType? {
    var inner = text[...]
    var depth = 0
    while inner.hasPrefix("list("), inner.hasSuffix(")"), depth < 4 {
      inner = inner.dropFirst(5).dropLast()
      depth += 1
    }
    guard let element = simple[String(inner)] else { return nil }
    return (0..<depth).reduce(element) { type, _ in .list(type) }
  }

  /// What to say of a type that conditions have and documents cannot hold.
  static func undeclarable(_ text: String) -> (message: String, help: String)? {
    guard let function = ["net.IP": "ip", "net.CIDR": "cidr"][text] else { return nil }
    return (
      "no attribute can be a `\(text)`, for documents hold addresses as text",
      "declare `type: string`, and read it with `\(function)(…)`"
    )
  }

  /// What a text that is no type was probably meant to be.
  static func suggestion(for text: String) -> String? {
    let bare = text.filter { !$0.isWhitespace }
    let lower = bare.lowercased()
    if let word = foreign[lower] { return word }
    for (prefix, suffix) in [
      ("list<", ">"), ("list[", "]"), ("array<", ">"), ("list(", ")"), ("[", "]"), ("", "[]"),
    ]
    where lower.hasPrefix(prefix) && lower.hasSuffix(suffix)
      && lower.count > prefix.count + suffix.count
    {
      let inner = String(bare.dropFirst(prefix.count).dropLast(suffix.count))
      guard let element = parse(inner) == nil ? suggestion(for: inner) : inner else { return nil }
      return "list(\(element))"
    }
    return nearestNames(to: bare, among: names).first
  }

  /// Names that other languages give the types.
  private static let foreign: [String: String] = [
    "boolean": "bool", "integer": "int", "int64": "int", "long": "int", "number": "double",
    "float": "double", "decimal": "double", "str": "string", "text": "string", "enum": "string",
    "datetime": "timestamp", "date": "timestamp", "time": "timestamp", "instant": "timestamp",
    "interval": "duration", "timespan": "duration", "list": "list(string)",
    "array": "list(string)", "strings": "list(string)", "object": "any", "map": "any",
    "dyn": "any", "json": "any", "ip": "string", "ipaddress": "string", "inet": "string",
    "cidr": "string",
  ]
}
