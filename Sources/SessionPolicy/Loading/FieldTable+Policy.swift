package import PolicyDocuments

// The fields of the policy language.

extension FieldTable {
  /// The version of the policy language that this build reads.
  package static let version = "1"

  /// A policy file.
  package static let policy = FieldTable(
    "a policy",
    [
      Field(
        "version", .version(version), isRequired: true, "The version of the policy language: `1`."),
      Field(
        "policy", .name, isRequired: true,
        "The name of the policy; its rules are cited as `name/id`.", synonyms: ["name"]),
      Field("description", .text, "What the policy is for, told to those who maintain it."),
      Field(
        "attributes", .dictionary(.either(.typeName, .record(.attribute))),
        "Inputs beyond the built-in ones, by path, with their types.",
        synonyms: ["inputs", "context", "schema"]),
      Field(
        "constants", .dictionary(.data), "Plain data, usable by name in conditions.",
        synonyms: ["data", "const", "values"]),
      Field(
        "definitions", .dictionary(.expression), "Named conditions, usable by name in conditions.",
        synonyms: ["variables", "macros", "lets"]),
      Field(
        "when", .condition, "Gates every rule of the file; left out, nothing does.",
        synonyms: ["if", "condition"]),
      Field("rules", .records(.rule), isRequired: true, "The rules; their order has no meaning."),
    ])

  /// A rule.
  package static let rule = FieldTable(
    "a rule",
    [
      Field("id", .name, isRequired: true, "The name of the rule.", synonyms: ["name", "rule"]),
      Field("description", .text, "What the rule is for, told to those who maintain it."),
      Field(
        "may", .choice(objects(.may)),
        "Permits extending or refreshing when everything required is met.",
        synonyms: ["allow", "permit", "can"]),
      Field(
        "never", .choice(objects(.never)), "Forbids extending or refreshing.",
        synonyms: ["deny", "forbid", "cannot"]),
      Field(
        "must", .choice(objects(.must)),
        "Demands re-authentication or a new session unless everything required is met.",
        synonyms: ["require", "enforce"]),
      Field(
        "when", .condition, "Where the rule applies; left out, everywhere.",
        synonyms: ["if", "condition", "unless"]),
      Field(
        "by", .duration, beside: beside([.mayExtend]),
        "The new expiry is now and this much; left out, the identity server's own lifespan."),
      Field(
        "within", .duration, beside: beside([.mayExtend]),
        "Extending begins only this long before the expiry."),
    ] + requirements.map(\.field) + [
      Field(
        "one_of", .records(.alternative), beside: beside(Effect.demanding),
        "Requirements of which one is enough; what stands beside them holds for each.",
        synonyms: ["any_of", "alternatives", "or"]),
      Field(
        "because", .text, "What a person is told when the rule decides.",
        synonyms: ["reason", "message"]),
    ],
    groups: [Group(1...1, of: Effect.Verb.allCases.map(\.rawValue))])

  /// Which keys of a rule have a meaning under an effect, and which have none.
  struct Places: Sendable {
    let allowed: Set<String>
    let misplaced: [Field]

    fileprivate init(under effect: Effect) {
      allowed = Set(rule.fields.filter { $0.stands(under: effect) }.map(\.name))
      misplaced = rule.fields.filter { !$0.stands(under: effect) }
    }
  }

  /// Which keys of a rule have a meaning under an effect.
  static func places(under effect: Effect) -> Places {
    places[effect] ?? Places(under: effect)
  }

  private static let places = Dictionary(
    uniqueKeysWithValues: Effect.allCases.map { ($0, Places(under: $0)) })

  /// A condition that joins others.
  package static let joint: FieldTable = FieldTable(
    "a condition",
    [
      Field(
        "all", .conditions, "Holds when every one of these holds.", synonyms: ["and", "all_of"]),
      Field(
        "any", .conditions, "Holds when at least one of these holds.",
        synonyms: ["or", "any_of", "one_of"]),
      Field(
        "none", .conditions, "Holds when not one of these holds.",
        synonyms: ["not", "none_of", "unless"]),
    ],
    groups: [Group(1...1, of: ["all", "any", "none"])])

  /// A declared attribute in its long form.
  package static let attribute = FieldTable(
    "an attribute",
    [
      Field("type", .typeName, isRequired: true, "The type, such as `string` or `list(string)`."),
      Field(
        "values", .texts, "The values that a string can have.", synonyms: ["enum", "one_of"]),
      Field(
        "optional", .flag, "Whether it may be missing even in a complete input.",
        synonyms: ["nullable"]),
    ])

  /// One of the requirements of `one_of`. Where its keys may stand is told by the rule's effect.
  package static let alternative = FieldTable.notEmpty(
    "a requirement", requirements.map(\.ofAlternative))

  /// A key of requirements, in rules and in alternatives.
  private struct RequirementKey {
    var name: String
    var kind: Kind
    var effects: Set<Effect>
    var summary: String
    var synonyms: [String]

    var field: Field {
      Field(name, kind, beside: beside(effects), summary, synonyms: synonyms)
    }
    var ofAlternative: Field { Field(name, kind, summary, synonyms: synonyms) }
  }

  /// What a session must show.
  private static let requirements: [RequirementKey] =
    [
      RequirementKey(
        name: "aal", kind: .choice([AssuranceLevel.aal1.rawValue, AssuranceLevel.aal2.rawValue]),
        effects: Effect.demanding, summary: "The session's assurance level is at least this.",
        synonyms: ["acr", "assurance", "authenticator_assurance_level"]),
      RequirementKey(
        name: "methods", kind: .texts, effects: Effect.demanding,
        summary: "At least one completed authentication method is of these.",
        synonyms: ["amr", "method"]),
    ]
    + LimitKey.allCases.map {
      RequirementKey(
        name: $0.rawValue, kind: .duration, effects: $0.row.effects, summary: $0.row.summary,
        synonyms: $0.row.synonyms)
    }

  private static func objects(_ verb: Effect.Verb) -> [String] {
    Effect.allCases.filter { $0.verb == verb }.map(\.object.rawValue)
  }

  /// The verbs and objects of some effects, as fields beside which another has a meaning.
  private static func beside(_ effects: Set<Effect>) -> [Companion] {
    Effect.Verb.allCases.compactMap { verb in
      let objects = objects(verb).filter { object in
        effects.contains { $0.verb == verb && $0.object.rawValue == object }
      }
      return objects.isEmpty ? nil : Companion(verb.rawValue, objects)
    }
  }
}

extension FieldTable.Field {
  /// Whether the field has a meaning in rules of an effect.
  package func stands(under effect: Effect) -> Bool {
    companions?.contains {
      $0.field == effect.verb.rawValue && $0.words.contains(effect.object.rawValue)
    } ?? true
  }
}

extension FieldTable.Kind {
  /// A condition: an expression, or a mapping that joins others.
  package static let condition: FieldTable.Kind = .either(.expression, .link { FieldTable.joint })
  /// A list of conditions that is not empty.
  package static let conditions: FieldTable.Kind = .items(.condition)
  /// The type of an attribute, as CEL writes it.
  package static let typeName = FieldTable.Kind.own(.typeName)
}

extension ScalarForm {
  /// The type of an attribute, or lists of one.
  static let typeName: ScalarForm = {
    let names = AttributeType.names
    return ScalarForm(
      "type", words: names + names.map { "list(\($0))" },
      pattern: "(list\\(){1,4}(\(names.joined(separator: "|")))\\){1,4}",
      example: "string` or another type")
  }()
}
