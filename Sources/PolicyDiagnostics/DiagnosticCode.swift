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
  /// A mapping has the same key twice.
  public static let duplicateKey = DiagnosticCode("Y001", "duplicate-key")
  /// A word that some YAML readers take for a bool.
  public static let implicitBoolean = DiagnosticCode("Y002", "implicit-boolean")
  /// A number that YAML readers read differently.
  public static let ambiguousNumber = DiagnosticCode("Y003", "ambiguous-number")
  /// A date where an instant with a zone is needed.
  public static let implicitTimestamp = DiagnosticCode("Y004", "implicit-timestamp")
  /// An anchor, alias or merge key that is not allowed there.
  public static let anchorOrMerge = DiagnosticCode("Y005", "anchor-or-merge")
  /// A document is larger or deeper than is read.
  public static let resourceLimit = DiagnosticCode("Y006", "resource-limit")
  /// White space or a comment changes what is read.
  public static let whitespaceTrap = DiagnosticCode("Y007", "whitespace-trap")
  /// A key without a value.
  public static let nullValue = DiagnosticCode("Y008", "null-value")
  /// The text is no YAML.
  public static let invalidYAML = DiagnosticCode("Y009", "invalid-yaml")
  /// The bytes are no UTF-8 text.
  public static let invalidEncoding = DiagnosticCode("Y010", "invalid-encoding")
  /// A file cannot be read.
  public static let unreadableFile = DiagnosticCode("Y011", "unreadable-file")
  /// There is nothing in the document.
  public static let emptyDocument = DiagnosticCode("Y012", "empty-document")
  /// There is more than one document in the file.
  public static let severalDocuments = DiagnosticCode("Y013", "several-documents")
  /// The text is no JSON.
  public static let invalidJSON = DiagnosticCode("Y014", "invalid-json")

  // S: the structure of a document.
  /// A key that the format does not have.
  public static let unknownField = DiagnosticCode("S101", "unknown-field")
  /// A key that has to be there is not.
  public static let missingField = DiagnosticCode("S102", "missing-field")
  /// Two things have the same name.
  public static let duplicateID = DiagnosticCode("S103", "duplicate-id")
  /// A version that this build does not read.
  public static let unsupportedVersion = DiagnosticCode("S104", "unsupported-version")
  /// A value of another kind than is needed, such as a list for a mapping.
  public static let wrongKind = DiagnosticCode("S105", "wrong-kind")
  /// A value that is not of the form that is needed.
  public static let invalidValue = DiagnosticCode("S106", "invalid-value")
  /// Keys that exclude each other.
  public static let conflictingFields = DiagnosticCode("S107", "conflicting-fields")
  /// A key that means nothing where it stands.
  public static let misplacedField = DiagnosticCode("S108", "misplaced-field")
  /// A list or mapping without entries where one is needed.
  public static let emptyCollection = DiagnosticCode("S109", "empty-collection")
  /// A document that holds no session.
  public static let notASession = DiagnosticCode("S110", "not-a-session")

  // R: names.
  /// An attribute that nothing declares.
  public static let unknownAttribute = DiagnosticCode("R201", "unknown-attribute")
  /// A name that nothing declares.
  public static let undefinedDefinition = DiagnosticCode("R202", "undefined-definition")
  /// Definitions that name each other in a circle.
  public static let cyclicDefinition = DiagnosticCode("R204", "cyclic-definition")
  /// A function that does not exist.
  public static let unknownFunction = DiagnosticCode("R206", "unknown-function")
  /// A declaration that contradicts another.
  public static let conflictingDeclaration = DiagnosticCode("R207", "conflicting-declaration")

  // T: types, units and conditions.
  /// A duration without a unit.
  public static let missingUnit = DiagnosticCode("T301", "missing-unit")
  /// Types that do not fit together.
  public static let typeMismatch = DiagnosticCode("T303", "type-mismatch")
  /// A value that an attribute can never have.
  public static let valueOutsideDomain = DiagnosticCode("T304", "value-outside-domain")
  /// A list compared with `!=`, where leaving out one value was probably meant.
  public static let listInequality = DiagnosticCode("T309", "list-inequality")
  /// A time zone that the system does not know.
  public static let unknownTimeZone = DiagnosticCode("T306", "unknown-time-zone")
  /// Text compared by order where a level was probably meant.
  public static let stringOrder = DiagnosticCode("T310", "string-order")
  /// The text is no CEL expression.
  public static let invalidExpression = DiagnosticCode("T320", "invalid-expression")
  /// An expression is too long, too deep or too dear.
  public static let expressionLimit = DiagnosticCode("T321", "expression-limit")
  /// An optional attribute is read without asking whether it is there.
  public static let unguardedOptional = DiagnosticCode("T322", "unguarded-optional")
  /// A regular expression that cannot be compiled.
  public static let invalidPattern = DiagnosticCode("T323", "invalid-pattern")
  /// A constant that means nothing, such as an impossible instant.
  public static let invalidConstant = DiagnosticCode("T324", "invalid-constant")

  // SEC: rules that cannot do what they say.
  /// A rule that asks again for what re-authenticating cannot change.
  public static let reauthLoop = DiagnosticCode("SEC006", "reauth-loop")
}
