import PolicyCEL

// The records as conditions see them.

extension SessionSchema {
  /// The built-in records by name.
  static let records: [String: ObjectType] = {
    let documents: [Record] = [
      .session, .identity, .method, .device, .verifiableAddress, .recoveryAddress, .request,
      .client,
      .requestDevice,
    ]
    let all = documents.map { ObjectType($0) } + [ObjectType("context", fields: [:]), kratos]
    return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  }()

  private static let kratos = ObjectType(
    "kratos",
    fields: [
      "lifespan": ObjectType.Field(.duration),
      "earliest_possible_extend": ObjectType.Field(.duration),
      "privileged_session_max_age": ObjectType.Field(.duration),
      "required_aal": ObjectType.Field(
        .string, values: KratosSettings.RequiredAAL.allCases.map(\.rawValue)),
    ])
}

extension ObjectType {
  /// A record, each field under its own name and, where it has one within the record, its alias.
  fileprivate init(_ record: Record) {
    var fields: [String: Field] = [:]
    for field in record.fields where field.isVisible {
      let type = Field(field)
      fields[field.name] = type
      if let alias = field.alias, alias.count == 2, alias.first == record.name {
        fields[alias[1]] = type
      }
    }
    self.init(record.name, fields: fields)
  }
}

extension ObjectType.Field {
  fileprivate init(_ field: Record.Field) {
    let isOptional = field.isOptional
    switch field.kind {
    case .json, .open, .object, .elsewhere:
      self.init(.map(.string, .dyn), isOptional: isOptional)
    case .text(let limit): self.init(.string, isOptional: isOptional, sizeLimit: limit)
    case .word(let words), .choice(let words):
      self.init(.string, isOptional: isOptional, values: words, isOrdered: words == Self.levels)
    case .flag: self.init(.bool, isOptional: isOptional)
    case .instant: self.init(.timestamp, isOptional: isOptional)
    case .level: self.init(.string, isOptional: isOptional, values: Self.levels, isOrdered: true)
    case .texts(let limit): self.init(.list(.string), isOptional: isOptional, sizeLimit: limit)
    case .record(let record):
      self.init(.object(record.name), isOptional: isOptional)
    case .records(let record, let limit):
      self.init(.list(.object(record.name)), isOptional: isOptional, sizeLimit: limit)
    case .derived(let derivation): self.init(.duration, derivation: derivation)
    }
  }

  private static let levels = AssuranceLevel.allCases.map(\.name)
}
