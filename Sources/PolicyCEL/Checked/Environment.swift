import Synchronization

/// What an expression may name: variables, records and functions.
///
/// An environment is plain data, built once and shared by every expression that is checked against it.
package struct Environment: Sendable {
  /// The name space in which names are looked up first, such as `a.b`; empty for none.
  package var container: String
  /// Variables by name; a name may be dotted.
  package var variables: [String: Variable]
  /// Record types by name.
  package var objects: [String: ObjectType]
  /// Functions, operators included.
  package var functions: FunctionTable

  /// Declares an environment; the default functions are the standard library and all extensions.
  package init(
    container: String = "", variables: [String: Variable] = [:],
    objects: [String: ObjectType] = [:], functions: FunctionTable = .standard
  ) {
    self.container = container
    self.variables = variables
    self.objects = objects
    self.functions = functions
  }
}

extension Environment {
  /// The declaration of the field at the end of a path through records; `nil` for a variable.
  public func field(at path: AttributePath) -> ObjectType.Field? {
    guard let root = path.components.first, var type = variables[root]?.type else { return nil }
    var found: ObjectType.Field?
    for name in path.components.dropFirst() {
      guard case .object(let object) = type, let field = objects[object]?.fields[name] else {
        return nil
      }
      found = field
      type = field.type
    }
    return found
  }
}

/// A name that expressions can read.
package struct Variable: Sendable {
  /// Where the value comes from.
  package enum Origin: Sendable {
    /// The host supplies it for each evaluation.
    case input
    /// It is the instant of evaluation, the only thing that moves.
    case now
    /// It is always this value.
    case constant(Value)
    /// It is a named expression, evaluated where it is read.
    case definition(CheckedExpression)
  }

  /// The declared type.
  package let type: ValueType
  /// Where the value comes from.
  package let origin: Origin
  /// What was worked out of the value that it always has.
  let remembered: Remembered?

  /// Declares a variable.
  package init(_ type: ValueType, origin: Origin = .input) {
    self.type = type
    self.origin = origin
    remembered = if case .constant = origin { Remembered() } else { nil }
  }
}

/// Keeps what is worked out of a value, which others would work out again for each expression that names it.
final class Remembered: Sendable {
  private let kept = Mutex<(any Sendable)?>(nil)

  /// What is kept, or else is made; of one value always the same is asked for.
  func value<Result: Sendable>(_ make: () -> Result) -> Result {
    if let known = kept.withLock({ $0 }) as? Result { return known }
    let made = make()
    kept.withLock { $0 = made }
    return made
  }
}

/// A record: fields with declared types, some of which may be missing.
package struct ObjectType: Sendable {
  /// The name people know it by, such as `session`.
  package var name: String
  /// Its fields.
  package var fields: [String: Field]

  /// Declares a record.
  package init(_ name: String, fields: [String: Field]) {
    self.name = name
    self.fields = fields
  }

  /// A field of a record.
  package struct Field: Sendable {
    /// How a field follows from another and from the instant of evaluation.
    package enum Derivation: Hashable, Sendable {
      /// The time from the instant at a path until now; not below zero.
      case elapsed(since: AttributePath)
      /// The time from now until the instant at a path; negative once it has passed.
      case remaining(until: AttributePath)
    }

    /// The declared type.
    package var type: ValueType
    /// Whether it may be missing even in a complete input; reading it unguarded is a warning.
    package var isOptional: Bool
    /// The values a string field, or the elements of a list of strings, can have; empty when open.
    package var values: [String] { didSet { valueSet = Set(values) } }
    /// The same, to look a value up in.
    package private(set) var valueSet: Set<String>
    /// Whether `values` is in ascending order, so that `<` between them means something.
    package var isOrdered: Bool
    /// How it is derived; `nil` for a field that the host supplies.
    package var derivation: Derivation?
    /// The most bytes of a string or elements of a list or map; `nil` when nothing bounds it.
    ///
    /// Cost estimates use it; see ``SizeAssumptions`` for what they use otherwise.
    package var sizeLimit: Int?

    /// Declares a field.
    package init(
      _ type: ValueType, isOptional: Bool = false, values: [String] = [], isOrdered: Bool = false,
      derivation: Derivation? = nil, sizeLimit: Int? = nil
    ) {
      self.type = type
      self.isOptional = isOptional
      self.values = values
      valueSet = Set(values)
      self.isOrdered = isOrdered
      self.derivation = derivation
      self.sizeLimit = sizeLimit
    }
  }
}
