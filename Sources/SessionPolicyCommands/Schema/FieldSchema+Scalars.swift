import PolicyDocuments
import PolicyJSON
import SessionPolicy

// What single values look like, as patterns that every editor understands.

extension FieldSchema {
  /// Text that is not blank.
  static let text: JSONValue = ["type": ["string", "number", "boolean"], "pattern": "\\S"]

  /// The schema of a kind that holds one value.
  static func scalar(_ kind: FieldTable.Kind) -> JSONValue {
    switch kind {
    case .version(let text): version(text)
    case .name:
      [
        "type": ["string", "number", "boolean"], "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        "maxLength": 200,
      ]
    case .flag: ["type": "boolean"]
    case .duration: matching("^(?=.*[1-9])\(ScalarForm.span)$")
    case .instant: matching("^\(ScalarForm.instant)$")
    case .own(let form): own(form)
    default: text
    }
  }

  private static func matching(_ pattern: String) -> JSONValue {
    ["type": "string", "pattern": .string(pattern)]
  }

  /// The version, which most people write as a number.
  private static func version(_ version: String) -> JSONValue {
    let text = JSONValue.string(version)
    guard let number = Int(version) else { return ["enum": [text]] }
    return ["enum": [.number(number), text]]
  }

  private static func own(_ form: ScalarForm) -> JSONValue {
    let pattern = matching("^\(form.pattern)$")
    guard !form.words.isEmpty else { return pattern }
    return ["anyOf": [["enum": .array(form.words.map { .string($0) })], pattern]]
  }
}
