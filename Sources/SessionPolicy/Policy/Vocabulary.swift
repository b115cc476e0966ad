import PolicyCEL

/// The built-in inputs, to which a policy adds its own.
struct Vocabulary {
  /// Why an attribute cannot be declared.
  enum Conflict: Error, Hashable {
    /// Nothing can be declared under this root.
    case closedRoot(String)
    /// The record has its fields and no others; these are they.
    case closedRecord([String])
    /// A part of the path is no record.
    case notARecord(AttributePath, ValueType)
    /// The attribute is built in with another type.
    case builtIn(ValueType)
    /// The attribute is built in and can only have these values.
    case builtInValues([String])
    /// Attributes were declared below this one.
    case hasAttributesBelow
    /// The policy declared it before.
    case declared(AttributePath)
  }

  /// What conditions can name.
  private(set) var environment = SessionSchema.environment
  /// What the policy has declared, in its canonical form.
  private var declared: Set<AttributePath> = []

  /// Adds an attribute.
  ///
  /// An open place of the session becomes a record with exactly what is declared below it.
  mutating func declare(_ written: AttributePath, _ field: ObjectType.Field) throws(Conflict) {
    let path = SessionSchema.canonicalPath(written)
    guard let root = path.components.first, SessionSchema.openRoots.contains(root),
      let name = path.components.last, path.components.count > 1
    else { throw .closedRoot(written.components.first ?? "") }
    guard !declared.contains(path) else { throw .declared(path) }
    let record = try record(at: path.components.dropLast())
    if let known = environment.objects[record]?.fields[name] {
      guard known.type == field.type || field.type == .error else {
        if case .object = known.type { throw .hasAttributesBelow }
        throw .builtIn(known.type)
      }
      guard known.values.isEmpty || Set(field.values).isSubset(of: known.values) else {
        throw .builtInValues(known.values)
      }
      guard field.type != .error else { return }
      var narrowed = known
      narrowed.isOptional = field.isOptional
      if !field.values.isEmpty {
        narrowed.values =
          known.values.isEmpty ? field.values : known.values.filter(field.values.contains)
      }
      environment.objects[record]?.fields[name] = narrowed
    } else {
      guard root != SessionSchema.closedRoot else {
        throw .closedRecord((environment.objects[record]?.fields.keys).map { $0.sorted() } ?? [])
      }
      environment.objects[record]?.fields[name] = field
    }
    declared.insert(path)
  }

  /// Makes every read below a variable silent, because its declarations could not be read.
  mutating func silence(_ variable: String) {
    environment.variables[variable] = Variable(.error)
  }

  /// The name of the record at a path, made where there is none.
  private mutating func record(at components: ArraySlice<String>) throws(Conflict) -> String {
    var path = AttributePath([])
    var record = ""
    for name in components {
      path = path.appending(name)
      if record.isEmpty {
        record = name
        continue
      }
      let known = environment.objects[record]?.fields[name]
      if case .object(let inner) = known?.type {
        record = inner
        continue
      }
      if let known, declared.contains(path) || !SessionSchema.openPlaces.contains(path) {
        throw .notARecord(path, known.type)
      }
      guard components.first != SessionSchema.closedRoot else {
        throw .closedRecord((environment.objects[record]?.fields.keys).map { $0.sorted() } ?? [])
      }
      let inner = path.description
      environment.objects[inner] = ObjectType(inner, fields: [:])
      environment.objects[record]?.fields[name] = ObjectType.Field(.object(inner))
      record = inner
    }
    return record
  }
}
