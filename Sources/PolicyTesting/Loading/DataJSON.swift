import PolicyCEL
import PolicyJSON

extension JSONValue {
  /// Plain data of a suite as JSON; `nil` for what JSON cannot hold.
  init?(_ data: PolicyCEL.Value) {
    switch data {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .int(let number): self = .number(number)
    case .double(let number):
      guard let number = JSONNumber(number) else { return nil }
      self = .number(number)
    case .string(let text): self = .string(text)
    case .list(let items):
      let converted = items.compactMap { JSONValue($0) }
      guard converted.count == items.count else { return nil }
      self = .array(converted)
    case .map(let map):
      var object = JSONObject()
      for (key, value) in map.entries {
        guard case .string(let name) = key, let member = JSONValue(value) else { return nil }
        object[name] = member
      }
      self = .object(object)
    default: return nil
    }
  }
}
