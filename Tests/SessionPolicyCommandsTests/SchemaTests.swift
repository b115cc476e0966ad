import JSON
import PolicyTesting
import SessionPolicy
import Testing

@testable import SessionPolicyCommands

@Suite struct SchemaTests {
  @Test func schemaHasTheFieldsOfTheTableAndNoOthers() throws {
    for table in [FieldTable.policy, .suite] {
      let schema = JSONSchema(table).json
      let properties = try #require(schema["properties"]?.object)
      #expect(properties.members.map(\.key) == table.fields.map(\.name))
      #expect(schema["additionalProperties"]?.bool == false)
      #expect(
        schema["required"]?.array?.compactMap(\.string)
          == table.fields.filter(\.isRequired).map(\.name))
      for member in properties.members {
        #expect(member.value["description"] != nil, "\(member.key)")
      }
    }
  }

  @Test func ruleHasOneEffectAndTheFieldsOfIt() throws {
    let rule = try #require(JSONSchema(.policy).json["properties"]?["rules"]?["items"])
    #expect(rule["oneOf"]?.array?.count == Effect.Verb.allCases.count)
    let effects = try #require(rule["allOf"]?.array)
    #expect(effects.count == Effect.allCases.count)
    let forbidding = try #require(
      effects.first { $0["if"]?["properties"]?["never"]?["const"]?.string == "extend" })
    #expect(forbidding["then"]?["properties"]?["max_idle"]?.bool == false)
    #expect(forbidding["then"]?["properties"]?["because"] == nil)
  }

  @Test func conditionRefersToItself() throws {
    let condition = try #require(JSONSchema(.policy).json["definitions"]?["condition"])
    let joint = try #require(condition["anyOf"]?.array?.last)
    #expect(joint["properties"]?["all"]?["items"]?["$ref"]?.string == "#/definitions/condition")
  }
}
