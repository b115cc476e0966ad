/// The stable identity of a check: a code and a name, both accepted wherever a check is named.
///
/// Codes and names never change their meaning; the wording of messages may.
public struct DiagnosticCode: Hashable, Sendable {
  /// A short code such as `Y001`; its letters name the family.
  public let id: String
  /// A name in kebab case such as `duplicate-key`.
  public let name: String

  /// Declares a check.
  public init(_ id: String, _ name: String) {
    self.id = id
    self.name = name
  }
}

// The codes that loading a source can report. Checks beyond loading declare theirs beside the check.

extension DiagnosticCode {
  // Y: the YAML text.
  public static let duplicateKey = DiagnosticCode("Y001", "duplicate-key")
  public static let implicitBoolean = DiagnosticCode("Y002", "implicit-boolean")
  public static let ambiguousNumber = DiagnosticCode("Y003", "ambiguous-number")
  public static let implicitTimestamp = DiagnosticCode("Y004", "implicit-timestamp")
  public static let anchorOrMerge = DiagnosticCode("Y005", "anchor-or-merge")
  public static let resourceLimit = DiagnosticCode("Y006", "resource-limit")
  public static let whitespaceTrap = DiagnosticCode("Y007", "whitespace-trap")
  public static let nullValue = DiagnosticCode("Y008", "null-value")
  public static let invalidYAML = DiagnosticCode("Y009", "invalid-yaml")
  public static let invalidEncoding = DiagnosticCode("Y010", "invalid-encoding")
  public static let unreadableFile = DiagnosticCode("Y011", "unreadable-file")
  public static let emptyDocument = DiagnosticCode("Y012", "empty-document")
  public static let severalDocuments = DiagnosticCode("Y013", "several-documents")
  public static let invalidJSON = DiagnosticCode("Y014", "invalid-json")

  // S: the structure of a document.
  public static let unknownField = DiagnosticCode("S101", "unknown-field")
  public static let missingField = DiagnosticCode("S102", "missing-field")
  public static let duplicateID = DiagnosticCode("S103", "duplicate-id")
  public static let unsupportedVersion = DiagnosticCode("S104", "unsupported-version")
  public static let wrongKind = DiagnosticCode("S105", "wrong-kind")
  public static let invalidValue = DiagnosticCode("S106", "invalid-value")
  public static let conflictingFields = DiagnosticCode("S107", "conflicting-fields")
  public static let misplacedField = DiagnosticCode("S108", "misplaced-field")
  public static let emptyCollection = DiagnosticCode("S109", "empty-collection")
  public static let notASession = DiagnosticCode("S110", "not-a-session")

  // R: names.
  public static let unknownAttribute = DiagnosticCode("R201", "unknown-attribute")
  public static let undefinedName = DiagnosticCode("R202", "undefined-definition")
  public static let cyclicDefinition = DiagnosticCode("R204", "cyclic-definition")
  public static let unknownFunction = DiagnosticCode("R206", "unknown-function")
  public static let conflictingDeclaration = DiagnosticCode("R207", "conflicting-declaration")

  // T: types, units and conditions.
  public static let missingUnit = DiagnosticCode("T301", "missing-unit")
  public static let typeMismatch = DiagnosticCode("T303", "type-mismatch")
  public static let valueOutsideDomain = DiagnosticCode("T304", "value-outside-domain")
  public static let stringOrder = DiagnosticCode("T310", "string-order")
  public static let invalidExpression = DiagnosticCode("T320", "invalid-expression")
  public static let expressionLimit = DiagnosticCode("T321", "expression-limit")
  public static let unguardedOptional = DiagnosticCode("T322", "unguarded-optional")
  public static let invalidPattern = DiagnosticCode("T323", "invalid-pattern")
  public static let invalidConstant = DiagnosticCode("T324", "invalid-constant")

  // SEC: rules that cannot do what they say.
  public static let reauthenticationLoop = DiagnosticCode("SEC006", "reauth-loop")
}
