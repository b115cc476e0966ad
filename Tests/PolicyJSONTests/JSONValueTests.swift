import PolicyJSON
import Testing

@Test func valuesAreWrittenAsLiterals() {
  var context: JSONObject = ["seats": 3]
  context["amount"] = 2500.5
  context["whole"] = 2500.0
  context["tags"] = ["a", true, ["deep": -1.5e300]]
  #expect(
    JSONWriter.text(of: .object(context))
      == #"{"seats":3,"amount":2500.5,"whole":2500.0,"tags":["a",true,{"deep":-1.5e+300}]}"#)
  context["tags"] = nil
  #expect(context.count == 3)
}

@Test func doublesThatJSONDoesNotHaveAreNull() {
  #expect(JSONValue.number(Double.nan).isNull)
  #expect(JSONValue.number(-Double.infinity).isNull)
  #expect(JSONValue.number(0.1) == 0.1)
}

@Test func elementsAndMembersAreReached() {
  let value: JSONValue = ["list": [1, ["key": "found"]]]
  #expect(value["list"]?[1]?["key"]?.string == "found")
  #expect(value["list"]?[2] == nil)
  #expect(value["list"]?[-1] == nil)
  #expect(value[0] == nil)
}
