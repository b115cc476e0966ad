import PolicyJSON
import SessionPolicy

// What single values look like, as patterns that every editor understands.

extension FieldSchema {
  /// Text that is not blank.
  static let text: JSONValue = ["type": ["string", "number", "boolean"], "pattern": "\\S"]

  /// The schema of a kind that holds one value.
  static func scalar(_ kind: FieldTable.Kind) -> JSONValue {
    switch kind {
    case .version: version
    case .name:
      [
        "type": ["string", "number", "boolean"], "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        "maxLength": 200,
      ]
    case .flag: ["type": "boolean"]
    case .duration: matching("^(?=.*[1-9])\(span)$")
    case .offset: matching("^\\+?(?=[0-9])\(span)$")
    case .instant: matching("^\(instant)$")
    case .moment: matching("^([+-]?(?=[0-9])\(span)|\(instant))$")
    case .typeName: typeName
    default: text
    }
  }

  private static func matching(_ pattern: String) -> JSONValue {
    ["type": "string", "pattern": .string(pattern)]
  }

  /// Whole numbers with units from the largest to the smallest.
  private static let span = "([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?"

  /// An instant in RFC 3339.
  private static let instant =
    "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?"
    + "([Zz]|[+-][0-9]{2}:[0-9]{2})"

  /// The version, which most people write as a number.
  private static var version: JSONValue {
    let text = JSONValue.string(FieldTable.version)
    guard let number = Int(FieldTable.version) else { return ["enum": [text]] }
    return ["enum": [.number(number), text]]
  }

  /// A type, or lists of one.
  private static var typeName: JSONValue {
    let names = AttributeType.names
    return [
      "anyOf": [
        ["enum": .array((names + names.map { "list(\($0))" }).map { .string($0) })],
        matching("^(list\\(){1,4}(\(names.joined(separator: "|")))\\){1,4}$"),
      ]
    ]
  }
}
